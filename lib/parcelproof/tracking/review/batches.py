"""The rows of a file of scans, batch by batch, in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.tracking.readers.source import RefusedEntry
from parcelproof.tracking.review.events_file import EventsFile, Told

BATCH = 1 << 20
# The reader of CSV holds dozens of blocks ahead.
_BLOCK = 4 << 20
_TIMES = ("time", "promised_by", "shipped_at")

Batch = Mapping[str, Any]
"""Field to pyarrow.Array; all of one length."""


@dataclass(frozen=True)
class Piece:
    """Some rows that follow one another, not yet read.

    Attributes
    ----------
    rows : int
    load : callable
        Reads them, in whichever thread wants them.
    """

    rows: int
    load: Callable[[], Iterator[Batch]]


def pieces(file: EventsFile, told: Told) -> Iterator[Piece]:
    """Cut a file into pieces.

    Parameters
    ----------
    file : EventsFile
    told : Told
        Takes the rows that have too few or too many cells.

    Raises
    ------
    InputError
        If the file breaks off or cannot be read to its end; `Piece.load` raises it too.
    """
    if not file.rows:
        return
    with _readable(file):
        yield from _parquet(file) if file.is_parquet else _csv(file, told)


@contextmanager
def _readable(file: EventsFile) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise InputError(
            _(
                "This file of scans cannot be read to its end: it is cut off or damaged, a quote is open, or "
                "some of its letters are of another encoding."
            ),
            where=file.path.name,
            mend=_("Export it again, as UTF-8."),
        ) from None


def _parquet(file: EventsFile) -> Iterator[Piece]:
    """Take whole row groups together as long as they are small; a large one is read bit by bit."""
    words = [c for name, c in file.columns.items() if name not in _TIMES]
    columns = list(file.columns.values())
    with pq.ParquetFile(file.path, read_dictionary=words) as opened:
        metadata = opened.metadata
        groups: list[int] = []
        rows = 0
        for number in range(metadata.num_row_groups):
            many = metadata.row_group(number).num_rows
            if groups and rows + many > BATCH // 2:
                yield Piece(rows, partial(_row_groups, file, groups, metadata, words))
                groups, rows = [], 0
            if many > 2 * BATCH:
                for batch in opened.iter_batches(batch_size=BATCH, row_groups=[number], columns=columns):
                    yield _at_hand(file, batch)
            else:
                groups, rows = [*groups, number], rows + many
        if groups:
            yield Piece(rows, partial(_row_groups, file, groups, metadata, words))


def _row_groups(file: EventsFile, groups: list[int], metadata: Any, words: list[str]) -> Iterator[Batch]:
    # Each piece has a reader of its own: two threads cannot share one.
    with (
        _readable(file),
        pq.ParquetFile(file.path, metadata=metadata, read_dictionary=words, pre_buffer=False) as opened,
    ):
        table = opened.read_row_groups(groups, columns=list(file.columns.values()), use_threads=False)
    for batch in table.combine_chunks().to_batches():
        yield _fields(file, batch)


def _csv(file: EventsFile, told: Told) -> Iterator[Piece]:
    def left_out(row: Any) -> Literal["skip"]:
        where = _("{file}, row {row}", file=file.path.name, row=row.number) if row.number else file.path.name
        what = _(
            "This row has {cells} cells, and the header names {columns}.",
            cells=row.actual_columns,
            columns=row.expected_columns,
        )
        told.refuse(RefusedEntry(where, what, _("Correct this row, and put text with commas between quotes.")))
        return "skip"

    names = [f"c{n}" for n in range(len(file.header))]
    word, text = pa.dictionary(pa.int32(), pa.string()), pa.string()
    place = {name: names[file.header.index(column)] for name, column in file.columns.items()}
    reader = pacsv.open_csv(
        file.path,
        read_options=pacsv.ReadOptions(
            block_size=_BLOCK, column_names=names, skip_rows=file.header_line, encoding=file.encoding, use_threads=True
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=file.delimiter, newlines_in_values=True, invalid_row_handler=left_out
        ),
        convert_options=pacsv.ConvertOptions(
            column_types={place[n]: text if n in _TIMES else word for n in place},
            include_columns=list(place.values()),
            strings_can_be_null=False,
        ),
    )
    wanted = [file.columns[name] for name in place]
    waiting: list[Any] = []
    for batch in reader:
        waiting.append(batch.rename_columns(wanted))
        if sum(part.num_rows for part in waiting) > BATCH // 2:
            yield _together(file, waiting)
            waiting = []
    if waiting:
        yield _together(file, waiting)


def _together(file: EventsFile, batches: list[Any]) -> Piece:
    """Take small batches as one, so that each parcel is met less often."""

    def load() -> Iterator[Batch]:
        for batch in pa.Table.from_batches(batches).combine_chunks().to_batches():
            yield _fields(file, batch)

    return Piece(sum(batch.num_rows for batch in batches), load)


def _at_hand(file: EventsFile, batch: Any) -> Piece:
    fields = _fields(file, batch)
    return Piece(batch.num_rows, lambda: iter((fields,)))


def _fields(file: EventsFile, batch: Any) -> Batch:
    return {name: batch.column(column) for name, column in file.columns.items()}
