"""Put tracking files into the ledger: the scans as one Parquet file, one record per parcel."""

from __future__ import annotations

from collections.abc import Iterator

from parcelproof.imports.index import ShipmentIndex
from parcelproof.imports.outcome import Outcome
from parcelproof.ledger.records import Order, Record, Shipping, TrackingImport
from parcelproof.messages import _
from parcelproof.shop import Shop
from parcelproof.tracking import TrackingFile
from parcelproof.tracking.columns import digest, to_parquet
from parcelproof.tracking.events import Parcel

Pair = tuple[str, Record]


def plan_tracking(
    shop: Shop, index: ShipmentIndex, file: TrackingFile, file_sha256: str, outcome: Outcome
) -> list[Pair]:
    """Keep the scans of one tracking file and return the records for its parcels.

    A number that belongs to no order yet gets a shipment of its own (``parcel-…``); the order
    joins it when it is imported.
    """
    events = [event for parcel in file.parcels for event in parcel.events]
    events_sha256 = shop.evidence.put(to_parquet(events))
    pairs: list[Pair] = []
    for parcel in file.parcels:
        for chain in _chains(index, parcel, outcome):
            pairs += _records(shop, index, chain, parcel, file_sha256, events_sha256)
            outcome.shipments.add(chain)
    return pairs


def _chains(index: ShipmentIndex, parcel: Parcel, outcome: Outcome) -> list[str]:
    number = parcel.tracking_number
    if known := index.of_number(number):
        return known
    reference = parcel.order_reference
    channels = index.channels_of(reference) if reference else []
    if len(channels) == 1:
        chains = index.of_order(channels[0], reference)
        if free := [c for c in chains if not index.number(c)]:
            return free[:1]
        chain = index.further_id(chains[0])
        outcome.notes.append(_("Order {order} has a further parcel: {parcel}.", order=reference, parcel=chain))
        return [chain]
    return [index.new_id("parcel", number)]


def _records(
    shop: Shop, index: ShipmentIndex, chain: str, parcel: Parcel, file_sha256: str, events_sha256: str
) -> Iterator[Pair]:
    if index.number(chain) != parcel.tracking_number:
        if parcel.order_reference and chain not in index.ids:
            yield from _order_of(shop, index, chain, parcel.order_reference)
        index.set_number(chain, parcel.tracking_number)
        yield chain, _shipping(shop, chain, parcel)
    yield (
        chain,
        TrackingImport(
            claimed_at=max((e.time for e in parcel.events if e.time), default=None),
            system=parcel.system[:500],
            tracking_number=parcel.tracking_number,
            file_sha256=file_sha256,
            events_sha256=events_sha256,
            event_count=len(parcel.events),
            digest=digest(parcel.events),
            carrier=parcel.carrier[:500],
            status_raw=parcel.status_raw[:500],
            status_detail_raw=parcel.status_detail_raw[:500],
            set_by_user=parcel.set_by_user,
            signed_by=parcel.signed_by,
        ),
    )
    index.with_scans.add(chain)


def _shipping(shop: Shop, chain: str, parcel: Parcel) -> Shipping:
    known = next((s.record for s in reversed(shop.ledger.read(chain)) if isinstance(s.record, Shipping)), Shipping())
    return known.model_copy(
        update={"tracking_number": parcel.tracking_number, "carrier": known.carrier or parcel.carrier[:500]}
    )


def _order_of(shop: Shop, index: ShipmentIndex, chain: str, reference: str) -> Iterator[Pair]:
    """A further parcel of a known order carries the same order and items."""
    channel = index.channels_of(reference)
    if len(channel) != 1:
        return
    first = index.of_order(channel[0], reference)[0]
    latest = {s.record.slot: s.record for s in shop.ledger.read(first)}
    for record in latest.values():
        if isinstance(record, Order) or record.kind == "item":
            yield chain, record
    index.add_order(chain, f"{channel[0]}:{reference}")
