"""What a carrier's code and wording mean: ``classify_wording``.

The key is (carrier, code, wording). A wrong ``delivered`` is the worst error there is, so a delivery needs a
phrase that says so, in the past, at the addressee's side, and no word of any language against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.events import Status
from parcelproof.tracking.wording.normal import code_words, take_apart
from parcelproof.tracking.wording.phrases import Found
from parcelproof.tracking.wording.table import CodeRow, RuleRow, WordingTable, load_wordings
from parcelproof.tracking.wording.taught import NOTHING, TAUGHT, Teaching, Teachings

# "Signature not required" denies nothing about the delivery.
_CALM = "calm"
_HARMLESS = frozenset({"deny", "not_cleared", "not_yet"})
# What a "not" takes back: right before it ("not ready"), or inside it ("was not delivered").
_READY = frozenset({"ready_to_collect", "ready_strong"})
_FACT = "delivered_fact"

UNKNOWN_RULE = "none"
_SHORTEST_WORD_CODE = 4


@dataclass(frozen=True)
class Verdict:
    """What a wording means, and what decided.

    Attributes
    ----------
    status : Status
    reason : str
    action_required : bool
    rule : str
        Id of the row that decided, ``taught`` for what this shop taught, or ``none``.
    phrases : tuple of str
        Ids of the phrases that the row needed.
    """

    status: Status
    reason: str = ""
    action_required: bool = False
    rule: str = UNKNOWN_RULE
    phrases: tuple[str, ...] = ()


NOT_KNOWN = Verdict(Status.UNKNOWN)


@dataclass(frozen=True)
class Reading:
    """The concepts of one wording, each with the rows that found it."""

    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut: bool = False

    def has(self, rule: RuleRow) -> bool:
        """Say whether a rule fits."""
        return all(any(c in self.concepts for c in choices) for choices in rule.needs) and not any(
            c in self.concepts for c in rule.unless
        )

    def rows(self, rule: RuleRow) -> tuple[str, ...]:
        """Return the phrases that a rule needed."""
        return tuple(row for choices in rule.needs for c in choices for row in self.concepts.get(c, ()))


@lru_cache(maxsize=16_384)
def read(text: str, table: WordingTable | None = None) -> Reading:
    """Return the concepts of a wording."""
    wording = take_apart(text)
    found = (table or load_wordings()).search.find(wording)
    calm = [hit for hit in found if hit.concept == _CALM]
    found = [hit for hit in found if not (hit.concept in _HARMLESS and any(_within(hit, other) for other in calm))]
    denied = [hit for hit in found if hit.concept == "deny"]
    concepts: dict[str, tuple[str, ...]] = {}
    for hit in found:
        if _taken_back(hit, denied):
            continue
        concepts[hit.concept] = (*concepts.get(hit.concept, ()), hit.row)
    return Reading(concepts, wording.cut)


def _taken_back(hit: Found, denied: Iterable[Found]) -> bool:
    if hit.concept == _FACT:
        return any(_within(no, hit) for no in denied)
    return hit.concept in _READY and hit.start >= 0 and any(no.end == hit.start for no in denied)


def _within(hit: Found, other: Found) -> bool:
    return (
        (other.start <= hit.start and hit.end <= other.end)
        if hit.start >= 0 and other.start >= 0
        else (hit.start < 0 and other.start < 0 and other.start >= hit.start and hit.end >= other.end)
    )


def verdict(status: Status, reason: str, rule: str, phrases: Iterable[str] = ()) -> Verdict:
    """Make a verdict; R12 adds whether a person is needed."""
    return Verdict(status, reason, needs_person(status, reason), rule, tuple(phrases))


def classify_wording(
    carrier: str,
    code: str,
    text: str,
    language: str = "",
    taught: Teachings = NOTHING,
    table: WordingTable | None = None,
) -> Verdict:
    """Say what a carrier's code and wording mean.

    Parameters
    ----------
    carrier, code, text : str
        As the carrier wrote them; each may be empty.
    language : str
        Of the text. It need not be known: phrases of all languages are tried, because a word against a
        delivery counts in any of them.
    taught : Teachings
        What this shop taught; it comes first.
    table : WordingTable, optional
        Another table than the playbook's.

    Returns
    -------
    Verdict
        ``unknown`` where no row fits (R6).
    """
    found = taught.find(carrier, code, text)
    if found is not None:
        return _from_teaching(found)
    return _classify(carrier.strip(), code.strip(), text.strip(), table or load_wordings())


def _from_teaching(found: Teaching) -> Verdict:
    return verdict(found.status, found.reason, TAUGHT)


@lru_cache(maxsize=65_536)
def _classify(carrier: str, code: str, text: str, table: WordingTable) -> Verdict:
    by_text = _by_text(text, table) if text else NOT_KNOWN
    row = table.code(carrier, code)
    if row is None:
        return by_text if by_text.rule != UNKNOWN_RULE else _by_code_words(code, text, table)
    return _together(row, by_text, text, table)


def _by_code_words(code: str, text: str, table: WordingTable) -> Verdict:
    """Read a code that is made of words, where the wording beside it says nothing."""
    meant = _by_text(code_words(code), table) if len(code) >= _SHORTEST_WORD_CODE else NOT_KNOWN
    if text and (meant.status is Status.DELIVERED or _speaks_against(text, table)):
        return NOT_KNOWN
    return meant


def _by_text(text: str, table: WordingTable) -> Verdict:
    reading = read(text, table)
    for rule in table.reading:
        if reading.has(rule):
            if rule.status is Status.DELIVERED and reading.cut:
                return NOT_KNOWN
            return verdict(rule.status, rule.reason, rule.id, reading.rows(rule))
    return NOT_KNOWN


# The same news, told more or less exactly.
_MOVING = frozenset({Status.IN_TRANSIT, Status.ACCEPTED, Status.INFO_RECEIVED, Status.CUSTOMS})
# The same trouble: the code knows at which stage, "wrong address" alone does not.
_TROUBLE = frozenset({Status.EXCEPTION, Status.FAILED_ATTEMPT, Status.CUSTOMS_HOLD})


def _together(row: CodeRow, by_text: Verdict, text: str, table: WordingTable) -> Verdict:
    """Weigh a carrier's code against its wording: the code leads where the wording does not contradict."""
    of_code = verdict(row.status, row.reason, row.id)
    if by_text.rule == UNKNOWN_RULE:
        if row.status is Status.DELIVERED and text and _speaks_against(text, table):
            return NOT_KNOWN
        return of_code
    if by_text.status is row.status:
        return by_text if by_text.reason and not row.reason else of_code
    if row.reason and {row.status, by_text.status} <= _TROUBLE:
        return of_code
    if by_text.status is Status.DELIVERED or (by_text.status in _MOVING and row.status is not Status.DELIVERED):
        return of_code
    return by_text


_AGAINST = frozenset(
    {
        "deny",
        "not_delivered",
        "future",
        "forecast",
        "question",
        "sender",
        "station",
        "return_ongoing",
        "lost",
        "conditional",
        "refused",
        "attempt",
        "claim_denied",
        "sent_to_other",
        "cancelled",
        "damaged",
        "destroyed",
        "stolen",
        "customs",
        "held",
        "ready_to_collect",
    }
)


def _speaks_against(text: str, table: WordingTable) -> bool:
    reading = read(text, table)
    return reading.cut or bool(_AGAINST & reading.concepts.keys())


def against_delivery(text: str, table: WordingTable | None = None) -> tuple[str, ...]:
    """Return the concepts of a wording that speak against a delivery, in order of name."""
    return tuple(sorted(_AGAINST & read(text, table or load_wordings()).concepts.keys()))
