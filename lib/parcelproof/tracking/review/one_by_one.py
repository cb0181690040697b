"""Parcels whose order of scans the columns cannot settle, folded one by one by the fold itself.

These are scans without a time, a status set by hand, contradicting scans of one instant from several sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.events import Tracking
from parcelproof.tracking.files import merge
from parcelproof.tracking.fold import fold
from parcelproof.tracking.readers.source import Scan
from parcelproof.tracking.readers.table import parcel_of
from parcelproof.tracking.review.folded import Folded, put
from parcelproof.tracking.review.meanings import scan_of
from parcelproof.tracking.review.moments import Mask, Moments
from parcelproof.tracking.review.partition import Partition
from parcelproof.tracking.review.words import MEANING, PLACE, Words
from parcelproof.tracking.times import SourceTime


def fold_alone(partition: Partition, wanted: Mask, words: Words, folded: Folded) -> None:
    """Fold some parcels anew, into their rows of ``folded``."""
    for number, rows in _rows(partition, wanted):
        destination = alpha_2(words.of["destination"].words[int(folded.destination[number])])
        put(folded, number, _tracking(partition, partition.numbers[number].as_py(), rows, words), destination)


def _rows(partition: Partition, wanted: Mask) -> Iterator[tuple[int, Iterable[int]]]:
    rows: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(wanted[partition.group]).tolist():
        rows[int(partition.group[row])].append(row)
    yield from rows.items()


def _tracking(partition: Partition, number: str, rows: Iterable[int], words: Words) -> Tracking:
    scans: dict[str, list[Scan]] = defaultdict(list)
    facts: dict[str, dict[str, str]] = defaultdict(lambda: dict.fromkeys(("carrier", "destination"), ""))
    for row in rows:
        cells = words.row(words.meanings.rows[int(partition.meaning[row])], MEANING)
        place = words.row(words.places.rows[int(partition.place[row])], PLACE)
        offset = int(partition.offset[row])
        moment = Moments(partition.time[row : row + 1], np.array([offset >> 1], np.int64)).one(0)
        raw = words.raw_times.words[int(partition.raw[row])]
        scans[cells["system"]].append(scan_of(cells, place, SourceTime(moment, bool(offset & 1)), raw))
        facts[cells["system"]]["carrier"] = facts[cells["system"]]["carrier"] or cells["carrier"]
    parcels = [parcel_of(number, system, listed, facts[system]) for system, listed in scans.items()]
    # Several sources in one file are joined as the import joins them.
    return fold([merge(parcels)] if len(parcels) > 1 else parcels)
