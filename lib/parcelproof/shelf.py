"""Finished reports in a bucket: whole or not at all, and never the files of two versions mixed.

A bucket has no rename. So the files of a report go into a folder of their own, ``<report>/<version>/``, and when all
are there the mark ``<report>/made.json`` is put, in one step. It names the folder, and the size and hash of every file.
Readers go by the mark; what no mark names counts as not there, and goes when the report is made again.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from parcelproof.errors import ReportError
from parcelproof.evidence.bucket import Bucket
from parcelproof.messages import _

MARK = "made.json"
_VERSION = r"[0-9a-f]{16}-[0-9a-f]{8}"
_FILE = r"[a-z][a-z0-9_-]{0,40}\.[a-z0-9]{1,8}"


class Kept(BaseModel):
    """One file of a report: its size and the hash of its content."""

    model_config = ConfigDict(frozen=True, strict=True)

    bytes: int
    sha256: str


class Mark(BaseModel):
    """What is published of one report.

    Attributes
    ----------
    key : str
        Hash of everything that the report depends on.
    as_of : str
        The time that it speaks of, ISO 8601 with offset.
    folder : str
        Folder of its files, below the folder of the report.
    files : dict
        Size and hash by file name.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    key: str
    as_of: str
    folder: str
    files: dict[str, Kept]

    def is_sound(self) -> bool:
        """Whether folder and files are names that a shelf gives: what else stands in a bucket chooses no path."""
        names = all(re.fullmatch(_FILE, name) for name in self.files)
        return names and re.fullmatch(_VERSION, self.folder) is not None


@dataclass
class Shelf:
    """The reports of one shop in a bucket.

    Parameters
    ----------
    bucket : Bucket
    """

    bucket: Bucket

    @classmethod
    def at(cls, url: str, options: Mapping[str, Any] | None = None) -> Shelf:
        """Return the shelf at an address; nothing is asked of the server yet."""
        return cls(Bucket(url, options))

    def mark(self, name: str) -> Mark | None:
        """Return what is published of one report, or None."""
        return _mark(self.bucket.read(f"{name}/{MARK}"))

    def marks(self, names: Sequence[str]) -> dict[str, Mark]:
        """Return what is published of many reports; those without any are left out."""
        found = self.bucket.read_many([f"{name}/{MARK}" for name in names])
        known = ((path.rpartition("/")[0], _mark(data)) for path, data in found.items())
        return {name: mark for name, mark in known if mark is not None}

    def publish(self, name: str, files: Mapping[str, Path], *, key: str, as_of: str) -> Mark:
        """Publish a report: files first, mark last.

        Parameters
        ----------
        name : str
            Shipment id, or ``portfolio``.
        files : mapping of str to Path
            What each file is called, and where it lies on this computer.
        key, as_of : str
            See `Mark`.

        Raises
        ------
        EvidenceError
            If the storage cannot keep it; what was published before stays so.
        """
        before = self.mark(name)
        folder = f"{hashlib.sha256(key.encode()).hexdigest()[:16]}-{secrets.token_hex(4)}"
        kept = {}
        for file, path in sorted(files.items()):
            data = path.read_bytes()
            self.bucket.put(f"{name}/{folder}/{file}", data)
            kept[file] = Kept(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        mark = Mark(key=key, as_of=as_of, folder=folder, files=kept)
        self.bucket.put(f"{name}/{MARK}", (mark.model_dump_json(indent=1) + "\n").encode())
        self._tidy(name, {folder, before.folder if before else folder})
        return mark

    def fetch(self, name: str) -> dict[str, bytes]:
        """Return the files of a published report, each checked against the mark; empty if nothing is published.

        Raises
        ------
        ReportError
            If a file is missing or was altered.
        """
        mark = self.mark(name)
        if mark is None:
            return {}
        files = {}
        for file, kept in mark.files.items():
            data = self.bucket.read(f"{name}/{mark.folder}/{file}")
            if data is None or len(data) != kept.bytes or hashlib.sha256(data).hexdigest() != kept.sha256:
                raise ReportError(
                    _("A file of this report is missing or was altered after it was published."),
                    where=f"{self.bucket.url}/{name}/{mark.folder}/{file}", mend=_("Make the report again: --again"),
                )  # fmt: skip
            files[file] = data
        return files

    def link(self, name: str, mark: Mark, file: str) -> str:
        """Return the path of a file of a report, below the shelf."""
        return f"{name}/{mark.folder}/{file}"

    def address(self, name: str) -> str:
        """Return where a report is, to show to a person."""
        return f"{self.bucket.url}/{name}"

    def _tidy(self, name: str, keep: set[str]) -> None:
        # The version before stays: somebody may be reading it. Older ones and those of killed runs go.
        for path in self.bucket.names(name):
            folder, _, file = path.removeprefix(f"{name}/").rpartition("/")
            if folder not in keep and re.fullmatch(_VERSION, folder) and re.fullmatch(_FILE, file):
                self.bucket.remove(path)


def _mark(data: bytes | None) -> Mark | None:
    try:
        mark = Mark.model_validate_json(data or b"")
    except ValidationError:
        return None
    return mark if mark.is_sound() else None


def read_key(path: Path) -> tuple[str, str]:
    """Return key and time of a report that lies on this computer, as its key file tells them."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return str(told["key"]), str(told["as_of"])
