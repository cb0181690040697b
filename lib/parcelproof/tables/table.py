"""The table that every file reader hands on: a header and rows of exact text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Caps on one file, so that a hostile or broken file cannot stop the import.

    Attributes
    ----------
    bytes : int
        Size of the file.
    expanded_bytes : int
        Size of a spreadsheet after unpacking, as declared and as streamed; also all text taken from it.
    ratio : int
        Unpacked size divided by packed size of a spreadsheet.
    rows, columns, cells : int
        Counts of rows that are not blank, of columns, and of both multiplied.
    cell_chars : int
        Characters in one cell; a row with a longer cell is refused, not the file.
    seconds : float
        Time to read the file.
    memory_bytes : int
        Address space of the process that unpacks a spreadsheet.
    """

    bytes: int = 100_000_000
    expanded_bytes: int = 400_000_000
    ratio: int = 100
    rows: int = 500_000
    columns: int = 1_000
    cells: int = 12_000_000
    cell_chars: int = 32_767
    seconds: float = 60.0
    memory_bytes: int = 2_000_000_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    number : int
        Line of the file where the row starts, or row of the spreadsheet; from 1, as a person sees it.
    cells : dict of str to str
        By header name. The text is exact; a cell that the file leaves out is empty.
    problem : str
        Why this row cannot be trusted as a whole (one plain sentence), or empty.
    """

    number: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A file read as a table.

    Attributes
    ----------
    header : tuple of str
        Column names as written, trimmed; a second ``Name`` is ``Name (2)``, an unnamed column ``Column 7``.
    rows : tuple of Row
        Without blank rows and footer.
    encoding : str
        Of a text file; ``xlsx`` for a spreadsheet.
    delimiter : str
        Of a text file; empty for a spreadsheet.
    sheet : str
        Name of the sheet; empty for a text file.
    header_row : int
        Where the header stands, from 1.
    footer : tuple of str
        Lines below the table that are no rows, such as ``3 record(s) downloaded``.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str
    sheet: str
    header_row: int
    footer: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawRow:
    """A row before anyone knows which one is the header."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""

    @property
    def filled(self) -> int:
        """Number of cells that are not blank."""
        return sum(1 for cell in self.cells if cell.strip())


_NOT_LETTERS = re.compile(r"[\W_]+")


def column_key(name: str) -> str:
    """Return the form in which two column names are compared: letters and digits only, no case.

    ``order-id``, ``Order ID`` and ``order_id`` are the same column.
    """
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", name).casefold())
