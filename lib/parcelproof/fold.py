"""Fold the records of one chain into one typed `Shipment`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias, TypeVar

from parcelproof.errors import EvidenceError
from parcelproof.history_entry import HistoryEntry
from parcelproof.ledger.records import (
    Answer,
    Consent,
    Declaration,
    Gift,
    Inquiry,
    Inspection,
    Item,
    Listing,
    Message,
    Order,
    Packing,
    Photo,
    Product,
    Record,
    ReviewAnswer,
    Shipping,
    SupplierProof,
    TrackingImport,
    UnitInspection,
    Weights,
)
from parcelproof.ledger.stored import Stored
from parcelproof.messages import _
from parcelproof.product_file import ProductFile
from parcelproof.serials import bare_serial
from parcelproof.shipment import PhotoTwin, Shipment
from parcelproof.tracking.columns import digest, read_parquet
from parcelproof.tracking.events import Event, Parcel, Tracking
from parcelproof.tracking.fold import fold as fold_tracking
from parcelproof.tracking.wording.reread import reread
from parcelproof.tracking.wording.taught import NOTHING, Teachings
from parcelproof.units import Weight

R = TypeVar("R", bound=Record)
ReadScans: TypeAlias = Callable[[str, str], tuple[Event, ...]]

WEIGHT_NAMES = ("net", "tare", "packed", "declared", "scanned", "billed")


def fold_shipment(
    chain: str,
    stored: Sequence[Stored],
    *,
    read_file: Callable[[str], bytes],
    twins: Callable[[Sequence[Photo]], tuple[PhotoTwin, ...]] = lambda _: (),
    siblings: tuple[str, ...] = (),
    taught: Teachings = NOTHING,
    products: Callable[[Sequence[Item]], tuple[ProductFile, ...]] = lambda _: (),
    read_scans: ReadScans | None = None,
) -> Shipment:
    """Fold the records of one chain.

    Parameters
    ----------
    chain : str
        Shipment id.
    stored : sequence of Stored
        Oldest first; a later record replaces an earlier one in the same slot.
    read_file : callable
        Evidence file by SHA-256.
    twins : callable
        Finds photos of this shipment that were used for another order.
    siblings : tuple of str
        Other parcels of the same order.
    taught : Teachings
        Wordings that the shop taught, for scans whose code says nothing.
    products : callable
        Finds what is on record about the products of the order lines.
    read_scans : callable, optional
        Scans of one parcel by SHA-256 and tracking number, where many parcels of one file are read.

    Raises
    ------
    EvidenceError
        If the stored scans are not the ones that were recorded.
    """
    latest = {item.record.slot: item for item in stored}
    records = [item.record for item in latest.values()]
    weights, times = _weights(stored)
    photos = tuple(sorted(_all(records, Photo), key=_photo_order))
    items, inspections = _all(records, Item), _all(records, Inspection)
    files = products(items)
    scans = read_scans or (lambda sha256, number: read_parquet(read_file(sha256), number))
    return Shipment(
        id=chain,
        siblings=siblings,
        order=_one(records, Order),
        items=items,
        gifts=tuple(gift for gift in _all(records, Gift) if gift.quantity),
        shipping=_one(records, Shipping),
        weights=weights,
        weight_times=times,
        photos=photos,
        photo_twins=twins(photos),
        packing=_one(records, Packing),
        declaration=_one(records, Declaration),
        consents=_all(records, Consent),
        messages=tuple(sorted((m for m in _all(records, Message) if not m.withdrawn), key=_by_time)),
        inquiries=tuple(sorted((i for i in _all(records, Inquiry) if not i.withdrawn), key=_by_time)),
        review_answers=_all(records, ReviewAnswer),
        inspections=inspections,
        listings=_with(sorted(_all(records, Listing), key=_by_time), [page for f in files for page in f.listings]),
        supplier_proofs=_with(_all(records, SupplierProof), [p for f in files for p in f.supplier_proofs]),
        units=_units(_all(records, UnitInspection), files, items, inspections),
        products=files,
        answers=_answers(files, _all(records, Answer)),
        tracking=_tracking(_all(records, TrackingImport), scans, taught),
        history=_history(stored, latest),
        head=stored[-1].entry.hash if stored else "",
    )


def fold_product(chain: str, stored: Sequence[Stored]) -> ProductFile:
    """Fold the records of one product's chain; oldest first, a later record replaces one in the same slot."""
    latest = {item.record.slot: item for item in stored}
    records = [item.record for item in latest.values()]
    return ProductFile(
        id=chain,
        product=_one(records, Product),
        listings=tuple(sorted(_all(records, Listing), key=_by_time)),
        supplier_proofs=_all(records, SupplierProof),
        units=_all(records, UnitInspection),
        photos=tuple(sorted(_all(records, Photo), key=_photo_order)),
        answers=_all(records, Answer),
        history=_history(stored, latest),
        head=stored[-1].entry.hash if stored else "",
    )


def on_shelf(file: ProductFile) -> Shipment:
    """Return a product as a parcel that nobody ordered yet, so that the same checks judge it."""
    return Shipment(
        id=file.id, listings=file.listings, supplier_proofs=file.supplier_proofs, units=file.units,
        photos=file.photos, products=(file,), answers={answer.question: answer for answer in file.answers},
        history=file.history, head=file.head,
    )  # fmt: skip


def _with(own: Iterable[R], shared: Iterable[R]) -> tuple[R, ...]:
    """Return a parcel's own records, then those of its products that say something else."""
    slots = {record.slot: record for record in (*shared, *own)}
    return tuple(sorted(slots.values(), key=_by_time))


def _answers(files: Iterable[ProductFile], own: Iterable[Answer]) -> dict[str, Answer]:
    """Return the answers about a parcel; what was answered for its product holds until the parcel says otherwise."""
    shared = (answer for file in files for answer in file.answers)
    return {answer.question: answer for answer in (*shared, *own)}


def _units(
    own: Sequence[UnitInspection], files: Iterable[ProductFile], items: Iterable[Item], looked: Iterable[Inspection]
) -> tuple[UnitInspection, ...]:
    """Return the inspected units of this parcel: its own, and those of its products by their serial numbers."""
    serials = {bare_serial(s) for item in items for s in item.serials}
    serials |= {bare_serial(s) for record in looked for s in record.serials}
    stock = [unit for file in files for unit in file.units if bare_serial(unit.serial) in serials - {""}]
    return _with(own, stock)


def _all(records: Iterable[Record], cls: type[R]) -> tuple[R, ...]:
    return tuple(r for r in records if isinstance(r, cls))


def _one(records: Iterable[Record], cls: type[R]) -> R | None:
    found = _all(records, cls)
    return found[-1] if found else None


def _by_time(record: Record) -> tuple[bool, float]:
    # Records without a time stay in the order of the ledger, behind those that have one.
    return (record.claimed_at is None, record.claimed_at.timestamp() if record.claimed_at else 0.0)


PHOTO_STORY = (
    "item_front", "item_back", "serial", "function_test", "all_parts", "before_packing", "cushioning",
    "after_packing", "on_scale", "label", "drop_off_receipt", "returned_parcel", "other",
)  # fmt: skip


def _photo_order(photo: Photo) -> tuple[int, tuple[bool, float], str]:
    return (PHOTO_STORY.index(photo.role), _by_time(photo), photo.sha256)


def _weights(stored: Iterable[Stored]) -> tuple[dict[str, Weight], dict[str, datetime]]:
    values: dict[str, Weight] = {}
    times: dict[str, datetime] = {}
    for item in stored:
        if not isinstance(item.record, Weights):
            continue
        at = item.record.claimed_at or datetime.fromisoformat(item.entry.recorded_at)
        for name in WEIGHT_NAMES:
            if value := getattr(item.record, name):
                values[name], times[name] = value, at
    return values, times


def _tracking(imports: Sequence[TrackingImport], read_scans: ReadScans, taught: Teachings) -> Tracking:
    parcels = []
    marked: list[Event] = []
    for record in imports:
        events = read_scans(record.events_sha256, record.tracking_number)
        if digest(events) != record.digest:
            raise EvidenceError(
                _("The stored scans of this parcel are not the ones that were recorded."),
                where=record.events_sha256, mend=_("Run: parcelproof verify. It names everything that was altered."),
            )  # fmt: skip
        again = reread(events, taught, record.carrier)
        marked += again.taught
        parcels.append(
            Parcel(
                tracking_number=record.tracking_number, system=record.system, carrier=record.carrier,
                status_raw=record.status_raw, status_detail_raw=record.status_detail_raw,
                set_by_user=record.set_by_user, signed_by=record.signed_by, events=again.events,
            )
        )  # fmt: skip
    tracking = fold_tracking(parcels)
    # A delivery that only this shop's own teaching says is no proof of the carrier.
    proof = None if tracking.delivered in marked else tracking.delivered
    return replace(tracking, delivered=proof, taught=tuple(marked))


def _history(stored: Sequence[Stored], latest: dict[str, Stored]) -> tuple[HistoryEntry, ...]:
    return tuple(
        HistoryEntry(
            sequence=item.entry.sequence,
            kind=item.entry.kind,
            slot=item.entry.slot,
            recorded_at=datetime.fromisoformat(item.entry.recorded_at),
            claimed_at=datetime.fromisoformat(item.entry.claimed_at) if item.entry.claimed_at else None,
            who=item.entry.who,
            source=item.entry.source,
            hash=item.entry.hash,
            replaced=latest[item.record.slot].entry.sequence != item.entry.sequence,
            erased=item.erased,
        )
        for item in stored
    )
