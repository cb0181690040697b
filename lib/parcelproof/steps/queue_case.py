"""One case of the queue: a parcel with its troubles, what was answered, and until when the answer counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from parcelproof.checks import CheckContext, quoted
from parcelproof.messages import _, ngettext
from parcelproof.playbook.review_words import FlagWords, load_review_words
from parcelproof.report.words import STATUS, days
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.answers import Given, given_to
from parcelproof.tracking.review.flags import Flag, FlagCode, Review
from parcelproof.tracking.said import said
from parcelproof.tracking.working_days import deadline

REPEAT = "communication.repeat"
"""Rule: after so long an inquiry or a message is no answer any more, if the trouble still stands."""

ORDER = tuple(FlagCode)
"""Codes as they stand in `FlagCode`: the most serious first."""

RETURNED = "returned"
WORDS = (*(code.value for code in FlagCode), RETURNED)
"""Everything that ``review.yaml`` has words for: every flag, and a parcel that is back already."""


@dataclass(frozen=True)
class Trouble:
    """One flag of a parcel with its words and its answer.

    Attributes
    ----------
    flag : Flag
    words : FlagWords
        Filled with facts.
    given : Given or None
        What counts as its answer: a click in the queue, or a message or inquiry on record that came after it.
    back_on : datetime or None
        When the answer stops to count; None if it counts as long as the trouble stays the same.
    open : bool
        A person is needed.
    """

    flag: Flag
    words: FlagWords
    given: Given | None
    back_on: datetime | None
    open: bool


@dataclass(frozen=True)
class Case:
    """One parcel that needs, or needed, a person.

    Attributes
    ----------
    shipment_id : str
    troubles : tuple of Trouble
        Most urgent first.
    status : Status
    carrier : str
        As the shop wrote it, or empty.
    destination : str
        ISO code, or empty.
    head : str
        Hash of the last record it was read from.
    """

    shipment_id: str
    troubles: tuple[Trouble, ...]
    status: Status
    carrier: str = ""
    destination: str = ""
    head: str = ""

    @property
    def open(self) -> tuple[Trouble, ...]:
        """The troubles that need a person."""
        return tuple(t for t in self.troubles if t.open)

    @property
    def act_by(self) -> datetime | None:
        """Until when a person should act first."""
        return min((t.flag.act_by for t in self.open if t.flag.act_by), default=None)

    @property
    def first(self) -> Trouble:
        """The trouble that the list names: the most serious open one."""
        return min(self.open or self.troubles, key=lambda t: ORDER.index(t.flag.code))

    @property
    def urgency(self) -> tuple[bool, float, int, str]:
        """Sorts cases: the earliest deadline first, then the most serious trouble."""
        by = self.act_by
        return (by is None, by.timestamp() if by else 0.0, ORDER.index(self.first.flag.code), self.shipment_id)

    @property
    def answered_at(self) -> datetime | None:
        """When the last answer was given."""
        return max((t.given.at for t in self.troubles if t.given), default=None)

    @property
    def last(self) -> tuple[Trouble, ...]:
        """The troubles that the last answer covered."""
        latest = self.answered_at
        return tuple(t for t in self.troubles if t.given and t.given.at == latest)


def make_case(shipment: Shipment, review: Review, context: CheckContext) -> Case | None:
    """Return the case of a parcel, or None if nothing about it needs a person.

    Parameters
    ----------
    shipment : Shipment
    review : Review
    context : CheckContext
    """
    if not review.flags:
        return None
    words = load_review_words(WORDS)
    carrier = shipment.shipping.carrier if shipment.shipping else ""
    troubles = [
        _trouble(flag, words[_key(flag, review)].fill(_facts(flag, shipment, review, context)), shipment, context)
        for flag in review.flags
    ]
    return Case(
        shipment_id=shipment.id, troubles=tuple(troubles), status=review.status, carrier=quoted(carrier),
        destination=(shipment.order.destination or "") if shipment.order else "", head=shipment.head,
    )  # fmt: skip


def counts_until(given: Given, context: CheckContext) -> datetime | None:
    """Return when an answer stops to count; None if it counts as long as the trouble stays the same."""
    rule = context.rule(REPEAT)
    amount = context.number(REPEAT)
    if given.kind == "explained" or rule is None or amount is None:
        return None
    return deadline(given.at, amount if amount >= 0 else Decimal(0), rule.unit)


def _trouble(flag: Flag, words: FlagWords, shipment: Shipment, context: CheckContext) -> Trouble:
    given = given_to(flag, shipment, context.as_of)
    back_on = counts_until(given, context) if given else None
    waiting = given is None or (back_on is not None and back_on <= context.as_of)
    return Trouble(flag, words, given, back_on, waiting)


def _key(flag: Flag, review: Review) -> str:
    back = flag.code is FlagCode.RETURNING and review.status is Status.RETURNED
    return RETURNED if back else flag.code.value


def _facts(flag: Flag, shipment: Shipment, review: Review, context: CheckContext) -> Mapping[str, str]:
    zone = context.as_of.tzinfo
    tracking, reason = shipment.tracking, flag.facts.get("reason", "")
    telling = [e for e in tracking.events if reason and e.reason == reason]
    event = telling[-1] if telling else tracking.status_event
    scan = quoted(event.text) if event and event.text.strip() else ""
    carrier = shipment.shipping.carrier if shipment.shipping else ""
    return {
        "since": f"{flag.since.astimezone(zone):%Y-%m-%d}" if flag.since else _("a day that is not on record"),
        "days": days(context.as_of - flag.since) if flag.since else _("some time"),
        "carrier": quoted(carrier) or _("the carrier"),
        "trouble": f"“{scan}”" if scan else said(reason) or STATUS[review.status].lower(),
    }


def due(act_by: datetime | None, now: datetime) -> str:
    """Say how urgent it is: ``2 days late``, ``today``, ``in 3 days``; counted in days of the calendar."""
    if act_by is None:
        return _("no time limit")
    left = (act_by.astimezone(now.tzinfo).date() - now.date()).days
    if left < 0:
        return ngettext("{count} day late", "{count} days late", -left)
    if left < 2:
        return _("tomorrow") if left else _("today")
    return ngettext("in {count} day", "in {count} days", left)


def is_late(act_by: datetime | None, now: datetime) -> bool:
    """Whether the day until which to act has passed."""
    return act_by is not None and act_by.astimezone(now.tzinfo).date() < now.date()
