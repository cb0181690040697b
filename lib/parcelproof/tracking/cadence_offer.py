"""The last offer before a dispute, and the question to the carrier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from parcelproof.checks import CheckContext
from parcelproof.clock import show
from parcelproof.shipment import Shipment
from parcelproof.tracking.cadence_news import SETTLED, trouble_letter
from parcelproof.tracking.cadence_owed import Owed, due_by, is_to_buyer
from parcelproof.tracking.communication import DAMAGE, to_ask, trouble_since
from parcelproof.tracking.said import said

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

NOT_RECEIVED = ("deadline.paypal.buyer_window", "deadline.visa.not_received_window")
_INQUIRIES = {"customs hold": "customs_cause", "lost": "loss", DAMAGE: "damage"}


def final_offer(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    """Give the offer that must stand before the first limit passes, unless one was made after the trouble began."""
    what, since = trouble_since(shipment, context.as_of) or ("", None)
    if since is None:
        return
    if any(
        is_to_buyer(m, context) and m.topic == "offer" and m.claimed_at and m.claimed_at >= since
        for m in shipment.messages
    ):
        return
    dues = [(due, rule) for due, rule in _offer_limits(shipment, since, context) if due is not None]
    if not dues:
        return
    due, rule = min(dues, key=lambda pair: pair[0])
    repeat = context.number("communication.repeat") or Decimal(0)
    if context.as_of >= due - timedelta(days=int(repeat)):
        letter = what if what == "lost" else trouble_letter(what, shipment) if what in SETTLED else "final_offer"
        yield Owed("final_offer", due, letter, rule=rule.id, facts={"trouble": said(what), "since": show(since)})


def _offer_limits(shipment: Shipment, since: datetime, context: CheckContext) -> Iterator[tuple[datetime | None, Rule]]:
    """Give every moment before which an offer must stand: our own, the platform's, and the end of the buyer's time."""
    own = context.rule("communication.final_offer")
    if own:
        yield due_by(since, own, context), own
    order = shipment.order
    for name in NOT_RECEIVED:
        rule = context.rule(name)
        start = (order.paid_at or order.placed_at or order.promised_by) if order else None
        if rule and start:
            end = due_by(start, rule, context)
            yield end - timedelta(days=1) if end else None, rule
    complaint = next((m.claimed_at for m in shipment.messages if m.topic == "complaint" and m.claimed_at), None)
    if complaint and order:
        for rule in context.playbook.rules_for("deadlines", kind="answer", door=order.channel, on=context.today):
            if rule.unit != "field":
                yield due_by(complaint, rule, context), rule


def inquiry(shipment: Shipment, context: CheckContext) -> Iterator[Owed]:
    """Give the question to the carrier, if the trouble asks for one and none is on record."""
    what = "" if shipment.inquiries else to_ask(shipment.tracking)
    if not what:
        return
    trouble = trouble_since(shipment, context.as_of)
    since = trouble[1] if trouble else None
    rule = context.rule("communication.inquiry")
    yield Owed(
        "inquiry", due_by(since, rule, context), _INQUIRIES.get(what, "problem_cause"), to="carrier",
        rule=rule.id if rule else "", facts={"trouble": said(what)},
    )  # fmt: skip
