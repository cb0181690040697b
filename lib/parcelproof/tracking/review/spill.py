"""The scans of a large file as numbers, spread over partitions on disk: all scans of a parcel are in one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.tracking.review.events_file import EventsFile, Told
from parcelproof.tracking.review.moments import Moments, Numbers
from parcelproof.tracking.review.pairs import side_by_side
from parcelproof.tracking.review.scan_times import ScanTimes, packed, read_times
from parcelproof.tracking.review.vocabulary import Codes, Combinations, Vocabulary

pc: Any = pyarrow.compute
Spread = tuple[pa.RecordBatch, list[int]]
MEANING = ("system", "code", "status", "detail_code", "text", "set_by_user", "carrier")
PLACE = ("location", "country")
PARCEL = ("carrier", "service", "destination")
DATES = ("promised_by", "shipped_at")
_WORDS = tuple(dict.fromkeys((*MEANING, *PLACE, *PARCEL)))
ROWS_PER_PARTITION = 800_000
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD], np.uint64)


class Words:
    """The words of a file, and which of them stand together in a row.

    Attributes
    ----------
    of : dict of str to Vocabulary
    meanings, places, facts : Combinations
        Rows of numbers, in the order of ``MEANING``, ``PLACE`` and ``PARCEL``.
    raw_times : Vocabulary
        Times that could not be read, as they were written.
    """

    def __init__(self) -> None:
        self.of = {name: Vocabulary() for name in _WORDS}
        self.meanings, self.places, self.facts = Combinations(), Combinations(), Combinations()
        self.raw_times = Vocabulary()

    def row(self, combination: tuple[int, ...], names: tuple[str, ...]) -> dict[str, str]:
        """Return the words of one combination."""
        return {name: self.of[name].words[number] for name, number in zip(names, combination, strict=True)}


def partition_count(files: Iterable[EventsFile]) -> int:
    """Choose how many partitions keep each of them small: a power of two, at most 256."""
    rows = sum(file.rows for file in files)
    return min(1 << max(rows // ROWS_PER_PARTITION, 0).bit_length(), 256)


class Spill:
    """Partitions in a folder.

    Parameters
    ----------
    folder : Path
        Of its own, emptied by whoever made it.
    count : int
    dates : tuple of str
        Which of ``DATES`` the files have.
    """

    def __init__(self, folder: Path, count: int, dates: tuple[str, ...]) -> None:
        self.count, self.dates = count, dates
        fields: list[Any] = [
            ("number", pa.string()), ("time", pa.int64()), ("offset", pa.int32()), ("meaning", pa.int32()),
            ("place", pa.int32()), ("fact", pa.int32()), ("raw", pa.int32()), ("row", pa.int64()),
            *((f"{name}{end}", kind) for name in dates for end, kind in (("", pa.int64()), ("_o", pa.int32()))),
        ]  # fmt: skip
        self._schema = pa.schema(fields)
        self._paths = [folder / f"part{n}.arrow" for n in range(count)]
        self._writers = [pa.ipc.new_stream(str(path), self._schema) for path in self._paths]

    def spread(self, columns: Mapping[str, Any]) -> Spread:
        """Sort one batch by partition; the rows of a partition keep their order."""
        names = self._schema.names
        arrays = [pa.array(columns[name], type=self._schema.field(name).type) for name in names]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        if self.count == 1:
            return batch, [batch.num_rows]
        part = _parts(batch.column(0), self.count)
        # A stable sort of bytes is a counting sort.
        order: Any = pa.array(np.argsort(part, kind="stable"))
        return batch.take(order), np.cumsum(np.bincount(part, minlength=self.count)).tolist()

    def write(self, spread: Spread) -> None:
        """Append a batch to the partitions."""
        batch, ends = spread
        for number, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            if end > start:
                self._writers[number].write_batch(batch.slice(start, end - start))

    def close(self) -> None:
        """End writing."""
        for writer in self._writers:
            writer.close()

    def tables(self) -> Iterator[Callable[[], pa.Table]]:
        """Yield, for each partition, a function that reads it and then removes its file."""
        for path in self._paths:
            yield partial(_take, path)


def _take(path: Path) -> pa.Table:
    with pa.OSFile(str(path), "rb") as file:
        table = pa.ipc.open_stream(file).read_all()
    path.unlink()
    return table


def _parts(numbers: Any, count: int) -> npt.NDArray[np.uint8]:
    """Spread tracking numbers over partitions by their first and last eight bytes and their length."""
    _, offsets, data = numbers.buffers()
    ends = np.frombuffer(offsets, np.int32)[numbers.offset : numbers.offset + len(numbers) + 1].astype(np.int64)
    raw = np.concatenate([np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8), np.zeros(8, np.uint8)])
    windows = np.ndarray((len(raw) - 7,), np.uint64, raw, strides=(1,))
    length = np.diff(ends)
    mask = np.where(
        length >= 8, ~np.uint64(0), (np.uint64(1) << (np.minimum(length, 7) * 8).astype(np.uint64)) - np.uint64(1)
    )
    first = windows[ends[:-1]] & mask
    last = windows[np.maximum(ends[1:] - 8, ends[:-1])] & mask
    mixed = (first * _MIX[0]) ^ (last * _MIX[1]) ^ length.astype(np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _MIX[2]
    parts: npt.NDArray[np.uint8] = (mixed >> np.uint64(64 - (count - 1).bit_length())).astype(np.uint8)
    return parts


def spill_file(file: EventsFile, words: Words, spill: Spill, first_row: int, told: Told) -> Iterator[int]:
    """Read one file into the partitions; yields the rows done after each batch."""
    done = first_row

    def numbered() -> Iterator[tuple[int, Mapping[str, Any]]]:
        row = first_row
        for batch in file.batches(told):
            yield row, batch
            row += len(batch["tracking_number"])

    def encode(part: tuple[int, Mapping[str, Any]]) -> Spread:
        return spill.spread(_encoded(part[1], file.system, words, spill.dates, part[0]))

    for spread in side_by_side(encode, numbered()):
        spill.write(spread)
        done += spread[0].num_rows
        yield done


def _encoded(
    batch: Mapping[str, Any], system: str, words: Words, dates: tuple[str, ...], first_row: int
) -> dict[str, Any]:
    count = len(batch["tracking_number"])
    codes: dict[str, Codes] = {name: words.of[name].codes(batch[name]) for name in _WORDS if name in batch}
    own = words.of["system"].number(system)
    named = codes.get("system")
    codes["system"] = np.full(count, own, np.int32) if named is None else np.where(named == 0, np.int32(own), named)
    times, raw = _times(batch, count, words)
    columns: dict[str, Any] = {
        "number": _clean(batch["tracking_number"]),
        "time": times.moments.at,
        "offset": packed(times),
        "meaning": words.meanings.codes(_sized(codes, words, MEANING, count), count),
        "place": words.places.codes(_sized(codes, words, PLACE, count), count),
        "fact": words.facts.codes(_sized(codes, words, PARCEL, count), count),
        "raw": raw,
        "row": np.arange(first_row, first_row + count, dtype=np.int64),
    }
    for name in dates:
        moments = read_times(batch[name], None).moments if name in batch else Moments.none(count)
        columns[name], columns[f"{name}_o"] = moments.at, moments.offset.astype(np.int32)
    return columns


def _sized(codes: Mapping[str, Codes], words: Words, names: tuple[str, ...], count: int) -> list[tuple[Codes, int]]:
    nothing = np.zeros(count, np.int32)
    return [(codes.get(name, nothing), len(words.of[name].words)) for name in names]


def _times(batch: Mapping[str, Any], count: int, words: Words) -> tuple[ScanTimes, Numbers]:
    """Read the times of scans; what cannot be read is kept as it is written."""
    raw = np.zeros(count, np.int64)
    if "time" not in batch:
        return ScanTimes(Moments.none(count), np.zeros(count, np.bool_)), raw
    column = batch["time"]
    if "clock" in batch:
        clock = pc.fill_null(batch["clock"].cast(pa.string()), "")
        column = pc.utf8_trim(pc.binary_join_element_wise(pc.fill_null(column.cast(pa.string()), ""), clock, " "))
    times = read_times(column, batch.get("time_offset", batch.get("offset")))
    unread = np.flatnonzero(~times.moments.known)
    if len(unread):
        raw[unread] = words.raw_times.codes(column.take(pa.array(unread)).cast(pa.string()))
    return times, raw


def _clean(numbers: Any) -> Any:
    """Take white space out of tracking numbers, as `clean_number` does."""
    if pa.types.is_dictionary(numbers.type) or not pa.types.is_string(numbers.type):
        numbers = numbers.cast(pa.string())
    numbers = pc.fill_null(numbers, "")
    data = numbers.buffers()[2]
    letters = np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
    if not len(letters) or (letters.min() > 32 and letters.max() < 127):
        return numbers
    found = pc.dictionary_encode(numbers)
    clean = pa.array(["".join(text.split()) for text in found.dictionary.to_pylist()], pa.string())
    return clean.take(found.indices)
