"""Words that stand for "copy", where they stand beside a brand and among goods that are copied."""

from __future__ import annotations

from dataclasses import dataclass

from parcelproof.product.brands.sight import Sight, Title
from parcelproof.product.brands.signals import CodedTerm, Signals, plain_term

_ABBREVIATION = 2


@dataclass(frozen=True)
class Coded:
    """A coded word as it stands in a title."""

    term: CodedTerm
    text: str


def coded_words(title: Title, sights: list[Sight], goods: frozenset[str], signals: Signals) -> tuple[Coded, ...]:
    """Return the coded words near a brand; without a brand there are none.

    Parameters
    ----------
    sights : list of Sight
        The brands in the title.
    goods : frozenset of str
        Categories of the goods that title and category name; those of the brands count too.
    """
    if not sights or signals.coded is None:
        return ()
    text = title.text.replace("：", ":").lower()
    if len(text) != len(title.text):
        return ()
    kinds = goods.union(*(sight.name.brand.categories for sight in sights))
    found: dict[str, Coded] = {}
    for match in signals.coded.finditer(text):
        term = signals.term_of.get(plain_term(match[0]))
        written = title.text[match.start() : match.end()]
        if term is None or not term.categories & kinds:
            continue
        if term.text.isascii() and len(term.text) <= _ABBREVIATION and not written.isupper():
            continue
        if term.innocent and term.innocent.search(text):
            continue
        if _near(title, sights, match.start(), match.end(), signals.window):
            found.setdefault(term.rule, Coded(term, written))
    return tuple(found.values())


def _near(title: Title, sights: list[Sight], start: int, end: int, window: int) -> bool:
    first = sum(1 for place in title.places if place.start < start)
    last = first + max(sum(1 for place in title.places if start <= place.start < end) - 1, 0)
    return any(first - sight.last <= window and sight.first - last <= window for sight in sights)
