"""The words of a report for the names that the engine uses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from parcelproof.clock import show
from parcelproof.findings import Level
from parcelproof.language import FALLBACK, current_language
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.report.blocks import Tone
from parcelproof.tracking.events import Status

STATUS: Mapping[Status, str] = Wording(
    {
        Status.INFO_RECEIVED: N_("Label made, not yet with the carrier"),
        Status.ACCEPTED: N_("Accepted by the carrier"),
        Status.IN_TRANSIT: N_("On its way"),
        Status.CUSTOMS: N_("In customs"),
        Status.CUSTOMS_HOLD: N_("Held by customs"),
        Status.OUT_FOR_DELIVERY: N_("Out for delivery"),
        Status.FAILED_ATTEMPT: N_("Delivery was tried"),
        Status.AVAILABLE_FOR_PICKUP: N_("Waiting for pickup"),
        Status.DELIVERED: N_("Delivered"),
        Status.EXCEPTION: N_("Problem on the way"),
        Status.RETURNING: N_("On its way back"),
        Status.RETURNED: N_("Back with the sender"),
        Status.LOST: N_("Lost"),
        Status.CANCELLED: N_("Cancelled"),
        Status.EXPIRED: N_("No scans any more"),
        Status.UNKNOWN: N_("Not known"),
    }
)

STATUS_TONE: dict[Status, Tone] = {
    Status.DELIVERED: "good",
    Status.CUSTOMS_HOLD: "warn",
    Status.FAILED_ATTEMPT: "warn",
    Status.AVAILABLE_FOR_PICKUP: "warn",
    Status.EXCEPTION: "bad",
    Status.RETURNING: "bad",
    Status.RETURNED: "bad",
    Status.LOST: "bad",
    Status.CANCELLED: "bad",
    Status.EXPIRED: "bad",
    Status.UNKNOWN: "unknown",
}

LEVEL: Mapping[Level, str] = Wording(
    {
        Level.FAIL: N_("Mend this"),
        Level.WARN: N_("Take care"),
        Level.UNKNOWN: N_("Not known"),
        Level.NOTE: N_("Note"),
        Level.PASS: N_("Good"),
    }
)

LEVEL_TONE: dict[Level, Tone] = {
    Level.FAIL: "bad",
    Level.WARN: "warn",
    Level.UNKNOWN: "unknown",
    Level.NOTE: "note",
    Level.PASS: "good",
}

ROLE: Mapping[str, str] = Wording(
    {
        "item_front": N_("Item, front"),
        "item_back": N_("Item, back"),
        "serial": N_("Serial number"),
        "function_test": N_("Function test"),
        "all_parts": N_("All parts"),
        "before_packing": N_("Before packing"),
        "cushioning": N_("Cushioning"),
        "after_packing": N_("After packing"),
        "on_scale": N_("Parcel on the scale"),
        "label": N_("Shipping label"),
        "drop_off_receipt": N_("Drop-off receipt"),
        "returned_parcel": N_("Returned parcel"),
        "other": N_("Other"),
    }
)

KIND: Mapping[str, str] = Wording(
    {
        "order": N_("Order"),
        "item": N_("Item"),
        "gift": N_("Gift"),
        "shipping": N_("Shipping choice"),
        "weights": N_("Weight"),
        "packing": N_("Packing"),
        "photo": N_("Photo"),
        "declaration": N_("Customs declaration"),
        "consent": N_("Agreement of the buyer"),
        "message": N_("Message"),
        "tracking_import": N_("Tracking data"),
        "inspection": N_("Inspection"),
        "listing": N_("Product page"),
        "product": N_("Facts about a product"),
        "unit": N_("Inspected unit"),
        "supplier_proof": N_("Supplier paper"),
        "answer": N_("Answer to a question"),
        "inquiry": N_("Inquiry to the carrier"),
        "import": N_("Import of a file"),
        "moved": N_("Moved to its order"),
        "draft": N_("Draft of a page"),
        "review_answer": N_("Answer to a flag of the review"),
        "wording": N_("Meaning of a carrier's wording"),
        "confirmation": N_("Page confirmed"),
        "erasure": N_("Erasure of personal data"),
    }
)

WEIGHT: Mapping[str, str] = Wording(
    {
        "net": N_("Goods alone (net)"),
        "tare": N_("Packaging (tare)"),
        "packed": N_("Packed parcel, own scale (gross)"),
        "declared": N_("Written on the customs form"),
        "scanned": N_("Weighed by the carrier"),
        "billed": N_("On the carrier's invoice"),
    }
)

TIME_SOURCE: Mapping[str, str] = Wording(
    {
        "camera_with_offset": N_("camera clock with time zone"),
        "camera_zone_assumed": N_("camera clock, time zone assumed"),
        "stated": N_("stated by the seller"),
        "none": N_("no time in the file"),
    }
)

TRACKED: Mapping[str, str] = Wording(
    {
        "end_to_end": N_("Tracked to the door"),
        "to_departure": N_("Tracked only to departure"),
        "none": N_("Not tracked"),
        "unknown": N_("Not known"),
    }
)

SENDER: Mapping[str, str] = Wording(
    {
        "from_buyer": N_("Buyer"),
        "to_buyer": N_("Seller to buyer"),
        "from_carrier": N_("Carrier"),
        "to_carrier": N_("Seller to carrier"),
    }
)

NAMES: Mapping[str, str] = Wording(
    {
        "sale_of_goods": N_("Sale of goods"),
        "documents": N_("Documents"),
        "commercial_sample": N_("Commercial sample"),
        "returned_goods": N_("Returned goods"),
        "gift": N_("Gift"),
        "other": N_("Other"),
        "accepted": N_("Accepted at the inspection"),
        "rejected": N_("Rejected"),
        "reworked": N_("Reworked"),
        "very_fragile": N_("Very fragile"),
        "fragile": N_("Fragile"),
        "normal": N_("normal"),
        "robust": N_("Robust"),
        "electronics": N_("Electronics"),
        "liquid": N_("Liquid"),
        "glass": N_("Glass"),
        "battery": N_("Battery"),
        "declared_value": N_("Declared value"),
        "true_value_and_duty": N_("True value and duty"),
        "substitution": N_("Substitution"),
        "address_change": N_("Address change"),
        "seller_discount": N_("Seller discount"),
        "bundle_split": N_("Bundle split"),
        "replacement": N_("Replacement"),
        "seller_coupon": N_("Seller coupon"),
        "invoice": N_("Invoice"),
        "authorisation": N_("Authorisation"),
        "certificate": N_("Certificate"),
        "receipt": N_("Receipt"),
    }
)
"""What `plain` says in other languages; in English the names say it themselves."""

CHANNEL: dict[str, str] = {
    "ebay": "eBay", "shopify": "Shopify", "amazon": "Amazon", "etsy": "Etsy", "tiktok_shop": "TikTok Shop",
    "tiktok": "TikTok Shop", "shipstation": "ShipStation",
}  # fmt: skip


def nothing() -> str:
    """Return the words for what is missing."""
    return _("Not on record")


def plain(name: str) -> str:
    """Turn an internal name like ``sale_of_goods`` into words."""
    if name in NAMES and current_language().code != FALLBACK:
        return NAMES[name]
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def channel(name: str) -> str:
    """Return a platform's name as it writes itself."""
    return CHANNEL.get(name, plain(name))


def when(value: datetime | None, missing: str | None = None) -> str:
    """Return a time for people, or the word for its absence."""
    if value:
        return show(value)
    return nothing() if missing is None else missing


def yes_no(value: bool | None) -> str:
    """Return a yes, a no, or that nobody said."""
    return nothing() if value is None else (_("Yes") if value else _("No"))


def days(span: timedelta) -> str:
    """Return a span in whole days, in words."""
    return ngettext("{count} day", "{count} days", max(span.days, 0))
