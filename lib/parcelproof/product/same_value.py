"""Say whether two values are the same thing: loose in form, strict in content.

What cannot be compared is unknown; it is never the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from parcelproof.playbook.consistency import ComparedAttribute, How
from parcelproof.product.identifiers import same_serial
from parcelproof.product.said_values import MISSING, Colour, Energy, Size, Volts

Verdict = Literal["same", "differs", "unknown"]

SPREAD = Decimal("0.1")
"""Two names of one mains voltage, such as 220 and 230 V, are nearer than this to each other."""


def same_value(attribute: ComparedAttribute, one: Any, other: Any) -> Verdict:
    """Compare two normal forms of one attribute, as `parcelproof.product.said_values` gives them.

    Parameters
    ----------
    attribute : ComparedAttribute
        Names the way of comparing, and how far numbers may differ by rounding.
    one, other : object
        Normal forms of that way.
    """
    return _JUDGES[attribute.how](one, other, attribute)


def _equal(one: object, other: object, attribute: ComparedAttribute) -> Verdict:
    return "same" if one == other else "differs"


def _brand(one: str, other: str, attribute: ComparedAttribute) -> Verdict:
    if not one or not other:
        return "same" if one == other else "differs"
    first, second = set(one.split()), set(other.split())
    # "Sony" and "Sony Corporation", "TP-Link" and "TPLink".
    alike = first <= second or second <= first or one.replace(" ", "") == other.replace(" ", "")
    return "same" if alike else "differs"


def _any_common(one: frozenset[str], other: frozenset[str], attribute: ComparedAttribute) -> Verdict:
    return "same" if one & other else "differs"


def _colour(one: Colour, other: Colour, attribute: ComparedAttribute) -> Verdict:
    (first, rest), (second, more) = one, other
    if first and second:
        if first == second:
            return "same"
        # "Black" and "black and red" may be one article or two.
        return "unknown" if first & second else "differs"
    if not first and not second and (rest <= more or more <= rest):
        return "same"
    return "unknown"  # names such as "Midnight" are in no list


def _size(one: frozenset[Size], other: frozenset[Size], attribute: ComparedAttribute) -> Verdict:
    pairs = [(a[1], b[1]) for a in one for b in other if a[0] == b[0]]
    if any(_same_size(a, b) for a, b in pairs):
        return "same"
    if pairs:
        return "differs"
    numbers = [{value for kind, value in sizes if kind.startswith("number")} for sizes in (one, other)]
    # "42" and "EU 42" are the same; "42" and "US 9" may be.
    return "same" if numbers[0] & numbers[1] else "unknown"


def _same_size(one: Any, other: Any) -> bool:
    if isinstance(one, tuple):
        return all(_near(a, b, Decimal("0.02"), Decimal(1)) for a, b in zip(one, other, strict=True))
    if isinstance(one, Decimal):
        return _near(one, other, Decimal("0.005"), Decimal(0))
    return bool(one == other)


def _near(one: Decimal, other: Decimal, share: Decimal, at_least: Decimal) -> bool:
    return abs(one - other) <= max(share * max(one, other), at_least)


def _serials(one: frozenset[str], other: frozenset[str], attribute: ComparedAttribute) -> Verdict:
    """Compare two lists of numbers, of which one may be a part of the other."""
    less, more = sorted((one, other), key=len)
    found = [any(same_serial(number, there) for there in more) for number in less]
    return "same" if all(found) else "differs"


def _energy(one: Energy, other: Energy, attribute: ComparedAttribute) -> Verdict:
    # A page may name the battery of the case and those of the earphones: one that is the same is enough.
    pairs = [(a, b) for unit, a in one for other_unit, b in other if unit == other_unit]
    if any(_same_energy(a, b, attribute) for a, b in pairs):
        return "same"
    return "differs" if pairs else "unknown"


def _same_energy(one: Decimal, other: Decimal, attribute: ComparedAttribute) -> bool:
    places = min(_places(one), _places(other))
    return round(one, places) == round(other, places) or _close(one, other, attribute)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _close(one: Decimal, other: Decimal, attribute: ComparedAttribute) -> bool:
    return _near(one, other, attribute.percent / 100, attribute.at_least)


def _weight(one: Decimal, other: Decimal, attribute: ComparedAttribute) -> Verdict:
    return "same" if _close(one, other, attribute) else "differs"


def _voltage(one: Volts, other: Volts, attribute: ComparedAttribute) -> Verdict:
    (kind, first), (other_kind, second) = one, other
    if {kind, other_kind} == {"mains", "usb"} or {kind, other_kind} == {"mains", "dc"}:
        return "differs"
    # A page may name an input and its parts may say it in other steps: each span needs its like.
    alike = all(any(_like_span(a, b) for b in second) for a in first)
    alike = alike and all(any(_like_span(a, b) for b in first) for a in second)
    return "same" if alike else "differs"


def _like_span(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return all(_near(a, b, SPREAD, Decimal(0)) for a, b in zip(one, other, strict=True))


def _plug(one: frozenset[str], other: frozenset[str], attribute: ComparedAttribute) -> Verdict:
    if not one or not other:
        return "same" if one == other else "differs"
    return "same" if one & other else "differs"


def _hs(one: str, other: str, attribute: ComparedAttribute) -> Verdict:
    shorter = min(len(one), len(other))
    return "same" if one[:shorter] == other[:shorter] else "differs"


Amounts = tuple[str, frozenset[Decimal]]


def _money(one: Amounts, other: Amounts, attribute: ComparedAttribute) -> Verdict:
    if one[0] != other[0]:
        return "unknown"  # no rate is the right one for a price of another day
    alike = any(abs(a - b) <= Decimal("0.01") for a in one[1] for b in other[1])
    return "same" if alike else "differs"


Parts = frozenset[tuple[str, ...]]


def _parts(one: Parts, other: Parts, attribute: ComparedAttribute) -> Verdict:
    if any(part[0] == MISSING for part in one | other):
        return "same" if one == other else "differs"
    matched = [any(_same_part(a, b) for b in other) for a in one]
    back = [any(_same_part(a, b) for b in one) for a in other]
    if all(matched) and all(back):
        return "same"
    # No word in common: another language or other names, which a person must read.
    return "differs" if any(matched) or any(back) else "unknown"


def _same_part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    first, second = set(one), set(other)
    return first <= second or second <= first


def _text(one: tuple[str, ...], other: tuple[str, ...], attribute: ComparedAttribute) -> Verdict:
    first, second = set(one), set(other)
    if first <= second or second <= first:
        return "same"
    return "unknown" if first & second else "differs"


def _words(one: tuple[str, ...], other: tuple[str, ...], attribute: ComparedAttribute) -> Verdict:
    # Two words for one thing are common, so the lack of a common word proves nothing.
    return "same" if set(one) & set(other) else "unknown"


_JUDGES: Mapping[How, Callable[[Any, Any, ComparedAttribute], Verdict]] = {
    "words": _words, "brand": _brand, "code": _any_common, "gtin": _equal, "colour": _colour, "size": _size,
    "storage": _equal, "quantity": _equal, "serials": _serials, "energy": _energy, "voltage": _voltage, "plug": _plug,
    "weight": _weight, "country": _equal, "hs": _hs, "money": _money, "parts": _parts, "text": _text,
}  # fmt: skip
