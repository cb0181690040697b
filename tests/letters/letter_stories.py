"""Parcels for which letters are written: one per situation, every fact on record."""

from __future__ import annotations

from datetime import timedelta

from builders import DELIVERED, SENT, TODAY, inquiry, order, scan, shipment, tracking
from parcelproof.ledger.records import Address
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status

AT = TODAY - timedelta(days=3)
WHERE = {"location": "Hamburg", "text": "Processed"}
ADDRESS = Address(name="Ana Lima", line1="Weg 5", city="Berlin", postal_code="10115")


def parcel(status: Status, reason: str = "", **changes: object) -> Shipment:
    way = tracking(scan(Status.ACCEPTED, SENT, **WHERE), scan(status, AT, reason=reason, **WHERE))
    facts: dict[str, object] = {
        "order": order(destination="DE", ship_to=ADDRESS, buyer_name="Ana Lima"), "tracking": way,
        "inquiries": (inquiry(cause="Strike at the airport", claimed_at=AT, answered_at=TODAY),),
    }  # fmt: skip
    return shipment(**(facts | changes))


STORIES = {
    "dispatch": parcel(Status.IN_TRANSIT),
    "delay": parcel(Status.IN_TRANSIT),
    "address_check": parcel(Status.IN_TRANSIT),
    "final_offer": parcel(Status.IN_TRANSIT),
    "where_is_it": parcel(Status.IN_TRANSIT),
    "customs_papers": parcel(Status.CUSTOMS_HOLD, "docs_missing"),
    "customs_wait": parcel(Status.CUSTOMS_HOLD),
    "failed_attempt": parcel(Status.FAILED_ATTEMPT),
    "pickup": parcel(Status.AVAILABLE_FOR_PICKUP),
    "pickup_reminder": parcel(Status.AVAILABLE_FOR_PICKUP),
    "returning": parcel(Status.RETURNING),
    "returned": parcel(Status.RETURNED),
    "lost": parcel(Status.LOST),
    "damage": parcel(Status.EXCEPTION, "damaged"),
    "problem": parcel(Status.EXCEPTION),
    "delivered_check": parcel(Status.DELIVERED),
}

CARRIER_STORIES = {
    "no_first_scan": parcel(Status.IN_TRANSIT, tracking=tracking()),
    "silence": parcel(Status.IN_TRANSIT),
    "customs_cause": parcel(Status.CUSTOMS_HOLD),
    "problem_cause": parcel(Status.EXCEPTION),
    "loss": parcel(Status.LOST),
    "damage": parcel(Status.EXCEPTION, "damaged"),
    "proof_of_delivery": parcel(Status.DELIVERED),
}

__all__ = ["AT", "CARRIER_STORIES", "DELIVERED", "STORIES", "parcel"]
