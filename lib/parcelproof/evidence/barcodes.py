"""Reads the barcodes on a photo: the tracking number on a label, a serial number on a product."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from parcelproof.ledger.records import PhotoRole

MAX_BARCODES = 10
_MAX_TEXT = 200
_WORK_SIDE = 2400
_RETRY_SIDE = 1600
_SMALL_SIDE = 1200
_MIN_TEXT = 4

# Symbols found on labels, receipts and products. Codabar and UPC-E are left out: both are "found" in plain textures.
_FORMATS = zxingcpp.BarcodeFormats(
    [
        getattr(zxingcpp.BarcodeFormat, name)
        for name in (
            "Code128", "Code39", "Code93", "ITF", "EAN13", "EAN8", "UPCA", "QRCode", "DataMatrix", "PDF417", "Aztec",
            "MaxiCode",
        )
    ]
)  # fmt: skip

# Only where a code is expected is a second, slower look worth its time.
_EXPECTED: frozenset[PhotoRole] = frozenset({"label", "drop_off_receipt", "serial", "returned_parcel"})

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+")


def _clean(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:_MAX_TEXT]


def _read(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(image, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    return [text for text in (_clean(barcode.text) for barcode in found) if len(text) >= _MIN_TEXT]


def _looks(grey: Image.Image) -> Iterator[Image.Image]:
    """The same picture prepared in other ways, cheapest first."""
    grey = grey.copy()
    grey.thumbnail((_RETRY_SIDE, _RETRY_SIDE), Image.Resampling.LANCZOS)
    side = max(grey.size)
    if side < _SMALL_SIDE:
        yield grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)
    yield ImageOps.autocontrast(grey, cutoff=2)
    yield _even_light(grey)
    yield grey.filter(ImageFilter.UnsharpMask(radius=3, percent=250, threshold=0))
    for angle in (15, -15, 30, -30, 45):
        yield grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _even_light(grey: Image.Image) -> Image.Image:
    """Divide each pixel by the light around it, so that a shadow across the label does no harm."""
    around = grey.filter(ImageFilter.BoxBlur(max(8, max(grey.size) // 60)))
    ratio = np.asarray(grey, np.float32) / np.maximum(np.asarray(around, np.float32), 1)
    return Image.fromarray(np.clip(ratio * 160, 0, 255).astype(np.uint8))


def read_barcodes(image: Image.Image, role: PhotoRole = "label") -> tuple[str, ...]:
    """Read what the barcodes on a photo say, without doubles, at most ten.

    Parameters
    ----------
    image : PIL.Image.Image
        Upright RGB pixels.
    role : PhotoRole
        For a label, a receipt, a serial number or a returned parcel, a picture without a find is
        tried again enlarged, with more contrast, and rotated.
    """
    grey = image.convert("L")
    if max(grey.size) > _WORK_SIDE:
        grey.thumbnail((_WORK_SIDE, _WORK_SIDE), Image.Resampling.LANCZOS)
    found = _read(grey)
    if not found and role in _EXPECTED:
        for look in _looks(grey):
            found = _read(look)
            if found:
                break
    return tuple(dict.fromkeys(found))[:MAX_BARCODES]
