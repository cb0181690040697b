"""One product as the ledger knows it: what every page and check about the product reads."""

from __future__ import annotations

from dataclasses import dataclass

from parcelproof.history_entry import HistoryEntry
from parcelproof.ledger.records import Answer, Listing, Photo, Product, SupplierProof, UnitInspection


@dataclass(frozen=True)
class ProductFile:
    """One product and everything on record about it. Missing things are None or empty.

    Attributes
    ----------
    id : str
        Name of its chain, ``product:…``.
    product : Product or None
        What the seller states today.
    listings : tuple of Listing
        Every snapshot, the oldest first.
    supplier_proofs : tuple of SupplierProof
    units : tuple of UnitInspection
        The latest inspection of each unit.
    photos : tuple of Photo
    answers : tuple of Answer
    history : tuple of HistoryEntry
    head : str
        Hash of the last entry of the chain.
    """

    id: str
    product: Product | None = None
    listings: tuple[Listing, ...] = ()
    supplier_proofs: tuple[SupplierProof, ...] = ()
    units: tuple[UnitInspection, ...] = ()
    photos: tuple[Photo, ...] = ()
    answers: tuple[Answer, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    head: str = ""

    @property
    def sku(self) -> str:
        """The SKU, or an empty string."""
        return self.product.sku if self.product else ""

    @property
    def title(self) -> str:
        """What the product is called: the seller's words, else those of the newest listing."""
        if self.product and self.product.title:
            return self.product.title
        return self.listings[-1].title if self.listings else ""

    @property
    def listing_ids(self) -> tuple[str, ...]:
        """The numbers of all listings that offer it."""
        stated = self.product.listing_ids if self.product else ()
        return tuple(dict.fromkeys([*stated, *(page.listing_id for page in self.listings if page.listing_id)]))
