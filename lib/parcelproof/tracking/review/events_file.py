"""A file of scans of any size, CSV or Parquet: what it is, and where its columns are."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from parcelproof.errors import InputError
from parcelproof.messages import N_, _
from parcelproof.tables import column_key
from parcelproof.tables.encoding import decode
from parcelproof.tracking.readers.source import RefusedEntry
from parcelproof.tracking.readers.table import columns_of, system_of

_HEAD = 1 << 20
_HEADER_WITHIN = 30  # lines, as when a file is imported
MOST_LISTED = 1_000
"""So many refused rows are listed; all are counted."""

_MORE = {
    "service": ("service", "shipping service", "service name", "shipment service"),
    "promised_by": ("promised by", "promised", "promised date", "estimated delivery date", "delivery due"),
    "shipped_at": ("shipped at", "shipped on", "shipped date", "ship date", "shipped time", "posted at"),
    "time_offset": ("time offset",),
}
_SPREADSHEET = N_("Save it as CSV (UTF-8), with the names of the columns in the first line.")


@dataclass
class Told:
    """What the review of a file tells beside its answers.

    Attributes
    ----------
    refused : list of RefusedEntry
        The first rows that were left out.
    refused_count, rows, parcels : int
    one_by_one : int
        Parcels whose scans could not be folded side by side, such as those without times.
    """

    refused: list[RefusedEntry] = field(default_factory=list)
    refused_count: int = 0
    rows: int = 0
    parcels: int = 0
    one_by_one: int = 0

    def refuse(self, entry: RefusedEntry, count: int = 1) -> None:
        """Take note of rows that were left out."""
        self.refused_count += count
        if len(self.refused) < MOST_LISTED:
            self.refused.append(entry)

    def add(self, other: Told) -> None:
        """Add what was told of another part of the same files."""
        self.refused.extend(other.refused[: MOST_LISTED - len(self.refused)])
        self.refused_count += other.refused_count
        self.rows += other.rows
        self.parcels += other.parcels
        self.one_by_one += other.one_by_one


@dataclass(frozen=True)
class EventsFile:
    """One file, opened.

    Attributes
    ----------
    path : Path
    columns : dict
        Field to column name.
    system : str
        Whose codes these are, unless a row says otherwise.
    rows : int
        How many rows it holds; for CSV an estimate, unless there is none.
    delimiter, header, encoding
        Of a CSV file.
    header_line : int
        The line that names the columns, from 1 on.
    """

    path: Path
    columns: dict[str, str]
    system: str
    rows: int
    delimiter: str = ""
    header: tuple[str, ...] = ()
    encoding: str = "utf8"
    header_line: int = 1

    @property
    def is_parquet(self) -> bool:
        """Whether the file is Parquet."""
        return not self.delimiter


def open_events(path: Path) -> EventsFile:
    """Open a file of scans and find its columns.

    Parameters
    ----------
    path : Path
        CSV or Parquet; told by its first bytes.

    Raises
    ------
    InputError
        If it is neither, or has no column of tracking numbers, or none of time, status, code or text.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        raise InputError(
            _("This file cannot be opened."), where=path.name, mend=_("Check the name and the folder.")
        ) from None
    if head[:4] == b"PAR1":
        return _open_parquet(path)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InputError(_("This file is empty."), where=path.name, mend=_("Export it again."))
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if head[:1] in (b"{", b"[") or (b"\0" in head and not wide) or head[:2] == b"PK":
        raise InputError(_("This file is neither CSV nor Parquet."), where=path.name, mend=_(_SPREADSHEET))
    return _open_csv(path, head)


def _open_parquet(path: Path) -> EventsFile:
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            rows = file.metadata.num_rows
    except (pa.ArrowException, OSError):
        raise InputError(
            _("This Parquet file is damaged or cut off."), where=path.name, mend=_("Export it again.")
        ) from None
    names = tuple(schema.names)
    columns = _columns(names, path.name)
    for column in columns.values():
        kind = schema.field(column).type
        if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            raise InputError(
                _("A column of this Parquet file holds {kind}, and neither text nor times.", kind=kind),
                where=_("{file}, column {column}", file=path.name, column=column)[:200],
                mend=_("Write it as text, then try again."),
            )
    return EventsFile(path, columns, system_of(names), rows)


def _open_csv(path: Path, head: bytes) -> EventsFile:
    whole = len(head) < _HEAD
    text, encoding = decode(head if whole else head[: head.rfind(b"\n") + 1] or head, path.name)
    lines = re.split(r"\r\n|\r|\n", text)
    size = len(lines) - (not lines[-1])
    line, header, delimiter = _header_of(lines[:_HEADER_WITHIN], path.name)
    nothing = whole and not any(lines[line:])
    rows = 0 if nothing else max(path.stat().st_size * size // max(len(head), 1) - line, 1)
    return EventsFile(
        path, _columns(header, path.name), system_of(header), rows, delimiter, header,
        "utf8" if encoding.startswith("utf-8") else encoding, line,
    )  # fmt: skip


def _header_of(lines: list[str], name: str) -> tuple[int, tuple[str, ...], str]:
    """Return which line names the columns, from 1 on; the names; and what stands between them."""
    unread = False
    for number, line in enumerate(lines, start=1):
        delimiter = max(",;\t|", key=line.count)
        try:
            header = tuple(next(csv.reader([line], delimiter=delimiter), ()))
        except csv.Error:
            unread = True
            continue
        if _is_list_of_scans(_found(header)):
            return number, header, delimiter
    if unread:
        raise InputError(_("The first line of this file holds no names of columns."), where=name, mend=_(_SPREADSHEET))
    raise _no_list_of_scans(name)


def _columns(header: tuple[str, ...], name: str) -> dict[str, str]:
    found = _found(header)
    if not _is_list_of_scans(found):
        raise _no_list_of_scans(name)
    return found


def _found(header: tuple[str, ...]) -> dict[str, str]:
    found = columns_of(header)
    names = {column_key(column): column for column in reversed(header)}
    for own, aliases in _MORE.items():
        column = next((names[key] for key in map(column_key, (own, *aliases)) if key in names), None)
        if column is not None and column not in found.values():
            found[own] = column
    for unused in ("order_reference", "signed_by"):
        found.pop(unused, None)
    return found


def _is_list_of_scans(found: Mapping[str, str]) -> bool:
    return "tracking_number" in found and bool({"status", "code", "text", "time"} & set(found))


def _no_list_of_scans(name: str) -> InputError:
    return InputError(
        _("This file is no list of scans. It needs a column of tracking numbers, and one of status, text or time."),
        where=name,
        mend=_(
            "Name the columns like the example in templates/imports/tracking/events.csv, in one of the first lines."
        ),
    )
