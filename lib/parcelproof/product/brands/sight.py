"""Finds the brands that a title names, in plain letters or behind a trick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parcelproof.product.brands.brand_list import SHORTEST_EDITED, BrandList, Name, bare, one_edit
from parcelproof.product.brands.words import Place, Word, key_of, parts_of, places

KINDS = ("zero_width", "homoglyph", "leet", "full_width")
"""Tricks inside a word; the first that is there names the disguise."""

_GAP = re.compile(r"[^\w,;()\[\]{}\n]{1,3}")
_MOST_PIECES = 16
_MOST_WORDS = 4
_SHORT_TITLE = 3
_EAST_FROM = "\u2e80"


@dataclass(frozen=True)
class Sight:
    """One brand name in a title.

    Attributes
    ----------
    name : Name
    disguise : str
        Empty in plain letters, else ``homoglyph``, ``leet``, ``full_width``, ``zero_width``, ``spacing``, ``one_edit``.
    first, last : int
        Its words, counted from 0.
    start, end : int
        Its characters in the title.
    """

    name: Name
    disguise: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Title:
    """A title with its words, and what is known about it as a whole."""

    text: str
    places: tuple[Place, ...]
    latin: bool
    """Most of its words are Latin: a look-alike word between them is no foreign word."""
    wide: bool
    """It is written in East Asian signs with full-width letters throughout, which is a habit and no trick."""
    sells: bool
    """It, or its category, names goods that are sold under brands."""


def read_title(text: str, brands: BrandList, *, sells: bool) -> Title:
    """Split a title into words; a word with signs in it stays whole only where it hides a brand."""
    found: list[Place] = []
    for place in places(text):
        if place.word.raw.isalnum() or any(form in brands.keys for form in place.word.forms):
            found.append(place)
        else:
            found.extend(parts_of(place))
    foreign = sum(1 for p in found if p.word.scripts and "latin" not in p.word.scripts)
    latin = sum(1 for p in found if "latin" in p.word.scripts)
    east = any(p.word.raw[0] >= _EAST_FROM and "full_width" not in p.word.tricks for p in found)
    wide = east and all("full_width" in p.word.tricks for p in found if "latin" in p.word.scripts)
    return Title(text, tuple(found), latin >= foreign, wide, sells)


def look(title: Title, brands: BrandList) -> Iterator[Sight]:
    """Yield every brand name in a title, from left to right; names do not overlap."""
    if brands.east and not title.text.isascii():
        for match in brands.east.finditer(title.text):
            at = max((n for n, p in enumerate(title.places) if p.start <= match.start()), default=0)
            yield Sight(brands.plain[match[0]], "", at, at, match.start(), match.end())
    at = 0
    while at < len(title.places):
        sight = _whole(title, brands, at) or _edited(title, brands, at)
        if sight is not None:
            yield sight
        at = sight.last + 1 if sight else at + 1


def _sight(title: Title, name: Name, disguise: str, first: int, last: int) -> Sight:
    end = title.places[last]
    return Sight(name, disguise, first, last, title.places[first].start, end.start + len(end.word.raw))


def _whole(title: Title, brands: BrandList, at: int) -> Sight | None:
    """Return the longest name whose letters are all there, beginning at a word."""
    word = title.places[at].word
    known = brands.plain.get(word.plain) or (brands.plain.get(word.plain[:-1]) if word.plain[-1:] == "s" else None)
    best = _sight(title, known, "", at, at) if known and _is_plain_word(word, known) else None
    states = set(word.forms)
    if not best and not any(form in brands.keys or form in brands.prefixes for form in word.forms):
        return None
    for last in range(at, min(at + _MOST_PIECES, len(title.places))):
        if last > at:
            place = title.places[last]
            if not _GAP.fullmatch(place.gap):
                break
            states = {state + form for state in states for form in place.word.forms}
        for state in states:
            name = brands.keys.get(state)
            disguise = _disguise(title, brands, name, at, last) if name else None
            if name and disguise is not None and not (best and best.last == last):
                best = _sight(title, name, disguise, at, last)
        states = {state for state in states if state in brands.prefixes}
        if not states:
            break
    return best


def _is_plain_word(word: Word, name: Name) -> bool:
    return not name.exact or word.raw.isupper() or word.raw == name.text


def _disguise(title: Title, brands: BrandList, name: Name, first: int, last: int) -> str | None:
    """Return the trick behind a name whose letters are all there, ``""`` without one, None if it is another word."""
    words = [place.word for place in title.places[first : last + 1]]
    tricks = {trick for word in words for trick in word.tricks}
    pieces = tuple(word.plain for word in words)
    if pieces in brands.spellings:
        return "" if _is_plain_word(words[0], name) or len(words) > 1 else None
    if _is_other_word(title, brands, name, words):
        return None
    split = len(words) > 1 and tuple(bare(p) for p in pieces) not in brands.spellings and not _splits_alike(words, name)
    for kind in KINDS:
        if kind in tricks:
            return None if kind == "full_width" and title.wide and not split else kind
    if split:
        return "spacing" if _may_be_spaced(title, name, words, first, last) else None
    return "homoglyph" if len(name.key) >= SHORTEST_EDITED else None


def _is_other_word(title: Title, brands: BrandList, name: Name, words: list[Word]) -> bool:
    plain = " ".join(bare(word.plain) for word in words)
    tricks = {trick for word in words for trick in word.tricks}
    if plain in brands.ordinary or " ".join(word.plain for word in words) in brands.ordinary:
        return True
    if any(word.genuine for word in words) and not (not name.exact and title.latin and len(title.places) > len(words)):
        return True
    letters = sum(word.letters for word in words)
    if "leet" in tricks:
        return letters == 0 or name.exact or (len(words) > 1 and letters * 2 < len(name.key))
    # Jordán and Diésel are words with an accent, not tricks.
    return name.needs_context and tricks == {"homoglyph"} and plain.replace(" ", "") == bare(name.joined)


def _splits_alike(words: list[Word], name: Name) -> bool:
    lengths = [len(word.forms[0]) for word in words]
    return lengths == [len(key_of(bare(piece))) for piece in name.pieces]


def _may_be_spaced(title: Title, name: Name, words: list[Word], first: int, last: int) -> bool:
    if len(name.key) >= SHORTEST_EDITED:
        return True
    # Three letters need capitals, one sign between them, and nothing that continues the run: J.B.L, not X S M L.
    around = [title.places[n].word for n in (first - 1, last + 1) if 0 <= n < len(title.places)]
    alone = all(len(word.raw) > 1 for word in around)
    return len(name.key) == len(words) == SHORTEST_EDITED - 1 and alone and all(word.raw.isupper() for word in words)


def _edited(title: Title, brands: BrandList, at: int) -> Sight | None:
    """Return the name that a word, or several words together, miss by one letter."""
    word = title.places[at].word
    if not (word.raw.isascii() and word.raw.isalpha()):
        return None
    if word.plain in brands.plain:
        return None
    if word.plain in brands.ordinary:
        return _edited_words(title, brands, at)
    name = brands.edited(word.forms[0]) if len(word.plain) >= SHORTEST_EDITED - 1 else None
    if name and _is_slip(title, name, word):
        return _sight(title, name, "one_edit", at, at)
    return _edited_words(title, brands, at)


def _edited_words(title: Title, brands: BrandList, at: int) -> Sight | None:
    """Return the name of several words that the words here miss by one letter: one word at an end is right."""
    candidates = list(brands.by_first.get(title.places[at].word.forms[0], ()))
    for last in range(at + 1, min(at + _MOST_WORDS, len(title.places))):
        forms = title.places[last].word.forms
        if forms and forms[0] in brands.by_last:
            candidates += [name for name in brands.by_last[forms[0]] if len(name.pieces) == last - at + 1]
    for name in candidates:
        words = title.places[at : at + len(name.pieces)]
        if len(words) < len(name.pieces) or not all(place.gap in (" ", "-") for place in words[1:]):
            continue
        joined = "".join(place.word.plain for place in words)
        if one_edit(key_of(bare(joined)), name.key) and not _differs_by_s(joined, bare(name.joined)):
            return _sight(title, name, "one_edit", at, at + len(words) - 1)
    return None


def _is_slip(title: Title, name: Name, word: Word) -> bool:
    if name.needs_context and _differs_by_s(word.plain, bare(name.joined)):
        return False
    # A name of four letters is one letter away from very many words: the title must be about branded goods.
    return len(name.key) > SHORTEST_EDITED or title.sells or len(title.places) <= _SHORT_TITLE


def _differs_by_s(one: str, other: str) -> bool:
    return one in (other + "s", other + "es") or other in (one + "s", one + "es")
