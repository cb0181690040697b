"""Compares the barcodes on a photo with the tracking number that the parcel should carry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

NumberVerdict = Literal["matches", "other_number", "not_found", "no_barcode", "no_number"]

# A scanner may put the kind of the symbol before its text (ISO/IEC 15424): ]C1 for GS1-128, ]d2 for GS1 DataMatrix.
_SYMBOL = re.compile(r"^\s*\][A-Za-z][0-9A-Za-z]")
# United States Postal Service: application identifier 420 and the ZIP code stand before the number of the parcel.
_US_ROUTING = re.compile(r"^420\d{5}(?:\d{4})?(?=9[1-5]\d{18,24}$)")
# Numbers that can be told by their shape: postal (S10), UPS, United States Postal Service, YunExpress, Cainiao.
_SHAPES = tuple(
    re.compile(shape)
    for shape in (r"[A-Z]{2}\d{9}[A-Z]{2}", r"1Z[0-9A-Z]{16}", r"9[1-5]\d{18,24}", r"YT\d{16}", r"LP\d{14}")
)
# Shorter numbers can stand inside another code by chance.
_MIN_INSIDE = 8


def bare_number(text: str) -> str:
    """Return letters and digits of a code or tracking number in capitals, without scanner and routing prefixes."""
    text = _SYMBOL.sub("", text)
    bare = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    return _US_ROUTING.sub("", bare)


def _shape(number: str) -> int | None:
    return next((place for place, shape in enumerate(_SHAPES) if shape.fullmatch(number)), None)


def compare_number(barcodes: Iterable[str], expected: str) -> NumberVerdict:
    """Say whether one of the barcodes is the expected tracking number.

    Parameters
    ----------
    barcodes : iterable of str
        As read from a photo.
    expected : str
        As the order or the carrier writes it, with or without spaces.

    Returns
    -------
    str
        ``other_number`` only if a barcode is surely a tracking number of the same kind, but another one.
    """
    number = bare_number(expected)
    if not number:
        return "no_number"
    codes = [code for code in map(bare_number, barcodes) if code]
    if not codes:
        return "no_barcode"
    # Carriers put a postcode or an application identifier before the number: the number is then inside.
    if number in codes or (len(number) >= _MIN_INSIDE and any(number in code for code in codes)):
        return "matches"
    shape = _shape(number)
    if shape is not None and any(_shape(code) == shape for code in codes):
        return "other_number"
    return "not_found"
