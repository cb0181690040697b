"""Evidence files in anything that fsspec reaches: a bucket, or memory in tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from parcelproof.errors import EvidenceError


class Bucket:
    """Files below one prefix of an fsspec file system, by relative name with ``/``.

    A bucket shows an object only when its upload is complete, so there is no temporary name; the
    size is read back after writing.

    Parameters
    ----------
    fs : fsspec.AbstractFileSystem
    root : str
        Path inside the file system.
    """

    def __init__(self, fs: Any, root: str) -> None:
        self.fs = fs
        self.root = root.rstrip("/")

    def path(self, name: str) -> str:
        """Where a file lies in the file system."""
        return f"{self.root}/{name}"

    def size(self, name: str) -> int | None:
        """Bytes of a file, or None if there is none."""
        try:
            found = self.fs.info(self.path(name))
        except FileNotFoundError:
            return None
        return int(found["size"]) if found.get("type") == "file" else None

    def modified(self, name: str) -> datetime | None:
        """When the file was written (UTC), or None if there is none."""
        try:
            value: datetime = self.fs.modified(self.path(name))
        except FileNotFoundError:
            return None
        return value if value.tzinfo else value.replace(tzinfo=UTC)

    def read(self, name: str) -> bytes | None:
        """The whole content, or None if there is no such file."""
        try:
            return bytes(self.fs.cat_file(self.path(name)))
        except (FileNotFoundError, IsADirectoryError):
            return None

    def write(self, name: str, data: bytes, *, flush: bool = True) -> None:
        """Upload a file and read its size back; a bucket keeps nothing unflushed."""
        self.fs.pipe_file(self.path(name), data)
        # Some file systems answer from a list that they took before the upload.
        self.fs.invalidate_cache()
        if self.size(name) != len(data):
            raise EvidenceError(
                "The storage did not keep the whole file.",
                where=name,
                mend="Check the connection and the free space, then run the same command again.",
            )

    def touch(self, name: str) -> None:
        """Do nothing: an object in a bucket is durable once it can be seen."""

    def remove(self, name: str) -> None:
        """Delete a file, if it is there."""
        if self.size(name) is not None:
            self.fs.rm_file(self.path(name))

    def names(self) -> Iterator[str]:
        """Relative names of all files below the prefix, sorted."""
        self.fs.invalidate_cache()
        if not self.fs.exists(self.root):
            return
        start = len(self.fs._strip_protocol(self.root).rstrip("/")) + 1
        for path in sorted(self.fs.find(self.root)):
            yield path[start:]
