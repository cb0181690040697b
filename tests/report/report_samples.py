"""One parcel with everything on record, and the report about it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from PIL import Image, ImageDraw

from parcelproof.findings import Finding, Level, RuleRef
from parcelproof.history_entry import HistoryEntry
from parcelproof.ledger.records import (
    Address,
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
from parcelproof.playbook import load_playbook
from parcelproof.report import build_report
from parcelproof.report.document import Report
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Event, Status, Tracking
from parcelproof.units import Money, Weight

CHINA = timezone(timedelta(hours=8))
PAID = datetime(2026, 9, 1, 20, 5, tzinfo=CHINA)
AS_OF = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
NUMBER = "RR473829103CN"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def jpeg(seed: int, size: tuple[int, int] = (320, 240)) -> bytes:
    """A small drawn picture: a parcel on a table, different for every seed."""
    image = Image.new("RGB", size, (222, 226, 230))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, size[1] * 2 // 3, *size), fill=(160 + seed * 5 % 60, 130, 100))
    pen.rectangle((60 + seed * 4, 60, 240, 190), fill=(196, 152, 104), outline=(90, 60, 30), width=3)
    pen.line((60 + seed * 4, 110, 240, 110), fill=(230, 220, 190), width=14)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


ROLES = (
    "item_front",
    "item_back",
    "serial",
    "function_test",
    "all_parts",
    "before_packing",
    "cushioning",
    "after_packing",
    "on_scale",
    "label",
    "drop_off_receipt",
    "other",
)
THUMBS = {hashlib.sha256(jpeg(i)).hexdigest(): jpeg(i) for i in range(len(ROLES))}


def photos() -> tuple[Photo, ...]:
    made = []
    for place, (role, (thumb, data)) in enumerate(zip(ROLES, THUMBS.items(), strict=True)):
        small = Derived(sha256=thumb, operation="thumbnail 320", width=320, height=240, bytes=len(data))
        made.append(
            Photo(
                sha256=sha(f"photo {place}"),
                role=role,
                media_type="image/jpeg",
                bytes=2_400_000,
                width=4032,
                height=3024,
                original_name=f"IMG_{place:04}.jpg",
                claimed_at=PAID + timedelta(hours=14, minutes=place),
                time_source="camera_with_offset" if place % 3 else "camera_zone_assumed",
                device="Phone",
                had_gps=place == 2,
                phash=f"{place:016x}",
                dhash=f"{place:016x}",
                thumbnail=small,
                share=small,
            )
        )
    return tuple(made)


def events() -> tuple[Event, ...]:
    told = (
        (0.7, Status.INFO_RECEIVED, "Shipping information received", "Shenzhen", "CN"),
        (1.1, Status.ACCEPTED, "Posting", "SHENZHEN", "CN"),
        (1.6, Status.IN_TRANSIT, "Departure from outward office of exchange", "GUANGZHOU", "CN"),
        (2.5, Status.IN_TRANSIT, "Handed over to airline", "GUANGZHOU", "CN"),
        (10.2, Status.CUSTOMS, "Arrival at inward office of exchange", "FRANKFURT", "DE"),
        (10.9, Status.CUSTOMS_HOLD, "Held by import customs", "FRANKFURT", "DE"),
        (14.0, Status.IN_TRANSIT, "Released by customs", "FRANKFURT", "DE"),
        (15.3, Status.OUT_FOR_DELIVERY, "Die Sendung wurde in das Zustellfahrzeug geladen", "Leipzig", "DE"),
        (15.6, Status.FAILED_ATTEMPT, "Empfänger nicht angetroffen", "Leipzig", "DE"),
        (16.5, Status.DELIVERED, "Die Sendung wurde zugestellt", "Leipzig", "DE"),
    )
    return tuple(
        Event(
            tracking_number=NUMBER,
            time=PAID + timedelta(days=day),
            status=status,
            system="17track_v2",
            code=f"Code_{place}",
            text=text,
            location=town,
            country=land,
            order=place,
        )
        for place, (day, status, text, town, land) in enumerate(told)
    )


def tracking() -> Tracking:
    scans = events()
    return Tracking(
        events=scans,
        status=Status.DELIVERED,
        reason="signed",
        status_event=scans[-1],
        accepted=scans[1],
        delivered=scans[-1],
        first_attempt=scans[8],
        customs_hold=scans[5],
        last_scan_at=scans[-1].time,
        signed_by="M. Ибрагимова",
    )


def message(text: str, hour: int = 0, direction: Any = "from_buyer") -> Message:
    return Message(claimed_at=PAID + timedelta(days=3, hours=hour), direction=direction, channel="ebay", text=text)


def history() -> tuple[HistoryEntry, ...]:
    kinds = ("order", "item", "shipping", "weights", "photo", "photo", "declaration", "message", "tracking_import")
    return tuple(
        HistoryEntry(
            sequence=n,
            kind=kind,
            slot=kind,
            recorded_at=PAID + timedelta(hours=n),
            claimed_at=PAID,
            who="seller",
            source="eBay orders report",
            hash=sha(f"record {n}"),
            replaced=n == 3,
            erased=("buyer_phone",) if n == 1 else (),
        )
        for n, kind in enumerate(kinds, start=1)
    )


def shipment() -> Shipment:
    usd = "USD"
    lines = (
        DeclarationLine(
            description="Wireless headphones",
            quantity=2,
            value=Money(amount=Decimal(40), currency=usd),
            net_weight=Weight(value=Decimal(500), unit="g"),
            hs_code="851830",
            origin="CN",
        ),
        DeclarationLine(
            description="Cable, gift", quantity=1, value=Money(amount=Decimal(1), currency=usd), is_gift=True
        ),
    )
    return Shipment(
        id="ebay-12-34567-89012",
        order=Order(
            channel="ebay",
            order_id="12-34567-89012",
            placed_at=PAID,
            paid_at=PAID,
            promised_from=PAID + timedelta(days=10),
            promised_by=PAID + timedelta(days=20),
            goods=Money(amount=Decimal(80), currency=usd),
            total=Money(amount=Decimal("86.50"), currency=usd),
            destination="DE",
            buyer_name="Мария Ибрагимова 王小明",
            buyer_username="maria_77",
            buyer_email="maria@example.org",
            buyer_phone="+49 341 000000",
            ship_to=Address(name="Мария Ибрагимова", line1="Hauptstraße 5", city="Leipzig", postal_code="04109"),
        ),
        items=(
            Item(
                line_id="1",
                title="Bluetooth headphones, black 蓝牙耳机",
                quantity=2,
                sku="HP-1",
                unit_price=Money(amount=Decimal(40), currency=usd),
                serials=("SN-1", "SN-2"),
            ),
        ),
        gifts=(
            Gift(
                description="Charging cable",
                on_product_page=True,
                confirmed_at=PAID,
                confirmed_channel="ebay",
                confirmation_text="Yes please",
            ),
        ),
        shipping=Shipping(
            carrier="China Post",
            service="Registered small packet",
            tracking_number=NUMBER,
            shipped_at=PAID + timedelta(days=1),
            tracked="end_to_end",
            reason="Signature at the door",
        ),
        weights={
            "net": Weight(value=Decimal(480), unit="g"),
            "packed": Weight(value=Decimal(612), unit="g"),
            "scanned": Weight(value=Decimal("0.615"), unit="kg"),
        },
        weight_times={"packed": PAID + timedelta(hours=14)},
        photos=photos(),
        declaration=Declaration(
            form="CN22",
            category="sale_of_goods",
            lines=lines,
            claimed_at=PAID,
            total_weight=Weight(value=Decimal(612), unit="g"),
        ),
        consents=(
            Consent(
                claimed_at=PAID,
                about="substitution",
                asked_by="seller",
                channel="ebay",
                agreed=True,
                text="Black is fine.",
            ),
        ),
        messages=(
            message("When will it arrive?"),
            message("In about two weeks.", 2, "to_buyer"),
            message("شكرا جزيلا، أنتظر الطرد", 5),
        ),
        inquiries=(Inquiry(claimed_at=PAID + timedelta(days=9), carrier="China Post", reference="Q-77"),),
        inspections=(
            Inspection(
                stage="quality_control",
                claimed_at=PAID + timedelta(hours=12),
                units_checked=2,
                lot_size=2,
                appearance_ok=True,
                function_ok=True,
                verdict="accepted",
                serials=("SN-1", "SN-2"),
            ),
        ),
        listings=(
            Listing(
                title="Bluetooth headphones",
                sha256=sha("page"),
                media_type="text/html",
                bytes=1000,
                claimed_at=PAID - timedelta(days=4),
            ),
        ),
        supplier_proofs=(
            SupplierProof(
                document="invoice",
                supplier="深圳市声音有限公司",
                sha256=sha("paper"),
                document_date=date(2026, 8, 1),
                quantity=100,
                sku="HP-1",
            ),
        ),
        answers={
            "delivery.packaging.void_filled": Answer(question="delivery.packaging.void_filled", answer="yes"),
            "delivery.packaging.corners": Answer(
                question="delivery.packaging.corners", answer="no", note="Round parcel"
            ),
        },
        tracking=tracking(),
        history=history(),
        head=sha("head"),
    )


def findings() -> tuple[Finding, ...]:
    rule = RuleRef(
        id="weight.packed",
        source="Postal handbook, section 4, https://example.org/rules",
        as_of="2026-07",
        confidence="confirmed",
    )
    return (
        Finding(
            check_id="delivery.declaration.value",
            measure="delivery.declaration",
            code="under_declared",
            level=Level.FAIL,
            title="The declared value is lower than the price paid.",
            why="Customs and the insurer count only the declared value.",
            fix="Declare what the buyer paid. Correct the form before the next parcel.",
            proof="declaration_record",
            rules=(rule,),
        ),
        Finding(
            check_id="delivery.declaration.net",
            measure="delivery.declaration",
            code="differs",
            level=Level.WARN,
            title="The net weight on the form differs from the scale.",
            why="A carrier trusts one number.",
            fix="Weigh the goods again and record it.",
            rules=(rule,),
        ),
        Finding(
            check_id="tracking.monitoring.silent",
            measure="tracking.monitoring",
            code="silent",
            level=Level.NOTE,
            title="There was no scan for 7 days.",
            why="Buyers ask in such weeks.",
        ),
        Finding(
            check_id="product.inspection.missing",
            measure="product.inspection",
            code="missing",
            level=Level.UNKNOWN,
            title="The inspection of the product is not on record.",
            fix="Record it for the next parcel.",
        ),
        Finding(
            check_id="delivery.packaging.ok",
            measure="delivery.packaging",
            code="done",
            level=Level.PASS,
            title="The packing is on record.",
        ),
    )


@dataclass(frozen=True)
class FakeReadiness:
    reason: str
    title: str
    state: str
    sentence: str
    first_missing: str = ""
    required_present: tuple[str, ...] = ()
    required_missing: tuple[str, ...] = ()
    helpful_present: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    against: tuple[Finding, ...] = ()
    settle: str = ""


def readiness() -> tuple[Any, ...]:
    return (
        FakeReadiness(
            "not_received",
            "The buyer says the parcel never arrived",
            "ready",
            "You can answer this today.",
            "",
            ("delivery_scan", "signature"),
        ),
        FakeReadiness(
            "damaged",
            "The buyer says the goods arrived damaged",
            "almost",
            "One thing is missing.",
            "inspection_record",
            ("photos_before_packing",),
            ("inspection_record",),
        ),
        FakeReadiness(
            "counterfeit",
            "The buyer says the goods are not genuine",
            "gaps",
            "Two things are missing.",
            "serial_number",
            (),
            ("serial_number", "inspection_record"),
        ),
        FakeReadiness("gift", "The buyer says a gift is missing", "not_applicable", "There is no such gift."),
    )


STAGES = {
    "delivery": ("quality_control", "packaging", "delivery_receipt", "declaration", "gifts"),
    "tracking": ("communication", "shipping_choice", "monitoring"),
    "product": ("description", "inspection", "authenticity"),
}
ITEMS = {
    "delivery_scan": "Delivery scan of the carrier", "signature": "Signature of the receiver",
    "inspection_record": "Record of the inspection", "photos_before_packing": "Photos before packing",
    "serial_number": "Serial number on record", "declaration_record": "Customs declaration",
}  # fmt: skip


def playbook() -> Any:
    number, stages = 0, []
    for stage, names in STAGES.items():
        measures = []
        for name in names:
            number += 1
            questions = ()
            if name == "packaging":
                questions = (
                    SimpleNamespace(id="delivery.packaging.void_filled", text="Did you fill the empty space?"),
                    SimpleNamespace(id="delivery.packaging.corners", text="Did you protect the corners?"),
                    SimpleNamespace(id="delivery.packaging.sealed", text="Did you close every seam with tape?"),
                )
            measures.append(
                SimpleNamespace(
                    id=f"{stage}.{name}", number=number, title=f"Keep the {name.replace('_', ' ')}", questions=questions
                )
            )
        stages.append(SimpleNamespace(id=stage, title=stage.title(), measures=tuple(measures)))
    items = {name: SimpleNamespace(title=title) for name, title in ITEMS.items()}
    real = load_playbook()
    own = {"stages": tuple(stages), "items": items, "reasons": {}, "version": "a" * 64}
    shared = ("profiles", "terms", "test_plans", "consistency", "rules", "rules_for", "checks")
    return SimpleNamespace(**own, **{name: getattr(real, name) for name in shared})


def read_file(name: str) -> bytes:
    return THUMBS[name]


def report(parcel: Shipment | None = None, **given: Any) -> Report:
    return build_report(
        parcel or shipment(),
        given.get("findings", findings()),
        given.get("readiness", readiness()),
        playbook(),
        read_file=read_file,
        as_of=AS_OF,
    )


def with_messages(texts: list[str]) -> Shipment:
    return replace(shipment(), messages=tuple(message(text, n) for n, text in enumerate(texts)))
