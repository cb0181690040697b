"""Check digits of tracking numbers: from the characters of a number to the one that proves them.

Every function takes the characters that the check digit covers, and the weights of the table row. Digits count as
themselves; a letter counts as UPS counts it (A is 2, B is 3 … modulo 10) unless the system has an alphabet of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

Weights = tuple[int, ...]
CheckFunction = Callable[[str, Weights], str]

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _value(character: str) -> int:
    # UPS and OnTrac count letters this way: A 2, B 3 … H 9, I 0, J 1 …
    return int(character) if character.isdigit() else (ord(character) - 63) % 10


def _sum_from_right(body: str, weights: Weights) -> int:
    return sum(_value(char) * weights[place % len(weights)] for place, char in enumerate(reversed(body)))


def mod10(body: str, weights: Weights) -> str:
    """Fill the weighted sum up to the next ten.

    ``weights`` begin at the right, beside the check digit: 3 1 is GS1 (SSCC, USPS, Canada Post …), 4 9 the identcode
    of Deutsche Post, 1 2 UPS and OnTrac.
    """
    return str(-_sum_from_right(body, weights) % 10)


def mod10_plus_one(body: str, weights: Weights) -> str:
    """Fill the weighted sum plus one up to the next ten: GLS."""
    return str(-(_sum_from_right(body, weights) + 1) % 10)


def mod11_then_10(body: str, weights: Weights) -> str:
    """Take the weighted sum modulo 11, and of that the last digit: FedEx Express. Weights begin at the right."""
    return str(_sum_from_right(body, weights) % 11 % 10)


def mod7(body: str, _weights: Weights) -> str:
    """Take the whole number modulo 7: DHL Express, and the parcel services of Japan."""
    return str(int(body) % 7)


def luhn(body: str, _weights: Weights) -> str:
    """Double every second digit from the right, add the digits, fill up to the next ten: Purolator."""
    total = 0
    for place, char in enumerate(reversed(body)):
        doubled = int(char) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def s10(body: str, weights: Weights) -> str:
    """Take 11 minus the weighted sum modulo 11, with 10 written as 0 and 11 written as 5: UPU S10.

    ``weights`` begin at the left: 8 6 4 2 3 5 9 7.
    """
    rest = 11 - sum(int(char) * weight for char, weight in zip(body, weights, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def iso7064_37_36(body: str, _weights: Weights) -> str:
    """Return the check character of ISO 7064 mod 37,36: DPD."""
    check = 36
    for char in body:
        check = ((check + _ALPHANUMERIC.index(char)) % 36 or 36) * 2 % 37
    return _ALPHANUMERIC[(37 - check) % 36]


ALGORITHMS: Mapping[str, CheckFunction] = MappingProxyType(
    {
        "mod10": mod10,
        "mod10_plus_one": mod10_plus_one,
        "mod11_then_10": mod11_then_10,
        "mod7": mod7,
        "luhn": luhn,
        "s10": s10,
        "iso7064_37_36": iso7064_37_36,
    }
)
"""By the name that the table uses."""

NEEDS_WEIGHTS = frozenset({"mod10", "mod10_plus_one", "mod11_then_10", "s10"})
