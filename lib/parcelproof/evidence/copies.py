"""Copies of a photo that may leave the house: small, upright, and without anything but the pixels."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.records import Derived

SHARE_SIDE = 1600
SHARE_QUALITY = 80
THUMBNAIL_SIDE = 320
THUMBNAIL_QUALITY = 70


def _encode(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def bare(image: Image.Image, side: int) -> Image.Image:
    """Scale a picture down to a long side, never up, and drop all that is not pixels.

    Parameters
    ----------
    image : PIL.Image.Image
        RGB.
    side : int
        Longest side in pixels.
    """
    width, height = image.size
    scale = min(1.0, side / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    small.info.clear()
    return small


def derive(image: Image.Image, store: EvidenceStore, *, side: int, quality: int, operation: str) -> Derived:
    """Make one copy and keep it in the store. The same picture always gives the same bytes."""
    small = bare(image, side)
    data = _encode(small, quality)
    sha256 = store.put(data)
    return Derived(sha256=sha256, operation=operation, width=small.width, height=small.height, bytes=len(data))


def share_copy(image: Image.Image, store: EvidenceStore, *, had_gps: bool) -> Derived:
    """Make the copy for a dispute desk; its ``operation`` says what was done and what was removed."""
    operation = f"turned upright, long side at most {SHARE_SIDE}, JPEG {SHARE_QUALITY}, camera data removed"
    if had_gps:
        operation += "; GPS removed from the copy"
    return derive(image, store, side=SHARE_SIDE, quality=SHARE_QUALITY, operation=operation)


def thumbnail(image: Image.Image, store: EvidenceStore) -> Derived:
    """Make the small copy for pages and reports."""
    operation = f"turned upright, long side at most {THUMBNAIL_SIDE}, JPEG {THUMBNAIL_QUALITY}, camera data removed"
    return derive(image, store, side=THUMBNAIL_SIDE, quality=THUMBNAIL_QUALITY, operation=operation)
