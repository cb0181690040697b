"""Take photos in, and find the shipment or product and the role of each."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import get_args

from parcelproof.evidence.photos import take_in
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.shop import Shop

ROLES: tuple[PhotoRole, ...] = get_args(PhotoRole)


def role_of(name: str) -> PhotoRole:
    """Read the role from a file name such as ``on_scale-2.jpg`` or ``Label.HEIC``; else ``other``."""
    stem = Path(name).stem.lower().replace("-", "_").replace(" ", "_")
    fitting = [role for role in ROLES if stem == role or stem.startswith(role + "_")]
    return max(fitting, key=len) if fitting else "other"


class PhotoImporter:
    """Takes single photos into the evidence store.

    Parameters
    ----------
    shop : Shop
    shipment, role : str
        Given by the person for all photos of this import; empty to find out.
    """

    def __init__(self, shop: Shop, *, shipment: str = "", role: PhotoRole | None = None) -> None:
        self._shop = shop
        self._shipment = shipment
        self._role = role
        self._taken = {(chain, slot) for chain, slot, _ in shop.ledger.lookups("photo")}

    def take(self, data: bytes, path: Path) -> tuple[str, Photo | None]:
        """Take one photo in.

        Returns
        -------
        chain : str
            Shipment id, name of a product's chain, or ``shop`` if the photo belongs to none yet.
        photo : Photo or None
            None if this shipment has this photo already.

        Raises
        ------
        EvidenceError
            If the file is no photo that can be kept.
        """
        slot = f"photo:{hashlib.sha256(data).hexdigest()}"
        chain = self._shipment or self._by_folder(path)
        if chain and (chain, slot) in self._taken:
            return chain, None
        photo = take_in(
            data, path.name, self._role or role_of(path.name), self._shop.evidence, zone=self._shop.settings.zone
        )
        chain = chain or self._by_barcode(photo) or SHOP_CHAIN
        if (chain, slot) in self._taken:
            return chain, None
        self._taken.add((chain, slot))
        return chain, photo

    def _by_folder(self, path: Path) -> str:
        name = path.parent.name
        found = self._shop.find(name) if name else []
        # A folder that no parcel is named after may carry the SKU of a product: its photos show single units.
        return found[0] if len(found) == 1 else "" if found or not name else self._shop.find_product(name)

    def _by_barcode(self, photo: Photo) -> str:
        for code in photo.barcodes:
            found = self._shop.find(code)
            if len(found) == 1:
                return found[0]
        return ""
