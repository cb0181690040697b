"""Wordings that a shop taught: they come before the table, and everybody can see that they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from parcelproof.tracking.events import Status
from parcelproof.tracking.wording.normal import take_apart
from parcelproof.tracking.wording.table import carrier_key, code_key

TAUGHT = "taught"


@dataclass(frozen=True)
class Teaching:
    """One wording and what this shop says it means.

    Attributes
    ----------
    carrier : str
        Empty: any carrier.
    code, text : str
        At least one is given; an empty one may be anything.
    status : Status
    reason, language : str
    """

    carrier: str
    code: str
    text: str
    status: Status
    reason: str = ""
    language: str = ""


Key = tuple[str, str, str]


def _key(carrier: str, code: str, text: str) -> Key:
    wording = take_apart(text)
    return carrier_key(carrier), code_key(code), " ".join((*wording.words, wording.joined)).strip()


@dataclass(frozen=True)
class Teachings:
    """All that a shop taught; numbers, case and marks of a wording do not matter.

    Attributes
    ----------
    all : tuple of Teaching
    """

    all: tuple[Teaching, ...] = ()
    _index: dict[Key, Teaching] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for teaching in self.all:
            key = _key(teaching.carrier, teaching.code, teaching.text)
            if key[1] or key[2]:
                self._index[key] = teaching

    def __bool__(self) -> bool:
        return bool(self._index)

    def find(self, carrier: str, code: str, text: str) -> Teaching | None:
        """Return the teaching for a scan: the same carrier goes before any, code and wording before one of them.

        A teaching of a code alone counts for a scan without a wording only: another wording is other news.
        """
        if not self._index:
            return None
        who, what, words = _key(carrier, code, text)
        for key in ((who, what, words), (who, "", words), ("", what, words), ("", "", words)):
            if (key[1] or key[2]) and key in self._index:
                return self._index[key]
        return None


NOTHING = Teachings()


def teachings(rows: Iterable[Teaching]) -> Teachings:
    """Put teachings together; later ones replace earlier ones of the same wording."""
    return Teachings(tuple(rows))
