"""The words that customs lists refuse in a description, and the words that answer a question of customs.

All of them are rows of the playbook (``description_stop_words.csv`` and ``description_words.csv``). Texts are compared
as stems of words, so that "Gifts" and "gift" are one, and "T-shirt" and "t shirt" are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from parcelproof.delivery.border import EU, UNION
from parcelproof.errors import PlaybookError
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.playbook.model import Rule

Stems = tuple[str, ...]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|%")
_POSSESSIVE = re.compile(r"['’]s?\b")
# Without its s each of these is another word: arms are no arm, goods are not good.
_NOT_PLURAL = frozenset({"goods", "arms", "express", "clothes", "glasses", "gds", "pants", "tights", "sos", "os"})
_ES = ("xes", "ches", "shes", "sses", "zes")

US_AREAS = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})


def tokens(text: str) -> list[str]:
    """Split a text into words and numbers, as they were written."""
    return _TOKEN.findall(_POSSESSIVE.sub("", unicodedata.normalize("NFKC", text)))


def stem(word: str) -> str:
    """Return a word in small letters and without the mark of the plural."""
    low = word.casefold()
    if low in _NOT_PLURAL or len(low) < 4 or low.endswith(("ss", "us", "is")):
        return low
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(_ES):
        return low[:-2]
    return low.removesuffix("s")


def stems(text: str) -> Stems:
    """Return the stems of all words of a text, in order."""
    return tuple(stem(word) for word in tokens(text))


def authority(destination: str) -> str:
    """Return the name of the list that the customs of a country use, or an empty string if none is known here."""
    if destination in EU or destination == UNION:
        return "EU_ICS2"
    if destination in US_AREAS:
        return "US_CBP"
    return "CA_PACT" if destination == "CA" else ""


@dataclass(frozen=True)
class StopWord:
    """A refused word at its place in a text: tokens ``start`` to ``stop``."""

    rule: Rule
    start: int
    stop: int


class DescriptionWords:
    """The word lists of one playbook, ready to be looked up.

    Parameters
    ----------
    playbook : Playbook
    """

    def __init__(self, playbook: Playbook) -> None:
        self.patterns: list[tuple[re.Pattern[str], Rule]] = []
        self._stop: dict[str, dict[Stems, Rule]] = {}
        self._better: dict[Stems, str] = {}
        self._good: set[Stems] = set()
        for rule in playbook.rules_for("description_stop_words"):
            role = rule.columns["role"]
            if role == "pattern":
                self.patterns.append((_pattern(rule), rule))
                continue
            name = rule.columns["authority"] if role != "switched_off" else "switched_off"
            if role != "example":
                self._stop.setdefault(name, {}).setdefault(stems(rule.value), rule)
            if examples := rule.columns["example"]:
                self._better.setdefault(stems(rule.value), examples)
                self._good.update(stems(example) for example in examples.split(";"))
        self._lists: dict[str, frozenset[str]] = {}
        for rule in playbook.rules_for("description_words"):
            if rule.columns["kind"] == "better":
                self._better.setdefault(stems(rule.columns["term"]), rule.value)
            else:
                self._lists[rule.columns["kind"]] = frozenset(word.strip() for word in rule.value.split(";"))
        self._stemmed: Mapping[str, frozenset[Stems]] = {
            kind: frozenset(stems(word) for word in words) for kind, words in self._lists.items()
        }

    def has(self, kind: str, word: str) -> bool:
        """Tell whether a word stands in one of the lists (``material``, ``use``, ``garment``, ``filler`` …)."""
        return (stem(word),) in self._stemmed.get(kind, frozenset())

    def has_exactly(self, kind: str, word: str) -> bool:
        """Tell whether a word stands in a list letter by letter: M is a size, m is a metre."""
        return word in self._lists.get(kind, frozenset())

    def is_known_good(self, text: str) -> bool:
        """Tell whether a text is one of the examples that a customs list gives as good."""
        return stems(text) in self._good

    def better(self, term: str) -> str:
        """Return examples of better words for a refused one, or an empty string."""
        return self._better.get(stems(term), "")

    def find(self, name: str, words: list[str]) -> list[StopWord]:
        """Find the refused words of one list in a text, the longest first at each place.

        Parameters
        ----------
        name : str
            ``EU_ICS2``, ``US_CBP``, ``CA_PACT``, ``EU_ICS2_PARTY`` or ``switched_off``.
        words : list of str
            The text as `tokens` splits it.
        """
        known = self._stop.get(name, {})
        longest = max(map(len, known), default=0)
        text = [stem(word) for word in words]
        found: list[StopWord] = []
        place = 0
        while place < len(text):
            for length in range(min(longest, len(text) - place), 0, -1):
                rule = known.get(tuple(text[place : place + length]))
                if rule is not None:
                    found.append(StopWord(rule, place, place + length))
                    place += length - 1
                    break
            place += 1
        return found

    def lists(self) -> tuple[str, ...]:
        """Names of the lists of refused descriptions."""
        return tuple(name for name in self._stop if name not in ("switched_off", "EU_ICS2_PARTY"))


def _pattern(rule: Rule) -> re.Pattern[str]:
    try:
        return re.compile(rule.value)
    except re.error as error:
        raise PlaybookError(_("This pattern is no regular expression."), where=rule.where) from error


_made: dict[str, DescriptionWords] = {}


def words_of(playbook: Playbook) -> DescriptionWords:
    """Return the word lists of a playbook, made once for each version of it."""
    if playbook.version not in _made:
        _made.clear()
        _made[playbook.version] = DescriptionWords(playbook)
    return _made[playbook.version]
