"""What a pull has asked, kept and settled, so that a run that is killed goes on where it stopped.

One folder in the shop, ``pulled/``: per service a folder of raw answers, each named by its hash, and one journal of
lines that is there only while a run is unfinished. A line counts once it is on the disk, whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from parcelproof import clock
from parcelproof.errors import InputError, ShopError
from parcelproof.evidence.local import LocalFolder
from parcelproof.messages import _
from parcelproof.pulled import FOLDER

FRESH = timedelta(hours=1)
"""A run that stopped longer ago is not taken up: its parcels are asked again from the start."""


def _append(handle: int, line: bytes) -> None:
    os.write(handle, line)


def _fsync(handle: int) -> None:
    os.fsync(handle)


@dataclass
class Unfinished:
    """What the journal of an unfinished run says.

    Attributes
    ----------
    begun : datetime or None
        None if there is no unfinished run.
    numbers : list of str
        What that run was to ask.
    kept : dict
        SHA-256 of a raw answer → the numbers that were asked with it.
    taken : set of str
        Answers that are in the ledger.
    settled : dict
        Number → its outcome, as the run stored it.
    """

    begun: datetime | None = None
    numbers: list[str] = field(default_factory=list)
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    settled: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def fresh(self) -> bool:
        """Whether the run stopped so shortly ago that its answers still count as asked."""
        return self.begun is not None and abs(clock.now() - self.begun) < FRESH


class Journal:
    """The journal of one service in one shop.

    Parameters
    ----------
    shop_folder : Path
    vendor : str
    """

    def __init__(self, shop_folder: Path, vendor: str) -> None:
        self._files = LocalFolder(shop_folder / FOLDER)
        self._vendor = vendor
        self._path = shop_folder / FOLDER / f"{vendor}.journal"
        self._handle: int | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the service for this process; the system lets go of it even if the process is killed.

        Raises
        ------
        ShopError
            If another process holds it.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = self._path.with_suffix(".lock").open("a+b")
        except OSError as error:
            raise ShopError(
                _("The folder for tracking answers cannot be written: {why}.", why=error.strerror),
                where=str(self._path.parent),
            ) from error
        with lock:
            if not _locked(lock):
                raise ShopError(
                    _("Another pull from this service is running in this shop."), mend=_("Wait until it has ended.")
                )
            try:
                yield
            finally:
                self._close()

    def read(self) -> Unfinished:
        """Return what an unfinished run left; a line that was cut off does not count."""
        found = Unfinished()
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return found
        for line in lines:
            try:
                _apply(found, json.loads(line))
            except (ValueError, KeyError, TypeError, InputError):
                continue
        return found

    def begin(self, numbers: Iterable[str]) -> None:
        """Note what a new run is going to ask; a journal that is there is replaced."""
        self._close()
        first = _line({"begun": clock.iso(clock.now()), "numbers": list(numbers)})
        self._files.write(f"{self._vendor}.journal", first)

    def keep(self, body: bytes, numbers: Iterable[str]) -> str:
        """Keep a raw answer, byte for byte, then note it; return its SHA-256."""
        sha256 = hashlib.sha256(body).hexdigest()
        self._files.write(self.name_of(sha256), body)
        self._note({"kept": sha256, "numbers": list(numbers)})
        return sha256

    def took(self, sha256: str) -> None:
        """Note that an answer is in the ledger."""
        self._note({"taken": sha256})

    def settle(self, outcomes: Mapping[str, Mapping[str, Any]]) -> None:
        """Note that these numbers are done, and with which outcome."""
        if outcomes:
            self._note({"settled": dict(outcomes)})

    def end(self) -> None:
        """Note that the run is finished: there is nothing to go on with."""
        self._close()
        self._files.remove(f"{self._vendor}.journal")

    def answer(self, sha256: str) -> bytes | None:
        """Return a kept answer, or None if it is gone or no longer fits its name."""
        body = self._files.read(self.name_of(sha256)) if _is_hash(sha256) else None
        return body if body is not None and hashlib.sha256(body).hexdigest() == sha256 else None

    def name_of(self, sha256: str) -> str:
        """Return the name of a kept answer below ``pulled/``."""
        return f"{self._vendor}/{sha256}.json"

    def path_of(self, sha256: str) -> Path:
        """Return where a kept answer lies."""
        return self._files.path(self.name_of(sha256))

    def _note(self, what: Mapping[str, Any]) -> None:
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
            # The run before may have died in the middle of a line.
            size = os.fstat(self._handle).st_size
            os.lseek(self._handle, max(0, size - 1), os.SEEK_SET)
            if size and os.read(self._handle, 1) != b"\n":
                _append(self._handle, b"\n")
        _append(self._handle, _line(what))
        _fsync(self._handle)

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _line(what: Mapping[str, Any]) -> bytes:
    return json.dumps(what, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _is_hash(text: str) -> bool:
    return len(text) == 64 and all(c in "0123456789abcdef" for c in text)


def _apply(found: Unfinished, line: dict[str, Any]) -> None:
    if "begun" in line:
        found.begun = clock.parse_time(line["begun"])
        found.numbers = [str(n) for n in line["numbers"]]
    elif "kept" in line:
        found.kept[str(line["kept"])] = tuple(str(n) for n in line["numbers"])
    elif "taken" in line:
        found.taken.add(str(line["taken"]))
    elif "settled" in line:
        found.settled.update({str(k): dict(v) for k, v in line["settled"].items()})


def _locked(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:
        return _locked_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _locked_on_windows(file: IO[bytes]) -> bool:
    msvcrt: Any = __import__("msvcrt")
    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
