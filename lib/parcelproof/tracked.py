"""Many parcels as the tracking pages see them: read in few queries, without photos, products and sales."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parcelproof.errors import ParcelproofError, ShopError
from parcelproof.fold import fold_shipment
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import (
    Consent,
    Inquiry,
    Message,
    Order,
    ReviewAnswer,
    Shipping,
    TaughtWording,
    TrackingImport,
)
from parcelproof.ledger.verify import check_entries
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.teaching import taught_wordings
from parcelproof.tracking.scan_files import ScanFiles
from parcelproof.tracking.wording.taught import NOTHING, Teachings

KINDS = tuple(r.kind for r in (Order, Shipping, Consent, Message, Inquiry, ReviewAnswer, TrackingImport))
"""What the review and the charts look at; all the rest of a parcel stays empty here."""


def taught(shop: Shop) -> Teachings:
    """Return what this shop taught and did not take back."""
    for _chain, _entries, found in shop.ledger.read_many([SHOP_CHAIN], [TaughtWording.kind]):
        if isinstance(found, ShopError):
            raise found
        return taught_wordings(item.record for item in found)
    return NOTHING


def read_tracked(shop: Shop, ids: Sequence[str]) -> Iterator[tuple[str, Shipment | ParcelproofError]]:
    """Yield each parcel, or why it cannot be read; its chain and its scans are checked as `Shop.shipment` does.

    Parameters
    ----------
    shop : Shop
    ids : sequence of str
        Shipment ids that the shop has.
    """
    teachings, scans = taught(shop), ScanFiles(shop.evidence.get)
    for name, entries, found in shop.ledger.read_many(ids, KINDS):
        try:
            if isinstance(found, ShopError):
                raise found
            if broken := check_entries(entries):
                raise ShopError(_("A record of this shipment was altered."), where=broken)
            shipment = fold_shipment(name, found, read_file=shop.evidence.get, taught=teachings, read_scans=scans)
        except ParcelproofError as error:
            yield name, error
        else:
            yield name, replace(shipment, head=entries[-1].hash if entries else "")
