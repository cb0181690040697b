"""One parcel as the ledger knows it: the typed view that every check and report reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parcelproof.history_entry import HistoryEntry
from parcelproof.ids import is_product_chain
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
    ReviewAnswer,
    Shipping,
    SupplierProof,
    UnitInspection,
)
from parcelproof.product_file import ProductFile
from parcelproof.tracking.events import Tracking
from parcelproof.units import Weight


@dataclass(frozen=True)
class PhotoTwin:
    """A photo of this shipment that was also used for another order."""

    photo_sha256: str
    other_shipment: str
    other_sha256: str
    phash_distance: int
    dhash_distance: int


@dataclass(frozen=True)
class Shipment:
    """One parcel and everything on record about it. Missing things are None or empty.

    ``siblings`` are the other parcels of the same order. ``weights`` holds the latest value of each named
    weight (``net``, ``tare``, ``packed``, ``declared``, ``scanned``, ``billed``), ``weight_times`` when.
    ``products`` is what is on record about the products in it; ``listings`` and ``supplier_proofs`` hold theirs too,
    and ``units`` the inspected units whose serial numbers go into this parcel. ``sold`` counts the pieces that the
    whole shop sold per SKU, ``serials_elsewhere`` names other orders in which a serial number of this one stands.
    """

    id: str
    siblings: tuple[str, ...] = ()
    order: Order | None = None
    items: tuple[Item, ...] = ()
    gifts: tuple[Gift, ...] = ()
    shipping: Shipping | None = None
    weights: Mapping[str, Weight] = field(default_factory=dict)
    weight_times: Mapping[str, datetime] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    photo_twins: tuple[PhotoTwin, ...] = ()
    packing: Packing | None = None
    declaration: Declaration | None = None
    consents: tuple[Consent, ...] = ()
    messages: tuple[Message, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    review_answers: tuple[ReviewAnswer, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    listings: tuple[Listing, ...] = ()
    supplier_proofs: tuple[SupplierProof, ...] = ()
    units: tuple[UnitInspection, ...] = ()
    products: tuple[ProductFile, ...] = ()
    sold: Mapping[str, int] = field(default_factory=dict)
    serials_elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    tracking: Tracking = field(default_factory=Tracking)
    history: tuple[HistoryEntry, ...] = ()
    head: str = ""

    @property
    def is_on_shelf(self) -> bool:
        """Whether this is a product that nobody ordered yet, and no parcel."""
        return is_product_chain(self.id)

    @property
    def tracking_number(self) -> str:
        """The parcel's tracking number, or an empty string."""
        return self.shipping.tracking_number if self.shipping else ""

    @property
    def handed_over_at(self) -> datetime | None:
        """When the parcel left the seller: the acceptance scan, else the stated dispatch."""
        if self.tracking.accepted and self.tracking.accepted.time:
            return self.tracking.accepted.time
        return self.shipping.shipped_at if self.shipping else None

    def photos_of(self, *roles: str) -> tuple[Photo, ...]:
        """Photos with one of the given roles."""
        return tuple(p for p in self.photos if p.role in roles)
