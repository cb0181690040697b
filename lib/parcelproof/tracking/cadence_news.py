"""News that the buyer waits for: trouble goes before silence, silence before a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from parcelproof.checks import CheckContext
from parcelproof.clock import show
from parcelproof.shipment import Shipment
from parcelproof.tracking.cadence_owed import Owed, due_by, is_to_buyer, limit_of, when
from parcelproof.tracking.communication import DAMAGE, LATE, tells, trouble_since
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.flags import FlagCode
from parcelproof.tracking.review.rules import FINISHED, REMINDER
from parcelproof.tracking.review.single import review_shipment
from parcelproof.tracking.said import said
from parcelproof.tracking.working_days import after_day, days_between, deadline

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

_LETTERS = {
    "failed attempt": "failed_attempt",
    "exception": "problem",
    "lost": "lost",
    "customs hold": "customs_wait",
    DAMAGE: "damage",
    LATE: "delay",
}
_PAPERS = frozenset({"docs_missing", "payment_due"})
_SILENT = frozenset({FlagCode.SILENCE, FlagCode.NO_ACCEPTANCE, FlagCode.OUT_FOR_DELIVERY})
SETTLED = frozenset({"lost", "return to the sender", DAMAGE})
"""Trouble that does not move on: after it was told, an offer is owed and no further news."""


def news(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
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
        facts = {"since": show(since), "limit": limit_of(rule)}
        notice = context.rule("communication.trouble_notice")
        if not any(tells(m, "", limit_passed, context.as_of) for m in shipment.messages):
            yield Owed("silence", due_by(limit_passed, notice, context), "delay", rule=rule.id, facts=facts)
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
        if what not in SETTLED:
            yield from _repeat(letter, shipment, context)
        return
    rule = context.rule("communication.delay_notice" if what == LATE else "communication.trouble_notice")
    facts = {"trouble": said(what), "since": when(since)}
    yield Owed("trouble", due_by(since, rule, context), letter, rule=rule.id if rule else "", facts=facts)


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
    due = due_by(told, rule, context)
    if told is not None and due is not None and rule is not None and context.as_of >= due:
        yield Owed("repeat", due, letter, rule=rule.id, facts={"told_at": show(told), "limit": limit_of(rule)})


def _told(shipment: Shipment, context: CheckContext) -> datetime | None:
    """Return when the seller last wrote to the buyer, the notice of dispatch apart."""
    return max(
        (
            m.claimed_at
            for m in shipment.messages
            if is_to_buyer(m, context) and m.topic != "dispatch_notice" and m.claimed_at
        ),
        default=None,
    )


def _pickup(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    event = shipment.tracking.status_event
    since = event.time if event else None
    if not any(tells(m, "", since, context.as_of) for m in shipment.messages):
        rule = context.rule("communication.trouble_notice")
        due = due_by(since, rule, context)
        yield Owed("pickup", due, "pickup", rule=rule.id if rule else "", facts={"since": when(since)})
        return
    told, rule = _told(shipment, context), context.rule(REMINDER)
    if told is None or rule is None or since is None:
        return
    # One reminder after so many days in the shop; then at the pace of all news.
    if days_between(max(since, told), context.as_of, rule.unit) >= Decimal(str(rule.value)):
        facts = {"since": show(since), "told_at": show(told)}
        yield Owed("pickup_reminder", due_by(told, rule, context), "pickup_reminder", rule=rule.id, facts=facts)


def _promise(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    promised = shipment.order.promised_by if shipment.order else None
    rule = context.rule("communication.before_promise")
    if promised is None or rule is None or context.sent_at(shipment) is None or shipment.tracking.status in FINISHED:
        return
    if after_day(promised - timedelta(days=int(Decimal(str(rule.value)))), context.as_of):
        return
    if not any(tells(m, LATE, promised, context.as_of) for m in shipment.messages):
        yield Owed("promise", promised, "delay", rule=rule.id, facts={"promised": f"{promised:%Y-%m-%d}"})
