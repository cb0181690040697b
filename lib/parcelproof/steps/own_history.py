"""The past parcels of a shop, gathered once per state of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from parcelproof.errors import ParcelproofError
from parcelproof.shop import Shop
from parcelproof.steps.parcel_facts import ParcelFacts, facts_of
from parcelproof.steps.parcel_index import Known, index_of
from parcelproof.tracked import read_tracked
from parcelproof.tracking.events import Status
from parcelproof.tracking.history import Lane, LaneHistory, PastParcel, own_history

_BACK = frozenset({Status.RETURNING, Status.RETURNED})

_KEPT: WeakKeyDictionary[Shop, tuple[str, Mapping[Lane, LaneHistory]]] = WeakKeyDictionary()


def history_of(shop: Shop) -> Mapping[Lane, LaneHistory]:
    """Return the own numbers of a shop by lane; parcels that cannot be read are left out."""
    head = shop.ledger.head()[1]
    kept = _KEPT.get(shop)
    if kept and head and kept[0] == head:
        return kept[1]
    found = (past_parcel(facts) for facts in _facts(shop))
    summary = own_history(parcel for parcel in found if parcel is not None)
    _KEPT[shop] = (head, summary)
    return summary


def _facts(shop: Shop) -> list[ParcelFacts]:
    index, heads, ids = index_of(shop), shop.ledger.stored_heads(), shop.shipment_ids()
    own = {name: heads.get(name, (0, ""))[1] for name in ids}
    for name, read in read_tracked(shop, [name for name in ids if index.get(name, own[name]) is None]):
        # What cannot be read is named by verify; the numbers of the others still hold.
        index.put(name, Known(own[name], None if isinstance(read, ParcelproofError) else facts_of(read)))
    index.keep()
    known = (index.get(name, own[name]) for name in ids)
    return [one.facts for one in known if one and one.facts]


def past_parcel(facts: ParcelFacts) -> PastParcel | None:
    """Return what a parcel says about its service; None if no service is on record."""
    if not facts.carrier:
        return None
    status = Status(facts.status)
    return PastParcel(
        facts.carrier,
        facts.service,
        facts.destination,
        facts.accepted_at,
        facts.delivered_at if status is Status.DELIVERED else None,
        lost=status is Status.LOST,
        returned=status in _BACK,
    )
