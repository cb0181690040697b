"""The scans of large files as numbers, spread over partitions on disk: all scans of a parcel are in one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from parcelproof.tracking.review.arrow import to_arrow
from parcelproof.tracking.review.batches import Piece, pieces
from parcelproof.tracking.review.encoded import Encoded, encode
from parcelproof.tracking.review.events_file import EventsFile, Told
from parcelproof.tracking.review.pairs import side_by_side
from parcelproof.tracking.review.parcel_numbers import in_capitals
from parcelproof.tracking.review.words import PARCEL, Words

ROWS_PER_PARTITION = 800_000
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD], np.uint64)


class Chunk(NamedTuple):
    """The scans of some parcels that one batch had, and these parcels; ``scans.parcel`` is a row of ``parcels``."""

    scans: pa.RecordBatch
    parcels: pa.RecordBatch


class Spill:
    """Partitions in a folder; no file stays open.

    Parameters
    ----------
    folder : Path
        Of its own, emptied by whoever made it.
    count : int
        A power of two, at most 256.
    dates : tuple of str
        Which of ``words.DATES`` the files have.
    """

    def __init__(self, folder: Path, count: int, dates: tuple[str, ...]) -> None:
        self.count, self.dates = count, dates
        self._scans = pa.schema(
            [("parcel", pa.int32()), ("time", pa.int64())]
            + [(name, pa.int32()) for name in ("offset", "meaning", "place", "raw")]
        )
        fields: list[Any] = [("number", pa.string()), *((name, pa.int32()) for name in PARCEL)]
        for name in dates:
            fields += [(name, pa.int64()), (f"{name}_o", pa.int32())]
        self._parcels = pa.schema(fields)
        self._paths = [folder / f"part{n}" for n in range(count)]

    def spread(self, encoded: Encoded) -> list[Chunk]:
        """Cut one batch into a chunk per partition; the rows of a partition keep their order."""
        part = _parts(in_capitals(encoded.numbers), self.count)
        order, runs = _sorted(part, self.count)
        place = np.empty(len(order), np.int32)
        for first, many in runs:
            place[order[first : first + many]] = np.arange(many)
        facts = [to_arrow(encoded.facts[name].take(order)) for name in self._parcels.names[1:]]
        parcels = pa.RecordBatch.from_arrays([encoded.numbers.take(to_arrow(order)), *facts], schema=self._parcels)

        order, scan_runs = _sorted(part.take(encoded.parcel), self.count)
        rows = encoded.scans | {"parcel": place.take(encoded.parcel)}
        taken = [to_arrow(_taken(rows[name], order)) for name in self._scans.names]
        scans = pa.RecordBatch.from_arrays(taken, schema=self._scans)
        return [Chunk(scans.slice(*one), parcels.slice(*other)) for one, other in zip(scan_runs, runs, strict=True)]

    def write(self, chunks: list[Chunk]) -> None:
        """Append a chunk to each partition."""
        for path, chunk in zip(self._paths, chunks, strict=True):
            if chunk.scans.num_rows:
                with path.open("ab") as file:
                    file.write(chunk.scans.serialize())
                    file.write(chunk.parcels.serialize())

    def partitions(self) -> Iterator[Callable[[], list[Chunk]]]:
        """Yield, for each partition, a function that reads it and then removes its file."""
        for path in self._paths:
            yield partial(self._take, path)

    def _take(self, path: Path) -> list[Chunk]:
        chunks = []
        if path.exists():
            with pa.OSFile(str(path), "rb") as file:
                while file.tell() < file.size():
                    scans = pa.ipc.read_record_batch(pa.ipc.read_message(file), self._scans)
                    chunks.append(Chunk(scans, pa.ipc.read_record_batch(pa.ipc.read_message(file), self._parcels)))
            path.unlink()
        return chunks


def partition_count(files: Iterable[EventsFile]) -> int:
    """Choose how many partitions keep each of them small: a power of two, at most 256."""
    rows = sum(file.rows for file in files)
    return min(1 << max(rows // ROWS_PER_PARTITION, 0).bit_length(), 256)


def spill_file(file: EventsFile, words: Words, spill: Spill, told: Told) -> Iterator[int]:
    """Read one file into the partitions; yields how many rows each step took."""
    # The reader of CSV tells from threads of its own.
    torn = Told()

    def numbered() -> Iterator[tuple[int, Piece]]:
        row = 0
        for piece in pieces(file, torn):
            yield row, piece
            row += piece.rows

    def work(part: tuple[int, Piece]) -> tuple[int, Told, list[list[Chunk]]]:
        row, piece = part
        mine, spread = Told(), []
        for batch in piece.load():
            spread.append(spill.spread(encode(batch, file, words, spill.dates, row, mine)))
            row += len(batch["tracking_number"])
        return piece.rows, mine, spread

    for rows, mine, spread in side_by_side(work, numbered()):
        told.add(mine)
        for chunks in spread:
            spill.write(chunks)
        yield rows
    told.add(torn)


def _sorted(part: npt.NDArray[np.uint8], count: int) -> tuple[npt.NDArray[np.intp], list[tuple[int, int]]]:
    """Return the order by part, stable, and where each part begins in it, with its length."""
    lengths = np.bincount(part, minlength=count)
    # A stable sort of bytes is a counting sort.
    return np.argsort(part, kind="stable"), list(
        zip((np.cumsum(lengths) - lengths).tolist(), lengths.tolist(), strict=True)
    )


def _taken(column: npt.NDArray[Any], order: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
    # The same number in all rows takes no time.
    return column if column.strides == (0,) else column.take(order)


def _parts(numbers: Any, count: int) -> npt.NDArray[np.uint8]:
    """Spread tracking numbers over partitions by their first and last eight bytes and their length."""
    if count == 1:
        return np.zeros(len(numbers), np.uint8)
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
