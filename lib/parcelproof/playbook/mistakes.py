"""Collects the mistakes of a playbook, so that a person mends them in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from parcelproof.errors import PlaybookError, nearest
from parcelproof.messages import _, sentences

SHOWN = 20
"""At most so many mistakes are reported together."""


class PlaybookMistakes(PlaybookError):
    """Several mistakes in the playbook; ``mistakes`` holds one `PlaybookError` for each."""

    def __init__(self, mistakes: tuple[PlaybookError, ...], found: int) -> None:
        self.mistakes = mistakes
        lines = [f"  {mistake.where}: {sentences(mistake.what, mistake.mend)}" for mistake in mistakes]
        more = ["  " + _("and {count} more", count=found - len(mistakes))] if found > len(mistakes) else []
        super().__init__(
            "\n".join([_("The playbook has {count} mistakes.", count=found), *lines, *more]),
            where=mistakes[0].where,
            mend=_("Mend these lines, then start again."),
        )


class Mistakes:
    """A list of mistakes, each with file and line.

    At the end of a ``with`` block that was not left by another error, `stop_if_any` is called.

    Parameters
    ----------
    root : Path
        The folder of the playbook; files are named relative to it.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        # A row with a mistake of its own exists all the same: who refers to it is not wrong.
        self.broken: set[str] = set()
        self._found: list[PlaybookError] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_left: object) -> None:
        if kind is None:
            self.stop_if_any()

    def where(self, file: Path, line: int | None = None) -> str:
        """Name a place as ``rules/mains.csv:12``."""
        name = file.relative_to(self._root).as_posix()
        return f"{name}:{line}" if line is not None else name

    def add(self, file: Path, line: int | None, what: str, mend: str = "") -> None:
        """Note one mistake."""
        self._found.append(PlaybookError(what, where=self.where(file, line), mend=mend))

    def add_validation(
        self, error: ValidationError, file: Path, lines: Mapping[tuple[object, ...], int] | int, known: Iterable[str]
    ) -> None:
        """Note what pydantic found, in plain words.

        Parameters
        ----------
        lines : mapping or int
            The line of each place in the data, or the line of all of it.
        known : iterable of str
            Names that would have been right; the nearest one is offered.
        """
        names = tuple(known)
        for detail in error.errors(include_url=False, include_context=False):
            place = tuple(detail["loc"])
            name = ".".join(str(part) for part in place)
            line = lines if isinstance(lines, int) else line_of(lines, place)
            if detail["type"] == "missing":
                self.add(file, line, _("'{name}' is missing.", name=name))
            elif detail["type"] == "extra_forbidden":
                self.add(file, line, _("'{name}' is not a known name here.", name=name), nearest(str(place[-1]), names))
            else:
                self.add(file, line, _("'{name}' cannot be taken: {why}.", name=name, why=_plain(str(detail["msg"]))))

    def known(self, name: str, known: Collection[str]) -> bool:
        """Tell whether a name exists; if its whole file could not be read, that is the only mistake told."""
        return not known or name in known or name in self.broken

    def stop_if_any(self) -> None:
        """Raise what was found.

        Raises
        ------
        PlaybookError
            The one mistake, or `PlaybookMistakes` with up to twenty.
        """
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise PlaybookMistakes(tuple(self._found[:SHOWN]), len(self._found))


def line_of(lines: Mapping[tuple[object, ...], int], place: tuple[object, ...]) -> int | None:
    """Return the line of a place in the data, or of the nearest place around it."""
    for end in range(len(place), -1, -1):
        if place[:end] in lines:
            return lines[place[:end]]
    return None


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".").replace("Input should be", "it should be")
