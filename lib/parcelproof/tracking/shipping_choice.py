"""Measure 7: the service is tracked to the door, gives a signature where one is asked, and is chosen for a reason."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.messages import N_, Wording, _
from parcelproof.shipment import Shipment
from parcelproof.signature_need import signature_need
from parcelproof.tracking.buyer_window import buyer_window
from parcelproof.tracking.claims import claim_closes
from parcelproof.tracking.depth import HOW_FAR, depth_of
from parcelproof.tracking.events import Status
from parcelproof.tracking.transit import fits_promise, transit_of

_FAR = Wording(
    {"end_to_end": N_("to the door"), "to_departure": N_("until it leaves the country"), "none": N_("not at all")}
)


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
    name = quoted(" ".join(part for part in (shipping.carrier, shipping.service) if part)) or _("this service")
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


def _service(shipment: Shipment) -> str:
    shipping = shipment.shipping
    parts = (shipping.carrier, shipping.service) if shipping else ()
    return quoted(" ".join(part for part in parts if part)) or _("this service")


def _country(shipment: Shipment) -> str:
    return (shipment.order.destination or "") if shipment.order else ""


@check(
    "tracking.shipping_choice.playbook_depth",
    "agrees", "arrived", "promises_more", "promises_less", "not_in_table", "not_chosen_yet",
)  # fmt: skip
def playbook_depth(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Compare how far the record says the parcel is tracked with what the playbook knows of the service."""
    shipping = shipment.shipping
    if shipping is None or shipping.tracked == "unknown":
        return [Outcome(code="not_chosen_yet", level=Level.NOTE)]
    number = shipping.tracking_number
    found = depth_of(
        shipping.carrier, shipping.service, number, _country(shipment), context.playbook, context.today
    )  # fmt: skip
    facts = {"service": _service(shipment), "recorded": _FAR[shipping.tracked]}
    if found is None:
        return [Outcome(code="not_in_table", level=Level.UNKNOWN, facts=facts)]
    facts |= {"table": _FAR[found.tracked]}
    more = HOW_FAR.index(shipping.tracked) - HOW_FAR.index(found.tracked)
    code, level = "agrees", Level.PASS
    if more < 0:
        code, level = "promises_less", Level.NOTE
    elif more > 0:
        # A delivery scan proves more than any table.
        proven = shipment.tracking.status is Status.DELIVERED
        code, level = ("arrived", Level.PASS) if proven else ("promises_more", Level.WARN)
    return [Outcome(code=code, level=level, facts=facts, rules=(found.rule.id,))]


@check(
    "tracking.shipping_choice.claim_before_dispute",
    "outlasts", "closes_first", "claim_not_known", "dispute_not_known", "not_sent_yet",
)  # fmt: skip
def claim_before_dispute(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Compare the end of the claim at the carrier with the end of the buyer's own time."""
    sent = context.sent_at(shipment)
    if sent is None:
        return [Outcome(code="not_sent_yet", level=Level.NOTE)]
    carrier = quoted(shipment.shipping.carrier) if shipment.shipping else ""
    facts = {"carrier": carrier or _("the carrier")}
    claim = claim_closes(shipment, context, sent)
    if claim is None:
        return [Outcome(code="claim_not_known", level=Level.UNKNOWN, facts=facts)]
    facts |= {"closes": show(claim[0])}
    buyer = buyer_window(shipment.order, context.playbook, context.today)
    if buyer is None:
        return [Outcome(code="dispute_not_known", level=Level.UNKNOWN, facts=facts, rules=(claim[1].id,))]
    facts |= {"buyer": buyer.who, "disputes": show(buyer.closes)}
    code, level = ("closes_first", Level.NOTE) if claim[0] < buyer.closes else ("outlasts", Level.PASS)
    return [Outcome(code=code, level=level, facts=facts, rules=(claim[1].id, buyer.rule.id))]


@check(
    "tracking.shipping_choice.speed",
    "fits", "too_slow", "arrived", "days_not_known", "no_promise", "not_chosen_yet",
)  # fmt: skip
def speed(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Compare the usual time of the service with the date that the buyer was shown."""
    shipping, order = shipment.shipping, shipment.order
    if shipping is None:
        return [Outcome(code="not_chosen_yet", level=Level.NOTE)]
    if shipment.tracking.status is Status.DELIVERED:
        return [Outcome(code="arrived", level=Level.NOTE)]
    found = transit_of(shipping.carrier, shipping.service, _country(shipment), context.playbook, context.today)
    facts = {"service": _service(shipment)}
    if found is None:
        return [Outcome(code="days_not_known", level=Level.NOTE, facts=facts)]
    facts |= {"days": str(found)}
    rules = (found.rule.id,)
    if order is None or order.promised_by is None:
        return [Outcome(code="no_promise", level=Level.UNKNOWN, facts=facts, rules=rules)]
    sent = context.sent_at(shipment) or context.as_of
    fits, latest = fits_promise(found, sent, order.promised_by), found.latest(sent)
    if fits is None or latest is None:
        return [Outcome(code="days_not_known", level=Level.NOTE, facts=facts, rules=rules)]
    facts |= {"promised": show(order.promised_by), "latest": f"{latest:%Y-%m-%d}"}
    code, level = ("fits", Level.PASS) if fits else ("too_slow", Level.WARN)
    return [Outcome(code=code, level=level, facts=facts, rules=rules)]
