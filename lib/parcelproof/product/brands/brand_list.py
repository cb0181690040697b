"""The brands of ``playbook/rules/brands.csv``, indexed so that a word is compared with all of them at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from parcelproof.product.brands.words import key_of

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook
    from parcelproof.playbook.model import Rule

TOPIC = "brands"

SHORTEST_EDITED = 4
"""A shorter name is one letter away from too many words."""

SHORTEST_OF_WORDS = 6
"""The same for a name of several words."""

_MOST_KEPT = 100_000
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Brand:
    """One brand.

    Attributes
    ----------
    id, name : str
        Id of the rule row; the brand as its owner writes it.
    categories : frozenset of str
    needs_context : bool
        The name is an ordinary word too (Apple, Coach), so in plain letters it counts only beside what it sells.
    near : tuple of str
        Words beside such a name that show that the brand is meant.
    """

    id: str
    name: str
    categories: frozenset[str]
    needs_context: bool
    near: frozenset[str]


@dataclass(frozen=True)
class Name:
    """One way to write a brand: its own name or another one.

    Attributes
    ----------
    pieces : tuple of str
        Its words in lower case: ``("louis", "vuitton")``.
    exact : bool
        Too short for anything but capitals without a trick (LV, HP).
    """

    brand: Brand
    text: str
    pieces: tuple[str, ...]
    exact: bool
    needs_context: bool

    @property
    def joined(self) -> str:
        """The name without gaps, in lower case."""
        return "".join(self.pieces)

    @property
    def readings(self) -> tuple[str, ...]:
        """The name as it is compared, with and without twins of letters: ``r`` and ``n`` may stand apart."""
        return tuple(dict.fromkeys((self.key, bare(self.joined).replace("l", "i"))))

    @property
    def key(self) -> str:
        """The name as it is compared (`key_of`)."""
        return key_of(bare(self.joined))


@dataclass(frozen=True)
class Spelt:
    """A name and into how many words it is split here."""

    name: Name
    words: int


class BrandList:
    """All brands, with an index for each question that is asked of a word."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rows = list(rules)
        self.brands = tuple(_brand(rule) for rule in rows)
        self.ordinary = frozenset(w for rule in rows for w in _listed(rule.columns.get("ordinary", "")))
        """Words one letter away from a brand that are ordinary words, and ordinary words that join to one."""
        self.rare = frozenset(w for rule in rows for w in _listed(rule.columns.get("rare", "")))
        """Names and rare words one letter away: beside goods of the brand they are taken for a slip."""
        named = zip(self.brands, rows, strict=True)
        self.names = tuple(name for brand, rule in named for name in _names(brand, rule))
        self.plain: Mapping[str, Name] = _first((spelling, name) for name in self.names for spelling in _plain(name))
        self.keys: Mapping[str, Name] = _first(
            (reading, name) for name in self.names if name.key.isascii() for reading in name.readings
        )
        self.spellings = frozenset(pieces for name in self.names for pieces in _spellings(name))
        """Every way to write a name in words: ``("levis",)`` and ``("levi", "s")``."""
        self.parts = frozenset(key_of(bare(piece)) for pieces in self.spellings for piece in pieces)
        """Every word of a name, as it is compared."""
        self.lengths = _lengths(self.names)
        """How long the words of a name are, for every way to write it."""
        self.prefixes = frozenset(key[:end] for key in self.keys for end in range(1, len(key)))
        self._edited: dict[str, Name | None] = {}

    @cached_property
    def near(self) -> Mapping[str, tuple[tuple[str, Name], ...]]:
        """Every name by what is left of it without one letter, and by itself."""
        found: dict[str, list[tuple[str, Name]]] = {}
        for key, name in self.keys.items():
            if len(key) >= SHORTEST_EDITED + (len(name.pieces) > 1) and not name.exact and key.isalpha():
                for short in {key, *without_one(key)}:
                    found.setdefault(short, []).append((key, name))
        return {short: tuple(names) for short, names in found.items()}

    @cached_property
    def by_first(self) -> Mapping[str, tuple[Spelt, ...]]:
        """Names of several words by their first word, as it is compared."""
        return self._by(0)

    @cached_property
    def by_last(self) -> Mapping[str, tuple[Spelt, ...]]:
        """Names of several words by their last word, as it is compared."""
        return self._by(-1)

    def _by(self, piece: int) -> dict[str, tuple[Spelt, ...]]:
        found: dict[str, dict[Spelt, None]] = {}
        for name in self.names:
            for pieces in _spellings(name):
                if len(pieces) > 1 and len(name.key) >= SHORTEST_OF_WORDS and name.key.isalpha():
                    found.setdefault(key_of(bare(pieces[piece])), {})[Spelt(name, len(pieces))] = None
        return {text: tuple(spelt) for text, spelt in found.items()}

    @cached_property
    def east(self) -> re.Pattern[str] | None:
        """Names in East Asian writing, which has no gaps to find words by."""
        texts = sorted((n.joined for n in self.names if not key_of(bare(n.joined)).isascii()), key=len, reverse=True)
        texts = [text for text in texts if text[0] >= "\u2e80"]
        return re.compile("|".join(map(re.escape, texts))) if texts else None

    def edited(self, word: str) -> Name | None:
        """Return the name that is one letter away: one more, one less, another one, or two changed places."""
        if word not in self._edited:
            if len(self._edited) >= _MOST_KEPT:
                self._edited.clear()
            self._edited[word] = self._find_edited(word)
        return self._edited[word]

    def _find_edited(self, word: str) -> Name | None:
        # An added n can make a twin (rnalme), so the word is read with and without twins.
        for text in dict.fromkeys((key_of(word), word.replace("l", "i"))):
            for short in (text, *without_one(text)):
                for key, name in self.near.get(short, ()):
                    if one_edit(text, key):
                        return name
        return None


def _brand(rule: Rule) -> Brand:
    return Brand(
        id=rule.id,
        name=rule.value,
        categories=frozenset(_listed(rule.columns.get("category", ""))),
        needs_context=rule.columns.get("context", "") == "word",
        near=frozenset(_listed(rule.columns.get("near", ""))),
    )


def _listed(cell: str) -> list[str]:
    return [part.strip().lower() for part in cell.split(";") if part.strip()]


def _names(brand: Brand, rule: Rule) -> Iterator[Name]:
    texts = [rule.value, *(part.strip() for part in rule.columns.get("aliases", "").split(";") if part.strip())]
    for place, text in enumerate(texts):
        needs = brand.needs_context or (place > 0 and rule.columns.get("context", "") == "alias")
        pieces = tuple(_WORD.findall(unicodedata.normalize("NFC", text).lower().replace("'", "").replace("’", "")))
        latin = bare("".join(pieces)).isascii()
        yield Name(brand, text, pieces, latin and len("".join(pieces)) < SHORTEST_EDITED, needs)


def _plain(name: Name) -> set[str]:
    return {name.joined, bare(name.joined)}


def _spellings(name: Name) -> Iterator[tuple[str, ...]]:
    split = tuple(_WORD.findall(unicodedata.normalize("NFC", name.text).lower()))
    for pieces in (name.pieces, split, (name.joined,)):
        yield pieces
        yield tuple(bare(piece) for piece in pieces)


def _lengths(names: Iterable[Name]) -> Mapping[str, frozenset[tuple[int, ...]]]:
    found: dict[str, set[tuple[int, ...]]] = {}
    for name in names:
        for pieces in _spellings(name):
            found.setdefault(name.key, set()).add(tuple(len(key_of(bare(piece))) for piece in pieces))
    return {key: frozenset(lengths) for key, lengths in found.items()}


def _first(pairs: Iterable[tuple[str, Name]]) -> dict[str, Name]:
    found: dict[str, Name] = {}
    for text, name in pairs:
        found.setdefault(text, name)
    return found


def bare(text: str) -> str:
    """Take the accents off: ``hermès`` is written ``hermes`` as often."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def without_one(word: str) -> Iterator[str]:
    """Yield the word without each of its letters."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def one_edit(word: str, name: str) -> bool:
    """Whether exactly one edit makes one text out of the other: one letter more, less or other, or two swapped."""
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    same = 0
    for one, other in zip(word, name, strict=False):
        if one != other:
            break
        same += 1
    rest, wanted = word[same:], name[same:]
    if len(rest) == len(wanted):
        swapped = len(rest) > 1 and rest[1] + rest[0] == wanted[:2] and rest[2:] == wanted[2:]
        return swapped or rest[1:] == wanted[1:]
    longer, shorter = (rest, wanted) if len(rest) > len(wanted) else (wanted, rest)
    return longer[1:] == shorter


_LISTS: dict[tuple[str, date], BrandList] = {}


def brand_list(playbook: Playbook, on: date) -> BrandList:
    """Return the brands in force on a day; indexed once per playbook and day."""
    key = (playbook.version, on)
    if key not in _LISTS:
        if len(_LISTS) >= 4:
            _LISTS.clear()
        _LISTS[key] = BrandList(playbook.rules_for(TOPIC, on=on))
    return _LISTS[key]
