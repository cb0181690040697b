"""When the photos were taken: after payment, before hand-over, and one step after the other."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from parcelproof.checks import CheckContext, check
from parcelproof.clock import show
from parcelproof.evidence.photo_order import can_compare, judge_time, out_of_order, read_steps
from parcelproof.findings import Level, Outcome
from parcelproof.messages import _
from parcelproof.shipment import Shipment

_EXPECTED_LATER = ("drop_off_receipt", "returned_parcel")
_WORDS = {
    "before_payment": Level.WARN,
    "after_handover": Level.WARN,
    "in_future": Level.WARN,
    "zone_assumed": Level.NOTE,
    "no_time": Level.UNKNOWN,
    "in_time": Level.PASS,
}


@check("delivery.delivery_receipt.photo_times", *_WORDS, "no_window")
def photo_times(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the photos were taken between payment and hand-over, as far as the camera says."""
    photos = [p for p in shipment.photos if p.role not in _EXPECTED_LATER]
    if not photos:
        return []  # the photo checks say so
    paid = paid_at(shipment)
    if paid is None:
        return [Outcome(code="no_window", level=Level.UNKNOWN)]
    sent = context.sent_at(shipment)
    counts: Counter[str] = Counter(judge_time(photo, paid, sent, context.as_of) for photo in photos)
    facts = {"paid_at": show(paid), "sent_at": show(sent) if sent else _("not yet")}
    return [
        Outcome(code=code, level=level, facts=facts | {"photos": str(counts[code])})
        for code, level in _WORDS.items()
        if counts[code]
    ]


@check("delivery.delivery_receipt.photo_order", "in_order", "wrong_order", "several_cameras")
def photo_order(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the photos follow the work: goods, packing, scale, label, receipt."""
    rule = context.rule("photo.order")
    if rule is None:
        return []
    steps = read_steps(str(rule.value))
    if not can_compare(shipment.photos, steps):
        return []  # photo_times says what times are missing
    wrong = {one.sha256 for one, _ in out_of_order(shipment.photos, steps)}
    cameras = {photo.device for photo in shipment.photos if photo.device}
    found = (
        [Outcome(code="wrong_order", level=Level.WARN, facts={"photos": str(len(wrong))})]
        if wrong
        else [Outcome(code="in_order", level=Level.PASS)]
    )
    if len(cameras) > 1:
        found.append(Outcome(code="several_cameras", level=Level.NOTE, facts={"cameras": str(len(cameras))}))
    return found


def paid_at(shipment: Shipment) -> datetime | None:
    """When the order was paid; if that is not on record, when it was placed."""
    return (shipment.order.paid_at or shipment.order.placed_at) if shipment.order else None
