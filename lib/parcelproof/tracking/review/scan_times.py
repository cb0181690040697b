"""Times of many scans at once; they mean the same as `parcelproof.tracking.times.parse_time` says one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.tracking.review.arrow import filled, to_arrow, to_numpy
from parcelproof.tracking.review.moments import NONE, Mask, Moments, Numbers, ticks
from parcelproof.tracking.review.written_times import LONGEST, SHORTEST, read_written
from parcelproof.tracking.times import parse_offset, parse_time

pc: Any = pyarrow.compute

_FROM, _TO = ticks(datetime(1995, 1, 1, tzinfo=UTC)), ticks(datetime(2071, 1, 1, tzinfo=UTC))
_SECOND = 1_000_000


@dataclass(frozen=True)
class ScanTimes:
    """Times of n scans, and where the time zone was assumed."""

    moments: Moments
    assumed: Mask


def read_times(column: Any, offsets: Any | None) -> ScanTimes:
    """Read a column of times.

    Parameters
    ----------
    column : pyarrow.Array
        Texts, or timestamps; one without a zone is taken as UTC.
    offsets : pyarrow.Array, optional
        Offset beside it: a text such as ``+08:00``, or whole seconds.
    """
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        return _timestamps(column, offsets)
    texts = column.cast(pa.string()) if not pa.types.is_string(column.type) else column
    beside = None if offsets is None else filled(offsets.cast(pa.string()), "")
    return _texts(filled(texts, ""), beside)


def _timestamps(column: Any, offsets: Any | None) -> ScanTimes:
    aware = pa.types.is_timestamp(column.type) and column.type.tz is not None
    values = column.cast(pa.timestamp("us", tz="UTC") if aware else pa.timestamp("us"), safe=False)
    at = to_numpy(filled(values.cast(pa.int64()), NONE))
    offset, stated = _stated(offsets, len(at))
    if not aware:
        at = np.where(at == NONE, NONE, at - offset * _SECOND)
    good = _in_range(at, offset)
    assumed = np.zeros(len(at), np.bool_) if aware else good & ~stated
    if good.all():
        return ScanTimes(Moments(at, offset), assumed)
    return ScanTimes(Moments(np.where(good, at, NONE), np.where(good, offset, 0)), assumed)


def _stated(offsets: Any | None, count: int) -> tuple[Numbers, Mask]:
    """Return the offsets beside the times, in seconds, and where there is one."""
    if offsets is None:
        return np.zeros(count, np.int64), np.zeros(count, np.bool_)
    if pa.types.is_integer(offsets.type):
        seconds = to_numpy(filled(offsets.cast(pa.int64()), 0))
        return np.clip(seconds, -50_400, 50_400), to_numpy(pc.is_valid(offsets))
    found = pc.dictionary_encode(filled(offsets.cast(pa.string()), ""))
    zones = [parse_offset(text) if text else None for text in found.dictionary.to_pylist()]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    numbers = [round(z.utcoffset(now).total_seconds()) if z else 0 for z in zones]  # type: ignore[union-attr]
    indices = to_numpy(found.indices)
    return np.array(numbers, np.int64)[indices], np.array([z is not None for z in zones], np.bool_)[indices]


def _in_range(at: Numbers, offset: Numbers) -> Mask:
    """Leave out fillers such as the year 1, by the clock of the place."""
    if len(at) and not offset.any() and int(at.min()) >= _FROM and int(at.max()) < _TO:
        return np.ones(len(at), np.bool_)
    local = np.where(at == NONE, 0, at) + offset * _SECOND
    mask: Mask = (at != NONE) & (local >= _FROM) & (local < _TO)
    return mask


def _texts(texts: Any, beside: Any | None) -> ScanTimes:
    count = len(texts)
    at, offset = np.full(count, NONE, np.int64), np.zeros(count, np.int64)
    assumed = np.zeros(count, np.bool_)
    lengths = to_numpy(pc.binary_length(texts))
    left = lengths > 0
    for length in np.unique(lengths).tolist():
        if SHORTEST <= length <= LONGEST:
            rows = np.flatnonzero(lengths == length)
            read = read_written(texts if len(rows) == count else texts.take(to_arrow(rows)), length)
            stated, known = _stated(None if beside is None else beside.take(to_arrow(rows)), len(rows))
            shift = np.where(read.zoned, read.offset, stated)
            utc = read.local - shift * _SECOND
            good = read.good & _in_range(utc, shift)
            at[rows], offset[rows] = np.where(good, utc, NONE), np.where(good, shift, 0)
            assumed[rows] = good & ~read.zoned & ~known
            left[rows] = ~read.good
    rows = np.flatnonzero(left)
    if len(rows):
        part = _one_by_one(texts.take(to_arrow(rows)), None if beside is None else beside.take(to_arrow(rows)))
        at[rows], offset[rows], assumed[rows] = part.moments.at, part.moments.offset, part.assumed
    return ScanTimes(Moments(at, offset), assumed)


def _one_by_one(texts: Any, beside: Any | None) -> ScanTimes:
    pairs = list(zip(texts.to_pylist(), beside.to_pylist() if beside is not None else [""] * len(texts), strict=True))
    known = {pair: parse_time(pair[0].strip(), UTC, pair[1].strip()) for pair in set(pairs)}
    found = [known[pair] for pair in pairs]
    return ScanTimes(Moments.of([time.value for time in found]), np.array([time.assumed for time in found], np.bool_))


def packed(times: ScanTimes) -> npt.NDArray[np.int32]:
    """Keep offset and "assumed" in one number: twice the offset, and one if it was assumed."""
    if not times.moments.offset.any() and not times.assumed.any():
        return np.broadcast_to(np.int32(0), len(times.assumed))
    return (times.moments.offset * 2 + times.assumed).astype(np.int32)
