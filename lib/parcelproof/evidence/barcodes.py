"""Reads the barcodes on a photo: the tracking number on a label, a serial number on a product."""

from __future__ import annotations

import re

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from parcelproof.evidence.code_areas import code_areas, cut_out
from parcelproof.ledger.records import PhotoRole

MAX_BARCODES = 10
_MAX_TEXT = 200
_WORK_SIDE = 2400
_RETRY_SIDE = 1600
_SMALL_SIDE = 1200
_MIN_TEXT = 4

# Symbols found on labels, receipts and products. Codabar and UPC-E are left out: both are "found" in plain textures.
_BARS = ("Code128", "Code39", "Code93", "ITF", "EAN13", "EAN8", "UPCA")
_SQUARES = ("QRCode", "DataMatrix", "PDF417", "Aztec", "MaxiCode")


def _formats(*names: str) -> zxingcpp.BarcodeFormats:
    return zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in names])


_FORMATS = _formats(*_BARS, *_SQUARES)
# Bars alone are searched in a sixth of the time, so there can be more looks.
_LINEAR = _formats(*_BARS)
_SHARPEN = ImageFilter.UnsharpMask(radius=3, percent=250, threshold=0)

# Only where a code is expected is a second, slower look worth its time.
_EXPECTED: frozenset[PhotoRole] = frozenset({"label", "drop_off_receipt", "serial", "returned_parcel"})

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+")


def _clean(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:_MAX_TEXT]


def _read(image: Image.Image, formats: zxingcpp.BarcodeFormats = _FORMATS) -> list[str]:
    found = zxingcpp.read_barcodes(image, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return [text for text in (_clean(barcode.text) for barcode in found) if len(text) >= _MIN_TEXT]


def _look_again(grey: Image.Image) -> list[str]:
    """Look closer: at each area of bars, cut out of the full picture and set upright, then at the whole once more."""
    for area in code_areas(grey):
        for piece in cut_out(grey, area):
            for look in (piece, ImageOps.autocontrast(piece.filter(_SHARPEN), cutoff=2)):
                if found := _read(look, _LINEAR):
                    return found
    whole = grey.reduce(max(1, -(-max(grey.size) // _RETRY_SIDE)))
    looks = [_even_light(whole)]
    if max(whole.size) < _SMALL_SIDE:
        whole = whole.resize((whole.width * 2, whole.height * 2), Image.Resampling.BICUBIC)
        looks.insert(0, whole)
    for look in looks:
        if found := _read(look):
            return found
    return _read(whole.filter(_SHARPEN), _LINEAR)


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
        Upright pixels, RGB or grey.
    role : PhotoRole
        For a label, a receipt, a serial number or a returned parcel, a picture without a find is
        tried again enlarged, with more contrast, and rotated.
    """
    grey = image.convert("L")
    # Whole factors take a tenth of the time of a free scale.
    found = _read(grey.reduce(max(1, -(-max(grey.size) // _WORK_SIDE))))
    if not found and role in _EXPECTED:
        found = _look_again(grey)
    return tuple(dict.fromkeys(found))[:MAX_BARCODES]
