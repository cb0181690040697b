"""Measure 7: the service is tracked to the door, gives a signature where one is asked, and is chosen for a reason."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.findings import Level, Outcome
from parcelproof.shipment import Shipment
from parcelproof.signature_need import signature_need
from parcelproof.tracking.events import Status


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


@check("tracking.shipping_choice.signature", "not_needed", "ordered", "signed", "missing", "missing_sent", "not_known")
def signature(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that a signature was ordered if the amount of the order asks for one."""
    need = signature_need(shipment, context.playbook, context.today)
    facts = {"reason": need.why}
    rules = (need.rule.id,) if need.rule else ()
    if need.needed is None:
        return [Outcome(code="not_known", level=Level.UNKNOWN, facts=facts, rules=rules)]
    if not need.needed:
        code, level = "not_needed", Level.PASS
    elif _signed_by_buyer(shipment):
        code, level = "signed", Level.PASS
    elif shipment.shipping is not None and shipment.shipping.signature_required:
        code, level = "ordered", Level.PASS
    else:
        code, level = ("missing_sent" if context.sent_at(shipment) else "missing"), Level.WARN
    return [Outcome(code=code, level=level, facts=facts, rules=rules)]


def _signed_by_buyer(shipment: Shipment) -> bool:
    # The signature of a pickup station is not the buyer's (rule R4).
    tracking = shipment.tracking
    return bool(tracking.signed_by) and tracking.status is Status.DELIVERED and tracking.reason != "locker"


@check("tracking.shipping_choice.reason", "recorded", "missing", "not_chosen_yet")
def reason(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that it is on record why this service was chosen."""
    if shipment.shipping is None:
        return [Outcome(code="not_chosen_yet", level=Level.NOTE)]
    if shipment.shipping.reason.strip():
        return [Outcome(code="recorded", level=Level.PASS)]
    return [Outcome(code="missing", level=Level.NOTE)]
