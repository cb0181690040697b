"""Measure 7: the service is tracked to the door, gives a signature where one is asked, and is chosen for a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.delivery.exchange import convert
from parcelproof.findings import Level, Outcome
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.units import Money

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule


@check(
    "tracking.shipping_choice.tracked",
    "end_to_end", "to_departure", "untracked", "unknown", "missing", "not_chosen_yet", "no_number",
)  # fmt: skip
def tracked(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check how far this parcel can be followed."""
    shipping = shipment.shipping
    sent = context.sent_at(shipment) is not None
    if shipping is None:
        code, level = ("missing", Level.WARN) if sent else ("not_chosen_yet", Level.NOTE)
        return [Outcome(code=code, level=level)]
    name = quoted(" ".join(part for part in (shipping.carrier, shipping.service) if part)) or "this service"
    facts = {"service": name}
    if shipping.tracked == "none":
        return [Outcome(code="untracked", level=Level.WARN, facts=facts)]
    if shipping.tracked == "to_departure":
        return [Outcome(code="to_departure", level=Level.WARN, facts=facts)]
    if shipping.tracked == "unknown":
        return [Outcome(code="unknown", level=Level.UNKNOWN, facts=facts)]
    if not shipping.tracking_number and sent:
        return [Outcome(code="no_number", level=Level.WARN, facts=facts)]
    return [Outcome(code="end_to_end", level=Level.PASS, facts=facts)]


@check(
    "tracking.shipping_choice.signature",
    "not_needed", "ordered", "missing", "missing_sent", "no_total", "no_rule", "no_rate", "signed",
)  # fmt: skip
def signature(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that a signature was ordered if the amount of the order asks for one."""
    order = shipment.order
    if order is None or order.total is None:
        return [Outcome(code="no_total", level=Level.UNKNOWN)]
    facts = {"total": str(order.total), "channel": order.channel.replace("_", " ")}
    limit = signature_threshold(order.channel, order.total, context)
    if limit is None:
        return [Outcome(code="no_rule", level=Level.UNKNOWN, facts=facts)]
    threshold, rule = limit
    facts |= {"threshold": str(threshold), "platform": rule.keys["platform"]}
    on = (order.paid_at or order.placed_at or context.as_of).date()
    total = convert(order.total, threshold.currency, on)
    if total is None:
        return [Outcome(code="no_rate", level=Level.UNKNOWN, facts=facts, rules=(rule.id,))]
    if total.money.amount < threshold.amount:
        return [Outcome(code="not_needed", level=Level.PASS, facts=facts, rules=(rule.id,))]
    if _signed_by_buyer(shipment):
        return [Outcome(code="signed", level=Level.PASS, facts=facts, rules=(rule.id,))]
    if shipment.shipping is not None and shipment.shipping.signature_required:
        return [Outcome(code="ordered", level=Level.PASS, facts=facts, rules=(rule.id,))]
    code = "missing_sent" if context.sent_at(shipment) else "missing"
    return [Outcome(code=code, level=Level.WARN, facts=facts, rules=(rule.id,))]


def _signed_by_buyer(shipment: Shipment) -> bool:
    # The signature of a pickup station is not the buyer's (rule R4).
    tracking = shipment.tracking
    return bool(tracking.signed_by) and tracking.status is Status.DELIVERED and tracking.reason != "locker"


def signature_threshold(channel: str, total: Money, context: CheckContext) -> tuple[Money, Rule] | None:
    """Return the amount from which a signature is asked for, and its rule row.

    The platform of the order goes first, then PayPal, which may have carried the payment. A row in the
    currency of the order goes first, then the one in dollars; the amounts are compared at the rate of the
    payment date.
    """
    for asked in (channel, "any"):
        rows = context.playbook.rules_for(
            "signature_thresholds", kind="signature_from", channel=asked, on=context.today
        )
        for row in sorted(rows, key=lambda row: (row.unit != total.currency, row.unit != "USD", row.id)):
            return Money(amount=Decimal(str(row.value)), currency=row.unit), row
    return None


@check("tracking.shipping_choice.reason", "recorded", "missing", "not_chosen_yet")
def reason(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that it is on record why this service was chosen."""
    if shipment.shipping is None:
        return [Outcome(code="not_chosen_yet", level=Level.NOTE)]
    if shipment.shipping.reason.strip():
        return [Outcome(code="recorded", level=Level.PASS)]
    return [Outcome(code="missing", level=Level.NOTE)]
