"""Photos of one shipment that another order used too."""

from __future__ import annotations

from collections.abc import Sequence

from parcelproof.evidence.store import EvidenceStore
from parcelproof.evidence.twins import PhotoHash, TwinIndex, find_twins, oriented
from parcelproof.ids import is_product_chain
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Photo
from parcelproof.ledger.store import Ledger
from parcelproof.photo_looks import PhotoLooks
from parcelproof.shipment import PhotoTwin


class PhotoTwins:
    """Compares photos over all orders of one shop; the index is made anew when the ledger grew.

    Parameters
    ----------
    ledger : Ledger
    evidence : EvidenceStore
    """

    def __init__(self, ledger: Ledger, evidence: EvidenceStore) -> None:
        self._ledger = ledger
        self._evidence = evidence
        self._known: tuple[str, TwinIndex] | None = None
        self._looks = PhotoLooks(ledger, evidence)

    def find(self, shipment_id: str, siblings: Sequence[str], photos: Sequence[Photo]) -> tuple[PhotoTwin, ...]:
        """Return the photos that another order used too; parcels of the same order do not count."""
        if not photos:
            return ()
        turned = [oriented(photo, self._evidence) for photo in photos]
        found = find_twins(shipment_id, turned, self._index(), self._looks)
        return tuple(twin for twin in found if twin.other_shipment not in siblings)

    def read(self) -> None:
        """Read now what is known of all photos."""
        self._index()
        self._looks.find_all()

    def _index(self) -> TwinIndex:
        head = self._ledger.head()[1]
        if self._known is None or self._known[0] != head:
            rows = self._ledger.lookups("photo")
            barcodes = self._ledger.values("photo", "barcodes")
            self._known = (
                head,
                TwinIndex(
                    PhotoHash(
                        chain, slot.removeprefix("photo:"), key[:16], key[17:], tuple(barcodes.get((chain, slot), ()))
                    )
                    for chain, slot, key in rows
                    if chain != SHOP_CHAIN and not is_product_chain(chain)
                ),
            )
        return self._known[1]
