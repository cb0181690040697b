"""Evidence files in a folder of this computer: written so that a crash leaves the old state or the new one.

A file gets a temporary name, is flushed to the disk, is renamed, and then its folder is flushed too.
Symbolic links inside the folder are never followed: whoever can place one must not choose what is read.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from parcelproof.processes import at_work

TEMPORARY = ".tmp-"
_UNFINISHED = re.compile(rf"{re.escape(TEMPORARY)}(?P<pid>\d+)\.[0-9a-f]{{16}}")

# Every call that can fail on a real disk goes through one of these names, so that a test can make the n-th one fail.


def _create(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, 0o600)


def _write(handle: int, data: bytes) -> int:
    return os.write(handle, data)


def _fsync(handle: int) -> None:
    os.fsync(handle)


def _replace(source: Path, target: Path) -> None:
    source.replace(target)


def _make_folder(path: Path) -> None:
    path.mkdir(mode=0o700)


def _fsync_folder(path: Path) -> None:
    # Windows cannot open a folder; there the rename itself is written through.
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        _fsync(handle)
    finally:
        os.close(handle)


def _is_folder(path: Path) -> bool:
    """Whether the path is a real folder (a link to one is not)."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


class LocalFolder:
    """Files below one folder, by relative name with ``/``.

    Parameters
    ----------
    root : Path
        Made if it does not exist.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._durable: set[str] = set()
        self._cleaned = False

    def path(self, name: str) -> Path:
        """Where a file lies on the disk."""
        return self.root.joinpath(*name.split("/"))

    def _stat(self, name: str) -> os.stat_result | None:
        path = self.path(name)
        if path.parent != self.root and not _is_folder(path.parent):
            return None
        try:
            found = path.lstat()
        except OSError:
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def size(self, name: str) -> int | None:
        """Bytes of a regular file, or None if there is none."""
        found = self._stat(name)
        return found.st_size if found else None

    def modified(self, name: str) -> datetime | None:
        """When the file was last written or put again (UTC), or None if there is none."""
        found = self._stat(name)
        return datetime.fromtimestamp(found.st_mtime, UTC) if found else None

    def read(self, name: str) -> bytes | None:
        """The whole content, or None if there is no regular file of that name."""
        if self._stat(name) is None:
            return None
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        try:
            handle = os.open(self.path(name), flags)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as file:
            return file.read()

    def write(self, name: str, data: bytes, *, flush: bool = True) -> None:
        """Write a file whole or not at all, and not return before it is on the disk, unless the caller sees to that."""
        target = self.path(name)
        self._prepare(target.parent)
        # All in one folder, with the process that writes in their names: so what a killed one left is found at once.
        temporary = self.root / f"{TEMPORARY}{os.getpid()}.{secrets.token_hex(8)}"
        try:
            handle = _create(temporary)
            try:
                view = memoryview(data)
                while view:
                    view = view[_write(handle, view[: 1 << 24].tobytes()) :]
                if flush:
                    _fsync(handle)
            finally:
                os.close(handle)
            _replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        if flush:
            self._settle(target.parent)

    def touch(self, name: str) -> None:
        """Mark a file as put again, so that no clean-up takes it, and make sure that its name is on the disk."""
        path = self.path(name)
        os.utime(path)
        self._settle(path.parent)

    def _prepare(self, folder: Path) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        if not self._cleaned:
            self._clean()
            self._cleaned = True
        if _is_folder(folder):
            return
        try:
            _make_folder(folder)
        except FileExistsError:
            # Another process was faster; anything but a real folder stays an error.
            if not _is_folder(folder):
                raise

    def _clean(self) -> None:
        """Remove what killed processes did not finish."""
        with os.scandir(self.root) as entries:
            found = [(mark, Path(entry.path)) for entry in entries if (mark := _UNFINISHED.fullmatch(entry.name))]
        for mark, path in found:
            if not at_work(int(mark["pid"]), path):
                path.unlink(missing_ok=True)

    def _settle(self, folder: Path) -> None:
        _fsync_folder(folder)
        # The folder's own name must survive too. It may have been made by a run that failed before this point.
        if folder.name not in self._durable:
            _fsync_folder(self.root)
            self._durable.add(folder.name)

    def remove(self, name: str) -> None:
        """Delete a file, if it is there."""
        self.path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Relative names of all that lies in the folder, sorted; a link or odd thing is named, never entered."""
        if _is_folder(self.root):
            yield from self._walk(self.root, "")

    def _walk(self, folder: Path, prefix: str) -> Iterator[str]:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(Path(entry.path), f"{prefix}{entry.name}/")
            else:
                yield f"{prefix}{entry.name}"
