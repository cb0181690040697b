"""Split delimited text (CSV, TSV) into raw rows, whatever the delimiter and the line ends."""

from __future__ import annotations

import csv
import io
import re
import time
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from parcelproof.errors import InputError
from parcelproof.messages import N_, _
from parcelproof.tables.table import Limits, RawRow, column_key

DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r'\A"?sep=(.)"?[ ]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_SAMPLE_ROWS = 200
_HEADER_ROWS = 30

NUL_PROBLEM = N_("This row holds NUL characters: the file is damaged here.")
OPEN_QUOTE_PROBLEM = N_("A quotation mark is opened here and never closed, so everything after it ran into this row.")


def split(text: str, name: str, limits: Limits, known: Collection[str]) -> tuple[list[RawRow], str]:
    """Split delimited text into rows that are not blank.

    Parameters
    ----------
    text : str
    name : str
        File name, for errors.
    limits : Limits
    known : collection of str
        Column keys (see `column_key`) that the header may hold; they decide the delimiter if they can.

    Returns
    -------
    rows, delimiter : tuple

    Raises
    ------
    InputError
        If a cap on rows, columns or time is passed.
    """
    text = text.rstrip("\x00")
    match = _SEP_LINE.match(text)
    skipped = 0
    if match:
        delimiter = match[1]
        text, skipped = text[match.end() :], 1
    else:
        delimiter = guess_delimiter(text, known)
    return list(_capped(_records(text, delimiter, skipped, limits), name, limits)), delimiter


def guess_delimiter(text: str, known: Collection[str]) -> str:
    """Choose the delimiter by known column names, else by the evenness of the rows."""
    samples = {d: [r.cells for r in islice(_records(text, d, 0, Limits()), _SAMPLE_ROWS)] for d in DELIMITERS}
    best, score = "", 1
    for delimiter, rows in samples.items():
        found = max((_known_cells(cells, known) for cells in rows[:_HEADER_ROWS]), default=0)
        if found > score:
            best, score = delimiter, found
    return best or max(samples, key=lambda d: _evenness(samples[d]))


def _known_cells(cells: tuple[str, ...], known: Collection[str]) -> int:
    return len({column_key(cell) for cell in cells} & set(known)) if known else 0


def _evenness(rows: list[tuple[str, ...]]) -> tuple[float, int]:
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return count / len(rows), width


class _Lines:
    """Feeds lines to the csv reader and remembers those of the present record."""

    def __init__(self, text: str) -> None:
        # newline="" ends a line at LF, CR LF or a lone CR and keeps the line end inside quoted cells.
        self._stream = io.StringIO(text, newline="")
        self.record: list[str] = []
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline()
        if not line:
            self.ended = True
            raise StopIteration
        self.record.append(line)
        return line


def _records(text: str, delimiter: str, skipped: int, limits: Limits) -> Iterator[RawRow]:
    # The reader's own cap is one for the whole process and ends the file; ours refuses one row.
    if csv.field_size_limit() <= len(text):
        csv.field_size_limit(len(text) + 1)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    start = 1 + skipped
    for cells in reader:
        problem = ""
        if lines.ended and _open_quote(lines.record, delimiter):
            problem = _(OPEN_QUOTE_PROBLEM)
        if any(cell.strip() for cell in cells):
            yield _checked(start, cells, problem, limits)
        lines.record.clear()
        start = reader.line_num + 1 + skipped


def _open_quote(record: list[str], delimiter: str) -> bool:
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _checked(number: int, cells: list[str], problem: str, limits: Limits) -> RawRow:
    if any(len(cell) > limits.cell_chars for cell in cells):
        problem = problem or _("A cell of this row is longer than {count} characters.", count=f"{limits.cell_chars:,}")
        cells = [cell if len(cell) <= limits.cell_chars else "" for cell in cells]
    if any("\x00" in cell for cell in cells):
        problem = problem or _(NUL_PROBLEM)
        cells = [cell.replace("\x00", "\ufffd") for cell in cells]
    return RawRow(number, tuple(cells), problem)


def _capped(rows: Iterator[RawRow], name: str, limits: Limits) -> Iterator[RawRow]:
    until = time.monotonic() + limits.seconds
    cells = 0
    for count, row in enumerate(rows, start=1):
        cells += len(row.cells)
        check_caps(count, len(row.cells), cells, row.number, name, limits)
        if not count % 1000 and time.monotonic() > until:
            raise InputError(
                _("Reading this file takes longer than {seconds} seconds.", seconds=f"{limits.seconds:g}"),
                where=name,
                mend=_("Export a shorter period and import the parts one by one."),
            )
        yield row


def check_caps(rows: int, columns: int, cells: int, number: int, name: str, limits: Limits) -> None:
    """Raise an error if a count is over its cap (the header counts as a row that is free)."""
    where = _("{file}, row {row}", file=name, row=f"{number:,}")
    mend = _("Export a shorter period and import the parts one by one.")
    if rows > limits.rows + _HEADER_ROWS:
        raise InputError(_("This file has more than {rows} rows.", rows=f"{limits.rows:,}"), where=where, mend=mend)
    if columns > limits.columns:
        raise InputError(
            _("This row has more than {columns} columns.", columns=f"{limits.columns:,}"),
            where=where,
            mend=_("Export the file again from the platform; this one is no order table."),
        )
    if cells > limits.cells:
        raise InputError(_("This file has more than {cells} cells.", cells=f"{limits.cells:,}"), where=where, mend=mend)
