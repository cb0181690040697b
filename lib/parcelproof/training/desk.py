"""The desk model: decides a claim by the evidence matrix, and says by which row and source.

It is a model to learn with, and never the decision of a real platform; every decision says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from parcelproof.checks import fill
from parcelproof.clock import show
from parcelproof.errors import UnknownNameError, nearest
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.playbook.evidence import read_named
from parcelproof.playbook.evidence_types import Limit
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.readiness import ReasonReadiness, assess
from parcelproof.resources import playbook_dir
from parcelproof.shipment import Shipment
from parcelproof.training.answer import TYPED, Answer, in_reach, limits_of, strange_numbers
from parcelproof.training.case import Claim

Outcome = Literal["won", "partly", "lost", "too_late", "settled"]
SAY = ("won", "partly", "lost")

CITY_REASONS = ("item_not_received", "late_delivery")
"""Reasons for which the place of delivery must be the buyer's."""


class Words(BaseModel):
    """One sentence of the desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str


@dataclass(frozen=True)
class Remark:
    """One thing that the desk says about an answer.

    Attributes
    ----------
    code : str
        Id of its sentence in ``training/desk.yaml``.
    item : str
        Evidence item that it is about, or empty.
    text : str
    rule, source, confidence : str
        The row of the matrix, of the limits or of the checks that it stands on.
    """

    code: str
    text: str
    item: str = ""
    rule: str = ""
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class Decision:
    """What the training desk decides.

    Attributes
    ----------
    outcome : {'won', 'partly', 'lost', 'too_late', 'settled'}
    sentence : str
        The outcome in words.
    model : str
        Says that this is a training model.
    remarks : tuple of Remark
        Why, with sources.
    would_change : tuple of Remark
        What would have changed the outcome.
    """

    outcome: Outcome
    sentence: str
    model: str
    remarks: tuple[Remark, ...] = ()
    would_change: tuple[Remark, ...] = ()


@dataclass
class _Desk:
    claim: Claim
    shipment: Shipment
    answer: Answer
    playbook: Playbook
    ready: ReasonReadiness
    words: dict[str, str]
    remarks: list[Remark] = field(default_factory=list)
    change: list[Remark] = field(default_factory=list)

    def say(
        self, code: str, item: str = "", *, rule: str = "", source: str = "", confidence: str = "", **facts: str
    ) -> Remark:
        if item:
            facts = {"item": self.playbook.item(item).title, "how": self.playbook.item(item).how} | facts
            cell = self.playbook.evidence.cells.get((self.claim.reason, item))
            if cell and not rule:
                rule, source, confidence = f"{cell.reason} × {cell.item}: {cell.level}", cell.sources, cell.confidence
        return Remark(code, fill(self.words[code], facts), item, rule, source, confidence)


def decide(claim: Claim, shipment: Shipment, answer: Answer, playbook: Playbook, *, language: str = "en") -> Decision:
    """Decide one claim.

    Parameters
    ----------
    claim : Claim
    shipment : Shipment
        Everything that is on record; items of the answer that are not in it count for nothing.
    answer : Answer
    playbook : Playbook
    language : str
        Of the desk's own words; those of items and rules are the playbook's.

    Raises
    ------
    UnknownNameError
        If the claim or the answer names a reason or item that the playbook does not have.

    Notes
    -----
    An answer after the last day is not read. A record that speaks against the seller loses, whatever is shown. Else
    all required items win; without the most decisive one, or with less than half of them, the claim is lost. A letter
    with numbers that stand nowhere on record costs one step.
    """
    ready = next((r for r in assess(shipment, playbook, answer.answered_at) if r.reason == claim.reason), None)
    if ready is None:
        raise UnknownNameError(
            _("There is no dispute reason with this name."), where=claim.reason,
            mend=nearest(claim.reason, playbook.reasons),
        )  # fmt: skip
    for item in answer.items:
        playbook.item(item)
    desk = _Desk(claim, shipment, answer, playbook, ready, load_words(language))
    outcome = _outcome(desk)
    return Decision(outcome, desk.words[outcome], desk.words["model"], tuple(desk.remarks), tuple(desk.change))


def ideal_answer(claim: Claim, shipment: Shipment, playbook: Playbook) -> Answer:
    """Return the best honest answer: everything required that is on record, then what helps, within the limits.

    It is given on the day of the claim. Where the record speaks against the seller, it gives the money back.
    """
    ready = next(r for r in assess(shipment, playbook, claim.opened) if r.reason == claim.reason)
    items = (*_ranked(ready.required_present, claim, playbook), *ready.helpful_present)
    most = limits_of(claim.door, playbook).files
    taken = in_reach(items, int(most.value) if most else None)
    settles = "refund" if ready.state == "against" else ""
    return Answer(items=taken, answered_at=claim.opened, settles=settles)


def _outcome(desk: _Desk) -> Outcome:
    answer, claim = desk.answer, desk.claim
    if answer.settles:
        return "settled"
    if answer.answered_at > claim.answer_by:
        desk.change.append(desk.say("change_in_time", answer_by=show(claim.answer_by)))
        return "too_late"
    shown = _read(desk)
    required = (*desk.ready.required_present, *desk.ready.required_missing)
    given = [item for item in required if item in shown and item in desk.ready.required_present]
    _tell_items(desk, shown)
    if _speaks_against(desk):
        return "lost"
    step = _by_items(desk, required, given)
    strange = strange_numbers(answer.text, desk.shipment)
    desk.remarks += [desk.say("named_number", number=number) for number in strange[:3]]
    return SAY[min(step + bool(strange), len(SAY) - 1)]  # type: ignore[return-value]


def _by_items(desk: _Desk, required: tuple[str, ...], given: list[str]) -> int:
    """Return 0 for won, 1 for partly, 2 for lost."""
    absent = [item for item in _ranked(required, desk.claim, desk.playbook) if item not in given]
    for item in absent:
        on_record = item in desk.ready.required_present
        desk.remarks.append(desk.say("not_shown" if on_record else "not_on_record", item))
        desk.change.append(desk.say("change_show" if on_record else "change_before", item))
    if not absent:
        return 0
    decisive = next(iter(_ranked(required, desk.claim, desk.playbook)))
    return 1 if decisive in given and 2 * len(given) >= len(required) else 2


def _read(desk: _Desk) -> tuple[str, ...]:
    """Return the items that the desk reads: the most decisive first, as many as the door takes."""
    limits = limits_of(desk.claim.door, desk.playbook)
    ready = desk.ready
    known = (*ready.required_present, *ready.required_missing)
    rank = {
        item: place for place, item in enumerate((*_ranked(known, desk.claim, desk.playbook), *ready.helpful_present))
    }
    wanted = sorted(dict.fromkeys(desk.answer.items), key=lambda item: rank.get(item, len(rank)))
    most = int(limits.files.value) if limits.files else None
    taken = in_reach(wanted, most)
    if limits.files and len(taken) < len(wanted):
        files = sum(item not in TYPED for item in wanted)
        desk.remarks.append(_limit(desk, "limit_files", limits.files, files))
    if limits.text and len(desk.answer.text) > int(limits.text.value):
        desk.remarks.append(_limit(desk, "limit_text", limits.text, len(desk.answer.text)))
    return taken


def _limit(desk: _Desk, code: str, row: Limit, given: int) -> Remark:
    return desk.say(
        code, rule=f"{row.platform}, {row.field}: {row.kind} {row.value}", source=row.source,
        confidence=row.confidence, door=row.platform, limit=row.value, given=str(given),
    )  # fmt: skip


def _tell_items(desk: _Desk, shown: tuple[str, ...]) -> None:
    ready = desk.ready
    for item in shown:
        if item in ready.required_present:
            desk.remarks.append(desk.say("given", item))
        elif item in ready.helpful_present:
            desk.remarks.append(desk.say("helps", item))
        elif item in (*ready.required_missing, *ready.helpful_missing, *ready.not_yet):
            desk.remarks.append(desk.say("empty", item))
        else:
            desk.remarks.append(desk.say("irrelevant", item))
    desk.remarks += [desk.say("not_yet", item) for item in ready.not_yet if item != "carrier_inquiry"]


def _speaks_against(desk: _Desk) -> bool:
    for found in desk.ready.against:
        source = "; ".join(rule.source for rule in found.rules)
        confidence = found.rules[0].confidence if found.rules else ""
        facts = {"title": found.title, "settle": desk.ready.settle}
        desk.remarks.append(desk.say("against", rule=found.check_id, source=source, confidence=confidence, **facts))
    if desk.ready.against:
        desk.change.append(desk.say("change_settle", settle=desk.ready.settle))
    return bool(desk.ready.against) or _another_city(desk)


def _another_city(desk: _Desk) -> bool:
    """Tell whether the carrier says delivered in another city than the one of the address."""
    scan, order = desk.shipment.tracking.delivered, desk.shipment.order
    address = order.ship_to if order else None
    if desk.claim.reason not in CITY_REASONS or scan is None or address is None:
        return False
    place = scan.location.strip()
    if not place or not address.city:
        return False
    if any(part and part.casefold() in place.casefold() for part in (address.city, address.postal_code)):
        return False
    cell = desk.playbook.evidence.cells[desk.claim.reason, "delivery_scan"]
    desk.remarks.append(
        desk.say("another_city", rule=f"{cell.reason} × {cell.item}: {cell.level}", source=cell.sources,
                 confidence=cell.confidence, place=place, city=address.city)
    )  # fmt: skip
    return True


def _ranked(items: tuple[str, ...], claim: Claim, playbook: Playbook) -> tuple[str, ...]:
    decides = playbook.reasons[claim.reason].decides
    return tuple(sorted(items, key=lambda item: decides.index(item) if item in decides else len(decides)))


def load_words(language: str = "en", folder: Path | None = None) -> dict[str, str]:
    """Return the sentences of the desk by id, in a language if there is a twin file.

    Raises
    ------
    PlaybookError
        With file and line.
    """
    return dict(_words(folder or playbook_dir(), language))


@lru_cache(maxsize=8)
def _words(root: Path, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(_read_words(root, language))


def _read_words(root: Path, language: str) -> Iterator[tuple[str, str]]:
    with Mistakes(root) as mistakes:
        found = read_named(root / "training" / "desk.yaml", "words", Words, mistakes, language)
    yield from ((name, one.row.text) for name, one in found.items())
