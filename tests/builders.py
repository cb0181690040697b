"""Small factories for records and shipments, so that a test tells only what matters to it.

``shipment()`` is a parcel where everything was done well; a test changes one thing and looks at what is said.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from parcelproof.ledger.records import (
    Answer,
    Consent,
    Declaration,
    DeclarationLine,
    Derived,
    Gift,
    Inquiry,
    Inspection,
    Item,
    Listing,
    Message,
    Order,
    Photo,
    Shipping,
    SupplierProof,
)
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Event, Status, Tracking
from parcelproof.units import Money, Weight

NUMBER = "RR473829103CN"

PLACED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
PAID = PLACED + timedelta(minutes=5)
PACKED = PLACED + timedelta(days=1)
SENT = PLACED + timedelta(days=1, hours=6)
DELIVERED = PLACED + timedelta(days=13)
TODAY = PLACED + timedelta(days=15)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def money(amount: str | int, currency: str = "USD") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def grams(value: str | int) -> Weight:
    return Weight(value=Decimal(value), unit="g")


def order(**changes: Any) -> Order:
    facts: dict[str, Any] = {
        "channel": "ebay", "order_id": "12-34567-89012", "claimed_at": PLACED, "placed_at": PLACED, "paid_at": PAID,
        "promised_from": PLACED + timedelta(days=10), "promised_by": PLACED + timedelta(days=20),
        "goods": money(80), "shipping_paid": money(6), "total": money(86), "destination": "US",
    }  # fmt: skip
    return Order(**(facts | changes))


def item(**changes: Any) -> Item:
    facts: dict[str, Any] = {
        "line_id": "1", "title": "Bluetooth headphones, black", "quantity": 2, "sku": "HP-1",
        "unit_price": money(40), "category": "Consumer Electronics", "listing_id": "110001",
    }  # fmt: skip
    return Item(**(facts | changes))


def inspection(**changes: Any) -> Inspection:
    facts: dict[str, Any] = {
        "stage": "quality_control", "claimed_at": PACKED - timedelta(hours=2), "units_checked": 2, "lot_size": 2,
        "appearance_ok": True, "function_ok": True, "verdict": "accepted", "serials": ("SN-1", "SN-2"),
    }  # fmt: skip
    return Inspection(**(facts | changes))


def photo(role: str, **changes: Any) -> Photo:
    name = str(changes.pop("name", role))
    copy = Derived(sha256=sha(name + "copy"), operation="resize", width=640, height=480, bytes=40_000)
    facts: dict[str, Any] = {
        "sha256": sha(name), "role": role, "media_type": "image/jpeg", "bytes": 900_000, "width": 4000, "height": 3000,
        "claimed_at": PACKED, "time_source": "camera_with_offset", "phash": sha(name)[:16], "dhash": sha(name)[16:32],
        "barcodes": (NUMBER,) if role == "label" else (), "sharpness": 4000, "thumbnail": copy, "share": copy,
    }  # fmt: skip
    return Photo(**(facts | changes))


PHOTOS = tuple(
    photo(role)
    for role in (
        "item_front", "item_back", "serial", "function_test", "all_parts", "cushioning", "after_packing",
        "on_scale", "label", "drop_off_receipt",
    )
)  # fmt: skip


def line(**changes: Any) -> DeclarationLine:
    facts: dict[str, Any] = {
        "description": "Bluetooth headphones, plastic, for music", "quantity": 2, "value": money(80),
        "net_weight": grams(400), "hs_code": "851830", "origin": "CN",
    }  # fmt: skip
    return DeclarationLine(**(facts | changes))


def declaration(*lines: DeclarationLine, **changes: Any) -> Declaration:
    facts: dict[str, Any] = {
        "form": "CN22", "category": "sale_of_goods", "claimed_at": PACKED, "lines": lines or (line(),),
        "total_weight": grams(502),
    }  # fmt: skip
    return Declaration(**(facts | changes))


def consent(**changes: Any) -> Consent:
    facts: dict[str, Any] = {
        "about": "declared_value", "asked_by": "buyer", "channel": "ebay", "agreed": True,
        "text": "Please write 20.", "claimed_at": PAID + timedelta(hours=1),
    }  # fmt: skip
    return Consent(**(facts | changes))


def gift(**changes: Any) -> Gift:
    facts: dict[str, Any] = {
        "description": "Phone stand", "on_product_page": False, "confirmed_at": PAID + timedelta(hours=2),
        "confirmed_channel": "ebay", "confirmation_text": "Yes, please.",
    }  # fmt: skip
    return Gift(**(facts | changes))


def message(direction: str, when: datetime, **changes: Any) -> Message:
    facts: dict[str, Any] = {"direction": direction, "channel": "ebay", "text": "Hello", "claimed_at": when}
    return Message(**(facts | changes))


def inquiry(**changes: Any) -> Inquiry:
    facts: dict[str, Any] = {"carrier": "China Post", "reference": "Q1", "claimed_at": DELIVERED}
    return Inquiry(**(facts | changes))


def listing(**changes: Any) -> Listing:
    facts: dict[str, Any] = {
        "title": "Bluetooth headphones, black, 40 h", "listing_id": "110001", "sha256": sha("listing"),
        "media_type": "text/html", "bytes": 5000, "claimed_at": PLACED - timedelta(days=3),
        "attributes": {"Brand": "Unbranded"}, "functions_explained": True,
    }  # fmt: skip
    return Listing(**(facts | changes))


def supplier_proof(**changes: Any) -> SupplierProof:
    facts: dict[str, Any] = {
        "document": "invoice", "supplier": "Shenzhen Audio", "sha256": sha("invoice"),
        "document_date": date(2026, 7, 1), "brand": "Acme", "sku": "HP-1", "quantity": 50,
    }  # fmt: skip
    return SupplierProof(**(facts | changes))


def shipping(**changes: Any) -> Shipping:
    facts: dict[str, Any] = {
        "carrier": "China Post", "service": "Registered Air", "tracking_number": NUMBER, "shipped_at": SENT,
        "tracked": "end_to_end", "reason": "Tracked to the door, 12 days at the middle.",
    }  # fmt: skip
    return Shipping(**(facts | changes))


def scan(status: Status, when: datetime | None, **changes: Any) -> Event:
    facts: dict[str, Any] = {"tracking_number": NUMBER, "time": when, "status": status, "system": "csv"}
    return Event(**(facts | changes))


def tracking(*events: Event, **changes: Any) -> Tracking:
    """Fold in the plain order given: enough for stories whose last scan decides."""
    first: dict[Status, Event] = {}
    for event in events:
        first.setdefault(event.status, event)
    last = events[-1] if events else None
    timed = [event.time for event in events if event.time]
    facts: dict[str, Any] = {
        "events": events,
        "status": last.status if last else Status.UNKNOWN,
        "reason": last.reason if last else "",
        "status_event": last,
        "accepted": first.get(Status.ACCEPTED),
        "delivered": first.get(Status.DELIVERED),
        "first_attempt": first.get(Status.FAILED_ATTEMPT),
        "customs_hold": first.get(Status.CUSTOMS_HOLD),
        "customs_hold_open": bool(last and last.status is Status.CUSTOMS_HOLD),
        "last_scan_at": max(timed) if timed else None,
    }
    return Tracking(**(facts | changes))


def delivered_tracking() -> Tracking:
    return tracking(
        scan(Status.ACCEPTED, SENT),
        scan(Status.IN_TRANSIT, SENT + timedelta(days=4)),
        scan(Status.DELIVERED, DELIVERED),
    )


def answer(question: str, said: str = "yes") -> Answer:
    return Answer(question=question, answer=said, claimed_at=PACKED)  # type: ignore[arg-type]


def shipment(**changes: Any) -> Shipment:
    """A parcel sent, tracked and delivered, with every record in place; ``changes`` replace fields."""
    whole = Shipment(
        id="S-1",
        order=order(),
        items=(item(),),
        shipping=shipping(),
        weights={
            "net": grams(400), "tare": grams(100), "packed": grams(502), "declared": grams(502),
            "scanned": grams(505), "billed": grams(505),
        },
        weight_times={"packed": PACKED, "scanned": SENT},
        photos=PHOTOS,
        declaration=declaration(),
        inspections=(inspection(), inspection(stage="product_inspection")),
        listings=(listing(),),
        messages=(message("to_buyer", SENT, topic="dispatch_notice"),),
        tracking=delivered_tracking(),
    )  # fmt: skip
    return replace(whole, **changes)


def unsent(**changes: Any) -> Shipment:
    """The same parcel, still with the seller."""
    kept = {"tracking": Tracking(), "shipping": shipping(shipped_at=None), "messages": ()}
    return shipment(**(kept | changes))


def said(whole: Shipment, name: str, as_of: datetime = TODAY) -> dict[str, Any]:
    """Run one check of the real playbook and return its findings by code."""
    from parcelproof.checks import run_check
    from parcelproof.playbook import load_playbook

    return {finding.code: finding for finding in run_check(name, whole, load_playbook(), as_of)}


def level_of(whole: Shipment, name: str, code: str, as_of: datetime = TODAY) -> str:
    """Run one check, and return the level of one code; the code must be the only one."""
    found = said(whole, name, as_of)
    assert set(found) == {code}
    return str(found[code].level)
