"""The points at which a run changes a file, counted over all its processes; one of them can fail or be the last.

The counting is done below Python, in a small library that is loaded before all others (``crash_points.c``), so that
SQLite's and Typst's own calls count too. This module compiles it and writes the file that it reads.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ACTIONS = ("count", "error", "full", "kill", "kill all", "interrupt")
"""In the order of ``crash_points.c``: one error, a disk that stays full, SIGKILL to one process or to the group."""
_HEAD = struct.Struct("IIIIIiiI512s")
_SLOT = struct.Struct("12si240s")
_SLOTS = 8192
SOURCE = Path(__file__).with_suffix(".c")


class NoCompilerError(Exception):
    """There is no C compiler, or this is not Linux."""


@dataclass(frozen=True)
class Event:
    """One call that changed a file.

    Attributes
    ----------
    kind : str
        ``create``, ``write``, ``fsync``, ``rename``, ``unlink``, ``mkdir``, ``rmdir`` or ``truncate``.
    path : str
        Below the root.
    pid : int
    """

    kind: str
    path: str
    pid: int


def library(folder: Path) -> Path:
    """Compile the library into a folder and return it.

    Raises
    ------
    NoCompilerError
    """
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        raise NoCompilerError("The crash tests need Linux and a C compiler: apt-get install gcc libc6-dev")
    target = folder / f"crash_points.{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.so"
    if not target.exists():
        draft = target.with_suffix(".draft")
        subprocess.run(
            [compiler, "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(draft), str(SOURCE), "-ldl"], check=True
        )
        draft.replace(target)
    return target


class Points:
    """The file that tells the library what to do, and in which it counts.

    Parameters
    ----------
    path : Path
        Made anew, outside the root.
    root : Path
        Only files below it count.
    """

    def __init__(self, path: Path, root: Path | None = None) -> None:
        self.path = path
        if root is not None:
            with path.open("wb") as file:
                file.truncate(_HEAD.size + _SLOTS * _SLOT.size)
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 0)
        if root is not None:
            self._write(armed=0, root=str(root.resolve()).encode())

    def _write(
        self, *, armed: int, action: str = "count", at: int = 0, error: int = 0, group: int = 0, root: bytes = b""
    ) -> None:
        root = root or _HEAD.unpack_from(self._map)[8]
        self._map[: _HEAD.size] = _HEAD.pack(armed, 0, 0, ACTIONS.index(action), at, error, group, 0, root)

    def arm(self, action: str, at: int, error: int = errno.EIO, group: int = 0) -> None:
        """Count from one again; do this at the n-th point."""
        self._write(armed=1, action=action, at=at, error=error, group=group)

    def disarm(self) -> None:
        """Count no more."""
        self._map[:4] = struct.pack("I", 0)

    @property
    def count(self) -> int:
        """So many points were passed since it was armed."""
        return int(_HEAD.unpack_from(self._map)[1])

    @property
    def fired(self) -> int:
        """How often something was done; 0 if the n-th point was never reached."""
        return int(_HEAD.unpack_from(self._map)[2])

    def events(self) -> list[Event]:
        """Return what was counted, in order."""
        found = []
        for n in range(min(self.count, _SLOTS)):
            kind, pid, path = _SLOT.unpack_from(self._map, _HEAD.size + n * _SLOT.size)
            found.append(Event(_text(kind), _text(path), pid))
        return found


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8", "replace")
