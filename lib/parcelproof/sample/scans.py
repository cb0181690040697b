"""What each word of a story's scans is called by the tracking services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


def offset_of(at: datetime) -> str:
    """Return the offset of a time as ``+08:00``."""
    return at.isoformat()[-6:]


@dataclass(frozen=True)
class Wording:
    """One kind of scan in the codes of each service, and as a carrier writes it."""

    text: str
    track17: tuple[str, str]
    """17TRACK: main status, sub-status."""
    aftership: tuple[str, str]
    """AfterShip: tag, subtag."""
    easypost: tuple[str, str]
    """EasyPost: status, status_detail."""
    ship24: tuple[str, str]
    """Ship24: milestone, status code."""
    plain: str
    """Word in an events CSV."""


def _w(text: str, track17: str, aftership: str, easypost: str, ship24: str, plain: str) -> Wording:
    main = track17.split("_")[0]
    tag = aftership.split("_")[0]
    status, detail = easypost.split("/")
    milestone, code = ship24.split("/")
    return Wording(text, (main, track17), (tag, aftership), (status, detail), (milestone, code), plain)


WORDINGS: dict[str, Wording] = {
    "label": _w("Shipment information received", "InfoReceived", "InfoReceived_001", "pre_transit/label_created",
                "info_received/data_order_created", "info_received"),
    "accepted": _w("Item accepted by the carrier", "InTransit_PickedUp", "InTransit_002",
                   "in_transit/received_at_origin_facility", "in_transit/transit_handover", "accepted"),
    "departed": _w("Departed from origin country", "InTransit_Departure", "InTransit_007",
                   "in_transit/departed_origin_facility", "in_transit/transit_origin_country_departure", "in_transit"),
    "arrived": _w("Arrived in destination country", "InTransit_Arrival", "InTransit_004",
                  "in_transit/received_at_destination_facility", "in_transit/destination_arrival", "in_transit"),
    "customs": _w("Handed over to customs", "InTransit_CustomsProcessing", "InTransit_006", "in_transit/in_transit",
                  "in_transit/customs_received", "customs"),
    "released": _w("Released by customs", "InTransit_CustomsReleased", "InTransit_005", "in_transit/in_transit",
                   "in_transit/customs_cleared", "in_transit"),
    "hold": _w("Held by customs, documents required", "InTransit_CustomsRequiringInformation", "Exception_018",
               "failure/awaiting_information", "exception/customs_exception", "customs_hold"),
    "out": _w("Out for delivery", "OutForDelivery_Other", "OutForDelivery_001", "out_for_delivery/out_for_delivery",
              "out_for_delivery/delivery_out_for_delivery", "out_for_delivery"),
    "absent": _w("Delivery attempted, nobody at home, card left", "DeliveryFailure_NoBody", "AttemptFail_002",
                 "failure/delivery_exception", "failed_attempt/delivery_attempted", "failed_attempt"),
    "refused": _w("Recipient refused the parcel", "DeliveryFailure_Rejected", "Exception_003", "failure/refused",
                  "exception/delivery_refused", "exception"),
    "address": _w("Address incomplete: house number missing", "DeliveryFailure_InvalidAddress", "Exception_007",
                  "failure/address_correction", "exception/delivery_exception", "exception"),
    "pickup": _w("Available for pickup at the post office", "AvailableForPickup_Other", "AvailableForPickup_001",
                 "available_for_pickup/arrived_at_pickup_location",
                 "available_for_pickup/delivery_available_for_pickup", "available_for_pickup"),
    "locker": _w("Placed in parcel locker, ready for collection", "AvailableForPickup_Other", "AvailableForPickup_001",
                 "available_for_pickup/arrived_at_pickup_location",
                 "available_for_pickup/delivery_available_for_pickup", "available_for_pickup"),
    "unclaimed": _w("Storage period ended, parcel not collected", "Exception_NoBody", "Exception_008",
                    "failure/delivery_exception", "exception/delivery_exception", "exception"),
    "collected": _w("Delivered, collected by the recipient with ID", "Delivered_Other", "Delivered_002",
                    "delivered/arrived_at_destination", "delivered/delivery_delivered", "delivered"),
    "signed": _w("Delivered, signed by the recipient", "Delivered_Other", "Delivered_003",
                 "delivered/arrived_at_destination", "delivered/delivery_delivered", "delivered"),
    "delivered": _w("Delivered to the letter box or the front door", "Delivered_Other", "Delivered_001",
                    "delivered/arrived_at_destination", "delivered/delivery_delivered", "delivered"),
    "damaged": _w("Outer packaging damaged, damage report written", "Exception_Damage", "Exception_012",
                  "failure/damaged", "exception/delivery_exception", "exception"),
    "returning": _w("Return to sender started", "Exception_Returning", "Exception_010", "return_to_sender/return",
                    "exception/exception_return", "returning"),
    "returned": _w("Delivered back to the sender", "Exception_Returned", "Exception_011", "return_to_sender/return",
                   "exception/exception_return", "returned"),
    "lost": _w("Search closed, item counts as lost", "Exception_Lost", "Exception_013", "failure/lost",
               "exception/exception_lost", "lost"),
}  # fmt: skip
