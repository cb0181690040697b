"""Scans of many parcels out of few files: each file is read and checked once, not once per parcel."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from parcelproof.tracking.columns import events_of, read_table
from parcelproof.tracking.events import Event

KEPT_BYTES = 256_000_000
"""So much is kept in memory; the file that was not used for longest goes first."""


class _File:
    """One file as columns, with the rows of every parcel."""

    def __init__(self, table: pa.Table) -> None:
        self.bytes = table.nbytes
        column: Any = table.column("tracking_number").combine_chunks()
        found = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).dictionary_encode()
        codes = np.asarray(found.indices)
        self._table = table.take(np.argsort(codes, kind="stable"))
        ends = np.cumsum(np.bincount(codes, minlength=len(found.dictionary))).tolist()
        self._rows = dict(zip(found.dictionary.to_pylist(), zip([0, *ends[:-1]], ends, strict=True), strict=True))

    def scans(self, tracking_number: str) -> tuple[Event, ...]:
        start, end = self._rows.get(tracking_number, (0, 0))
        return events_of(self._table.slice(start, end - start))


class ScanFiles:
    """Gives the scans of one parcel after the other.

    Parameters
    ----------
    read_file : callable
        Evidence file by SHA-256, checked against it.
    """

    def __init__(self, read_file: Callable[[str], bytes]) -> None:
        self._read = read_file
        self._files: OrderedDict[str, _File] = OrderedDict()

    def __call__(self, sha256: str, tracking_number: str) -> tuple[Event, ...]:
        """Return the scans of one parcel, as they stand in the file.

        Raises
        ------
        EvidenceError
            If the file is gone, or is not what was recorded.
        """
        if sha256 not in self._files:
            self._files[sha256] = _File(read_table(self._read(sha256)))
            while len(self._files) > 1 and sum(f.bytes for f in self._files.values()) > KEPT_BYTES:
                self._files.popitem(last=False)
        self._files.move_to_end(sha256)
        return self._files[sha256].scans(tracking_number)
