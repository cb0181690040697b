"""A lease on a report: while one run makes it, no other run does.

A lease is a lock of the operating system, held by the living process that makes the report. It needs no clock, and a
process that dies, however it dies, has given its leases back by then. All leases of a shop are bytes of one empty
file: which byte is said by the hash of the name, so nothing is left behind that would have to be cleaned up.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from parcelproof.errors import ShopError
from parcelproof.messages import _

LEASES_FILE = "leases"
PAUSE = 0.02


class Leases(Protocol):
    """Where leases are kept: beside the reports, or in the database that many machines share."""

    def hold(self, name: str, *, wait: float = 0.0) -> AbstractContextManager[bool]:
        """Hold the lease on one report while the block runs.

        Parameters
        ----------
        name : str
            Shipment id, or ``portfolio``.
        wait : float
            Seconds to wait for another holder.

        Returns
        -------
        context manager of bool
            False: another run holds it. The block runs all the same, and must leave the report alone.
        """
        ...


class FileLeases:
    """Leases on this computer: locks on single bytes of one file.

    Parameters
    ----------
    folder : Path
        Where the file is, made if it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LEASES_FILE

    @contextmanager
    def hold(self, name: str, *, wait: float = 0.0) -> Iterator[bool]:
        """Hold the lease on one report while the block runs; see `Leases`."""
        until = time.monotonic() + wait
        while not (mine := _HELD.take(self._path, name)) and time.monotonic() < until:
            time.sleep(PAUSE)
        try:
            yield mine
        finally:
            if mine:
                _HELD.give_back(self._path, name)


class _Held:
    """The leases of this process.

    The system keeps such locks per process: it gives them all back when any handle of the file is closed, and does not
    keep two threads apart. So there is one handle per file, and a list of what is held. A fork does not inherit them:
    a child that outlives its parent holds nothing.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._handles: dict[Path, int] = {}
        self._names: dict[Path, set[str]] = {}

    def take(self, path: Path, name: str) -> bool:
        with self._guard:
            names = self._names.setdefault(path, set())
            if name in names:
                return False
            if path not in self._handles:
                self._handles[path] = _open(path)
            if mine := _lock(self._handles[path], _place(name)):
                names.add(name)
            self._close_unused(path)
            return mine

    def give_back(self, path: Path, name: str) -> None:
        with self._guard:
            self._names[path].discard(name)
            _unlock(self._handles[path], _place(name))
            self._close_unused(path)

    def _close_unused(self, path: Path) -> None:
        if not self._names[path]:
            os.close(self._handles.pop(path))


_HELD = _Held()


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise ShopError(
            _("The file that keeps two runs apart cannot be opened: {why}.", why=error.strerror), where=str(path),
            mend=_("Look if the disk is full or the folder is locked, then run this again."),
        ) from error  # fmt: skip


def _place(name: str) -> int:
    # 2**62 bytes are enough that two names never meet, and all systems can count as far.
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 2


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, place: int) -> bool:
        os.lseek(handle, place, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int, place: int) -> None:
        os.lseek(handle, place, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int, place: int) -> bool:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place, os.SEEK_SET)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(handle: int, place: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_UN, 1, place, os.SEEK_SET)
