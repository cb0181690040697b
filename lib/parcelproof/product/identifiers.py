"""Numbers on a product and its box: GTIN, IMEI, serial number; which of them can be right at all.

The check digits are python-stdnum's. What it takes as it comes is judged here as well: a number of one digit only, a
GTIN for use inside one shop, a number that a spreadsheet has shortened, and digits of other scripts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from stdnum import ean, imei
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from parcelproof.messages import N_, _
from parcelproof.serials import bare_serial

State = Literal["right", "wrong", "cannot_tell", "none"]

_NOT_GIVEN = frozenset(
    {"", "-", "n/a", "na", "none", "no", "not applicable", "does not apply", "nicht zutreffend", "non applicable",
     "no aplicable", "non applicabile", "不适用", "无"}
)  # fmt: skip
_SHORTENED = re.compile(r"^\d(?:[.,]\d+)?e\+?\d+$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s\-‐-―−_./]+")
_IN_SHOP = re.compile(r"^(02|04|2)")
"""GS1 prefixes 02, 04 and 20 to 29 name an article inside one shop only."""

_SERIAL_LABEL = re.compile(
    r"^(?:S/N[:：#.]*|(?:SERIAL(?:NUMBER|NO\.?|NR\.?|#)?|SN|SERIENNUMMER|序列号)[:：#.]+)", re.IGNORECASE
)
"""What stands before a number; without a colon, ``SN`` may belong to it."""

_LOOK_ALIKE = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "G": "6"})

_REASONS = {
    "right": N_("The check digit fits."),
    "not_given": N_("No number is given."),
    "not_digits": N_("A number of this kind has digits only."),
    "shortened": N_("A spreadsheet has shortened this number. Enter it again as text."),
    "wrong_length": N_("The number has {digits} digits. Right are {lengths}."),
    "leading_zero_lost": N_("The number has {digits} digits. A zero is missing in front; right is {mended}."),
    "wrong_check_digit": N_("The last digit does not fit the others. Read the number again."),
    "one_digit_only": N_("All digits are the same. This is a filler and no number."),
    "in_shop": N_("The check digit fits, but numbers that begin like this hold inside one shop only."),
    "no_check_digit": N_("This form of the number has no check digit, so a typing error cannot be seen."),
}  # fmt: skip


@dataclass(frozen=True)
class NumberAnswer:
    """What can be said about a number by looking at it.

    Attributes
    ----------
    number : str
        Without blanks and hyphens; digits of other scripts as plain ones.
    form : str
        ``GTIN-13``, ``IMEI``, ``IMEISV`` …; empty if it is none.
    state : {'right', 'wrong', 'cannot_tell', 'none'}
        ``none``: nothing is given, or the field says that there is no number.
    code : str
        Why: a key of the reasons.
    reason : str
        The same in plain words.
    """

    number: str
    form: str
    state: State
    code: str
    reason: str

    @property
    def is_right(self) -> bool:
        """Whether the check digit fits; a number that cannot be checked is not right."""
        return self.state == "right"


def check_gtin(text: str) -> NumberAnswer:
    """Check a GTIN: EAN-13, UPC-A (12 digits), EAN-8 or GTIN-14.

    Parameters
    ----------
    text : str
        As written; blanks and hyphens do not count.

    Notes
    -----
    The check digit finds every single wrong digit, and every two swapped neighbours that do not differ by five.
    It does not say that the number was ever given out.
    """
    number = plain_number(text)
    if early := _early(text, number):
        return early
    try:
        ean.validate(number)
    except InvalidLength:
        padded = number.zfill(len(number) + 1)
        if len(padded) in (8, 12, 13) and ean.is_valid(padded):
            return _answer(number, "", "wrong", "leading_zero_lost", mended=padded)
        return _answer(number, "", "wrong", "wrong_length", lengths=_("8, 12, 13 or 14"))
    except InvalidChecksum:
        return _answer(number, f"GTIN-{len(number)}", "wrong", "wrong_check_digit")
    except ValidationError:
        return _answer(number, "", "wrong", "not_digits")
    form = f"GTIN-{len(number)}"
    if len(set(number)) == 1:
        return _answer(number, form, "wrong", "one_digit_only")
    if len(number) >= 12 and _IN_SHOP.match(number.zfill(14)[1:]):
        return _answer(number, form, "cannot_tell", "in_shop")
    return _answer(number, form, "right", "right")


def check_imei(text: str) -> NumberAnswer:
    """Check an IMEI of 15 digits by its Luhn digit; 14 digits and the IMEISV of 16 have none.

    Notes
    -----
    3GPP TS 23.003 section 6.2: the digit finds every single wrong digit, and every two swapped neighbours but 0 and 9.
    """
    number = plain_number(text)
    if early := _early(text, number):
        return early
    try:
        imei.validate(number)
    except InvalidLength:
        return _answer(number, "", "wrong", "wrong_length", lengths=_("15, or 16 with the version of the software"))
    except InvalidChecksum:
        return _answer(number, "IMEI", "wrong", "wrong_check_digit")
    except ValidationError:
        return _answer(number, "", "wrong", "not_digits")
    if len(set(number)) == 1:
        return _answer(number, "", "wrong", "one_digit_only")
    if len(number) == 15:
        return _answer(number, "IMEI", "right", "right")
    return _answer(number, "IMEISV" if len(number) == 16 else "IMEI", "cannot_tell", "no_check_digit")


def clean_serial(text: str) -> str:
    """Return a serial number without what people and scanners write around it: ``S/N: ab 12`` becomes ``AB12``.

    Letters, digits and the signs inside stay: only the maker knows which of them count. Cleaning twice changes
    nothing.
    """
    plain = _joined_up(text)
    bare = bare_serial("".join("-" if unicodedata.category(c) == "Pd" or c == "−" else c for c in plain))
    while (shorter := _SERIAL_LABEL.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare


def same_serial(one: str, other: str) -> bool:
    """Whether two serial numbers are the same number, however they are written."""
    first, second = clean_serial(one), clean_serial(other)
    return bool(first) and (first == second or _joined(first) == _joined(second) != "")


def misread_serial(one: str, other: str) -> bool:
    """Whether two different serial numbers differ only in signs that are easily misread, such as O and 0."""
    if same_serial(one, other):
        return False
    first, second = (_joined(clean_serial(text)).translate(_LOOK_ALIKE) for text in (one, other))
    return bool(first) and first == second


def plain_number(text: str) -> str:
    """Return a number without blanks, hyphens and dots, its digits as plain ones."""
    plain = _joined_up(text)
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in plain)
    return _SEPARATORS.sub("", digits)


def _joined_up(text: str) -> str:
    # Normal forms can hold blanks, and what stood beside a blank can join once it is gone.
    plain = "".join(unicodedata.normalize("NFKC", _visible(text)).split())
    return unicodedata.normalize("NFKC", plain)


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))


def _joined(serial: str) -> str:
    return re.sub(r"[\W_]+", "", serial)


def _early(text: str, number: str) -> NumberAnswer | None:
    """Answer what needs no check digit: nothing, and numbers that a spreadsheet spoilt."""
    if " ".join(text.split()).casefold() in _NOT_GIVEN or not number:
        return _answer("", "", "none", "not_given")
    if _SHORTENED.match(unicodedata.normalize("NFKC", text).strip()):
        return _answer(number, "", "wrong", "shortened")
    return None if number.isascii() and number.isdigit() else _answer(number, "", "wrong", "not_digits")


def _answer(number: str, form: str, state: State, code: str, **facts: str) -> NumberAnswer:
    reason = _(_REASONS[code], digits=len(number), **facts)
    return NumberAnswer(number[:80], form, state, code, reason)
