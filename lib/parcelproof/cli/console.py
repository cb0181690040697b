"""What every command shares: where to print, how to fail, which shop."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from parcelproof.errors import InputError
from parcelproof.messages import N_, _

if TYPE_CHECKING:
    from parcelproof.shop import Shop

EXIT_OK, EXIT_SOME_FAILED, EXIT_BAD_INPUT, EXIT_STOPPED = 0, 1, 2, 130

WIDE = 160
"""Columns to use where the output is no terminal, so that a log or a pipe gets whole lines."""

_width = None if sys.stdout.isatty() else WIDE
out = Console(width=_width)
err = Console(stderr=True, width=None if sys.stderr.isatty() else WIDE)

ShopOption = Annotated[
    Path | None, typer.Option("--shop", help=N_("Folder of the shop. Without it: this folder, shop/ or sample-shop/."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=N_("Print JSON for scripts."))]


def say(text: str, *, style: str = "") -> None:
    """Print one line; the text is data, never markup."""
    out.print(Text(text, style=style), soft_wrap=True)


def complain(text: str) -> None:
    """Print an error on standard error."""
    err.print(Text(text, style="bold red"), soft_wrap=True)


def print_json(value: Any) -> None:
    """Print one JSON document on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def the_shop(folder: Path | None) -> Shop:
    """Open the shop that a command works on."""
    from parcelproof.shop import open_shop  # takes most of the time of a command that only says how it is called

    return open_shop(folder)


def one_shipment(shop: Shop, given: str) -> str:
    """Return the one shipment that an id, an order number or a tracking number names.

    Raises
    ------
    InputError
        If there is none, or several.
    """
    found = shop.find(given)
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            _("Several parcels have this number: {ids}.", ids=", ".join(found)), where=given, mend=_("Name one id.")
        )
    raise InputError(_("No shipment has this id, order number or tracking number."), where=given,
                     mend=_("See the ids with: parcelproof status"))  # fmt: skip


def _columns() -> tuple[ProgressColumn, ...]:
    return (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


@contextmanager
def progress_told(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that is told (done, total); it moves a bar on a terminal, and does nothing elsewhere."""
    if not err.is_terminal:
        yield lambda _done, _total: None
        return
    with Progress(*_columns(), console=err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def progress(label: str, items: Iterable[Any], total: int) -> Iterable[Any]:
    """Yield items with a progress bar on a terminal, and with nothing elsewhere."""
    if not err.is_terminal:
        yield from items
        return
    with Progress(*_columns(), console=err, transient=True) as bar:
        task = bar.add_task(label, total=total)
        for item in items:
            yield item
            bar.advance(task)


class Steps:
    """A bar over files, and one below it for what goes on within a large file; nothing without a terminal."""

    def __init__(self, bar: Progress | None, label: str, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task(label, total=total) if bar else None
        self._inner: TaskID | None = None

    def done(self) -> None:
        """Note that one file is done."""
        if self._bar is None or self._task is None:
            return
        self._bar.advance(self._task)
        if self._inner is not None:
            self._bar.remove_task(self._inner)
            self._inner = None

    def within(self, label: str, done: int, total: int) -> None:
        """Note how far the present file is."""
        if self._bar is None:
            return
        if self._inner is None:
            self._inner = self._bar.add_task(label, total=total)
        self._bar.update(self._inner, description=label, completed=done, total=total)


@contextmanager
def steps(label: str, total: int) -> Iterator[Steps]:
    """Show a bar over so many files while the block runs."""
    if not err.is_terminal:
        yield Steps(None, label, total)
        return
    with Progress(*_columns(), console=err, transient=True) as bar:
        yield Steps(bar, label, total)
