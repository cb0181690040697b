"""The scans of one partition as columns, and the facts of its parcels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.tracking.review.arrow import texts, to_arrow, to_numpy
from parcelproof.tracking.review.moments import NONE, Moments
from parcelproof.tracking.review.parcel_numbers import in_capitals
from parcelproof.tracking.review.spill import Chunk
from parcelproof.tracking.review.vocabulary import Codes

pc: Any = pyarrow.compute


class Partition:
    """All n scans of m parcels, in the order of the files.

    Parameters
    ----------
    chunks : sequence of Chunk
        From `Spill`, in the order of the files.

    Attributes
    ----------
    numbers : pyarrow.Array of string, shape (m,)
        Tracking numbers, as they were written first.
    group : ndarray of int32, shape (n,)
        Place of each scan's number in ``numbers``.
    time : ndarray of int64, shape (n,)
    offset, meaning, place, raw : ndarray of int32, shape (n,)
        As in `Encoded`.
    """

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._parcels = [chunk.parcels for chunk in chunks]
        numbers = pa.concat_arrays([texts([]), *(parcels.column(0) for parcels in self._parcels)])
        capitals = in_capitals(numbers)
        found = pc.dictionary_encode(capitals)
        # A parcel stands in every batch that has a scan of it.
        self._entry = to_numpy(found.indices)
        self.numbers = found.dictionary
        if capitals is not numbers:
            first = np.zeros(len(self.numbers), np.int64)
            first[self._entry[::-1]] = np.arange(len(self._entry) - 1, -1, -1)
            self.numbers = numbers.take(to_arrow(first))
        ends = np.cumsum([parcels.num_rows for parcels in self._parcels])[:-1]
        groups = np.split(self._entry, ends)
        mine = [g.take(to_numpy(chunk.scans.column(0))) for g, chunk in zip(groups, chunks, strict=False)]
        self.group: Codes = np.concatenate([np.zeros(0, np.int32), *mine])
        scans = [chunk.scans for chunk in chunks]
        self.time = _joined(scans, "time", np.int64)
        self.offset, self.meaning, self.place, self.raw = (
            _joined(scans, name, np.int32) for name in ("offset", "meaning", "place", "raw")
        )

    def word(self, name: str) -> Codes:
        """Return a word of each parcel: the first row that names one wins.

        Parameters
        ----------
        name : str
            One of ``words.PARCEL``.
        """
        column = _joined(self._parcels, name, np.int32)
        found = np.zeros(len(self.numbers), np.int32)
        # The last to be written stays: the first that is named.
        named = np.flatnonzero(column)[::-1]
        found[self._entry[named]] = column[named]
        return found

    def date(self, name: str) -> Moments:
        """Return a date of each parcel, such as ``promised_by``: the first row that names one wins."""
        found = Moments.none(len(self.numbers))
        if self._parcels and name in self._parcels[0].schema.names:
            at, offset = _joined(self._parcels, name, np.int64), _joined(self._parcels, f"{name}_o", np.int32)
            named = np.flatnonzero(at != NONE)[::-1]
            found.at[self._entry[named]] = at[named]
            found.offset[self._entry[named]] = offset[named]
        return found


def _joined(batches: Sequence[pa.RecordBatch], name: str, kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *(to_numpy(batch.column(name)) for batch in batches)])
