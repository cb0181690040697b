"""Tell whether a photo recorded after a report was made is the twin of a photo in that report."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from parcelproof.errors import ParcelproofError
from parcelproof.evidence.twins import PhotoHash, find_twins, oriented
from parcelproof.ids import is_product_chain
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Erasure, Photo
from parcelproof.ledger.stored import text_of
from parcelproof.photo_looks import PhotoLooks
from parcelproof.shop import Shop


class NewPhotos:
    """The photos of a shop by the position at which they were recorded.

    Parameters
    ----------
    shop : Shop
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._known: dict[int, dict[str, list[PhotoHash]]] = {}

    def concern(self, shipment_id: str, siblings: Collection[str], *, after: int) -> bool:
        """Tell whether a photo of another order, recorded after a position, is a twin of one of this parcel.

        The photos of a parcel from which personal data was erased count as new: the codes that told two labels apart
        are gone.
        """
        others = [photo for chain, photos in self._after(after).items() if chain not in {shipment_id, *siblings}
                  for photo in photos]  # fmt: skip
        if not others or shipment_id not in self._with_photos:
            return False
        ledger, evidence = self._shop.ledger, self._shop.evidence
        mine = {s.record.slot: s.record for s in ledger.read(shipment_id) if isinstance(s.record, Photo)}
        turned = [oriented(photo, evidence) for photo in mine.values()]
        return bool(find_twins(shipment_id, turned, others, PhotoLooks(ledger, evidence)))

    def _after(self, position: int) -> dict[str, list[PhotoHash]]:
        """Return the photos recorded after a position, by shipment."""
        if position not in self._known:
            new: dict[str, set[str]] = {}
            for row in self._shop.ledger.rows(position, (Photo.kind, Erasure.kind)):
                if row.chain != SHOP_CHAIN and not is_product_chain(row.chain):
                    # Erased codes concern all photos of the parcel; so does a record that was altered.
                    photo = text_of(row.said().get("sha256")) if row.kind == Photo.kind else ""
                    new.setdefault(row.chain, set()).add(photo)
            self._known[position] = {chain: list(self._hashes(chain, photos)) for chain, photos in new.items()}
        return self._known[position]

    def _hashes(self, chain: str, wanted: set[str]) -> Iterator[PhotoHash]:
        try:
            records = self._shop.ledger.read(chain)
        except ParcelproofError:  # a record of another parcel was altered: that parcel's own report names it
            return
        for stored in records:
            photo = stored.record
            if isinstance(photo, Photo) and ("" in wanted or photo.sha256 in wanted):
                yield PhotoHash(chain, photo.sha256, photo.phash, photo.dhash, photo.barcodes)

    @cached_property
    def _with_photos(self) -> set[str]:
        return {chain for chain, _, _ in self._shop.ledger.lookups(Photo.kind)}
