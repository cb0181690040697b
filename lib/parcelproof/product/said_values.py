"""Read a value as page, form and paper write it, into a form that can be compared; None if it says nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from parcelproof.orders.countries import read_country
from parcelproof.orders.model import BadValue
from parcelproof.playbook import Playbook
from parcelproof.playbook.consistency import ConsistencyWords
from parcelproof.product.mains_input import read_input
from parcelproof.product.once_per import OncePer
from parcelproof.product.plugs import names_no_plug, read_plugs
from parcelproof.units import GRAMS

MISSING = "!missing"
"""First word of a part that was not in the box; it is no part of any list."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_WH = re.compile(rf"(?<![\w.,]){_NUMBER}\s*(?:wh|watt[- ]?hours?|瓦时)(?![a-z])", re.I)
_MAH = re.compile(rf"(?<![\w.,]){_NUMBER}\s*(?:mah|毫安时?)(?![a-z])", re.I)
_AH = re.compile(rf"(?<![\w.,]){_NUMBER}\s*ah(?![a-z])", re.I)
_CELL_VOLTS = re.compile(rf"(?<![\w.,]){_NUMBER}\s*v(?![a-z])", re.I)
_WEIGHT = re.compile(rf"(?<![\w.,]){_NUMBER}\s*(kg|g|lbs?|oz|grams?|kilograms?|pounds?|ounces?)(?![a-z])", re.I)
_STORAGE = re.compile(rf"(?<![\w.,]){_NUMBER}\s*(gb|tb)(?![a-z/])", re.I)
_LETTER_SIZE = re.compile(r"(?<![\w'’-])(\d?x{0,4}[sl]|m)(?![\w'’-])", re.I)
_SHOE = re.compile(r"(?<!\w)(eu|eur|us|uk|fr|it|de|cn|jp|au)\.?\s*(?:size\s*)?(\d{1,3}(?:[.,]5)?)(?![\w.,])", re.I)
_SHOE_BEHIND = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]5)?)\s*(eu|eur|us|uk)(?!\w)", re.I)
_LENGTHS = re.compile(
    rf"(?<![\w.,]){_NUMBER}\s*(mm|cm|m|in|inch|inches|\")?(?:\s*[x×*]\s*{_NUMBER}\s*(mm|cm|m|in|inch|inches|\")?)?"
    rf"(?:\s*[x×*]\s*{_NUMBER}\s*(mm|cm|m|in|inch|inches|\")?)?", re.I,
)  # fmt: skip
_VOLUME = re.compile(rf"(?<![\w.,]){_NUMBER}\s*(ml|cl|l|oz)(?![a-z])", re.I)
_MM = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000), "in": Decimal("25.4")}
_ML = {"ml": Decimal(1), "cl": Decimal(10), "l": Decimal(1000), "oz": Decimal("29.5735")}
_SPLIT_PARTS = re.compile(r"[,;\n+&|/、，；]|\band\b|\bund\b|\bet\b|\by\b", re.I)
_COUNTED = re.compile(r"^\s*(?:\d+\s*(?:x|×|pcs|pieces|\*)?\s+|x\s*\d+\s+)|\s*[(x×*]\s*\d+\s*\)?\s*$", re.I)
_SMALL = "a an the of with for in on de la le des du und mit pour con to set piece pieces pc pcs one"
_SMALL_WORDS = frozenset(_SMALL.split())


def plain(text: str) -> str:
    """Return a text of any script for comparison."""
    return unicodedata.normalize("NFKC", text).casefold().replace("grey", "gray")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, for comparison."""
    return tuple(_WORD.findall(plain(text)))


@dataclass(frozen=True)
class _Known:
    names: Mapping[str, str]
    shades: frozenset[str]
    unbranded: frozenset[str]
    parts: Mapping[str, str]


def _make_known(book: ConsistencyWords) -> _Known:
    return _Known(
        names={plain(word): colour[0] for colour in book.colours for word in colour},
        shades=frozenset(map(plain, book.shades)),
        unbranded=frozenset(" ".join(words(w)) for w in book.unbranded),
        parts={_single(plain(word)): group[0] for group in book.parts for word in group},
    )


_known = OncePer(_make_known)


def book_of(playbook: Playbook) -> ConsistencyWords:
    """Return the words of the table."""
    assert playbook.consistency is not None
    return playbook.consistency


# -- readers ----------------------------------------------------------------------------------


def read_brand(text: str, playbook: Playbook) -> str | None:
    """Return a brand as words; an empty string if the goods carry none."""
    said = " ".join(words(text))
    return "" if said in _known(book_of(playbook)).unbranded else said or None


def read_codes(text: str, without: Iterable[str] = ()) -> frozenset[str] | None:
    """Return the numbers of a model as capitals and digits, without the brand; several are alternatives."""
    brands = [w for brand in without for w in words(brand)]
    found = set()
    for part in re.split(r"[,;|()\[\]]|\s/\s", unicodedata.normalize("NFKC", text)):
        kept = [word for word in _WORD.findall(part.casefold()) if word not in brands]
        if kept:
            found.add("".join(kept).upper())
    return frozenset(found) or None


Colour = tuple[frozenset[str], frozenset[str]]


def read_colour(text: str, playbook: Playbook) -> Colour | None:
    """Return the colours of a text, and its words that are neither colour nor shade."""
    known = _known(book_of(playbook))
    colours, rest = set(), set()
    for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", plain(text)):
        for part in [word] if word in known.names else word.split("-"):
            if part in known.names:
                colours.add(known.names[part])
            elif part not in known.shades:
                rest.add(part)
    if not colours and not rest:
        rest = set(words(text))
    return (frozenset(colours), frozenset(rest)) if colours or rest else None


def names_only_colours(text: str, playbook: Playbook) -> bool:
    """Whether a text is nothing but colours and shades, so that it can only be meant as a colour."""
    known = _known(book_of(playbook))
    said = words(text)
    return any(w in known.names for w in said) and all(w in known.names or w in known.shades for w in said)


Size = tuple[str, Any]


def read_size(text: str) -> frozenset[Size] | None:
    """Return the sizes that a text names: letters, shoe sizes with their system, lengths in mm, volumes in ml."""
    said = unicodedata.normalize("NFKC", text)
    found: set[Size] = set()
    for system, number in [*_SHOE.findall(said), *((s, n) for n, s in _SHOE_BEHIND.findall(said))]:
        found.add((f"number {system.casefold().replace('eur', 'eu')}", _decimal(number)))
    for number, unit in _VOLUME.findall(said):
        found.add(("ml", _decimal(number) * _ML[unit.casefold()]))
    for match in _LENGTHS.finditer(said):
        if lengths := _lengths(match):
            found.add((f"mm {len(lengths)}", lengths))
    bare = re.sub(r"\b(?:size|größe|taille|talla|taglia|尺码)\b\s*:?", " ", said, flags=re.I).strip()
    if letter := _LETTER_SIZE.fullmatch(bare) or re.search(r"\bsize\s+(\d?x{0,4}[sl]|m)\b", said, re.I):
        found.add(("letter", _letter(letter[1])))
    if not found and re.fullmatch(r"\d{1,3}(?:[.,]\d)?", bare):
        found.add(("number", _decimal(bare)))
    return frozenset(found) or None


def _letter(text: str) -> str:
    letter = text.upper()
    return f"{'X' * int(letter[0])}{letter[2:]}" if letter[0].isdigit() and letter[1:2] == "X" else letter


def _lengths(match: re.Match[str]) -> tuple[Decimal, ...]:
    numbers, units = match.groups()[::2], match.groups()[1::2]
    last = next((unit for unit in reversed(units) if unit), None)
    if last is None:
        return ()
    return tuple(
        sorted(
            _decimal(number) * _millimetres(unit or last) for number, unit in zip(numbers, units, strict=True) if number
        )
    )


def _millimetres(unit: str) -> Decimal:
    return _MM["in" if unit.casefold().startswith("in") or unit == '"' else unit.casefold()]


def read_storage(text: str) -> Decimal | None:
    """Return the largest storage that a text names, in GB: the smaller one is the memory."""
    found = [_decimal(n) * (1000 if unit.casefold() == "tb" else 1) for n, unit in _STORAGE.findall(plain(text))]
    return max(found, default=None)


Energy = frozenset[tuple[str, Decimal]]


def read_energy(text: str) -> Energy | None:
    """Return the energy of each battery that a text names, in Wh, or in mAh where no voltage is named."""
    said = unicodedata.normalize("NFKC", text)
    if found := frozenset(("Wh", _decimal(number)) for number in _WH.findall(said)):
        return found
    charges = [_decimal(n) for n in _MAH.findall(said)] or [_decimal(n) * 1000 for n in _AH.findall(said)]
    # More than 100 V is the mains that charges it and not the battery.
    volts = {_decimal(n) for n in _CELL_VOLTS.findall(said)}
    low = [v for v in volts if v < 100]
    if len(low) == 1 and len(charges) == 1:
        return frozenset({("Wh", charges[0] * low[0] / 1000)})
    return frozenset(("mAh", charge) for charge in charges) or None


Volts = tuple[str, frozenset[tuple[Decimal, Decimal]]]


def read_voltage(text: str) -> Volts | None:
    """Return the kind of an input and the voltages that it takes."""
    power = read_input(text)
    return (power.kind, frozenset(power.volts)) if power.volts else None


def read_plug(text: str, playbook: Playbook) -> frozenset[str] | None:
    """Return the plugs that a text can mean; empty if there is none."""
    if names_no_plug(text):
        return frozenset()
    return frozenset(plug for choice in read_plugs(text, playbook) for plug in choice) or None


def read_grams(text: str) -> Decimal | None:
    """Return a weight in grams."""
    found = _WEIGHT.search(unicodedata.normalize("NFKC", text))
    if not found:
        return None
    unit = found[2].casefold()
    short = {"l": "lb", "p": "lb", "k": "kg", "o": "oz"}.get(unit[0], "g")
    return _decimal(found[1]) * GRAMS[short]


def read_origin(text: str) -> str | None:
    """Return the code of a country, also out of "made in China"."""
    text = re.sub(r"\([^)]*\)", " ", text)
    bare = re.sub(
        r"^\s*(?:made|manufactured|produced)\s+in\s+|\bp\.?\s?r\.?\b|people'?s republic of", " ", text, flags=re.I
    )
    try:
        return read_country(bare.strip(" .,"))
    except BadValue:
        return None


def read_hs(text: str) -> str | None:
    """Return the digits of an HS code."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return digits if 4 <= len(digits) <= 10 else None


def read_parts(text: str, playbook: Playbook) -> frozenset[tuple[str, ...]] | None:
    """Return the parts of a box list, each as its words without number and plural; a guide counts as a manual."""
    names = _known(book_of(playbook)).parts
    parts = (tuple(names.get(w, w) for w in _part(_COUNTED.sub(" ", part))) for part in _SPLIT_PARTS.split(text))
    return frozenset(part for part in parts if part) or None


def _part(text: str) -> tuple[str, ...]:
    kept = [w for w in words(text) if not re.fullmatch(r"\d+(?:m|cm|mm|w|v|x)?|[a-z]", w) and w not in _SMALL_WORDS]
    return tuple(map(_single, kept))


def _single(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the patterns give digits only
        return Decimal(0)
