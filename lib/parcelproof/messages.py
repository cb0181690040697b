"""Sentences that stand in Python, said in the language that is spoken now.

A sentence is written in English where it is used, and marked: ``_("The file holds {rows} rows.", rows=3)``. The same
sentence in another language stands in ``locale/<locale>/LC_MESSAGES/parcelproof.po``; ``locale/README.md`` tells how
it gets there. The catalogue is read as text: there is no compiled file that could be older.
"""

from __future__ import annotations

import gettext
from collections.abc import Hashable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from parcelproof.language import FALLBACK, LANGUAGES, current_language

DOMAIN = "parcelproof"
LOCALE = Path(__file__).with_name("locale")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
"""What Babel's extractor looks for; the numbers are those of the arguments that hold sentences."""

K = TypeVar("K", bound=Hashable)
_WIDE_STOPS = ("。", "！", "？")


def _(sentence: str, /, **facts: object) -> str:
    """Return a sentence in the language that is spoken now, with the facts put in.

    Parameters
    ----------
    sentence : str
        English, as a literal: the extractor reads it from the source.
    **facts : object
        For every ``{name}`` in it; braces inside a fact stay as they are.

    Returns
    -------
    str
        English if the catalogue does not have it.
    """
    said = _catalogue(current_language().code).gettext(sentence) if sentence else ""
    return said.format_map(facts) if facts else said


def ngettext(one: str, many: str, count: int, /, **facts: object) -> str:
    """Return a sentence about a number of things; ``{count}`` is put in by itself."""
    said = _catalogue(current_language().code).ngettext(one, many, count)
    return said.format_map({"count": count, **facts})


def N_(sentence: str, /) -> str:
    """Mark a sentence that is said later, by `_` or by `Wording`; returns it as it is."""
    return sentence


def sentences(*said: str) -> str:
    """Put whole sentences behind each other; empty ones are left out, and a Chinese full stop needs no blank."""
    line = ""
    for sentence in filter(None, said):
        line += f" {sentence}" if line and not line.endswith(_WIDE_STOPS) else sentence
    return line


class Wording(Mapping[K, str]):
    """A table of marked sentences; each is said in the language of the moment in which it is looked up.

    Parameters
    ----------
    english : mapping
        Every value marked with `N_`.
    """

    def __init__(self, english: Mapping[K, str]) -> None:
        self._english = english

    def __getitem__(self, key: K) -> str:
        return _(self._english[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)


def catalogue_file(code: str) -> Path:
    """Return the catalogue of a language."""
    return LOCALE / LANGUAGES[code].locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def learn() -> None:
    """Read the catalogue of the language that is spoken now, so that forks of this process need not read it again."""
    _catalogue(current_language().code)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == FALLBACK:
        return gettext.NullTranslations()
    # Imported here: who speaks English does not wait for it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with catalogue_file(code).open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGES[code].locale, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
