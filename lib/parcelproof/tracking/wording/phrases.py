"""Phrases in a small language that a person can edit, and a search that finds them without going back.

A phrase is a row of words. ``word*`` is any word that begins so; ``one|other`` is either; ``word?`` may be
missing; ``...`` stands for up to four words of the same sentence (sixteen characters in scripts without
spaces); ``^`` and ``$`` are the begin and the end of the whole wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from parcelproof.messages import _
from parcelproof.tracking.wording.normal import JOINED, QUESTION, STOP, Wording, fold

GAP = "..."
_GAP_WORDS = 4
_GAP_CHARACTERS = 16
_MOST_VARIANTS = 32
_MOST_GAPS = 2
_SHORTEST_STEM = 2
_WORD = re.compile(r"[^\W_]+\*?")

Slot = tuple[frozenset[str], tuple[str, ...]]
"""What one place of a phrase takes: whole words, and beginnings of words. Empty: a gap."""


@dataclass(frozen=True)
class Found:
    """One phrase that was found: its concept, its row, and the words that it covers."""

    concept: str
    row: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Variant:
    concept: str
    row: str
    slots: tuple[Slot, ...]
    at_start: bool
    at_end: bool


@cache  # the same words stand in thousands of phrases
def _slot(token: str) -> Slot:
    words, stems = set(), []
    for choice in token.split("|"):
        if choice == QUESTION:
            words.add(QUESTION)
        elif not _WORD.fullmatch(choice):
            raise ValueError(_("'{choice}' is no word", choice=choice))
        elif choice.endswith("*"):
            if len(choice) <= _SHORTEST_STEM:
                raise ValueError(_("'{choice}' is too short for a beginning", choice=choice))
            stems.append(choice[:-1])
        else:
            words.add(choice)
    return frozenset(words), tuple(stems)


def _variants(tokens: Sequence[str]) -> list[list[str]]:
    choices = [("", t[:-1]) if len(t) > 1 and t.endswith("?") else (t,) for t in tokens]
    number = 2 ** sum(len(c) > 1 for c in choices)
    if number > _MOST_VARIANTS:
        raise ValueError(_("this phrase has too many words that may be missing"))
    return [[t for t in picked if t] for picked in product(*choices)]


@dataclass
class Search:
    """All phrases, indexed by how they begin."""

    _words: dict[str, list[_Variant]] = field(default_factory=dict)
    _stems: dict[str, list[tuple[str, _Variant]]] = field(default_factory=dict)
    _joined: list[tuple[str, str, tuple[str, ...], bool, bool]] = field(default_factory=list)

    def add(self, concept: str, row: str, phrase: str) -> None:
        """Take a phrase in.

        Raises
        ------
        ValueError
            If the phrase does not follow the small language; the message says what is wrong.
        """
        tokens = fold(phrase).replace("…", GAP).split()
        at_start, at_end = tokens[:1] == ["^"], tokens[-1:] == ["$"]
        tokens = tokens[at_start : len(tokens) - at_end]
        if not tokens or tokens.count(GAP) > _MOST_GAPS:
            raise ValueError(_("a phrase has at least one word and at most two gaps"))
        if JOINED.search(phrase):
            parts = tuple(p for p in "".join(tokens).split(GAP) if p)
            if not parts or re.search(r"[|*?]", "".join(parts)):
                raise ValueError(_("in this script a phrase is plain text and gaps"))
            self._joined.append((concept, row, parts, at_start, at_end))
            return
        for variant in _variants(tokens):
            self._index(concept, row, variant, at_start, at_end)

    def _index(self, concept: str, row: str, tokens: Sequence[str], at_start: bool, at_end: bool) -> None:
        if not tokens or tokens[0] == GAP or tokens[-1] == GAP:
            raise ValueError(_("a phrase begins and ends with a word"))
        slots = tuple((frozenset[str](), ()) if token == GAP else _slot(token) for token in tokens)
        variant = _Variant(concept, row, slots, at_start, at_end)
        words, stems = slots[0]
        for word in words:
            self._words.setdefault(word, []).append(variant)
        for stem in stems:
            self._stems.setdefault(stem[:2], []).append((stem, variant))

    def find(self, wording: Wording) -> list[Found]:
        """Return every phrase that stands in a wording."""
        found = [hit for place in range(len(wording.words)) for hit in self._at(wording.words, place)]
        return found + self._in_joined(wording.joined)

    def _at(self, words: Sequence[str], place: int) -> Iterable[Found]:
        word = words[place]
        starting = list(self._words.get(word, ()))
        starting += [v for stem, v in self._stems.get(word[:2], ()) if word.startswith(stem)]
        for variant in starting:
            if variant.at_start and place:
                continue
            end = _match(variant.slots, 1, words, place + 1)
            if end >= 0 and not (variant.at_end and end != len(words)):
                yield Found(variant.concept, variant.row, place, end)

    def _in_joined(self, text: str) -> list[Found]:
        found: list[Found] = []
        if not text:
            return found
        for concept, row, parts, at_start, at_end in self._joined:
            place = text.find(parts[0])
            while place >= 0:
                end = _match_parts(parts, text, place)
                if end >= 0 and not (at_start and place) and not (at_end and end != len(text)):
                    # Negative places: characters, apart from the places of words.
                    found.append(Found(concept, row, -place - 1, -end - 1))
                    break
                place = text.find(parts[0], place + 1)
        return found


def _match(slots: Sequence[Slot], step: int, words: Sequence[str], place: int) -> int:
    if step == len(slots):
        return place
    taken, stems = slots[step]
    if not taken and not stems:
        for ahead in range(_GAP_WORDS + 1):
            if place + ahead >= len(words):
                return -1
            end = _match(slots, step + 1, words, place + ahead)
            if end >= 0:
                return end
            if words[place + ahead] in (STOP, QUESTION):
                return -1
        return -1
    if place >= len(words):
        return -1
    word = words[place]
    if word in taken or (stems and word.startswith(stems)):
        return _match(slots, step + 1, words, place + 1)
    return -1


def _match_parts(parts: Sequence[str], text: str, place: int) -> int:
    end = place + len(parts[0])
    for part in parts[1:]:
        next_place = text.find(part, end, end + _GAP_CHARACTERS + len(part))
        if next_place < 0 or STOP in text[end:next_place]:
            return -1
        end = next_place + len(part)
    return end
