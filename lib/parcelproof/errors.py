"""Errors that a seller can act on.

Every error says what happened, where, and how to mend it. It never shows the value of a local
variable or personal data of a buyer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from parcelproof.messages import N_, _

WHERE = N_("Where: {where}")
MEND = N_("What to do: {mend}")


class ParcelproofError(Exception):
    """Base of all errors that Parcelproof raises on purpose.

    Parameters
    ----------
    what : str
        One plain sentence: what went wrong.
    where : str, optional
        File, row, column, field or shipment.
    mend : str, optional
        What the person can do now.
    """

    exit_code = 2
    step = ""
    """What was being done, where a run of many steps says so."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(what, where, mend)

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(_said(WHERE, where=self.where))
        if self.mend:
            parts.append(_said(MEND, mend=self.mend))
        return "\n".join(parts)

    def __reduce__(self) -> tuple[Callable[..., ParcelproofError], tuple[object, ...]]:
        # An error that cannot travel between processes would end a whole batch run; keywords do not travel by default.
        return _rebuilt, (type(self), self.args, self.__dict__)

    # IPython prints this in place of a traceback, so that a page shows words and not code.
    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def _said(sentence: str, **facts: object) -> str:
    try:
        return _(sentence, **facts)
    except UnknownNameError:  # the language itself is unknown, and this is the error that says so
        return sentence.format_map(facts)


def taken_apart(text: str) -> tuple[list[str], list[str], list[str]]:
    """Take the text of an error apart again, where only the text came back from another process.

    Returns
    -------
    tuple of list of str
        What went wrong, where, and how to mend it: one text for each line that said so.
    """
    what: list[str] = []
    where: list[str] = []
    mend: list[str] = []
    for line in text.splitlines():
        for found, start in ((where, WHERE.format(where="")), (where, _said(WHERE, where="")),
                             (mend, MEND.format(mend="")), (mend, _said(MEND, mend=""))):  # fmt: skip
            if line.startswith(start):
                found.append(line.removeprefix(start))
                break
        else:
            what.append(line)
    return what, where, mend


def _rebuilt(kind: type[ParcelproofError], args: tuple[object, ...], state: dict[str, object]) -> ParcelproofError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class InputError(ParcelproofError):
    """A file, row or value that cannot be taken as it is."""


class UnknownNameError(ParcelproofError):
    """A name (shipment, parameter, column, check) that does not exist."""


class PlaybookError(ParcelproofError):
    """A mistake in a file of ``playbook/``; ``where`` holds file and line."""


class ShopError(ParcelproofError):
    """The shop cannot be opened or written."""


class EvidenceError(ParcelproofError):
    """An evidence file is missing, altered or cannot be taken in."""


class ReportError(ParcelproofError):
    """A report could not be made."""

    exit_code = 1


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known name, or an empty string.

    Parameters
    ----------
    name : str
        What was given.
    known : iterable of str
        What would have been right.
    """
    matches = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return _said(N_("Did you mean '{name}'?"), name=matches[0]) if matches else ""
