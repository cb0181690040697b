"""One product, all promises: page, order, product, inspection, photos, papers, form and scale, attribute by attribute.

A mismatch between them is the root of most cases of "not as described". Values are compared loosely in form and
strictly in content; what cannot be compared stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.findings import Level, Outcome
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.consistency import ComparedAttribute, Reason
from parcelproof.product.profiles import plain_name
from parcelproof.product.said_values import book_of, words
from parcelproof.product.same_value import same_value
from parcelproof.product.stated import FEATURES, Stated
from parcelproof.product.stated_counts import COUNTS, parcel_weights
from parcelproof.product.subjects import Subject, subjects_of
from parcelproof.shipment import Shipment

State = Literal["differs", "unknown", "same"]
_ORDER: Mapping[State, int] = {"differs": 0, "unknown": 1, "same": 2}

LONGEST = 80
"""A longer text is no value that could be compared word by word."""

_TOLD = frozenset({"goods", "price"})
"""Rows that a check does not count: two words may name one thing, and prices change with every offer."""


@dataclass(frozen=True)
class ConsistencyRow:
    """One attribute of one article, with what each source says about it.

    Attributes
    ----------
    subject : str
        Title of the article; empty for the parcel as a whole.
    attribute, label : str
        Id, and the name for people.
    values : tuple of Stated
        Source and text; a source may say two things.
    state : {'differs', 'unknown', 'same'}
    reason : str
        Why, in plain words.
    why : str
        Why a difference matters.
    odd : tuple of str
        Sources that contradict another one.
    """

    subject: str
    attribute: str
    label: str
    values: tuple[Stated, ...]
    state: State
    reason: str
    why: str
    odd: tuple[str, ...] = ()

    def said_by(self, source: str) -> tuple[str, ...]:
        """Return what one source says."""
        return tuple(dict.fromkeys(one.text for one in self.values if one.source == source))


def consistency(shipment: Shipment, playbook: Playbook | None = None) -> tuple[ConsistencyRow, ...]:
    """Compare everything that is on record about the articles of a parcel, or about a product on the shelf.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook, optional
        Gives the attributes, the words, and how far numbers may differ.

    Returns
    -------
    tuple of ConsistencyRow
        Differences first, then what is unknown, then what is the same; within them in the order of articles and of
        the playbook. An attribute of which nobody says anything has no row.
    """
    book = playbook or load_playbook()
    rows: list[ConsistencyRow] = []
    subjects = subjects_of(shipment, book)
    for subject in subjects:
        for attribute in book_of(book).attributes:
            if values := tuple(_stated(attribute.id, subject, shipment, book)):
                rows.append(_row(subject.title, attribute, values, book))
        rows += _other_rows(subject, book)
    if len(subjects) > 1 and (values := tuple(parcel_weights(shipment))):
        rows += [_row("", a, values, book) for a in book_of(book).attributes if a.id == "gross_weight"]
    return tuple(sorted(rows, key=lambda row: _ORDER[row.state]))


def _stated(name: str, subject: Subject, shipment: Shipment, playbook: Playbook) -> Iterator[Stated]:
    gather = FEATURES.get(name) or COUNTS.get(name)
    return gather(subject, shipment, playbook) if gather else iter(())


def _row(subject: str, attribute: ComparedAttribute, values: Sequence[Stated], playbook: Playbook) -> ConsistencyRow:
    found: set[str] = set()
    odd: list[str] = []
    for one, other in combinations(values, 2):
        verdict = same_value(attribute, one.value, other.value)
        if one.source != other.source or verdict == "differs":
            found.add(verdict)
        if verdict == "differs":
            odd += [one.source, other.source]
    state: State = "differs" if "differs" in found else "same" if "same" in found else "unknown"
    alone = len({value.source for value in values}) == 1 and state == "unknown"
    reason: Reason = state if state != "unknown" else "one_source" if alone else "not_comparable"
    return ConsistencyRow(
        subject=subject, attribute=attribute.id, label=attribute.label, values=tuple(values), state=state,
        reason=book_of(playbook).reasons[reason], why=attribute.why, odd=tuple(dict.fromkeys(odd)),
    )  # fmt: skip


def _other_rows(subject: Subject, playbook: Playbook) -> Iterator[ConsistencyRow]:
    """Yield rows for attributes that only page and product record name, such as the material."""
    book = book_of(playbook)
    own = {attribute.id for attribute in book.attributes} | {"hs6", "packed_weight"}
    stated = subject.product.attributes if subject.product else {}
    labels = {a.id: a.label for profile in playbook.profiles.values() for a in profile.attributes}
    for name, text in stated.items():
        page = subject.page_values.get(name, "")
        if name in own or not page or not text.strip() or max(len(page), len(text)) > LONGEST:
            continue
        values = [Stated("listing", page, words(page)), Stated("product", text, words(text))]
        label = labels.get(name, plain_name(name).capitalize())
        attribute = ComparedAttribute(id="other", label=label, how=book.other.how, why=book.other.why)
        row = _row(subject.title, attribute, values, playbook)
        yield ConsistencyRow(
            row.subject, name, row.label, row.values, row.state, row.reason, row.why, row.odd
        )  # fmt: skip


@check("product.description.consistency", "same", "differs", "nothing_to_compare")
def consistent(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that all that is on record about an article says the same."""
    rows = [row for row in consistency(shipment, context.playbook) if row.attribute not in _TOLD]
    if not rows:
        return []  # other checks say what is missing
    differing = [row for row in rows if row.state == "differs"]
    counts = {state: str(sum(row.state == state for row in rows)) for state in _ORDER}
    if differing:
        facts = counts | {"number": str(len(differing)), "labels": ", ".join(dict.fromkeys(r.label for r in differing))}
        own = {attribute.id for attribute in book_of(context.playbook).attributes}
        facts["about"] = " ".join(dict.fromkeys(r.attribute if r.attribute in own else "other" for r in differing))
        facts["first"] = _sentence(differing[0], context.playbook)
        return [Outcome(code="differs", level=Level.WARN, facts=facts)]
    if all(row.state == "unknown" for row in rows):
        return [Outcome(code="nothing_to_compare", level=Level.UNKNOWN, facts=counts)]
    return [Outcome(code="same", level=Level.PASS, facts=counts)]


def _sentence(row: ConsistencyRow, playbook: Playbook) -> str:
    names = book_of(playbook).sources
    told = [one for one in row.values if one.source in row.odd]
    said = dict.fromkeys(f"{names[one.source]}: {quoted(one.text)}" for one in told)
    return f"{row.label} - " + "; ".join(said)
