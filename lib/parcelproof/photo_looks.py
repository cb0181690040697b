"""Shows photos on record as tiny pictures, for copies whose hashes alone do not tell."""

from __future__ import annotations

from PIL import Image

from parcelproof.errors import ParcelproofError
from parcelproof.evidence.likeness import tiny_of_thumbnail
from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.records import Photo
from parcelproof.ledger.store import Ledger


class PhotoLooks:
    """Tiny pictures by shipment and SHA-256 of the photo; each is read once.

    Parameters
    ----------
    ledger : Ledger
    evidence : EvidenceStore
    """

    def __init__(self, ledger: Ledger, evidence: EvidenceStore) -> None:
        self._ledger = ledger
        self._evidence = evidence
        self._known: dict[str, Image.Image | None] = {}

    def __call__(self, shipment: str, sha256: str) -> Image.Image | None:
        """Return the tiny picture, or None if the photo or its thumbnail is damaged or not there."""
        if sha256 not in self._known:
            self._known[sha256] = self._read(shipment, sha256)
        return self._known[sha256]

    def _read(self, shipment: str, sha256: str) -> Image.Image | None:
        # A damaged file of another order must not hide this one; verify names it.
        try:
            for stored in self._ledger.read(shipment):
                if isinstance(stored.record, Photo) and stored.record.sha256 == sha256:
                    return tiny_of_thumbnail(self._evidence.get(stored.record.thumbnail.sha256))
        except (ParcelproofError, OSError, ValueError):
            return None
        return None
