"""Answers of the bulk review as rows for the shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from parcelproof.tracking.review.arrow import filled, to_numpy

_SECOND = 1_000_000


def rows_of(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield one dict per parcel of a table that `review_events` gives.

    Yields
    ------
    dict
        ``tracking_number, status, reason, since, flags, act_by``; times as text with offset or empty, flags as a list.
    """
    numbers = table.column("tracking_number").to_pylist()
    status, reason, flags = (_words(table, name) for name in ("status", "reason", "flags"))
    since, act_by = _times(table, "since"), _times(table, "act_by")
    for row in zip(numbers, status, reason, since, flags, act_by, strict=True):
        yield {
            "tracking_number": row[0],
            "status": row[1],
            "reason": row[2],
            "since": row[3],
            "flags": row[4].split(";") if row[4] else [],
            "act_by": row[5],
        }


def _words(table: pa.Table, name: str) -> list[str]:
    column: Any = table.column(name).combine_chunks()
    words = column.dictionary.to_pylist()
    return [words[place] for place in to_numpy(column.indices).tolist()]


def _times(table: pa.Table, name: str) -> list[str]:
    """Write times as `datetime.isoformat` does, but many at once."""
    column: Any = table.column(name).combine_chunks()
    known = to_numpy(column.is_valid())
    at = to_numpy(filled(column.cast(pa.int64()), 0))
    seconds, rest = np.divmod(at, _SECOND)
    texts = np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()
    for place in np.flatnonzero(rest).tolist():
        texts[place] += f".{rest[place]:06d}"
    return [f"{text}+00:00" if here else "" for text, here in zip(texts, known.tolist(), strict=True)]
