"""One parcel as the ledger knows it: the typed view that every check and report reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

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
)
from parcelproof.tracking.events import Tracking
from parcelproof.units import Weight


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the record history: what was written into the chain, when, by whom.

    Attributes
    ----------
    sequence : int
        Position in this shipment's chain, from 1.
    kind, slot : str
    recorded_at : datetime
        When the ledger wrote it.
    claimed_at : datetime or None
        When it happened, as the source says.
    who, source : str
    hash : str
        SHA-256 of this entry, over the previous hash and the body.
    replaced : bool
        A later record corrected this one.
    erased : tuple of str
        Names of fields whose personal data was erased.
    """

    sequence: int
    kind: str
    slot: str
    recorded_at: datetime
    claimed_at: datetime | None
    who: str
    source: str
    hash: str
    replaced: bool = False
    erased: tuple[str, ...] = ()


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
    answers: Mapping[str, Answer] = field(default_factory=dict)
    tracking: Tracking = field(default_factory=Tracking)
    history: tuple[HistoryEntry, ...] = ()
    head: str = ""

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
