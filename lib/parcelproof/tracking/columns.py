"""Scans as columns: one Parquet file per import, and the digest that binds one parcel's rows.

The same scans give the same bytes, whatever their order.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ValidationError

from parcelproof.errors import EvidenceError
from parcelproof.messages import _
from parcelproof.tracking.events import Event
from parcelproof.tracking.review.arrow import one

# ``time`` is the instant; ``time_offset`` (seconds) is the clock of the place, which a buyer reads.
_FIELDS: list[pa.Field[Any]] = [
    pa.field("tracking_number", pa.string(), nullable=False),
    pa.field("time", pa.timestamp("us", tz="UTC")),
    pa.field("time_offset", pa.int32()),
    pa.field("time_raw", pa.string(), nullable=False),
    pa.field("time_zone_assumed", pa.bool_(), nullable=False),
    pa.field("status", pa.string(), nullable=False),
    pa.field("reason", pa.string(), nullable=False),
    pa.field("action_required", pa.bool_(), nullable=False),
    pa.field("system", pa.string(), nullable=False),
    pa.field("code", pa.string(), nullable=False),
    pa.field("detail_code", pa.string(), nullable=False),
    pa.field("text", pa.string(), nullable=False),
    pa.field("location", pa.string(), nullable=False),
    pa.field("country", pa.string(), nullable=False),
    pa.field("carrier", pa.string(), nullable=False),
    pa.field("order", pa.int32(), nullable=False),
    pa.field("set_by_user", pa.bool_(), nullable=False),
]
SCHEMA = pa.schema(_FIELDS)
_START = datetime.min.replace(tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _row(event: Event) -> dict[str, Any]:
    values = event.model_dump(mode="python", exclude={"time"})
    offset = event.time.utcoffset() if event.time else None
    return {
        **values,
        "status": event.status.value,
        "time": event.time.astimezone(UTC) if event.time else None,
        "time_offset": None if offset is None else round(offset.total_seconds()),
    }


def _canonical(event: Event) -> str:
    """Write one scan as text that is the same for equal scans."""
    row = _row(event)
    instant = row["time"]
    row["time"] = None if instant is None else (instant - _EPOCH) // timedelta(microseconds=1)
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sorted(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda e: (e.tracking_number, e.time or _START, e.order, _canonical(e)))


def to_parquet(events: Iterable[Event]) -> bytes:
    """Write scans as Parquet, sorted by tracking number, time and order.

    Returns
    -------
    bytes
        Equal for equal scans.
    """
    table = pa.Table.from_pylist([_row(event) for event in _sorted(events)], schema=SCHEMA)
    out = io.BytesIO()
    # Small row groups let one parcel be read without the rest.
    pq.write_table(table, out, compression="zstd", version="2.6", row_group_size=50_000)
    return out.getvalue()


def read_parquet(data: bytes, tracking_number: str | None = None) -> tuple[Event, ...]:
    """Read scans back, all or those of one parcel.

    Raises
    ------
    EvidenceError
        If the bytes are not what `to_parquet` wrote.
    """
    return events_of(read_table(data, tracking_number))


def read_table(data: bytes, tracking_number: str | None = None) -> pa.Table:
    """Read scans as columns, all or those of one parcel.

    Raises
    ------
    EvidenceError
        If the bytes are not what `to_parquet` wrote.
    """
    try:
        # Not pq.read_table: for one small file it loads pandas and begins threads.
        table = pq.ParquetFile(pa.BufferReader(data)).read(use_threads=False).select(SCHEMA.names).cast(SCHEMA)
        if tracking_number is not None:
            # Not pa.scalar, which loads pandas.
            table = table.filter(pc.equal(table["tracking_number"], one(tracking_number)))
        return table
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError):
        raise _unreadable() from None


def events_of(table: pa.Table) -> tuple[Event, ...]:
    """Return the rows of a table as scans.

    Raises
    ------
    EvidenceError
        If a row is no scan.
    """
    try:
        # Arrow gives a time back as a number, for as a time it would load pandas.
        place = table.schema.get_field_index("time")
        table = table.set_column(place, "time", table.column(place).cast(pa.int64()))
        return tuple(_event(row) for row in table.to_pylist())
    except (pa.ArrowException, ValidationError, ValueError, TypeError, KeyError, OverflowError):
        raise _unreadable() from None


def _unreadable() -> EvidenceError:
    return EvidenceError(
        _("The stored scans of this import cannot be read."),
        where=_("tracking events"),
        mend=_("Put the file back from a backup, or import the tracking file again."),
    )


def _event(row: dict[str, Any]) -> Event:
    offset, microseconds = row.pop("time_offset"), row["time"]
    if microseconds is not None:
        instant = _EPOCH + timedelta(microseconds=microseconds)
        row["time"] = instant.astimezone(timezone(timedelta(seconds=offset)) if offset else UTC)
    return Event.model_validate(row)


def digest(events: Iterable[Event]) -> str:
    """Return the SHA-256 over the scans of one parcel, in their canonical order.

    Returns
    -------
    str
        64 hexadecimal digits; equal for equal scans, whatever their order.
    """
    # Each scan is written once: it is both its place among equals and what is hashed.
    written = sorted((e.tracking_number, e.time or _START, e.order, _canonical(e)) for e in events)
    return hashlib.sha256("".join(f"{w[-1]}\n" for w in written).encode("utf-8", "surrogatepass")).hexdigest()
