"""Copies of evidence files on this computer, so that a bucket is asked once for each.

A file is named by the hash of its content and is checked against it whenever it is read, so a copy can be trusted
like the original, and can be deleted at any time.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from parcelproof.evidence.local import LocalFolder

LIMIT_BYTES = 2_000_000_000
_LOOK_AFTER = 8
"""The folder is looked through each time an eighth of the limit was added."""


class Nearby:
    """Copies of files in a folder, the oldest deleted when they grow too many.

    Parameters
    ----------
    folder : Path
    limit : int
        Bytes that the folder may hold; a little more for a short while.
    """

    def __init__(self, folder: Path, *, limit: int = LIMIT_BYTES) -> None:
        self._files = LocalFolder(folder)
        self._limit = limit
        self._added = 0

    def read(self, name: str) -> bytes | None:
        """The content of a copy, or None if there is none that can be read."""
        try:
            return self._files.read(name)
        except OSError:
            return None

    def has(self, name: str) -> bool:
        """Whether there is a copy."""
        return self._files.size(name) is not None

    def keep(self, name: str, data: bytes) -> None:
        """Keep a copy, if the disk lets us: without it everything works, only slower."""
        with suppress(OSError):
            self._files.write(name, data, flush=False)
            self._added += len(data)
            if self._added > self._limit // _LOOK_AFTER:
                self._added = 0
                self._make_room()

    def _make_room(self) -> None:
        found = []
        for name in self._files.names():
            with suppress(OSError):
                status = self._files.path(name).stat()
                found.append((status.st_mtime_ns, status.st_size, name))
        total = sum(size for _, size, _ in found)
        for _, size, name in sorted(found):
            if total <= self._limit:
                return
            with suppress(OSError):  # another process may have deleted it already
                self._files.remove(name)
            total -= size
