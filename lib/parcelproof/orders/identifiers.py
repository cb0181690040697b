"""Order numbers, article numbers and tracking numbers: text, never arithmetic.

A spreadsheet program that opens a CSV turns long numbers into ``9.4E+21`` and cuts leading zeros. The lost
digits cannot be restored, so such a value is refused, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from parcelproof.messages import N_, _
from parcelproof.orders.model import BadValue

EXPORT_AGAIN = N_(
    "Export the file again and import the original without opening it in Excel, or format the column as Text first."
)

_SCIENTIFIC = re.compile(r"^[+-]?\d(?:[.,]\d+E\+?|E\+)\d{1,3}$", re.IGNORECASE)
_ZERO_FRACTION = re.compile(r"^(\d+)[.,]0{1,2}$")
_TEXT_FORMULA = re.compile(r'^="(.*)"$', re.DOTALL)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_NONE = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nil", "no tracking", "not tracked", "untracked", "无"})
_LIST = re.compile(r"[,;/|\n\r\uff0c\uff1b\u3001]+")
_TOKEN = re.compile(r"^[A-Z0-9][A-Z0-9._-]{4,39}$")
_EXACT_DIGITS = 15
"""Digits of a number that a spreadsheet program keeps."""


def is_scientific(text: str) -> bool:
    """Tell whether a spreadsheet program has shortened a number to the form ``9.4E+21``."""
    return bool(_SCIENTIFIC.match(text.strip()))


def read_id(text: str, *, numeric: bool = True) -> tuple[str, bool]:
    """Return an identifier as text, and whether ``.0`` was taken off.

    Parameters
    ----------
    text : str
    numeric : bool
        False for identifiers that may rightly hold a point, such as a SKU ``12.5``.

    Raises
    ------
    BadValue
        For a number in scientific form, or a long number that ends in ``.0``.
    """
    value = _INVISIBLE.sub("", text).strip()
    guarded = _TEXT_FORMULA.match(value)
    if guarded:
        value = guarded[1].strip()
    elif value.startswith("'"):
        value = value[1:].strip()
    if is_scientific(value):
        raise BadValue(_("A spreadsheet program shortened this number and lost its digits."), _(EXPORT_AGAIN))
    fraction = _ZERO_FRACTION.match(value) if numeric else None
    if not fraction:
        return value, False
    if len(fraction[1]) < _EXACT_DIGITS:
        return fraction[1], True
    raise BadValue(_("A spreadsheet program gave this long number decimals and may have changed it."), _(EXPORT_AGAIN))


def read_tracking_numbers(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the distinct tracking numbers of one cell, and whether ``.0`` was taken off one.

    Numbers are parted by a comma, semicolon, slash, bar or line break, or by a blank between two tokens
    that each look like a number. Blanks inside one number (``RB 123 456 785 CN``) are taken out.

    Raises
    ------
    BadValue
        If a part is no tracking number, or a spreadsheet program has changed it. Then the whole cell is
        refused: half of a cell would look complete.
    """
    value = _INVISIBLE.sub("", text).replace("\u00a0", " ").strip()
    if value.casefold() in _NONE:
        return (), False
    if "://" in value:
        raise BadValue(
            _("This is a web address, not a tracking number."), _("Put the tracking number itself in the cell.")
        )
    numbers: dict[str, None] = {}
    noted = False
    for part in _parts(value):
        number, cut = read_id(part)
        noted = noted or cut
        number = re.sub(r"\s+", "", number).upper()
        if not _TOKEN.match(number) or not any(c.isdigit() for c in number):
            raise BadValue(_("This is no tracking number."), _("Check the cell; write only the number in it."))
        if number.isdigit() and len(number) > _EXACT_DIGITS and not number[_EXACT_DIGITS:].strip("0"):
            lost = len(number) - _EXACT_DIGITS
            if lost >= 3:
                raise BadValue(
                    _("A spreadsheet program replaced the last digits of this number by zeros."), _(EXPORT_AGAIN)
                )
        numbers[number] = None
    return tuple(numbers), noted


def _parts(value: str) -> list[str]:
    # A decimal comma inside 9,4E+21 parts nothing.
    if is_scientific(value):
        return [value]
    parts: list[str] = []
    for chunk in (c.strip() for c in _LIST.split(value)):
        tokens = chunk.split()
        several = len(tokens) > 1 and all(_stands_alone(token) for token in tokens)
        parts += tokens if several else [chunk] if chunk else []
    return parts


def _stands_alone(token: str) -> bool:
    upper = token.upper()
    if is_scientific(token):
        return True
    return bool(_TOKEN.match(upper)) and len(upper) >= 8 and sum(c.isdigit() for c in upper) >= 6


def short_numbers(found: Iterable[tuple[int, str, str]]) -> list[int]:
    """Return the rows whose all-digit number is shorter than its siblings, one of which starts with a zero.

    Parameters
    ----------
    found : iterable of (row, carrier, number)

    Notes
    -----
    The zeros are never put back: the row is only named.
    """
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, carrier, number in found:
        if number.isdigit():
            groups[carrier.casefold()].append((row, number))
    rows: list[int] = []
    for members in groups.values():
        usual, count = Counter(len(number) for _, number in members).most_common(1)[0]
        padded = any(len(number) == usual and number.startswith("0") for _, number in members)
        if count >= 2 and padded:
            rows += [row for row, number in members if usual - 4 <= len(number) < usual]
    return sorted(set(rows))
