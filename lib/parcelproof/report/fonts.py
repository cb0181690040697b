"""The fonts of all PDFs: in which order a letter is looked for, and which of them a page needs.

Typst opens one font after another until it finds a letter. Most signs of a report stand in one of the last, so a page
is told only the families in which its own letters are found; what it shows is the same.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

from parcelproof.resources import templates_dir

MONO = "Noto Sans Mono"
FIRST_FONTS = ("Noto Sans", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Emoji")
"""Asked in this order; all other shipped fonts follow."""
_JOINERS = frozenset("\u200c\u200d")


class _Letters(NamedTuple):
    """Code points, as the first and the last of each unbroken row."""

    firsts: list[int]
    lasts: list[int]

    @classmethod
    def of(cls, pairs: Iterable[list[int]]) -> _Letters:
        ordered = sorted(pairs)
        return cls([first for first, _ in ordered], [last for _, last in ordered])

    def hold(self, code: int) -> bool:
        place = bisect_right(self.firsts, code) - 1
        return place >= 0 and code <= self.lasts[place]


@cache
def _coverage() -> dict[str, _Letters]:
    """Return what each family can draw, in the order in which a letter is looked for."""
    said = json.loads((templates_dir() / "fonts" / "coverage.json").read_text(encoding="utf-8"))
    order = (*FIRST_FONTS, *sorted(said.keys() - {*FIRST_FONTS, MONO}))
    return {family: _Letters.of(said[family]) for family in order}


@cache
def drawn_by_some_font(code: int) -> bool:
    """Tell whether some shipped font draws this code point."""
    return any(letters.hold(code) for letters in _coverage().values())


def families() -> tuple[str, ...]:
    """Return the names of all families for running text, in the order in which a letter is looked for."""
    return tuple(_coverage())


def needed(*texts: Iterable[str]) -> tuple[str, ...]:
    """Return the families that draw these texts as all families would, in the same order.

    Parameters
    ----------
    *texts : iterable of str
        Letters, each as often as it likes.
    """
    first, *others = _coverage().items()
    every = {char for char in set(chain(*texts)) if not char.isascii()}
    rare = {ord(char) for char in every if not first[1].hold(ord(char))}
    # A letter goes with its accents to one font, which need not be the first that has the letter alone.
    whole = any(char in _JOINERS or unicodedata.category(char).startswith("M") for char in every)
    found = [first[0]]
    for family, letters in others:
        mine = {code for code in rare if letters.hold(code)}
        if mine:
            found.append(family)
        if not whole:
            rare -= mine
    return tuple(found)
