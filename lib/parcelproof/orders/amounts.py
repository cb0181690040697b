"""Amounts of money and pieces as export files write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pycountry

from parcelproof.messages import _
from parcelproof.orders.formats import DecimalMark
from parcelproof.orders.model import BadValue
from parcelproof.units import Money

_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN", "CLP", "COP", "ARS", "BRL", "JMD", "FJD"})
_SIGNS: dict[str, frozenset[str]] = {
    "$": _DOLLARS,
    "US$": frozenset({"USD"}),
    "AU$": frozenset({"AUD"}),
    "A$": frozenset({"AUD"}),
    "C$": frozenset({"CAD"}),
    "CA$": frozenset({"CAD"}),
    "NZ$": frozenset({"NZD"}),
    "HK$": frozenset({"HKD"}),
    "S$": frozenset({"SGD"}),
    "NT$": frozenset({"TWD"}),
    "MX$": frozenset({"MXN"}),
    "R$": frozenset({"BRL"}),
    "£": frozenset({"GBP"}),
    "€": frozenset({"EUR"}),
    "¥": frozenset({"JPY", "CNY"}),
    "CN¥": frozenset({"CNY"}),
    "JP¥": frozenset({"JPY"}),
    "元": frozenset({"CNY"}),
    "円": frozenset({"JPY"}),
    "₩": frozenset({"KRW"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "₫": frozenset({"VND"}),
    "₱": frozenset({"PHP"}),
    "฿": frozenset({"THB"}),
    "ZŁ": frozenset({"PLN"}),
    "KČ": frozenset({"CZK"}),
    "FT": frozenset({"HUF"}),
    "KR": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "RM": frozenset({"MYR"}),
    "RP": frozenset({"IDR"}),
    "FR": frozenset({"CHF"}),
}
_AMOUNT = re.compile(
    r"^(?P<before>[^\d.,()+-]*)(?P<sign>[+-]?)(?P<mid>[^\d.,()+-]*)(?P<number>[\d.,' ]*\d)(?P<after>[^\d.,()]*)$"
)
_SAME_MARKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2212": "-", "’": "'"})
_GROUPED = {
    ".": re.compile(r"^(?:\d+|\d{1,3}(?:[,' ]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?$|^\.\d+$"),
    ",": re.compile(r"^(?:\d+|\d{1,3}(?:[.' ]\d{3})+)(?:,\d+)?$|^,\d+$"),
}
_CODES = frozenset(currency.alpha_3 for currency in pycountry.currencies)


def is_currency(code: str) -> bool:
    """Tell whether the text is an ISO 4217 code in capital letters."""
    return code in _CODES


@dataclass(frozen=True)
class MoneyReader:
    """Reads the amounts of one file.

    Attributes
    ----------
    mark : str or None
        The decimal mark of the file; None if no amount decides it.
    currency : str
        What an amount without a sign is in, or what an ambiguous sign means; empty if nobody said it.
    dollar : str
        What a bare ``$`` means on this platform's site; empty if that depends.
    """

    mark: DecimalMark | None
    currency: str = ""
    dollar: str = ""

    def read(self, text: str, column_currency: str = "") -> Money:
        """Read one amount.

        Parameters
        ----------
        text : str
            Such as ``$1,234.50``, ``12,50 EUR``, ``(3.00)``.
        column_currency : str
            What the row's currency column says.

        Raises
        ------
        BadValue
            If the amount, its decimal mark or its currency cannot be told for sure.
        """
        amount, signs = _split(text)
        return Money(amount=self._number(amount), currency=self._currency(signs, column_currency))

    def _number(self, amount: str) -> Decimal:
        negative, digits = amount.startswith("-"), amount.lstrip("-")
        mark = self.mark or _own_mark(digits)
        if mark is None:
            raise BadValue(
                _("This amount can be read in two ways: the mark may stand for thousands or for decimals."),
                _("Write the amount with two decimals, or name the decimal mark in a column mapping."),
            )
        if not _GROUPED[mark].match(digits):
            raise BadValue(
                _("This amount does not fit the decimal mark of the file."), _("Check the amount in this cell.")
            )
        for thousands in {",", ".", "'", " "} - {mark}:
            digits = digits.replace(thousands, "")
        value = Decimal(digits.replace(",", "."))
        return -value if negative else value

    def _currency(self, signs: tuple[str, ...], column: str) -> str:
        allowed: frozenset[str] | None = None
        for sign in signs:
            meaning = frozenset({sign}) if is_currency(sign) else _SIGNS.get(sign)
            if meaning is None:
                raise BadValue(_("This amount holds a sign that is no currency."), _("Write it like 12.50 USD."))
            allowed = meaning if allowed is None else allowed & meaning
        if (allowed is not None and not allowed) or (column and allowed and column not in allowed):
            raise BadValue(_("This row names two different currencies for one amount."), _("Correct the currency."))
        if column:
            return column
        if allowed and len(allowed) == 1:
            return next(iter(allowed))
        # A platform that writes AU $ and C $ means its home dollar by a bare sign; that beats the shop's currency.
        for wanted in ((self.dollar if "$" in signs else ""), self.currency):
            if wanted and (allowed is None or wanted in allowed):
                return wanted
        raise BadValue(
            _("The currency of this amount is not certain."), _("Name the currency for the import, such as USD.")
        )


@lru_cache(maxsize=50_000)
def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """Part an amount into its digits (with a leading minus) and its currency signs."""
    value = " ".join(text.translate(_SAME_MARKS).split())
    bracketed = re.match(r"^([^\d()]*)\((.*)\)([^\d()]*)$", value)
    negative = bool(bracketed)
    if bracketed:
        value = f"{bracketed[1]}{bracketed[2]}{bracketed[3]}"
    match = _AMOUNT.match(value)
    if not match:
        raise BadValue(_("This is no amount of money."), _("Write a number and a currency, like 12.50 USD."))
    negative = negative or match["sign"] == "-" or match["after"].strip().endswith("-")
    found = [match[name].strip().rstrip("-").strip() for name in ("before", "mid", "after")]
    signs = tuple(part for item in found for part in _signs(item))
    return ("-" if negative else "") + match["number"].strip(), signs


def _signs(text: str) -> list[str]:
    upper = text.upper().replace(" ", "").rstrip(".")
    if not upper:
        return []
    # "US $" and "AU $" are one sign; "CAD$" and "USD $" are a code and a sign.
    if upper in _SIGNS or is_currency(upper):
        return [upper]
    if is_currency(upper[:3]) and upper[3:]:
        return [upper[:3], *_signs(upper[3:])]
    return [upper]


def _own_mark(digits: str) -> DecimalMark | None:
    """Return the decimal mark that this amount alone shows, or None if it could be either."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if not points and not commas:
        return "."
    mark: DecimalMark = "." if points else ","
    other: DecimalMark = "," if points else "."
    if points + commas > 1:
        return other
    tail = len(digits) - digits.rfind(mark) - 1
    whole = digits.split(mark)[0].replace("'", "").replace(" ", "")
    # 0.123 and 1234.500 cannot hold a thousands mark there.
    return mark if tail != 3 or whole in ("", "0") or len(whole) > 3 else None


def find_mark(amounts: Iterable[str], default: DecimalMark | None) -> DecimalMark | None:
    """Return the decimal mark that the amounts of a file agree on.

    If none of them shows it, the default; if they contradict each other, None: then only amounts that
    speak for themselves are read.
    """
    marks: set[DecimalMark] = set()
    for text in amounts:
        try:
            digits = _split(text)[0].lstrip("-")
        except BadValue:
            continue
        own = _own_mark(digits) if "." in digits or "," in digits else None
        if own:
            marks.add(own)
    if not marks:
        return default
    return marks.pop() if len(marks) == 1 else None


def read_count(text: str) -> int:
    """Read a number of pieces: ``2`` or ``2.0``, nothing else.

    Raises
    ------
    BadValue
        If it is no whole number.
    """
    match = re.fullmatch(r"\s*(\d{1,7})(?:[.,]0{1,2})?\s*", text)
    if not match or int(match[1]) > 1_000_000:
        raise BadValue(_("This is no whole number of pieces."), _("Write a number like 2."))
    return int(match[1])
