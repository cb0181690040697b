"""What a tracking service sends back: raw answers, words about single numbers, and the ways it can fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from parcelproof.errors import ParcelproofError


class Code(StrEnum):
    """What became of one parcel."""

    NEW_SCANS = "new_scans"
    NO_NEWS = "no_news"
    REGISTERED = "registered"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, whole.

    Attributes
    ----------
    status : int
    headers : mapping of str to str
        Names in lower case.
    body : bytes
        At most `wire.MAX_BYTES`.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    def document(self) -> object:
        """Return the body as JSON.

        Raises
        ------
        ValueError
            If it is cut off, or no JSON.
        """
        return parse(self.body)


@dataclass(frozen=True)
class Page:
    """One answer that holds tracking, with the numbers that were asked for."""

    body: bytes = field(repr=False)
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """What the service says about one number without giving tracking."""

    number: str
    code: Code
    text: str


@dataclass(frozen=True)
class Entry:
    """One parcel of an answer, by its shape.

    Attributes
    ----------
    number : str
        As the service writes it; empty if the entry has none.
    fault : str
        Field that is not what the documentation says, or empty.
    """

    number: str
    fault: str = ""


def parse(body: bytes) -> object:
    """Read JSON; every way to fail is a ValueError."""
    try:
        document: object = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return document


def plain(number: str) -> str:
    """Return a tracking number as services compare it: no spaces, capitals."""
    return "".join(number.split()).upper()


class LiveError(ParcelproofError):
    """A tracking service could not be asked."""

    exit_code = 1


class KeyRefusedError(LiveError):
    """The service does not accept the key, or the account may not do this."""

    exit_code = 2


class UnreachableError(LiveError):
    """No usable answer came, although it was asked several times."""


class RejectedError(LiveError):
    """The service refuses what was asked; asking again gives the same.

    Attributes
    ----------
    answer : Answer
    """

    def __init__(self, what: str, answer: Answer, *, where: str = "", mend: str = "") -> None:
        super().__init__(what, where=where, mend=mend)
        self.answer = answer
