"""The words of a report for the names that the engine uses."""

from __future__ import annotations

from datetime import datetime, timedelta

from parcelproof.clock import show
from parcelproof.findings import Level
from parcelproof.report.blocks import Tone
from parcelproof.tracking.events import Status

STATUS: dict[Status, str] = {
    Status.INFO_RECEIVED: "Label made, not yet with the carrier",
    Status.ACCEPTED: "Accepted by the carrier",
    Status.IN_TRANSIT: "On its way",
    Status.CUSTOMS: "In customs",
    Status.CUSTOMS_HOLD: "Held by customs",
    Status.OUT_FOR_DELIVERY: "Out for delivery",
    Status.FAILED_ATTEMPT: "Delivery was tried",
    Status.AVAILABLE_FOR_PICKUP: "Waiting for pickup",
    Status.DELIVERED: "Delivered",
    Status.EXCEPTION: "Problem on the way",
    Status.RETURNING: "On its way back",
    Status.RETURNED: "Back with the sender",
    Status.LOST: "Lost",
    Status.CANCELLED: "Cancelled",
    Status.EXPIRED: "No scans any more",
    Status.UNKNOWN: "Not known",
}

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

LEVEL: dict[Level, tuple[str, Tone]] = {
    Level.FAIL: ("Mend this", "bad"),
    Level.WARN: ("Take care", "warn"),
    Level.UNKNOWN: ("Not known", "unknown"),
    Level.NOTE: ("Note", "note"),
    Level.PASS: ("Good", "good"),
}

ROLE: dict[str, str] = {
    "item_front": "Item, front",
    "item_back": "Item, back",
    "serial": "Serial number",
    "function_test": "Function test",
    "all_parts": "All parts",
    "before_packing": "Before packing",
    "cushioning": "Cushioning",
    "after_packing": "After packing",
    "on_scale": "Parcel on the scale",
    "label": "Shipping label",
    "drop_off_receipt": "Drop-off receipt",
    "returned_parcel": "Returned parcel",
    "other": "Other",
}

KIND: dict[str, str] = {
    "order": "Order",
    "item": "Item",
    "gift": "Gift",
    "shipping": "Shipping choice",
    "weights": "Weight",
    "packing": "Packing",
    "photo": "Photo",
    "declaration": "Customs declaration",
    "consent": "Agreement of the buyer",
    "message": "Message",
    "tracking_import": "Tracking data",
    "inspection": "Inspection",
    "listing": "Product page",
    "product": "Facts about a product",
    "unit": "Inspected unit",
    "supplier_proof": "Supplier paper",
    "answer": "Answer to a question",
    "inquiry": "Inquiry to the carrier",
    "import": "Import of a file",
    "moved": "Moved to its order",
    "draft": "Draft of a page",
    "review_answer": "Answer to a flag of the review",
    "wording": "Meaning of a carrier's wording",
    "confirmation": "Page confirmed",
    "erasure": "Erasure of personal data",
}

WEIGHT: dict[str, str] = {
    "net": "Goods alone (net)",
    "tare": "Packaging (tare)",
    "packed": "Packed parcel, own scale (gross)",
    "declared": "Written on the customs form",
    "scanned": "Weighed by the carrier",
    "billed": "On the carrier's invoice",
}

TIME_SOURCE: dict[str, str] = {
    "camera_with_offset": "camera clock with time zone",
    "camera_zone_assumed": "camera clock, time zone assumed",
    "stated": "stated by the seller",
    "none": "no time in the file",
}

TRACKED: dict[str, str] = {
    "end_to_end": "Tracked to the door",
    "to_departure": "Tracked only to departure",
    "none": "Not tracked",
    "unknown": "Not known",
}

SENDER: dict[str, str] = {
    "from_buyer": "Buyer",
    "to_buyer": "Seller to buyer",
    "from_carrier": "Carrier",
    "to_carrier": "Seller to carrier",
}

CHANNEL: dict[str, str] = {
    "ebay": "eBay", "shopify": "Shopify", "amazon": "Amazon", "etsy": "Etsy", "tiktok_shop": "TikTok Shop",
    "tiktok": "TikTok Shop", "shipstation": "ShipStation",
}  # fmt: skip

NOTHING = "Not on record"


def plain(name: str) -> str:
    """Turn an internal name like ``sale_of_goods`` into words."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def channel(name: str) -> str:
    """Return a platform's name as it writes itself."""
    return CHANNEL.get(name, plain(name))


def when(value: datetime | None, missing: str = NOTHING) -> str:
    """Return a time for people, or the word for its absence."""
    return show(value) if value else missing


def yes_no(value: bool | None) -> str:
    """Return a yes, a no, or that nobody said."""
    return NOTHING if value is None else ("Yes" if value else "No")


def days(span: timedelta) -> str:
    """Return a span in whole days, in words."""
    count = max(span.days, 0)
    return "1 day" if count == 1 else f"{count} days"
