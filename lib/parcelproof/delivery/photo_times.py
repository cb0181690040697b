"""When the photos were taken: after the order was paid, before the parcel was handed over."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from parcelproof.checks import CheckContext, check
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Photo
from parcelproof.shipment import Shipment

ZONE_DOUBT = timedelta(hours=14)
"""Furthest that a camera clock without a time zone can be from UTC."""

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
    paid = _paid_at(shipment)
    if paid is None:
        return [Outcome(code="no_window", level=Level.UNKNOWN)]
    sent = context.sent_at(shipment)
    counts = Counter(_judge(photo, paid, sent, context.as_of) for photo in photos)
    facts = {"paid_at": show(paid), "sent_at": show(sent) if sent else "not yet"}
    return [
        Outcome(code=code, level=level, facts=facts | {"photos": str(counts[code])})
        for code, level in _WORDS.items()
        if counts[code]
    ]


def _paid_at(shipment: Shipment) -> datetime | None:
    return (shipment.order.paid_at or shipment.order.placed_at) if shipment.order else None


def _judge(photo: Photo, paid: datetime, sent: datetime | None, as_of: datetime) -> str:
    taken = photo.claimed_at
    if taken is None or photo.time_source == "none":
        return "no_time"
    assumed = photo.time_source == "camera_zone_assumed"
    doubt = ZONE_DOUBT if assumed else timedelta(0)
    if taken > as_of + doubt:
        return "in_future"
    if taken < paid - doubt:
        return "before_payment"
    if sent is not None and taken > sent + doubt:
        return "after_handover"
    return "zone_assumed" if assumed else "in_time"
