"""Shows photos on record as tiny pictures, for copies whose hashes alone do not tell."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

from parcelproof.errors import ParcelproofError
from parcelproof.evidence.likeness import tiny_of_thumbnail
from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.records import Photo
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.stored import Row, text_of


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
        self._thumbnails: dict[tuple[str, str], str] = {}
        self._known: dict[str, Image.Image | None] = {}

    def __call__(self, shipment: str, sha256: str) -> Image.Image | None:
        """Return the tiny picture, or None if the photo or its thumbnail is damaged or not there."""
        if sha256 not in self._known:
            self._known[sha256] = self._read(shipment, sha256)
        return self._known[sha256]

    def find_all(self) -> None:
        """Find out now where the thumbnails of all photos are; otherwise it is done for each shipment in its turn."""
        self._find(self._ledger.rows(0, (Photo.kind,)))

    def _read(self, shipment: str, sha256: str) -> Image.Image | None:
        if (shipment, sha256) not in self._thumbnails:
            self._find(self._ledger.rows_of(shipment, (Photo.kind,)))
        # A damaged file of another order must not hide this one; verify names it.
        try:
            return tiny_of_thumbnail(self._evidence.get(self._thumbnails[shipment, sha256]))
        except (KeyError, ParcelproofError, OSError, ValueError):
            return None

    def _find(self, rows: Iterable[Row]) -> None:
        for row in rows:
            said = row.said()
            thumbnail = said.get("thumbnail")
            if isinstance(thumbnail, dict):
                self._thumbnails.setdefault((row.chain, text_of(said.get("sha256"))), text_of(thumbnail.get("sha256")))
