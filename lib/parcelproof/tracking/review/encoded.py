"""One batch of rows as numbers: rows with a time and codes, and facts of the parcels that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.messages import _
from parcelproof.tracking.crosswalk import load_crosswalk
from parcelproof.tracking.readers.source import RefusedEntry
from parcelproof.tracking.readers.table import SYSTEM
from parcelproof.tracking.review.arrow import filled, one, to_arrow, to_numpy
from parcelproof.tracking.review.batches import Batch
from parcelproof.tracking.review.events_file import MOST_LISTED, EventsFile, Told
from parcelproof.tracking.review.moments import Mask, Moments
from parcelproof.tracking.review.parcel_numbers import Parcels, parcels_of
from parcelproof.tracking.review.scan_times import ScanTimes, packed, read_times
from parcelproof.tracking.review.vocabulary import Codes, Column
from parcelproof.tracking.review.words import MEANING, PARCEL, PLACE, WORDS, Words

pc: Any = pyarrow.compute

_Kinds = list[RefusedEntry | None]
"""Why rows are left out; None is no mistake, or nothing to tell of."""


@dataclass
class Encoded:
    """A batch of n scans of m parcels.

    Attributes
    ----------
    numbers : pyarrow.Array of string, shape (m,)
        Distinct tracking numbers.
    parcel : ndarray of int32, shape (n,)
        Place of each scan's number in ``numbers``.
    scans : dict of str to ndarray, shape (n,)
        ``time`` (see `Moments`), ``offset`` (see `packed`), and numbers of ``meaning``, ``place``, ``raw``.
    facts : dict of str to ndarray, shape (m,)
        What the first row that names it says: words of ``PARCEL``, and dates with their offset.
    """

    numbers: Any
    parcel: Codes
    scans: dict[str, npt.NDArray[Any]]
    facts: dict[str, npt.NDArray[Any]] = field(default_factory=dict)


def encode(batch: Batch, file: EventsFile, words: Words, dates: tuple[str, ...], first_row: int, told: Told) -> Encoded:
    """Turn a batch into numbers.

    Parameters
    ----------
    batch : mapping
        Fields of a file, as `pieces` gives them.
    file : EventsFile
    words : Words
        Takes words that were not met before.
    dates : tuple of str
        Which of ``words.DATES`` are wanted.
    first_row : int
        Place of the batch in the file, from 0 on.
    told : Told
        Takes rows that are left out: without a usable number, or of a system that nobody knows.
    """
    parcels = parcels_of(batch["tracking_number"])
    columns = _columns(batch, file.system, words, len(parcels.place))
    mistake, kinds = _left_out(batch, parcels, columns, words)
    if mistake.any():
        _tell(mistake, kinds, file, first_row, told)
        kept = to_arrow(np.flatnonzero(mistake == 0))
        batch = {name: column.take(kept) for name, column in batch.items()}
        parcels = parcels_of(batch["tracking_number"])
        columns = _columns(batch, file.system, words, len(parcels.place))
    count = len(parcels.place)
    times, raw = _times(batch, count, words)
    encoded = Encoded(
        parcels.numbers,
        parcels.place,
        {
            "time": times.moments.at,
            "offset": packed(times),
            "meaning": words.meanings.codes([columns[name] for name in MEANING], count),
            "place": words.places.codes([columns[name] for name in PLACE], count),
            "raw": raw,
        },
    )
    for name in PARCEL:
        encoded.facts[name] = _first_word(columns[name], parcels)
    for name in dates:
        moments = _first_date(batch[name], parcels) if name in batch else Moments.none(len(parcels.numbers))
        encoded.facts[name], encoded.facts[f"{name}_o"] = moments.at, moments.offset.astype(np.int32)
    return encoded


def _columns(batch: Batch, system: str, words: Words, count: int) -> dict[str, Column]:
    found = {name: words.of[name].column(batch[name]) if name in batch else Column.constant(count) for name in WORDS}
    own, named = words.of["system"].number(system), found["system"]
    found["system"] = Column(named.places, np.where(named.numbers == 0, np.int32(own), named.numbers))
    return found


def _left_out(batch: Batch, parcels: Parcels, columns: Mapping[str, Column], words: Words) -> tuple[Codes, _Kinds]:
    """Find the rows without a usable number, and those of a system that nobody knows."""
    kinds: _Kinds = [None]
    kind = np.zeros(len(parcels.place), np.int32)
    numbers = parcels.mistakes()
    if numbers:
        of_number = np.zeros(len(parcels.numbers), np.int32)
        of_number[[*numbers]] = np.arange(1, len(numbers) + 1)
        kinds += numbers.values()
        kind = of_number.take(parcels.place)
        rows = np.flatnonzero(kind)
        rows = rows[_are_empty(batch, parcels, columns, words, rows)]
        kind[rows] = len(kinds)
        kinds.append(None)
    system, known = columns["system"], {*load_crosswalk().systems, SYSTEM}
    unknown = np.array([words.of["system"].words[n] not in known for n in system.numbers.tolist()], np.bool_)
    if unknown.any():
        kind[unknown[system.places]] = len(kinds)
        kinds.append(
            RefusedEntry("", _("This row names a system that Parcelproof does not know."), _("Correct the name."))
        )
    return kind, kinds


def _are_empty(
    batch: Batch, parcels: Parcels, columns: Mapping[str, Column], words: Words, rows: npt.NDArray[np.intp]
) -> Mask:
    """Say which of these rows hold nothing: that is no mistake."""
    nothing = to_numpy(pc.equal(parcels.numbers, one("")))[parcels.place[rows]]
    for name in MEANING:
        if name != "system":
            nothing &= columns[name].at(rows) == 0
    if nothing.any():
        part = {name: column.take(to_arrow(rows)) for name, column in batch.items()}
        nothing &= ~_times(part, len(rows), words)[0].moments.known
    return nothing


def _tell(kind: Codes, kinds: _Kinds, file: EventsFile, first_row: int, told: Told) -> None:
    """Tell of rows that are left out, in their order."""
    silent = np.array([entry is None for entry in kinds], np.bool_)
    rows = np.flatnonzero(~silent[kind])
    place = _("{file}, row {row}")
    for row in rows[:MOST_LISTED].tolist():
        entry = kinds[kind[row]]
        if entry:
            where = place.format(file=file.path.name, row=first_row + row + file.header_line + 1)
            told.refuse(RefusedEntry(where, entry.what, entry.mend))
    told.refused_count += len(rows[MOST_LISTED:])


def _first_word(column: Column, parcels: Parcels) -> Codes:
    """Return the first word that a row of each parcel names."""
    found = column.at(parcels.first)
    if column.numbers.any() and not found.all():
        number = column.at(slice(None))
        named = np.flatnonzero(number)[::-1]
        found[parcels.place[named]] = number[named]
    return found


def _first_date(values: Any, parcels: Parcels) -> Moments:
    """Return the first date that a row of each parcel names."""
    found = read_times(values.take(to_arrow(parcels.first)), None).moments
    if found.known.all() or values.null_count == len(values):
        return found
    every = read_times(values, None).moments
    named = np.flatnonzero(every.known)[::-1]
    found = Moments(found.at.copy(), found.offset.copy())
    found.at[parcels.place[named]] = every.at[named]
    found.offset[parcels.place[named]] = every.offset[named]
    return found


def _times(batch: Batch, count: int, words: Words) -> tuple[ScanTimes, Codes]:
    """Read the times of scans; what cannot be read is kept as it is written."""
    nothing = np.broadcast_to(np.int32(0), count)
    if "time" not in batch:
        return ScanTimes(Moments.none(count), np.zeros(count, np.bool_)), nothing
    column = batch["time"]
    if "clock" in batch:
        clock = filled(batch["clock"].cast(pa.string()), "")
        column = pc.utf8_trim(pc.binary_join_element_wise(filled(column.cast(pa.string()), ""), clock, " "))
    times = read_times(column, batch.get("time_offset", batch.get("offset")))
    unread = np.flatnonzero(~times.moments.known)
    if not len(unread):
        return times, nothing
    raw = np.zeros(count, np.int32)
    raw[unread] = words.raw_times.column(column.take(to_arrow(unread)).cast(pa.string())).at(slice(None))
    return times, raw
