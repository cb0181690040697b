"""One thing that the seller owes, and the moments from which that is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from parcelproof.checks import CheckContext
from parcelproof.clock import show
from parcelproof.fact_words import amount
from parcelproof.ledger.records import Message
from parcelproof.messages import _
from parcelproof.tracking.working_days import deadline

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule


@dataclass(frozen=True)
class Owed:
    """One thing that the seller owes now.

    Attributes
    ----------
    code : str
        Names its words in ``playbook/tracking/owed.yaml``.
    what, why : str
        In words for the seller.
    due : datetime or None
        Until when; None if the record lacks the time it counts from.
    rule : str
        Id of the rule row behind it, or empty.
    letter : str
        Id of the letter that fits, of ``templates/letters``.
    to : {'buyer', 'carrier'}
    facts : mapping
        What the words need.
    """

    code: str
    due: datetime | None
    letter: str
    what: str = ""
    why: str = ""
    rule: str = ""
    to: Literal["buyer", "carrier"] = "buyer"
    facts: dict[str, str] = field(default_factory=dict)


def end_of_business_day(since: datetime, amount: int) -> datetime:
    """Return the end of the business day that lies so many business days after a moment, in its own time zone.

    Zero is the same day, or the next Monday if it falls on a weekend.
    """
    day = since
    left = amount
    while left > 0 or day.weekday() >= 5:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return datetime.combine(day.date(), time(23, 59), tzinfo=since.tzinfo)


def due_by(since: datetime | None, rule: Rule | None, context: CheckContext) -> datetime | None:
    """Return the end of what a rule allows from a moment on, in the seller's time; None where one is missing."""
    if since is None or rule is None:
        return None
    here = since.astimezone(context.as_of.tzinfo)
    try:
        amount = Decimal(str(rule.value))
    except InvalidOperation:
        return None
    if rule.unit in ("business days", "working days"):
        return end_of_business_day(here, int(amount))
    return deadline(here, amount, rule.unit)


def when(moment: datetime | None) -> str:
    """Write a moment, or that nobody knows it."""
    return show(moment) if moment else _("an unknown time")


def limit_of(rule: Rule | None) -> str:
    """Write how much a rule allows."""
    return amount(rule.value, rule.unit) if rule else _("not known")


def is_to_buyer(message: Message, context: CheckContext) -> bool:
    """Whether a message went to the buyer up to the moment that is judged."""
    return message.direction == "to_buyer" and message.claimed_at is not None and message.claimed_at <= context.as_of
