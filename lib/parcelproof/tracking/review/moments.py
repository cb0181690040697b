"""Moments of many parcels as two columns, and the arithmetic of days on them.

It says the same as `parcelproof.tracking.working_days`, for a million moments at once: a day is a day on the
clock of the place that wrote the moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NONE = np.iinfo(np.int64).min
"""Stands for "no moment"."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_SECOND = 1_000_000
DAY = 86_400 * _SECOND
_BUSINESS = ("business days", "working days")


@dataclass(frozen=True)
class Moments:
    """Many moments.

    Attributes
    ----------
    at : ndarray of int64, shape (n,)
        Microseconds since 1970 in UTC, or `NONE`.
    offset : ndarray of int64, shape (n,)
        Seconds that the clock of the place is ahead of UTC.
    """

    at: Numbers
    offset: Numbers

    @classmethod
    def of(cls, values: Iterable[datetime | None]) -> Moments:
        """Take moments that carry an offset."""
        listed = list(values)
        return cls(
            np.array([NONE if v is None else ticks(v) for v in listed], np.int64),
            np.array([0 if v is None else _offset(v) for v in listed], np.int64),
        )

    @classmethod
    def none(cls, count: int) -> Moments:
        """Return so many times "no moment"."""
        return cls(np.full(count, NONE, np.int64), np.zeros(count, np.int64))

    @property
    def known(self) -> Mask:
        """Where there is a moment."""
        mask: Mask = self.at != NONE
        return mask

    def one(self, row: int) -> datetime | None:
        """Return one of them with its offset."""
        at, offset = int(self.at[row]), int(self.offset[row])
        if at == NONE:
            return None
        return (_EPOCH + at * _TICK).astimezone(timezone(timedelta(seconds=offset)) if offset else UTC)

    def where(self, mask: Mask, other: Moments) -> Moments:
        """Keep the moments where ``mask`` holds, and take those of another column elsewhere."""
        return Moments(np.where(mask, self.at, other.at), np.where(mask, self.offset, other.offset))

    def only(self, mask: Mask) -> Moments:
        """Keep the moments where ``mask`` holds."""
        return Moments(np.where(mask, self.at, NONE), self.offset)

    def take(self, rows: npt.NDArray[np.intp] | Mask) -> Moments:
        """Return some rows."""
        return Moments(self.at[rows], self.offset[rows])

    def days_until(self, moment: datetime, unit: str) -> Numbers:
        """Count full days until a moment, as `working_days.days_between` does; zero where there is no moment."""
        at = np.where(self.known, self.at, ticks(moment))
        first = (at + self.offset * _SECOND) // DAY
        last = (ticks(moment) + self.offset * _SECOND) // DAY
        if unit not in _BUSINESS:
            calendar: Numbers = np.maximum(last - first, 0)
            return calendar
        days: Numbers = np.busday_count(_date(first + 1), _date(np.maximum(last, first) + 1)).astype(np.int64)
        return days

    def later(self, amount: Decimal, unit: str) -> Moments:
        """Return the moments that lie so many units later, as `working_days.deadline` does."""
        if unit == "hours":
            return self._plus(np.int64(int(amount * 3600) * _SECOND))
        if unit in ("days", "calendar days"):
            return self._plus(np.int64(int(amount) * DAY))
        if unit in _BUSINESS:
            return self._business_days_later(int(amount))
        if unit == "months":
            return self._months_later(int(amount))
        return Moments.none(len(self.at))

    def earlier(self, amount: Decimal) -> Moments:
        """Return the moments that lie so many calendar days earlier."""
        return self._plus(np.int64(-int(amount) * DAY))

    def day_is_over(self, moment: datetime) -> Mask:
        """Whether a moment lies on a later day, as `working_days.after_day` says it."""
        mask: Mask = self.known & ((ticks(moment) + self.offset * _SECOND) // DAY > self._safe_days())
        return mask

    def _safe_days(self) -> Numbers:
        days: Numbers = (np.where(self.known, self.at, 0) + self.offset * _SECOND) // DAY
        return days

    def _plus(self, step: Numbers | np.int64) -> Moments:
        return Moments(np.where(self.known, np.where(self.known, self.at, 0) + step, NONE), self.offset)

    def _business_days_later(self, count: int) -> Moments:
        if count <= 0:
            return self
        first = self._safe_days()
        last = np.busday_offset(_date(first), count, roll="backward").astype(np.int64)
        return self._plus((last - first) * DAY)

    def _months_later(self, count: int) -> Moments:
        first = self._safe_days()
        month = _date(first).astype("datetime64[M]")
        day = first - month.astype("datetime64[D]").astype(np.int64)
        target = month + np.timedelta64(count, "M")
        start = target.astype("datetime64[D]").astype(np.int64)
        length = (target + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - start
        return self._plus((start + np.minimum(day, length - 1) - first) * DAY)


def ticks(moment: datetime) -> int:
    """Return microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _TICK


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return round(offset.total_seconds()) if offset else 0


def _date(days: Numbers) -> npt.NDArray[np.datetime64]:
    return days.astype("datetime64[D]")
