"""Measure 6: the buyer gets an answer and hears of trouble first; the carrier is asked for the cause."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.fact_words import amount
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Message
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status, Tracking
from parcelproof.tracking.problems import DAMAGED, TROUBLE, damage_scan
from parcelproof.tracking.said import said
from parcelproof.tracking.working_days import after_day, deadline

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

ASK_CARRIER = TROUBLE - {Status.FAILED_ATTEMPT}
_BACK = frozenset({Status.RETURNING, Status.RETURNED})

LATE = "promised date passed"
DAMAGE = "damage on the way"


def _timed(shipment: Shipment, direction: str, as_of: datetime, without: str | None = None) -> list[datetime]:
    return sorted(
        m.claimed_at
        for m in shipment.messages
        if m.direction == direction and m.topic != without and m.claimed_at is not None and m.claimed_at <= as_of
    )


@check(
    "tracking.communication.answered",
    "answered", "answered_late", "waiting", "unanswered", "undated", "no_messages", "no_rule",
)  # fmt: skip
def answered(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that every message of the buyer got an answer in time."""
    # What the buyer writes in answer to the seller, such as a yes, waits for nothing.
    received = _timed(shipment, "from_buyer", context.as_of, without="answer")
    outcomes = []
    if any(m.claimed_at is None for m in shipment.messages if m.direction == "from_buyer"):
        outcomes.append(Outcome(code="undated", level=Level.UNKNOWN))
    if not received:
        return outcomes or [Outcome(code="no_messages", level=Level.NOTE)]
    rule = answer_rule(shipment, context)
    if rule is None:
        return [*outcomes, Outcome(code="no_rule", level=Level.UNKNOWN)]
    limit = {"limit": amount(str(rule.value), rule.unit)}
    sent = _timed(shipment, "to_buyer", context.as_of)
    late = 0
    for when in received:
        reply = next((time for time in sent if time >= when), None)
        answer_by = deadline(when, Decimal(str(rule.value)), rule.unit) or when
        if reply is None:
            over = context.as_of > answer_by
            facts = limit | {"received_at": show(when), "answer_by": show(answer_by)}
            # Later messages of the buyer wait for the same answer: the oldest one sets the clock.
            code, level = ("unanswered", Level.WARN) if over else ("waiting", Level.NOTE)
            return [*outcomes, Outcome(code=code, level=level, facts=facts, rules=(rule.id,))]
        late += reply > answer_by
    facts = limit | {"messages": str(len(received)), "late": str(late)}
    code, level = ("answered_late", Level.NOTE) if late else ("answered", Level.PASS)
    return [*outcomes, Outcome(code=code, level=level, facts=facts, rules=(rule.id,))]


def first_unanswered(shipment: Shipment, context: CheckContext) -> datetime | None:
    """Return when the oldest message of the buyer came that has no answer; None if all have one."""
    sent = _timed(shipment, "to_buyer", context.as_of)
    received = _timed(shipment, "from_buyer", context.as_of, without="answer")
    return next((when for when in received if not sent or sent[-1] < when), None)


def answer_rule(shipment: Shipment, context: CheckContext) -> Rule | None:
    """Return the rule of the platform for answers to a buyer, or the general one."""
    channel = shipment.order.channel if shipment.order else ""
    own = context.rule(f"communication.answer.{channel}") if channel else None
    return own or context.rule("communication.answer.default")


def trouble_since(shipment: Shipment, as_of: datetime) -> tuple[str, datetime | None] | None:
    """Return what went wrong with the parcel and when, or None.

    Returns
    -------
    tuple of (str, datetime or None), optional
        The trouble in words and its time. A return counts from its first scan: who was told that the parcel
        comes back need not be told again that it has come.
    """
    tracking = shipment.tracking
    if tracking.status in _BACK:
        first = next((e for e in tracking.events if e.status in _BACK and not e.set_by_user), tracking.status_event)
        return "return to the sender", first.time if first else None
    if tracking.status in TROUBLE and tracking.reason != DAMAGED:
        event = tracking.status_event
        return tracking.status.value.replace("_", " "), event.time if event else None
    if tracking.customs_hold_open and tracking.customs_hold:
        return "customs hold", tracking.customs_hold.time
    damage = damage_scan(tracking)
    if damage is not None:
        return DAMAGE, damage.time
    promised = shipment.order.promised_by if shipment.order else None
    if promised and after_day(as_of, promised) and tracking.status is not Status.DELIVERED:
        return LATE, promised
    return None


@check("tracking.communication.delay_told", "no_delay", "told", "not_told", "not_sent_yet", "no_tracking")
def delay_told(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the buyer heard of the trouble from the seller."""
    trouble = trouble_since(shipment, context.as_of)
    if trouble is None:
        if context.sent_at(shipment) is None:
            return [Outcome(code="not_sent_yet", level=Level.NOTE)]
        if not shipment.tracking.events:
            return [Outcome(code="no_tracking", level=Level.UNKNOWN)]
        return [Outcome(code="no_delay", level=Level.PASS)]
    what, since = trouble
    facts = {"trouble": said(what), "since": show(since) if since else _("an unknown time")}
    told = [m for m in shipment.messages if tells(m, what, since, context.as_of)]
    if told:
        first = min(m.claimed_at for m in told if m.claimed_at)
        return [Outcome(code="told", level=Level.PASS, facts=facts | {"told_at": show(first)})]
    return [Outcome(code="not_told", level=Level.WARN, facts=facts)]


def tells(message: Message, what: str, since: datetime | None, as_of: datetime) -> bool:
    """Whether a message told the buyer of a trouble; a notice of dispatch tells of none."""
    if message.direction != "to_buyer" or message.claimed_at is None or message.claimed_at > as_of:
        return False
    if what == LATE and message.topic == "delay":
        return True  # a delay can be foreseen; a loss, a return or damage cannot
    return message.topic != "dispatch_notice" and since is not None and message.claimed_at >= since


@check(
    "tracking.communication.carrier_inquiry",
    "not_needed", "answered", "waiting", "missing", "not_sent_yet", "no_tracking",
)  # fmt: skip
def carrier_inquiry(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the carrier was asked for the cause of the trouble."""
    if shipment.inquiries:
        done = [i for i in shipment.inquiries if i.answered_at is not None or i.cause.strip()]
        inquiry = done[-1] if done else shipment.inquiries[-1]
        facts = {"carrier": quoted(inquiry.carrier), "cause": quoted(inquiry.cause) or _("not known")}
        if done:
            return [Outcome(code="answered", level=Level.PASS, facts=facts)]
        return [Outcome(code="waiting", level=Level.NOTE, facts=facts)]
    what = to_ask(shipment.tracking)
    if what:
        return [Outcome(code="missing", level=Level.WARN, facts={"trouble": said(what)})]
    if context.sent_at(shipment) is None:
        return [Outcome(code="not_sent_yet", level=Level.NOTE)]
    if not shipment.tracking.events:
        return [Outcome(code="no_tracking", level=Level.UNKNOWN)]
    return [Outcome(code="not_needed", level=Level.PASS)]


def to_ask(tracking: Tracking) -> str:
    """Name the trouble that the carrier must explain, or nothing."""
    if tracking.customs_hold_open:
        return "customs hold"
    if tracking.status in ASK_CARRIER and tracking.reason != DAMAGED:
        return tracking.status.value.replace("_", " ")
    return DAMAGE if damage_scan(tracking) else ""


_NO_COMPLAINT = frozenset({"answer", "other"})
"""What the buyer wrote after the delivery is no complaint if the record says so."""


@check(
    "tracking.communication.complaint",
    "none", "complaint_answered", "complaint_open", "after_delivery_answered", "after_delivery_open",
)  # fmt: skip
def complaint(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that a complaint of the buyer is seen and answered: it is the step before a dispute."""
    received = [m for m in shipment.messages if m.direction == "from_buyer" and _is_past(m, context.as_of)]
    if not received:
        return []  # answered says so
    name, said = "complaint", [m for m in received if m.topic == "complaint"]
    if not said:
        name, said = "after_delivery", _after_delivery(received, shipment.tracking)
    if not said:
        return [Outcome(code="none", level=Level.PASS)]
    sent = _timed(shipment, "to_buyer", context.as_of, without="dispatch_notice")
    # A message without a time cannot be shown to be answered.
    waiting = [m for m in said if m.claimed_at is None or not sent or sent[-1] < m.claimed_at]
    oldest = min((m.claimed_at for m in waiting or said if m.claimed_at), default=None)
    facts = {"received_at": show(oldest) if oldest else _("an unknown time")}
    if waiting:
        return [Outcome(code=f"{name}_open", level=Level.WARN, facts=facts)]
    facts["answered_at"] = show(next(time for time in sent if oldest and time >= oldest))
    return [Outcome(code=f"{name}_answered", level=Level.NOTE, facts=facts)]


def _is_past(message: Message, as_of: datetime) -> bool:
    return message.claimed_at is None or message.claimed_at <= as_of


def _after_delivery(received: list[Message], tracking: Tracking) -> list[Message]:
    """Return what the buyer wrote after the delivery and that is not marked as something harmless."""
    delivered = tracking.delivered.time if tracking.delivered else None
    if delivered is None:
        return []
    return [m for m in received if m.claimed_at and m.claimed_at > delivered and m.topic not in _NO_COMPLAINT]
