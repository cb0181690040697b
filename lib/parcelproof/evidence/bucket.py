"""Files in anything that fsspec reaches: a bucket of an S3 server, or memory in tests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from fsspec.core import url_to_fs

from parcelproof.errors import EvidenceError, ParcelproofError
from parcelproof.many_machines import part
from parcelproof.messages import _

AT_ONCE = 32
"""So many objects are fetched side by side."""


class Bucket:
    """Files below one prefix of an fsspec file system, by relative name with ``/``.

    A bucket shows an object only when its upload is complete, so there is no temporary name; the
    size is read back after writing. The server is asked only when a file is wanted.

    Parameters
    ----------
    url : str
        For example ``s3://bucket/prefix``.
    options : mapping, optional
        What fsspec takes for this kind of place: for S3 the ``endpoint_url``. Never a password: the S3 client finds
        its keys by itself.
    """

    def __init__(self, url: str, options: Mapping[str, Any] | None = None) -> None:
        self.url = url.rstrip("/")
        self._options = dict(options or {})
        self._opened: tuple[int, Any, str] | None = None

    @property
    def fs(self) -> Any:
        """The file system: made when it is first needed, and anew in a forked process."""
        return self._open()[0]

    @property
    def root(self) -> str:
        """The prefix inside the file system."""
        return self._open()[1]

    def _open(self) -> tuple[Any, str]:
        if self._opened is None or self._opened[0] != os.getpid():
            if self.url.startswith("s3:"):
                part("s3fs", "files in a bucket")
            fs, root = url_to_fs(self.url, **self._options)
            self._opened = (os.getpid(), fs, root.rstrip("/"))
        return self._opened[1], self._opened[2]

    def path(self, name: str) -> str:
        """Where a file lies in the file system."""
        return f"{self.root}/{name}"

    def size(self, name: str) -> int | None:
        """Bytes of a file, or None if there is none."""
        with self._in_words(name):
            try:
                found = self.fs.info(self.path(name))
            except FileNotFoundError:
                return None
            return int(found["size"]) if found.get("type") == "file" else None

    def modified(self, name: str) -> datetime | None:
        """When the file was written (UTC), or None if there is none."""
        with self._in_words(name):
            try:
                value: datetime = self.fs.modified(self.path(name))
            except FileNotFoundError:
                return None
            return value if value.tzinfo else value.replace(tzinfo=UTC)

    def read(self, name: str) -> bytes | None:
        """The whole content, or None if there is no such file."""
        with self._in_words(name):
            try:
                return bytes(self.fs.cat_file(self.path(name)))
            except (FileNotFoundError, IsADirectoryError):
                return None

    def read_many(self, names: Sequence[str]) -> dict[str, bytes]:
        """The content of many files, fetched side by side; those that are not there are left out."""
        found: dict[str, bytes] = {}
        for start in range(0, len(names), AT_ONCE):
            paths = {self.path(name).lstrip("/"): name for name in names[start : start + AT_ONCE]}
            with self._in_words(_("several files")):
                answers = self.fs.cat(list(paths), on_error="return")
            for path, data in answers.items():
                if isinstance(data, bytes):
                    found[paths[path.lstrip("/")]] = data
                elif not isinstance(data, FileNotFoundError):
                    with self._in_words(paths[path.lstrip("/")]):
                        raise data
        return found

    def write(self, name: str, data: bytes, *, flush: bool = True) -> None:
        """Upload a file that is not there yet, or mend one of another size; then read the size back.

        A bucket keeps nothing unflushed.
        """
        new = self.size(name) is None
        with self._in_words(name), suppress(FileExistsError):  # another machine may have been faster
            self.fs.pipe_file(self.path(name), data, mode="create" if new else "overwrite")
        self._check(name, data)

    def put(self, name: str, data: bytes) -> None:
        """Upload a file in one step, in the place of an older one if there is one; then read the size back."""
        with self._in_words(name):
            self.fs.pipe_file(self.path(name), data)
        self._check(name, data)

    def _check(self, name: str, data: bytes) -> None:
        # Some file systems answer from a list that they took before the upload.
        self.fs.invalidate_cache()
        if self.size(name) != len(data):
            raise EvidenceError(
                _("The storage did not keep the whole file."),
                where=name,
                mend=_("Check the connection and the free space, then run the same command again."),
            )

    def touch(self, name: str) -> None:
        """Do nothing: an object in a bucket is durable once it can be seen."""

    def remove(self, name: str) -> None:
        """Delete a file, if it is there."""
        if self.size(name) is not None:
            with self._in_words(name):
                self.fs.rm_file(self.path(name))

    def names(self, below: str = "") -> Iterator[str]:
        """Relative names of all files below the prefix, or below a folder in it, sorted."""
        with self._in_words(below):
            self.fs.invalidate_cache()
            top = self.path(below).rstrip("/")
            found = sorted(self.fs.find(top)) if self.fs.exists(top) else []
            start = len(self.fs._strip_protocol(self.root).rstrip("/")) + 1
        yield from (path[start:] for path in found)

    def check(self) -> None:
        """Ask the server whether the bucket is there.

        Raises
        ------
        EvidenceError
            If it cannot be reached, does not let us in, or has no such bucket.
        """
        with self._in_words(""):
            bucket = self.root.strip("/").partition("/")[0]
            self.fs.ls(bucket, refresh=True)

    @contextmanager
    def _in_words(self, name: str) -> Iterator[None]:
        where = f"{self.url}/{name}".rstrip("/")
        try:
            yield
        except (ParcelproofError, IsADirectoryError, FileExistsError):
            raise
        except FileNotFoundError as error:
            raise EvidenceError(
                _("There is no such bucket."), where=where,
                mend=_("Correct its name in shop.yaml, or ask who keeps the storage to create it."),
            ) from error  # fmt: skip
        except PermissionError as error:
            raise EvidenceError(
                _("The storage did not let us in."), where=where,
                mend=_("Check the keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the file .aws/credentials; "
                "and that they may read and write this bucket."),
            ) from error  # fmt: skip
        except Exception as error:  # the S3 client has errors of its own, and which of them it lets out has changed
            kind = type(error).__name__
            if "Credential" in kind:
                raise EvidenceError(
                    _("The keys for the storage are missing."), where=where,
                    mend=_("Put them into the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or into the file "
                    ".aws/credentials."),
                ) from error  # fmt: skip
            raise EvidenceError(
                _("The storage cannot be reached or refused ({kind}).", kind=kind),
                where=where,
                mend=_(
                    "Check that the server runs and that this computer can reach it, then run the same command again."
                ),
            ) from error
