"""What a process that is forked for a run is asked to do, and how it can end before its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from parcelproof.batch.engine.limits import Limits
from parcelproof.errors import ReportError

Tell = Callable[[dict[str, Any]], None]


class NotebookStopped(ReportError):
    """A notebook ended before its end: by a limit, a crash, or because a cell ended its process."""


class NeedsKernelError(Exception):
    """A notebook asked for something that only a whole kernel has; its message says what."""


@dataclass(frozen=True)
class Work:
    """What a notebook's process is to do.

    Attributes
    ----------
    cells : list of dict
        ``index`` in the notebook, ``source``, ``may_fail``.
    cwd : str
        Folder that the cells run in.
    env : mapping
        Its whole environment.
    limits : Limits
    cell_seconds : float, optional
        For each cell.
    allow_error_names : list of str
        Errors that do not end the notebook.
    stay : bool
        Its process is to stay when all cells ran to their end, until it has drawn the files too; see `Drawing`.
    """

    cells: list[dict[str, Any]]
    cwd: str
    env: Mapping[str, str]
    limits: Limits
    cell_seconds: float | None = None
    allow_error_names: list[str] = field(default_factory=list)
    stay: bool = False

    word: ClassVar[bytes] = b"r"

    @property
    def about_reports(self) -> bool:
        """Tell whether what reports share is worth loading for it."""
        return any("parcelproof" in cell["source"] for cell in self.cells)

    def as_json(self) -> dict[str, Any]:
        """Return it as the child reads it."""
        return {
            "cells": self.cells, "cwd": self.cwd, "env": dict(self.env), "memory_mb": self.limits.memory_mb,
            "cpu_seconds": self.limits.cpu_seconds, "output_mb": self.limits.output_mb,
            "allow_error_names": self.allow_error_names, "stay": self.stay,
        }  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """What a process is to draw from an executed notebook; see `parcelproof.batch.drawing`.

    Attributes
    ----------
    request : mapping
        What `drawing.draw` takes, as JSON.
    limits : Limits
    """

    request: Mapping[str, Any]
    limits: Limits

    word: ClassVar[bytes] = b"d"
    cells: ClassVar[tuple[()]] = ()
    cell_seconds: ClassVar[None] = None
    about_reports: ClassVar[bool] = True

    def as_json(self) -> dict[str, Any]:
        """Return it as the child reads it."""
        return {**self.request, "memory_mb": self.limits.memory_mb, "cpu_seconds": self.limits.cpu_seconds}
