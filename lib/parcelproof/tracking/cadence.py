"""What the seller owes the buyer and the carrier now, each with the moment until which it is due.

One truth with the checks of measure 6: the same functions say what is open here and what is found there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from parcelproof.checks import CheckContext, fill
from parcelproof.clock import show
from parcelproof.ledger.records import Message
from parcelproof.shipment import Shipment
from parcelproof.tracking.cadence_words import owed_words
from parcelproof.tracking.communication import (
    DAMAGE,
    LATE,
    answer_rule,
    first_unanswered,
    tells,
    to_ask,
    trouble_since,
)
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.flags import FlagCode
from parcelproof.tracking.review.rules import FINISHED, REMINDER
from parcelproof.tracking.review.single import review_shipment
from parcelproof.tracking.working_days import after_day, days_between, deadline

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

DOORS = ("network:visa", "paypal")
"""Doors through which a buyer of any shop may come; a platform with a row of its own goes before them."""

NOT_RECEIVED = ("deadline.paypal.buyer_window", "deadline.visa.not_received_window")

_LETTERS = {
    "failed attempt": "failed_attempt",
    "exception": "problem",
    "lost": "lost",
    "customs hold": "customs_wait",
    DAMAGE: "damage",
    LATE: "delay",
}
_INQUIRIES = {"customs hold": "customs_cause", "lost": "loss", DAMAGE: "damage"}
_PAPERS = frozenset({"docs_missing", "payment_due"})
_SILENT = frozenset({FlagCode.SILENCE, FlagCode.NO_ACCEPTANCE, FlagCode.OUT_FOR_DELIVERY})
_SETTLED = frozenset({"lost", "return to the sender", DAMAGE})
"""Trouble that does not move on: after it was told, an offer is owed and no further news."""


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


def owed(shipment: Shipment, context: CheckContext) -> list[Owed]:
    """Return what the seller owes now, most urgent first.

    Parameters
    ----------
    shipment : Shipment
    context : CheckContext

    Returns
    -------
    list of Owed
        Empty if nothing is owed. Something is cleared when a message or inquiry after it is on record.
    """
    words = owed_words()
    found = [*_answer(shipment, context), *_dispatch(shipment, context), *_news(shipment, context)]
    found += [*_final_offer(shipment, context), *_inquiry(shipment, context)]
    named = [
        replace(one, what=fill(words[one.code].what, one.facts), why=fill(words[one.code].why, one.facts))
        for one in found
    ]
    far = context.as_of + timedelta(days=10_000)
    return sorted(named, key=lambda one: (one.due or far, one.code))


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


def _due(since: datetime | None, rule: Rule | None, context: CheckContext) -> datetime | None:
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


def _when(moment: datetime | None) -> str:
    return show(moment) if moment else "an unknown time"


def _limit(rule: Rule | None) -> str:
    return f"{rule.value} {rule.unit}" if rule else "not known"


def _told(shipment: Shipment, context: CheckContext) -> datetime | None:
    """Return when the seller last wrote to the buyer, the notice of dispatch apart."""
    return max(
        (
            m.claimed_at
            for m in shipment.messages
            if _to_buyer(m, context) and m.topic != "dispatch_notice" and m.claimed_at
        ),
        default=None,
    )


def _to_buyer(message: Message, context: CheckContext) -> bool:
    return message.direction == "to_buyer" and message.claimed_at is not None and message.claimed_at <= context.as_of


def _answer(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    received = first_unanswered(shipment, context)
    if received is None:
        return
    rule = answer_rule(shipment, context)
    due = deadline(received, Decimal(str(rule.value)), rule.unit) if rule else None
    delivered = shipment.tracking.status is Status.DELIVERED
    yield Owed(
        "answer", due, "delivered_check" if delivered else "where_is_it", rule=rule.id if rule else "",
        facts={"since": show(received), "limit": _limit(rule)},
    )  # fmt: skip


def _dispatch(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    sent, number = context.sent_at(shipment), shipment.tracking_number
    if sent is None or not number or shipment.tracking.status in FINISHED:
        return
    for message in shipment.messages:
        if _to_buyer(message, context) and (message.topic == "dispatch_notice" or number in message.text):
            return
    rule = context.rule("communication.dispatch_notice")
    yield Owed(
        "dispatch", _due(sent, rule, context), "dispatch", rule=rule.id if rule else "", facts={"since": show(sent)}
    )


def _news(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    """Give the one piece of news that the buyer waits for: trouble goes before silence, silence before a date."""
    trouble = trouble_since(shipment, context.as_of)
    if trouble is not None:
        yield from _trouble(*trouble, shipment, context)
        return
    if shipment.tracking.status is Status.AVAILABLE_FOR_PICKUP:
        yield from _pickup(shipment, context)
        return
    silent = silent_since(shipment, context)
    if silent is not None:
        since, limit_passed, rule = silent
        facts = {"since": show(since), "limit": _limit(rule)}
        notice = context.rule("communication.trouble_notice")
        if not any(tells(m, "", limit_passed, context.as_of) for m in shipment.messages):
            yield Owed("silence", _due(limit_passed, notice, context), "delay", rule=rule.id, facts=facts)
        else:
            yield from _repeat("delay", shipment, context)
        return
    yield from _promise(shipment, context)


def silent_since(shipment: Shipment, context: CheckContext) -> tuple[datetime, datetime, Rule] | None:
    """Return since when nobody scanned the parcel, when that became too long, and the rule; None while it is fresh."""
    flag = next((f for f in review_shipment(shipment, context).flags if f.code in _SILENT), None)
    rule = context.rule(flag.rule) if flag and flag.rule else None
    if flag is None or flag.since is None or rule is None:
        return None
    passed = deadline(flag.since, Decimal(str(rule.value)), rule.unit)
    return flag.since, min(passed or context.as_of, context.as_of), rule


def _trouble(what: str, since: datetime | None, shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    letter = trouble_letter(what, shipment)
    if any(tells(m, what, since, context.as_of) for m in shipment.messages):
        if what not in _SETTLED:
            yield from _repeat(letter, shipment, context)
        return
    rule = context.rule("communication.delay_notice" if what == LATE else "communication.trouble_notice")
    facts = {"trouble": what, "since": _when(since)}
    yield Owed("trouble", _due(since, rule, context), letter, rule=rule.id if rule else "", facts=facts)


def trouble_letter(what: str, shipment: Shipment) -> str:
    """Return the id of the letter to the buyer that fits a trouble."""
    if what == "return to the sender":
        return "returned" if shipment.tracking.status is Status.RETURNED else "returning"
    hold = shipment.tracking.customs_hold
    if what == "customs hold" and hold is not None and hold.reason in _PAPERS:
        return "customs_papers"
    return _LETTERS.get(what, "problem")


def _repeat(letter: str, shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    told, rule = _told(shipment, context), context.rule("communication.repeat")
    due = _due(told, rule, context)
    if told is not None and due is not None and rule is not None and context.as_of >= due:
        yield Owed("repeat", due, letter, rule=rule.id, facts={"told_at": show(told), "limit": _limit(rule)})


def _pickup(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    event = shipment.tracking.status_event
    since = event.time if event else None
    if not any(tells(m, "", since, context.as_of) for m in shipment.messages):
        rule = context.rule("communication.trouble_notice")
        due = _due(since, rule, context)
        yield Owed("pickup", due, "pickup", rule=rule.id if rule else "", facts={"since": _when(since)})
        return
    told, rule = _told(shipment, context), context.rule(REMINDER)
    if told is None or rule is None or since is None:
        return
    # One reminder after so many days in the shop; then at the pace of all news.
    if days_between(max(since, told), context.as_of, rule.unit) >= Decimal(str(rule.value)):
        facts = {"since": show(since), "told_at": show(told)}
        yield Owed("pickup_reminder", _due(told, rule, context), "pickup_reminder", rule=rule.id, facts=facts)


def _promise(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    promised = shipment.order.promised_by if shipment.order else None
    rule = context.rule("communication.before_promise")
    if promised is None or rule is None or context.sent_at(shipment) is None or shipment.tracking.status in FINISHED:
        return
    if after_day(promised - timedelta(days=int(Decimal(str(rule.value)))), context.as_of):
        return
    if not any(tells(m, LATE, promised, context.as_of) for m in shipment.messages):
        yield Owed("promise", promised, "delay", rule=rule.id, facts={"promised": f"{promised:%Y-%m-%d}"})


def _final_offer(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    what, since = trouble_since(shipment, context.as_of) or ("", None)
    if since is None:
        return
    if any(
        _to_buyer(m, context) and m.topic == "offer" and m.claimed_at and m.claimed_at >= since
        for m in shipment.messages
    ):
        return
    dues = [(due, rule) for due, rule in _offer_limits(shipment, since, context) if due is not None]
    if not dues:
        return
    due, rule = min(dues, key=lambda pair: pair[0])
    repeat = context.number("communication.repeat") or Decimal(0)
    if context.as_of >= due - timedelta(days=int(repeat)):
        letter = what if what == "lost" else trouble_letter(what, shipment) if what in _SETTLED else "final_offer"
        yield Owed("final_offer", due, letter, rule=rule.id, facts={"trouble": what, "since": show(since)})


def _offer_limits(shipment: Shipment, since: datetime, context: CheckContext) -> Iterator[tuple[datetime | None, Rule]]:
    """Give every moment before which an offer must stand: our own, the platform's, and the end of the buyer's time."""
    own = context.rule("communication.final_offer")
    if own:
        yield _due(since, own, context), own
    order = shipment.order
    for name in NOT_RECEIVED:
        rule = context.rule(name)
        start = (order.paid_at or order.placed_at or order.promised_by) if order else None
        if rule and start:
            end = _due(start, rule, context)
            yield end - timedelta(days=1) if end else None, rule
    complaint = next((m.claimed_at for m in shipment.messages if m.topic == "complaint" and m.claimed_at), None)
    if complaint and order:
        for rule in context.playbook.rules_for("deadlines", kind="answer", door=order.channel, on=context.today):
            if rule.unit != "field":
                yield _due(complaint, rule, context), rule


def _inquiry(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    what = "" if shipment.inquiries else to_ask(shipment.tracking)
    if not what:
        return
    trouble = trouble_since(shipment, context.as_of)
    since = trouble[1] if trouble else None
    rule = context.rule("communication.inquiry")
    yield Owed(
        "inquiry", _due(since, rule, context), _INQUIRIES.get(what, "problem_cause"), to="carrier",
        rule=rule.id if rule else "", facts={"trouble": what},
    )  # fmt: skip
