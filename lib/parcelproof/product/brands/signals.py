"""The numbers and word lists of ``playbook/rules/brand_signals.csv`` and ``coded_words.csv``, ready to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook
    from parcelproof.playbook.model import Rule

TOPIC = "brand_signals"
CODED = "coded_words"

_ONE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_EAST = "\u2e80"
"""From here on scripts write without gaps between words."""


@dataclass(frozen=True)
class CodedTerm:
    """A word that stands for "copy".

    Attributes
    ----------
    rule, text : str
        Id of its rule row; the word.
    certain : bool
        Whether others than ourselves list it.
    categories : frozenset of str
        Goods among which it is suspicious.
    innocent : re.Pattern or None
        What the title says where the word means something else.
    """

    rule: str
    text: str
    certain: bool
    categories: frozenset[str]
    innocent: re.Pattern[str] | None


class Signals:
    """What a title is judged by beside the list of brands."""

    def __init__(self, rules: Iterable[Rule], coded: Iterable[Rule]) -> None:
        rows = list(rules)
        self.levels: Mapping[str, str] = {r.columns["key"]: r.value for r in rows if r.columns["kind"] == "disguise"}
        self.price: Mapping[str, Decimal] = {r.columns["key"]: r.number for r in rows if r.columns["kind"] == "price"}
        counts = {r.columns["key"]: int(r.number) for r in rows if r.columns["kind"] == "count"}
        self.window, self.many = counts.get("coded_window", 6), counts.get("many_brands", 3)
        self.people = _words(rows, "people")
        self.no_brand = _words(rows, "no_brand")
        self.compatible = phrases(_words(rows, "compatible"))
        self.compatible_after = phrases(_words(rows, "compatible_after"))
        self.goods: Mapping[str, frozenset[str]] = {
            r.columns["key"]: frozenset(_listed(r.value)) for r in rows if r.columns["kind"] == "goods"
        }
        self._kinds: dict[str, set[str]] = {}
        for kind, words in self.goods.items():
            for word in words:
                self._kinds.setdefault(word, set()).add(kind)
        # A set of words is asked far quicker than a pattern of hundreds of alternatives.
        self._east = phrases(word for word in self._kinds if word[0] >= _EAST)
        self._longest = max((len(_ONE.findall(word)) for word in self._kinds), default=1)
        self.terms = tuple(_term(rule, rows) for rule in coded)
        self.coded = phrases({term.text for term in self.terms})
        self.term_of = {plain_term(term.text): term for term in self.terms}

    def goods_in(self, text: str) -> frozenset[str]:
        """Return the categories whose goods a text (in lower case) names."""
        listed = _ONE.findall(text)
        words = set(listed)
        for count in range(2, self._longest + 1):
            words.update(" ".join(listed[at : at + count]) for at in range(len(listed) - count + 1))
        if self._east and not text.isascii():
            words.update(match[0] for match in self._east.finditer(text))
        return frozenset(kind for word in words & self._kinds.keys() for kind in self._kinds[word])


def _listed(cell: str) -> list[str]:
    return [part.strip().lower() for part in cell.split(";") if part.strip()]


def _words(rows: list[Rule], kind: str) -> frozenset[str]:
    return frozenset(word for r in rows if r.columns["kind"] == kind for word in _listed(r.value))


def _term(rule: Rule, rows: list[Rule]) -> CodedTerm:
    of = [r for r in rows if r.columns["kind"] == "coded_in"]
    kinds = [r for r in of if r.columns["key"] == rule.id] or [r for r in of if r.columns["key"] == "any"]
    innocent = [word for r in rows if r.columns["kind"] == "innocent" and r.columns["key"] == rule.id
                for word in _listed(r.value)]  # fmt: skip
    return CodedTerm(
        rule=rule.id,
        text=rule.value.lower(),
        certain=rule.confidence != "inference",
        categories=frozenset(part for r in kinds for part in _listed(r.value)),
        innocent=phrases(innocent),
    )


def phrases(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds any of the phrases as whole words, whatever parts their words."""
    patterns = []
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        inner = r"[\s\-_.]{1,3}".join(re.escape(part) for part in re.split(r"[\s\-]+", text) if part)
        inner = inner.replace(":", r"\s?:\s?")
        patterns.append(inner if text[0] >= _EAST else rf"(?<!\w){inner}(?!\w)")
    return re.compile("|".join(patterns)) if patterns else None


def plain_term(text: str) -> str:
    """Return a found phrase in the form that the list uses."""
    return re.sub(r"\s?:\s?", ":", re.sub(r"[\s\-_.]+", " ", text.lower())).strip()


_SIGNALS: dict[tuple[str, date], Signals] = {}


def signals(playbook: Playbook, on: date) -> Signals:
    """Return the signals in force on a day; prepared once per playbook and day."""
    key = (playbook.version, on)
    if key not in _SIGNALS:
        if len(_SIGNALS) >= 4:
            _SIGNALS.clear()
        _SIGNALS[key] = Signals(playbook.rules_for(TOPIC, on=on), playbook.rules_for(CODED, on=on))
    return _SIGNALS[key]
