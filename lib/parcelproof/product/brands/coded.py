"""Words that stand for "copy", where they stand beside a brand and among goods that are copied."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from parcelproof.product.brands.sight import Sight, Title
from parcelproof.product.brands.signals import CodedTerm, Signals, plain_term

_ABBREVIATION = 2


@dataclass(frozen=True)
class Coded:
    """A coded word as it stands in a title."""

    term: CodedTerm
    text: str


def coded_words(
    title: Title, sights: list[Sight], claimed: list[Sight], goods: frozenset[str], signals: Signals
) -> tuple[Coded, ...]:
    """Return the coded words near a brand; without a brand there are none.

    Parameters
    ----------
    sights : list of Sight
        The brands in the title.
    claimed : list of Sight
        Those of them that the goods are said to carry.
    goods : frozenset of str
        Categories of the goods that title and category name; those of the claimed brands count too.
    """
    if not sights or signals.coded is None:
        return ()
    text = title.text.replace("：", ":").lower()
    if len(text) != len(title.text):
        return ()
    # What a brand sells counts only where it is claimed: an OEM part that fits a laptop is honest.
    kinds = goods.union(*(sight.name.brand.categories for sight in claimed))
    starts = [place.start for place in title.places]
    innocent: dict[str, bool] = {}
    found: dict[str, Coded] = {}
    for match in signals.coded.finditer(text):
        term = signals.term_of.get(plain_term(match[0]))
        written = title.text[match.start() : match.end()]
        if term is None or not term.categories & kinds:
            continue
        if term.text.isascii() and len(term.text) <= _ABBREVIATION and not written.isupper():
            continue
        if term.rule not in innocent:
            innocent[term.rule] = bool(term.innocent and term.innocent.search(text))
        if innocent[term.rule]:
            continue
        if term.rule not in found and _near(starts, sights, match.start(), match.end(), signals.window):
            found[term.rule] = Coded(term, written)
    return tuple(found.values())


def _near(starts: list[int], sights: list[Sight], start: int, end: int, window: int) -> bool:
    first = bisect_left(starts, start)
    last = max(bisect_left(starts, end) - 1, first)
    return any(first - sight.last <= window and sight.first - last <= window for sight in sights)
