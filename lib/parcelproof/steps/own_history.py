"""The past parcels of a shop, gathered once per state of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from parcelproof.errors import ParcelproofError
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.tracking.events import Status
from parcelproof.tracking.history import Lane, LaneHistory, PastParcel, own_history

_GONE = frozenset({Status.LOST})
_BACK = frozenset({Status.RETURNING, Status.RETURNED})


class _Kept:
    """What is known of one shop: a parcel is read again only after its own chain grew."""

    def __init__(self) -> None:
        self.head = ""
        self.parcels: dict[str, tuple[str, PastParcel | None]] = {}
        self.summary: Mapping[Lane, LaneHistory] = {}


_KEPT: WeakKeyDictionary[Shop, _Kept] = WeakKeyDictionary()


def history_of(shop: Shop) -> Mapping[Lane, LaneHistory]:
    """Return the own numbers of a shop by lane; parcels that cannot be read are left out."""
    kept = _KEPT.setdefault(shop, _Kept())
    head = shop.ledger.head()[1]
    if kept.head == head and head:
        return kept.summary
    heads = shop.ledger.stored_heads()
    known: dict[str, tuple[str, PastParcel | None]] = {}
    for shipment_id in shop.shipment_ids():
        own = heads.get(shipment_id, (0, ""))[1]
        before = kept.parcels.get(shipment_id)
        known[shipment_id] = before if before and before[0] == own else (own, _read(shop, shipment_id))
    kept.parcels = known
    kept.summary = own_history(parcel for _, parcel in known.values() if parcel is not None)
    kept.head = head
    return kept.summary


def _read(shop: Shop, shipment_id: str) -> PastParcel | None:
    try:
        return past_parcel(shop.shipment(shipment_id, compare_photos=False))
    except ParcelproofError:
        return None  # verify names it; the numbers of the others still hold


def past_parcel(shipment: Shipment) -> PastParcel | None:
    """Return what a shipment says about its service; None if no service is on record."""
    shipping, tracking = shipment.shipping, shipment.tracking
    if shipping is None or not shipping.carrier:
        return None
    arrived = tracking.delivered if tracking.status is Status.DELIVERED else None
    return PastParcel(
        shipping.carrier,
        shipping.service,
        (shipment.order.destination or "") if shipment.order else "",
        tracking.accepted.time if tracking.accepted else None,
        arrived.time if arrived else None,
        lost=tracking.status in _GONE,
        returned=tracking.status in _BACK,
    )
