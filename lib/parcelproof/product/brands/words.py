"""A title as words that can be compared with brand names, whatever letters it is written in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from parcelproof.product.brands.letters import SIGNS, is_real_letter, look_of

MOST_FORMS = 12
"""Readings kept of one word: letters that can be read in two ways multiply."""

LONGEST = 40
"""A longer run of letters is no brand name and is not looked into."""

_HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
_ENCLOSED = "\u2460-\u24ff\U0001f110-\U0001f189\U0001f1e6-\U0001f1ff"
_EAST = "\u2e80-\u2fff\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
_APOSTROPHES = ("'", "’")
_FIRST_ENCLOSED = "\u2460"
_SIGNS = re.escape("".join(sorted(SIGNS)))
_WORD = re.compile(rf"(?:(?![_{_EAST}])[\w{_HIDDEN}{_MARKS}{_ENCLOSED}{_SIGNS}])+|[{_EAST}]+")
_PARTS = re.compile(rf"[^{_HIDDEN}{_SIGNS}]+")
_TWINS = (("rn", "m"), ("vv", "w"), ("l", "i"))


@dataclass(frozen=True)
class Word:
    """One word of a title.

    Attributes
    ----------
    raw, plain : str
        As written; in lower case, in composed form.
    forms : tuple of str
        What it can be read as in Latin letters, look-alikes made equal (`key_of`).
    tricks : frozenset of str
        What stands in it beside plain letters: ``homoglyph``, ``leet``, ``full_width``, ``zero_width``.
    scripts : frozenset of str
        Scripts of its letters.
    genuine : bool
        Whether it may be a word of one everyday alphabet that is not Latin.
    letters : int
        How many letters it has; digits and signs are not counted.
    """

    raw: str
    plain: str
    forms: tuple[str, ...]
    tricks: frozenset[str]
    scripts: frozenset[str]
    genuine: bool
    letters: int


@dataclass(frozen=True)
class Place:
    """A word, where it begins, and what parts it from the word before."""

    word: Word
    start: int
    gap: str


def key_of(text: str) -> str:
    """Make letters that look alike equal: ``l`` and ``i``, ``rn`` and ``m``, ``vv`` and ``w``.

    The result is for comparing only. Doing it twice changes nothing.
    """
    for twin, one in _TWINS:
        text = text.replace(twin, one)
    return text


def normalise(text: str) -> str:
    """Return a text as it reads: Latin letters for look-alikes, no hidden signs, lower case, look-alikes made equal.

    Compatibility forms (NFKC) are folded sign by sign: as a whole, NFKC would make a sigma of the lunate one, which
    looks like a c. Letters that look like no Latin one stay. Doing it twice changes nothing.
    """
    parts = []
    for sign in unicodedata.normalize("NFC", text):
        look = look_of(sign)
        parts.append(look.letters[0] if look.letters else sign.lower())
    return key_of(unicodedata.normalize("NFC", "".join(parts)))


@lru_cache(maxsize=32_768)
def word_of(raw: str) -> Word:
    """Read one word; the same words come again and again, so readings are kept."""
    composed = unicodedata.normalize("NFC", raw)
    plain = composed.lower().replace("&", "")
    if composed.isascii() and composed.isalpha():
        return Word(raw, plain, (key_of(plain),), frozenset(), frozenset({"latin"}), False, len(plain))
    looks = [look_of(sign) for sign in composed[: LONGEST * 3]]
    tricks = frozenset(look.trick for look in looks if look.trick)
    scripts = frozenset(look.script for look in looks if look.script)
    letters = sum(1 for sign in composed if sign.isalpha())
    foreign = scripts - {"latin"}
    genuine = len(foreign) == 1 and "latin" not in scripts and all(
        is_real_letter(sign) for sign in composed if sign.isalpha()
    )  # fmt: skip
    forms = _forms([look.letters for look in looks], bool(composed.isascii()))
    return Word(raw, plain, forms, tricks, scripts, genuine, letters)


def _forms(options: list[tuple[str, ...]], ascii_only: bool) -> tuple[str, ...]:
    if not all(options) or len(options) > LONGEST * 2:
        return ()
    count = 1
    kept = []
    for letters in options:
        several = letters if count * len(letters) <= MOST_FORMS else letters[:1]
        count *= len(several)
        kept.append(several)
    return tuple(dict.fromkeys(form for parts in product(*kept) if (form := key_of("".join(parts)))))


def places(text: str) -> list[Place]:
    """Split a text into words with the gaps between them; East Asian writing has no gaps and stays in runs."""
    found: list[Place] = []
    end = 0
    for match in _WORD.finditer(text):
        raw = match[0]
        stands_in = bool(found) and text[end : match.start()] in _APOSTROPHES and raw in SIGNS  # 13v1'$
        if len(raw) <= LONGEST * 2 and (stands_in or any(s.isalnum() or s >= _FIRST_ENCLOSED for s in raw)):
            found.append(Place(word_of(raw), match.start(), text[end : match.start()]))
            end = match.end()
    return found


def parts_of(place: Place) -> list[Place]:
    """Split a word at the hidden signs and stand-in signs in it: ``salt&pepper`` is two words."""
    found: list[Place] = []
    end = 0
    for match in _PARTS.finditer(place.word.raw):
        if any(sign.isalnum() for sign in match[0]):
            gap = place.word.raw[end : match.start()] if found else place.gap
            found.append(Place(word_of(match[0]), place.start + match.start(), gap))
            end = match.end()
    return found
