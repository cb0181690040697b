"""Find many phrases in a text at once, in any language: by their first word, never by one huge pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

_TOKEN = re.compile(r"[^\W_]+|[%#]|[.!?;:,|()\n•。，！？；：、]")
_MARKS = re.compile("[\u0300-\u036f]")


# One listing is asked several times in a row: what it is, what it claims, which terms it uses.
@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """Return a text in small letters without accents, full-width letters made narrow."""
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))


@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words and the stops of a folded text."""
    return tuple(_TOKEN.findall(text))


def is_unspaced(phrase: str) -> bool:
    """Whether a phrase is in a script without blanks between words."""
    return any("\u3040" <= letter <= "\u9fff" for letter in phrase)


@dataclass(frozen=True)
class Hit(Generic[T]):
    """One place where a phrase stands.

    Attributes
    ----------
    phrase : str
        As it stands in the list.
    start, end : int
        Tokens of the text, or letters if ``unspaced``.
    owner : object
        What the phrase belongs to.
    """

    phrase: str
    start: int
    end: int
    unspaced: bool
    owner: T


class Phrases(Generic[T]):
    """A set of phrases, each with what it belongs to.

    Parameters
    ----------
    phrases : iterable of (str, object)
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], str, T]]] = {}
        unspaced: dict[str, list[tuple[str, T]]] = {}
        for phrase, owner in phrases:
            plain = folded(phrase)
            words = tuple(_TOKEN.findall(plain))
            if is_unspaced(plain):
                unspaced.setdefault("".join(plain.split()), []).append((phrase, owner))
            elif words:
                self._first.setdefault(words[0], []).append((words, phrase, owner))
        # A longer phrase must not hide the shorter ones in it: 蓝牙耳机 is 蓝牙 too.
        self._unspaced = {
            whole: [
                (place, place + len(part), phrase, owner)
                for part, owners in unspaced.items()
                if (place := whole.find(part)) >= 0
                for phrase, owner in owners
            ]
            for whole in unspaced
        }
        longest_first = sorted(map(re.escape, unspaced), key=len, reverse=True)
        self._pattern = re.compile("|".join(longest_first)) if longest_first else None

    def find(self, text: str, words: tuple[str, ...]) -> Iterator[Hit[T]]:
        """Find every phrase.

        Parameters
        ----------
        text : str
            Folded.
        words : tuple of str
            Its tokens.
        """
        first = self._first
        if not first.keys().isdisjoint(words):
            for place, word in enumerate(words):
                if word not in first:
                    continue
                for wanted, phrase, owner in first[word]:
                    end = place + len(wanted)
                    if words[place:end] == wanted:
                        yield Hit(phrase, place, end, False, owner)
        if self._pattern is not None and not text.isascii():
            for found in self._pattern.finditer(text):
                for start, end, phrase, owner in self._unspaced[found.group()]:
                    yield Hit(phrase, found.start() + start, found.start() + end, True, owner)
