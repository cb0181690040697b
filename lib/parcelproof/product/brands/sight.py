"""Finds the brands that a title names, in plain letters or behind a trick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parcelproof.product.brands.brand_list import SHORTEST_EDITED, BrandList, Name, Spelt, bare, one_edit
from parcelproof.product.brands.words import Place, Word, key_of, parts_of, places

KINDS = ("zero_width", "homoglyph", "leet", "full_width")
"""Tricks inside a word; the first that is there names the disguise."""

_GAP = re.compile(r"(?:[^\w,;()\[\]{}\n]|_){1,3}")
_MOST_PIECES = 24
_APOSTROPHES = ("'", "’", "`", "´")
_NATURAL_GAPS = frozenset({" ", "  ", *_APOSTROPHES})
_MOST_WORDS = 5
_SHORT_TITLE = 1


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
    """It is Japanese with full-width letters throughout, which is a habit there and no trick."""
    goods: frozenset[str]
    """Categories of the goods that it, or its category, names."""


def read_title(text: str, brands: BrandList, goods: frozenset[str] = frozenset()) -> Title:
    """Split a title into words; a word with signs in it stays whole only where it hides a brand."""
    found: list[Place] = []
    for place in places(text):
        if place.word.raw.isalnum() or any(form in brands.keys or form in brands.parts for form in place.word.forms):
            found.append(place)
        else:
            found.extend(parts_of(place))
    foreign = sum(1 for p in found if p.word.scripts and "latin" not in p.word.scripts)
    latin = sum(1 for p in found if "latin" in p.word.scripts)
    kana = any("\u3040" <= sign <= "\u30ff" for sign in text) if not text.isascii() else False
    wide = kana and all("full_width" in p.word.tricks for p in found if "latin" in p.word.scripts)
    return Title(text, tuple(found), latin >= foreign, wide, goods)


def look(title: Title, brands: BrandList) -> Iterator[Sight]:
    """Yield every brand name in a title, from left to right; names do not overlap."""
    if brands.east and not title.text.isascii():
        for match in brands.east.finditer(title.text):
            at = max((n for n, p in enumerate(title.places) if p.start <= match.start()), default=0)
            yield Sight(brands.plain[match[0]], "", at, at, match.start(), match.end())
    at = 0
    while at < len(title.places):
        sight = _longer(_whole(title, brands, at), title, brands, at) or _edited(title, brands, at)
        if sight is not None:
            yield sight
        at = sight.last + 1 if sight else at + 1


def _longer(sight: Sight | None, title: Title, brands: BrandList, at: int) -> Sight | None:
    """Prefer a longer name that is missed by a letter: Tomy Hilfiger is not about Tomy."""
    if sight is None or sight.last - at >= _MOST_WORDS or not title.places[at].word.forms:
        return sight
    edited = _edited_words(title, brands, at)
    return edited if edited and edited.last > sight.last else sight


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
            states |= {key_of(state) for state in states}
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
    if _is_other_word(title, brands, name, words, first):
        return None
    split = len(words) > 1 and not _splits_alike(brands, words, name)
    for kind in KINDS:
        if kind in tricks:
            return None if kind == "full_width" and title.wide and not split else kind
    if split:
        return "spacing" if _may_be_spaced(title, name, words, first, last) else None
    return "homoglyph" if len(name.key) >= SHORTEST_EDITED else None


def _is_other_word(title: Title, brands: BrandList, name: Name, words: list[Word], first: int) -> bool:
    plain = " ".join(bare(word.plain) for word in words)
    tricks = {trick for word in words for trick in word.tricks}
    gaps = {place.gap for place in title.places[first + 1 : first + len(words)]}
    natural = gaps <= _NATURAL_GAPS  # nobody writes NO.KIA for "no kia"
    if natural and any(_is_ordinary(text, title, brands, name) for text in (plain, " ".join(w.plain for w in words))):
        return True
    if all(word.genuine for word in words) and not (not name.exact and title.latin and len(title.places) > len(words)):
        return True
    letters = sum(word.letters for word in words)
    if len(words) == 1 and words[0].raw[-1] == "!" and words[0].raw[:-1].isalpha():
        # Fend! hides a name; "Turn!" is a word with an exclamation mark.
        return words[0].plain[:-1] + "i" != bare(name.joined)
    if "leet" in tricks:
        # Digits that stand apart are numbers rather than letters: B 055.
        apart = len(words) > 1 and not _splits_alike(brands, words, name)
        number = letters == 0 and all(word.raw.isdigit() for word in words)
        return number or name.exact or (apart and letters * 2 < len(name.key))
    return False


def _is_ordinary(text: str, title: Title, brands: BrandList, name: Name) -> bool:
    """Whether a word is an ordinary one here; a rare word counts as a slip beside goods of the brand."""
    return text in brands.ordinary or (text in brands.rare and not title.goods & name.brand.categories)


def _splits_alike(brands: BrandList, words: list[Word], name: Name) -> bool:
    return tuple(len(word.forms[0]) for word in words) in brands.lengths[name.key]


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
    together = _edited_possessive(title, brands, at) or _edited_words(title, brands, at)
    if together or word.plain in brands.ordinary or len(word.plain) < SHORTEST_EDITED - 1:
        return together
    name = brands.edited(word.plain)
    return _sight(title, name, "one_edit", at, at) if name and _is_slip(title, brands, name, word) else None


def _edited_words(title: Title, brands: BrandList, at: int) -> Sight | None:
    """Return the name of several words that the words here miss by one letter: one word at an end is right."""
    candidates = list(brands.by_first.get(title.places[at].word.forms[0], ()))
    for last in range(at + 1, min(at + _MOST_WORDS, len(title.places))):
        forms = title.places[last].word.forms
        if forms and forms[0] in brands.by_last:
            candidates += [spelt for spelt in brands.by_last[forms[0]] if spelt.words == last - at + 1]
    for spelt in candidates:
        found = title.places[at : at + spelt.words]
        if len(found) < spelt.words or not all(_GAP.fullmatch(place.gap) for place in found[1:]):
            continue
        if _misses_words(title, brands, spelt, found):
            return _sight(title, spelt.name, "one_edit", at, at + spelt.words - 1)
    return None


def _misses_words(title: Title, brands: BrandList, spelt: Spelt, found: tuple[Place, ...]) -> bool:
    name = spelt.name
    if " ".join(place.word.plain for place in found) in brands.ordinary:
        return False
    # A short name of two words needs goods of the brand beside it: Tom Ford, and not "Tom for".
    if len(name.key) < 2 * SHORTEST_EDITED and not title.goods & name.brand.categories:
        return False
    joined = bare("".join(place.word.plain for place in found))
    if _differs_by_s(joined, bare(name.joined)):
        return False
    return any(one_edit(text, key) for text in (key_of(joined), joined.replace("l", "i")) for key in name.readings)


def _edited_possessive(title: Title, brands: BrandList, at: int) -> Sight | None:
    """Return the name that a word with an apostrophe in it misses by one letter: Levk's."""
    if at + 1 >= len(title.places) or title.places[at + 1].gap not in _APOSTROPHES:
        return None
    joined = title.places[at].word.plain + title.places[at + 1].word.plain
    name = brands.edited(joined) if joined.isascii() and joined.isalpha() else None
    if name and len(name.text) > len(name.joined) and not _differs_by_s(joined, name.joined):
        return _sight(title, name, "one_edit", at, at + 1)
    return None


def _is_slip(title: Title, brands: BrandList, name: Name, word: Word) -> bool:
    if _is_ordinary(word.plain, title, brands, name):
        return False
    if name.needs_context and _differs_by_s(word.plain, bare(name.joined)):
        return False
    # A name of four letters is one letter away from very many words: the title must be about branded goods.
    return len(name.key) > SHORTEST_EDITED or bool(title.goods) or len(title.places) <= _SHORT_TITLE


def _differs_by_s(one: str, other: str) -> bool:
    return one in (other + "s", other + "es") or other in (one + "s", one + "es")
