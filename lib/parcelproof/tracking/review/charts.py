"""Numbers behind two charts: how long parcels take, and how each lane does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.tracking.events import Status
from parcelproof.tracking.review.moments import DAY, NONE, ticks

pc: Any = pyarrow.compute

LANE = ("carrier", "service", "destination")
_OVER = frozenset({Status.RETURNED, Status.LOST, Status.CANCELLED})


@dataclass(frozen=True)
class Lane:
    """How one lane does.

    Attributes
    ----------
    carrier, service, destination : str
    parcels, delivered, lost, open : int
        ``open`` parcels may still come.
    median, p95 : float or None
        Days from the first scan to the delivery, over delivered parcels; None if there is none.
    """

    carrier: str
    service: str
    destination: str
    parcels: int
    delivered: int
    lost: int
    open: int
    median: float | None
    p95: float | None


@dataclass(frozen=True)
class Curve:
    """Which share of the parcels of a lane has not been delivered after so many days.

    Attributes
    ----------
    lane : tuple of str
        Carrier, service, destination.
    days : tuple of int
        From 0 on, only where the share changes; the last one is the longest time that is known.
    share : tuple of float
        Between 1 and 0, by Kaplan and Meier: a parcel that is still on its way counts up to today.
    parcels : int
    """

    lane: tuple[str, str, str]
    days: tuple[int, ...]
    share: tuple[float, ...]
    parcels: int


def lanes(parcels: pa.Table, by: tuple[str, ...] = LANE) -> list[Lane]:
    """Count parcels by lane, the busiest first.

    Parameters
    ----------
    parcels : pyarrow.Table
        Columns ``status, accepted_at, delivered_at, carrier, service, destination``, as the bulk review gives them.
    by : tuple of str
        Columns that tell lanes apart; the others stay empty.
    """
    status, days, _ = _columns(parcels, None)
    found = []
    for names, rows in _by_lane(parcels, by):
        took = days[rows]
        took = took[took >= 0]
        delivered = int((status[rows] == Status.DELIVERED.value).sum())
        lost = int((status[rows] == Status.LOST.value).sum())
        over = int(np.isin(status[rows], [s.value for s in _OVER]).sum())
        found.append(
            Lane(
                *names,
                parcels=len(rows),
                delivered=delivered,
                lost=lost,
                open=len(rows) - delivered - over,
                median=float(np.median(took)) if len(took) else None,
                p95=float(np.percentile(took, 95)) if len(took) else None,
            )
        )
    return sorted(found, key=lambda lane: (-lane.parcels, lane.carrier, lane.service, lane.destination))


def survival(parcels: pa.Table, as_of: datetime, by: tuple[str, ...] = LANE) -> list[Curve]:
    """Draw how long parcels stay undelivered, one curve per lane, the busiest first.

    Parameters
    ----------
    parcels : pyarrow.Table
        As for `lanes`.
    as_of : datetime
        Up to when parcels on their way count.

    Notes
    -----
    Parcels without a first scan are left out. One that came back, was lost or was cancelled was never delivered:
    it stays in the curve to the end, like one that is still on its way.
    """
    _, days, running = _columns(parcels, as_of)
    curves = []
    for names, rows in _by_lane(parcels, by):
        ended, going = days[rows], running[rows]
        ended, going = ended[ended >= 0], going[going >= 0]
        if len(ended) + len(going):
            curves.append(_curve(names, ended, going))
    return sorted(curves, key=lambda curve: (-curve.parcels, curve.lane))


def _curve(names: tuple[str, str, str], ended: npt.NDArray[np.int64], going: npt.NDArray[np.int64]) -> Curve:
    last = int(max(ended.max(initial=0), going.max(initial=0)))
    came, left = np.bincount(ended, minlength=last + 1), np.bincount(going, minlength=last + 1)
    # Who was still undelivered at the start of each day.
    at_risk = len(ended) + len(going) - np.concatenate([[0], np.cumsum(came + left)[:-1]])
    share = np.cumprod(1 - came / np.maximum(at_risk, 1))
    days, values = [0], [1.0 if not came[0] else float(share[0])]
    for day in range(1, last + 1):
        if came[day] or day == last:
            days.append(day)
            values.append(float(share[day]))
    return Curve(names, tuple(days), tuple(values), len(ended) + len(going))


def _columns(
    parcels: pa.Table, as_of: datetime | None
) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return status, full days to the delivery, and full days up to today for the rest; -1 where there is none."""
    status = np.asarray(parcels.column("status").cast(pa.string()).to_numpy(zero_copy_only=False))
    accepted, delivered = _ticks(parcels.column("accepted_at")), _ticks(parcels.column("delivered_at"))
    came = (accepted != NONE) & (delivered != NONE) & (status == Status.DELIVERED.value) & (delivered >= accepted)
    days = np.where(came, (np.where(came, delivered, 0) - np.where(came, accepted, 0)) // DAY, -1)
    if as_of is None:
        return status, days, np.full(len(days), -1, np.int64)
    now = ticks(as_of)
    going = (accepted != NONE) & (status != Status.DELIVERED.value) & (accepted <= now)
    return status, days, np.where(going, (now - np.where(going, accepted, now)) // DAY, -1)


def _ticks(column: Any) -> npt.NDArray[np.int64]:
    values = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    return np.asarray(pc.fill_null(values, NONE))


def _by_lane(parcels: pa.Table, by: tuple[str, ...]) -> list[tuple[tuple[str, str, str], npt.NDArray[np.intp]]]:
    """Return the rows of each lane."""
    count = parcels.num_rows
    if not count:
        return []
    key, words = np.zeros(count, np.int64), []
    for name in LANE:
        column: Any = parcels.column(name).cast(pa.string()) if name in by else pa.array([""] * count)
        column = pc.fill_null(column, "")
        column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        found = pc.dictionary_encode(column)
        words.append(found.dictionary.to_pylist())
        key = key * max(len(words[-1]), 1) + np.asarray(found.indices)
    keys, which = np.unique(key, return_inverse=True)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(np.bincount(which, minlength=len(keys))).tolist()
    lanes_of = []
    for place, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        rest, third = divmod(int(keys[place]), max(len(words[2]), 1))
        first, second = divmod(rest, max(len(words[1]), 1))
        lanes_of.append(((words[0][first], words[1][second], words[2][third]), order[start:end]))
    return lanes_of
