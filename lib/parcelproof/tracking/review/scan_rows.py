"""The scans of one partition in their order (R7): by parcel, time, stage, place in the file."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from parcelproof.tracking.review.moments import NONE, Mask, Numbers
from parcelproof.tracking.review.partition import Partition

Rows = npt.NDArray[np.intp]
_SECOND = 1_000_000


class ScanRows:
    """The order of the scans of a partition.

    Parameters
    ----------
    partition : Partition
    symbol : ndarray of int32
        Kind of each scan, see `Automaton`.
    stages : ndarray of int64
        Stage of each kind.

    Attributes
    ----------
    order : ndarray of int64
        The rows of the partition, sorted.
    start, length : ndarray of int64
        Where each parcel begins in ``order``, and how many scans it has.
    """

    def __init__(self, partition: Partition, symbol: npt.NDArray[np.int32], stages: Numbers) -> None:
        self._partition, self._symbol = partition, symbol
        self.length = np.bincount(partition.group, minlength=len(partition.numbers))
        self.start = np.cumsum(self.length) - self.length
        self._untimed = partition.time == NONE
        self.order, tie = self._by_time()
        # Scans of one instant go by stage; those of one stage, too, are ties that are left.
        if len(tie):
            rows = np.unique(np.concatenate([tie, tie + 1]))
            some = self.order[rows]
            stage = stages[symbol[some]]
            self.order[rows] = some[np.lexsort((some, stage, partition.time[some], partition.group[some]))]
            tie = tie[stages[symbol[self.order[tie]]] == stages[symbol[self.order[tie + 1]]]]
        self._tie = tie

    def _by_time(self) -> tuple[Rows, Rows]:
        """Sort by parcel, time and row.

        Returns
        -------
        order, tie
            The rows; and the places in ``order`` where the next scan is of the same parcel and instant.
        """
        group, time = self._partition.group, _small(self._partition.time, self._untimed)
        bits = [int(column.max()).bit_length() if len(column) else 0 for column in (group, time)]
        low = len(group).bit_length()
        if sum(bits) + low > 64:
            time = np.unique(time, return_inverse=True)[1]
            bits[1] = low
        if sum(bits) + low > 64:
            order = np.lexsort((time, group))
            same = (np.diff(group[order]) == 0) & (np.diff(time[order]) == 0)
            return order, np.flatnonzero(same)
        # One number that ends in the row: sorting it is faster than sorting rows by it.
        key = group.astype(np.uint64)
        key <<= np.uint64(bits[1])
        key |= time.astype(np.uint64, copy=False)
        key <<= np.uint64(low)
        key |= np.arange(len(key), dtype=np.uint64)
        key.sort()
        order = (key & np.uint64((1 << low) - 1)).astype(np.intp)
        key >>= np.uint64(low)
        return order, np.flatnonzero(key[1:] == key[:-1])

    def unsettled(self, one_by_one: Mask, unsafe: Mask, system: npt.NDArray[np.int64]) -> Mask:
        """Say which parcels must go one by one: those whose order only the whole file of a source tells.

        Parameters
        ----------
        one_by_one : ndarray of bool
            Meanings that must always.
        unsafe : ndarray of bool
            Kinds of scans that may not be taken twice.
        system : ndarray of int64
            Source of each meaning.
        """
        mine, symbol = self._partition, self._symbol
        alone = np.zeros(len(self.length), np.bool_)
        alone[mine.group[self._untimed]] = True
        if one_by_one.any():
            alone[mine.group[one_by_one[mine.meaning]]] = True
        # Scans of one instant and stage: equal ones may stand twice, different ones need an order.
        this, that = self.order[self._tie], self.order[self._tie + 1]
        same = (symbol[this] == symbol[that]) & (mine.offset[this] == mine.offset[that])
        alone[mine.group[this[same & unsafe[symbol[this]]]]] = True
        instant = np.cumsum(np.diff(self._tie, prepend=-2) > 1) - 1
        mixed = np.zeros(len(instant), np.bool_)
        mixed[instant[~same]] = True
        pairs = np.flatnonzero(mixed[instant])
        rows, where = np.unique(np.concatenate([this[pairs], that[pairs]]), return_index=True)
        alone |= self._without_order(rows, np.tile(instant[pairs], 2)[where], system)
        return alone

    def _without_order(self, rows: Rows, instant: Rows, system: npt.NDArray[np.int64]) -> Mask:
        """Say of the parcels of some scans whether their place in the file is no order.

        It is one if rows run oldest first, come from one source, and no scan stands twice at one of these instants.
        """
        mine, count = self._partition, len(self.length)
        found = np.zeros(count, np.bool_)
        by_kind = np.lexsort((self._symbol[rows], instant))
        again = (np.diff(instant[by_kind]) == 0) & (np.diff(self._symbol[rows[by_kind]]) == 0)
        found[mine.group[rows[by_kind[1:][again]]]] = True

        wanted, rising = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        wanted[mine.group[rows]] = True
        rows = np.flatnonzero(wanted[mine.group])
        rows = rows[np.argsort(mine.group[rows], kind="stable")]
        group, time, source = mine.group[rows], mine.time[rows], system[mine.meaning[rows]]
        next_is_mine = group[1:] == group[:-1]
        found[group[:-1][next_is_mine & (source[1:] != source[:-1])]] = True
        rising[group[:-1][next_is_mine & (time[1:] > time[:-1])]] = True
        return found | (wanted & ~rising)


def _small(time: Numbers, untimed: Mask) -> Numbers:
    """Return times from the first one on, in seconds if they are whole; a scan without a time comes first."""
    if untimed.any():
        known = time[~untimed]
        time = np.where(untimed, known.min() if len(known) else 0, time)
    time = time - (time.min() if len(time) else 0)
    seconds: Numbers = time // _SECOND
    return seconds if bool((seconds * _SECOND == time).all()) else time
