"""Finds a photo that was used for two orders, also when it was saved again, scaled, brightened or turned.

Rule: duplicate if the pHash distance is at most 6, or at most 10 while the dHash distance is at most 12
(64-bit hashes; measured on camera photos: different photos lie around 32). A rotated or mirrored picture has
another hash, so one side is hashed in all eight orientations. That is done when it is asked for, from the
stored thumbnail: the record then needs only one upright hash, and old records take part too.
A copy that was made much brighter can be as far as 16 away, with a dHash distance of 23 (measured on copies up to half
as bright again); whether it is one is then seen in the pixels, where the caller can show them. Looking takes a
millisecond, and a shop has many photos that are somewhat alike: without the second limit more than twice as many.
Labels look much alike, so two photos that each show a barcode, and not the same one, are no twins.
Compare between orders only: two shots of one scene come as close as a copy does. A picture without structure
(a lens cap, a blank file) has a hash that says nothing: it is the twin of the very same file only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from parcelproof.evidence.likeness import LIKE, difference
from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.records import Photo
from parcelproof.shipment import PhotoTwin

PHASH_SURE = 6
PHASH_LIKELY = 10
DHASH_LIKELY = 12
PHASH_NEAR = 16
DHASH_NEAR = 24
# Half of the 64 bits of a pHash are set by construction; far fewer mean that the picture is plain.
PLAIN_BITS = 16

_SIDE, _DCT_SIDE = 8, 32
"""What `imagehash` looks at: its hashes have 8 by 8 bits, and a pHash is made of 32 by 32 pixels."""
_WAVES: NDArray[np.float64] = 2 * np.cos(
    np.pi / (2 * _DCT_SIDE) * np.outer(np.arange(_SIDE), 2 * np.arange(_DCT_SIDE) + 1)
)
"""The lowest waves of a cosine transform (type II): loading a library for them would take a quarter of a second."""
_EXACT = 6
"""Decimals of a wave that are no noise: in a plain picture all are zero, and none is above the others."""

_DRAFT_SIDE = 96
"""A thumbnail is read at half its size: three times as fast, and at most 3 of 64 bits fall otherwise."""

Hashes = tuple[str, str]

Looks = Callable[[str, str], Image.Image | None]
"""Shipment and SHA-256 of a photo → its tiny picture (`likeness.tiny`), or None if it cannot be shown."""

_ORIENTATIONS: tuple[Image.Transpose | None, ...] = (None, *Image.Transpose)


@dataclass(frozen=True)
class PhotoHash:
    """The hashes of one photo of one shipment, as its record holds them, and its barcodes if they are known."""

    shipment: str
    sha256: str
    phash: str
    dhash: str
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrientedPhoto:
    """One photo with its hashes in all eight orientations."""

    sha256: str
    hashes: tuple[Hashes, ...]
    barcodes: tuple[str, ...] = ()


def image_hashes(image: Image.Image) -> Hashes:
    """Return pHash and dHash of a picture, each 16 hexadecimal digits."""
    grey = image.convert("L")
    return str(imagehash.phash(grey)), str(imagehash.dhash(grey))


def orientation_hashes(image: Image.Image) -> tuple[Hashes, ...]:
    """Return pHash and dHash of a picture and of its seven rotations and mirror images.

    Parameters
    ----------
    image : PIL.Image.Image
        A small one is enough: the hashes look at 32 × 32 pixels.
    """
    grey = image.convert("L")
    # A picture made small and then mirrored is the picture mirrored and then made small: two are made, not eight.
    across = grey.transpose(Image.Transpose.TRANSPOSE)
    small = _turned(grey, across, (_DCT_SIDE, _DCT_SIDE))
    waves = np.round(_WAVES @ small @ _WAVES.T, _EXACT).reshape(-1, _SIDE * _SIDE)
    phash = waves > np.median(waves, axis=1, keepdims=True)
    flat = _turned(grey, across, (_SIDE + 1, _SIDE))
    dhash = (flat[:, :, 1:] > flat[:, :, :-1]).reshape(-1, _SIDE * _SIDE)
    return tuple(zip(_as_text(phash), _as_text(dhash), strict=True))


def _turned(grey: Image.Image, across: Image.Image, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a picture made small, in the order of `_ORIENTATIONS`."""
    a, b = (np.asarray(one.resize(size, Image.Resampling.LANCZOS)) for one in (grey, across))
    return np.stack([a, a[:, ::-1], a[::-1], b[::-1], a[::-1, ::-1], b[:, ::-1], b, b[::-1, ::-1]])


def _as_text(bits: NDArray[np.bool_]) -> list[str]:
    return [row.tobytes().hex() for row in np.packbits(bits, axis=1)]


@lru_cache(maxsize=4096)
def _hashes_of_thumbnail(store: EvidenceStore, sha256: str) -> tuple[Hashes, ...]:
    with Image.open(BytesIO(store.get(sha256)), formats=("JPEG",)) as image:
        image.draft("L", (_DRAFT_SIDE, _DRAFT_SIDE))
        return orientation_hashes(image)


def oriented(photo: Photo, store: EvidenceStore) -> OrientedPhoto:
    """Hash a photo on record in all eight orientations, from its stored thumbnail.

    Raises
    ------
    EvidenceError
        If the thumbnail is missing or was changed.
    """
    turned = _hashes_of_thumbnail(store, photo.thumbnail.sha256)
    return OrientedPhoto(photo.sha256, ((photo.phash, photo.dhash), *turned[1:]), photo.barcodes)


class Near(NamedTuple):
    """A photo close to another: with both distances, whether that is sure, and in which orientation."""

    photo: PhotoHash
    phash_distance: int
    dhash_distance: int
    sure: bool
    orientation: int


class TwinIndex:
    """The photos of all orders, ready to be compared.

    Parameters
    ----------
    photos : iterable of PhotoHash
    """

    def __init__(self, photos: Iterable[PhotoHash]) -> None:
        self.photos = tuple(photos)
        self._sha256 = np.array([photo.sha256 for photo in self.photos], dtype="U64")
        self._phash = _as_numbers(photo.phash for photo in self.photos)
        self._dhash = _as_numbers(photo.dhash for photo in self.photos)

    def nearest(self, photo: OrientedPhoto) -> list[Near]:
        """Return the photos that the rule calls duplicates, and those near enough to be looked at, in index order."""
        phash = _as_numbers(h for h, _ in photo.hashes)[:, None]
        dhash = _as_numbers(h for _, h in photo.hashes)[:, None]
        p = np.bitwise_count(phash ^ self._phash[None, :])
        d = np.bitwise_count(dhash ^ self._dhash[None, :])
        told = (np.bitwise_count(phash) >= PLAIN_BITS) & (np.bitwise_count(self._phash) >= PLAIN_BITS)[None, :]
        same = told & ((p <= PHASH_SURE) | ((p <= PHASH_LIKELY) & (d <= DHASH_LIKELY)))
        same[0] |= self._sha256 == photo.sha256
        near = same | (told & (p <= PHASH_NEAR) & (d <= DHASH_NEAR))
        # For each photo keep the orientation that fits best: a sure one, then the smallest pHash and dHash distance.
        far = np.iinfo(np.int64).max
        rank = np.where(near, p.astype(np.int64) * 65 + d + np.where(same, 0, 65 * 65), far)
        best = rank.argmin(axis=0)
        return [
            Near(self.photos[c], int(p[best[c], c]), int(d[best[c], c]), bool(same[best[c], c]), int(best[c]))
            for c in np.flatnonzero(near.any(axis=0)).tolist()
        ]


def _as_numbers(hashes: Iterable[str]) -> NDArray[np.uint64]:
    return np.array([int(h, 16) for h in hashes], dtype=np.uint64)


def _other_label(one: OrientedPhoto, two: PhotoHash) -> bool:
    return bool(one.barcodes and two.barcodes) and not set(one.barcodes) & set(two.barcodes)


def find_twins(
    shipment: str,
    photos: Iterable[OrientedPhoto],
    others: TwinIndex | Iterable[PhotoHash],
    looks: Looks | None = None,
) -> tuple[PhotoTwin, ...]:
    """Name the photos of one shipment that were also used for another.

    Parameters
    ----------
    shipment : str
        Id of the shipment that `photos` belong to; its own photos among `others` are left out.
    photos : iterable of OrientedPhoto
        See `oriented`.
    others : TwinIndex or iterable of PhotoHash
        Photos of all shipments. Build a `TwinIndex` once when many shipments are checked.
    looks : callable, optional
        Shows photos, for copies that were made so bright that their hash alone does not tell.

    Returns
    -------
    tuple of PhotoTwin
        Sorted by photo, then other shipment.
    """
    index = others if isinstance(others, TwinIndex) else TwinIndex(others)
    if not index.photos:
        return ()
    twins = {
        PhotoTwin(photo.sha256, near.photo.shipment, near.photo.sha256, near.phash_distance, near.dhash_distance)
        for photo in photos
        for near in index.nearest(photo)
        if near.photo.shipment != shipment
        and not _other_label(photo, near.photo)
        and (near.sure or (looks is not None and _looks_alike(shipment, photo, near, looks)))
    }
    return tuple(sorted(twins, key=lambda t: (t.photo_sha256, t.other_shipment, t.other_sha256)))


def _looks_alike(shipment: str, photo: OrientedPhoto, near: Near, looks: Looks) -> bool:
    mine, other = looks(shipment, photo.sha256), looks(near.photo.shipment, near.photo.sha256)
    if mine is None or other is None:
        return False
    turn = _ORIENTATIONS[near.orientation]
    return difference(mine if turn is None else mine.transpose(turn), other) <= LIKE
