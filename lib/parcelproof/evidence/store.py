"""The evidence store: every file kept byte for byte under its own SHA-256.

The name of a file is the hash of its content, so a changed file no longer fits its name. Layout:
two hexadecimal digits as folder, the other sixty-two as file name.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

from parcelproof.errors import EvidenceError
from parcelproof.evidence.bucket import Bucket
from parcelproof.evidence.local import TEMPORARY, LocalFolder
from parcelproof.evidence.nearby import Nearby
from parcelproof.messages import _

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"([0-9a-f]{2})/([0-9a-f]{62})")

ProblemKind = Literal["altered", "truncated", "missing", "foreign", "leftover", "unreadable"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in the store.

    Attributes
    ----------
    sha256 : str
        Hash that the file should have; empty for a file that is no evidence.
    what : str
        One plain sentence.
    path : str
        Where it lies, below the store.
    kind : str
        ``altered``, ``truncated``, ``missing``, ``foreign``, ``leftover`` or ``unreadable``.
    """

    sha256: str
    what: str
    path: str = ""
    kind: ProblemKind = "altered"


class Storage(Protocol):
    """What the store needs from a place that keeps files."""

    def size(self, name: str) -> int | None: ...  # noqa: D102
    def modified(self, name: str) -> datetime | None: ...  # noqa: D102
    def read(self, name: str) -> bytes | None: ...  # noqa: D102
    def write(self, name: str, data: bytes, *, flush: bool = True) -> None: ...  # noqa: D102
    def touch(self, name: str) -> None: ...  # noqa: D102
    def remove(self, name: str) -> None: ...  # noqa: D102
    def names(self) -> Iterator[str]: ...  # noqa: D102


def _storage(url: str, options: Mapping[str, Any] | None) -> Storage:
    scheme, found, path = url.partition("://")
    if found and scheme not in {"file", "local"}:
        return Bucket(url, options)
    return LocalFolder(Path(path if found else url))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class EvidenceStore:
    """Content-addressed files in a folder or a bucket.

    Parameters
    ----------
    url : str
        A folder path, or any URL that fsspec knows (``s3://bucket/prefix``, ``memory://name``).
    options : mapping, optional
        What fsspec takes for this kind of URL.
    nearby : Path, optional
        Folder for copies of what was read from a bucket.
    """

    def __init__(self, url: str, options: Mapping[str, Any] | None = None, *, nearby: Path | None = None) -> None:
        self.url = url
        self._files = _storage(url, options)
        self._nearby = Nearby(nearby) if nearby and isinstance(self._files, Bucket) else None

    def check(self) -> None:
        """Make sure that a bucket can be reached; a folder needs no question.

        Raises
        ------
        EvidenceError
            In words, if it cannot.
        """
        if isinstance(self._files, Bucket):
            self._files.check()

    def bring_near(self, hashes: Collection[str]) -> None:
        """Fetch the copies of many files side by side; what is not there is told when it is wanted."""
        if self._nearby is None or not isinstance(self._files, Bucket):
            return
        names = [name for sha256 in hashes if not self._nearby.has(name := self._name(sha256))]
        for name, data in self._files.read_many(names).items():
            if _digest(data) == name.replace("/", ""):
                self._nearby.keep(name, data)

    @staticmethod
    def _name(sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise EvidenceError(
                _("This is not the SHA-256 of a file."), mend=_("Give the 64 digits as the record shows them.")
            )
        return f"{sha256[:2]}/{sha256[2:]}"

    def put(self, data: bytes) -> str:
        """Keep a file and return its SHA-256; return only when it is safe.

        A file that is there already is read again and left alone. If it no longer fits its name
        (damaged disk), the right bytes take its place.

        Raises
        ------
        EvidenceError
            If the file cannot be written. Nothing half written stays behind.
        """
        sha256 = _digest(data)
        name = self._name(sha256)
        try:
            if self._files.size(name) == len(data) and self._holds(name, sha256):
                self._files.touch(name)
            else:
                self._files.write(name, data)
        except OSError as error:
            raise EvidenceError(
                _("An evidence file could not be written ({why}).", why=error.strerror or type(error).__name__),
                where=_("evidence store, {name}", name=name),
                mend=_("Check the free space and the rights of the folder, then run the same command again."),
            ) from error
        return sha256

    def put_many(self, files: Collection[bytes]) -> list[str]:
        """Keep many small files at once, and return when all are safe.

        Flushing each file on its own takes longer than writing it. Here the system is asked once to flush all.

        Raises
        ------
        EvidenceError
            If one cannot be written. Those before it may stay; without a record they are no evidence.
        """
        if isinstance(self._files, Bucket) or sys.platform != "linux":  # elsewhere `sync` does not wait for the disk
            return [self.put(data) for data in files]
        names = {data: _digest(data) for data in files}
        try:
            for data, sha256 in names.items():
                if not (self._files.size(self._name(sha256)) == len(data) and self._holds(self._name(sha256), sha256)):
                    self._files.write(self._name(sha256), data, flush=False)
        except OSError as error:
            raise EvidenceError(
                _("An evidence file could not be written ({why}).", why=error.strerror or type(error).__name__),
                where=_("evidence store"),
                mend=_("Check the free space and the rights of the folder, then run the same command again."),
            ) from error
        os.sync()
        return [names[data] for data in files]

    def _holds(self, name: str, sha256: str) -> bool:
        # Reading a local file back costs milliseconds; a bucket checks what it keeps by itself.
        if isinstance(self._files, Bucket):
            return True
        found = self._files.read(name)
        return found is not None and _digest(found) == sha256

    def get(self, sha256: str) -> bytes:
        """Return the file, checked against its hash.

        Raises
        ------
        EvidenceError
            If the file is missing, cannot be read, or no longer has this hash.
        """
        name = self._name(sha256)
        if self._nearby is not None and (copy := self._nearby.read(name)) is not None and _digest(copy) == sha256:
            return copy
        try:
            data = self._files.read(name)
        except OSError as error:
            raise EvidenceError(
                _("An evidence file cannot be read ({why}).", why=error.strerror or type(error).__name__),
                where=_("evidence store, {name}", name=name),
                mend=_("Check the rights of the folder, or restore the file from a backup."),
            ) from error
        if data is None:
            raise EvidenceError(
                _("An evidence file is missing."),
                where=_("evidence store, {name}", name=name),
                mend=_("Restore it from a backup, or take the same file in again."),
            )
        if _digest(data) != sha256:
            raise EvidenceError(
                _("An evidence file was changed after it was taken in."),
                where=_("evidence store, {name}", name=name),
                mend=_("Restore it from a backup, or take the same file in again."),
            )
        if self._nearby is not None:
            self._nearby.keep(name, data)
        return data

    def has(self, sha256: str) -> bool:
        """Whether a file of this hash is there (its content is not read)."""
        return self._files.size(self._name(sha256)) is not None

    def size(self, sha256: str) -> int:
        """Size in bytes.

        Raises
        ------
        EvidenceError
            If the file is missing.
        """
        found = self._files.size(self._name(sha256))
        if found is None:
            raise EvidenceError(
                _("An evidence file is missing."), where=_("evidence store, {name}", name=self._name(sha256))
            )
        return found

    def paths(self) -> Iterator[str]:
        """Hashes of all evidence files, sorted; other files are left out."""
        for name in self._files.names():
            if _NAME.fullmatch(name) and self._files.size(name) is not None:
                yield name.replace("/", "")

    def verify(self, expected: Mapping[str, int] | None = None) -> Iterator[Problem]:
        """Recompute the hash of every file and name all that is wrong.

        Parameters
        ----------
        expected : mapping of str to int, optional
            Hash and size in bytes of the files that the ledger names. With it a missing file is
            found, and a cut-off file is told from an altered one.
        """
        expected = expected or {}
        seen: set[str] = set()
        for name in self._files.names():
            match = _NAME.fullmatch(name)
            if match:
                seen.add(match[1] + match[2])
                problem = self._examine(name, match[1] + match[2], expected)
                if problem:
                    yield problem
            elif name.rsplit("/", 1)[-1].startswith(TEMPORARY):
                yield Problem(
                    "", _("An interrupted run left this unfinished file. It is no evidence."), name, "leftover"
                )
            else:
                yield Problem("", _("This file is not evidence: its name is no hash."), name, "foreign")
        for sha256 in sorted(set(expected) - seen):
            yield Problem(sha256, _("This evidence file is missing."), self._name(sha256), "missing")

    def _examine(self, name: str, sha256: str, expected: Mapping[str, int]) -> Problem | None:
        try:
            data = self._files.read(name)
        except OSError:
            return Problem(sha256, _("This evidence file cannot be read."), name, "unreadable")
        if data is None:
            return Problem(
                sha256, _("This is a link or a special file, not the evidence file itself."), name, "foreign"
            )
        if _digest(data) == sha256:
            return None
        size = expected.get(sha256)
        if len(data) == 0 or (size is not None and len(data) < size):
            left = _("This evidence file is cut off: {left} bytes are left.", left=len(data))
            if size is not None:
                left = _("This evidence file is cut off: {left} of {size} bytes are left.", left=len(data), size=size)
            return Problem(sha256, left, name, "truncated")
        return Problem(
            sha256, _("This evidence file was altered: its content no longer has this hash."), name, "altered"
        )

    def collect_garbage(self, referenced: Collection[str], older_than: timedelta) -> list[str]:
        """Delete unfinished files, and evidence files that no record names.

        Parameters
        ----------
        referenced : collection of str
            Hashes that the ledger names; these are never touched.
        older_than : timedelta
            Younger files are left alone: their record may be on its way.

        Returns
        -------
        list of str
            What was deleted, as names below the store. Foreign files are never deleted.
        """
        # The age of a file is measured by the clock that stamped it, never by a fixed "as of" time.
        limit = datetime.now(UTC) - older_than
        removed = []
        for name in list(self._files.names()):
            orphan = _NAME.fullmatch(name) is not None and name.replace("/", "") not in referenced
            temporary = name.rsplit("/", 1)[-1].startswith(TEMPORARY)
            modified = self._files.modified(name)
            if (orphan or temporary) and modified is not None and modified <= limit:
                self._files.remove(name)
                removed.append(name)
        return removed
