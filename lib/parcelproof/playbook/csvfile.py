"""Reads a CSV table of the playbook, row by row, with the line of each row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from parcelproof.errors import nearest
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes

Row = TypeVar("Row", bound=BaseModel)


@dataclass(frozen=True)
class CsvRow:
    """One row: its first line in the file, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class CsvFile:
    """A whole table: columns in order, rows in order."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]


def read_csv(path: Path, needed: Sequence[str], mistakes: Mistakes) -> CsvFile | None:
    """Read one table; mistakes are noted, rows that do not fit are left out.

    Parameters
    ----------
    path : Path
        UTF-8, comma, with or without a byte order mark.
    needed : sequence of str
        Columns that must be there.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        mistakes.add(path, None, _("This file is missing."))
        return None
    except UnicodeDecodeError:
        mistakes.add(path, None, _("This file is not UTF-8 text."), _("Save it as CSV UTF-8."))
        return None
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[CsvRow] = []
    line = 1
    try:
        columns = tuple(next(reader, ()))
        if not _columns_fit(path, columns, needed, mistakes):
            return None
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(columns):
                rows.append(CsvRow(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True))))
            elif cells:
                mistakes.add(
                    path,
                    line,
                    _(
                        "This row has {cells} cells; the table has {columns} columns.",
                        cells=len(cells),
                        columns=len(columns),
                    ),
                )
            line = reader.line_num + 1
    except csv.Error:
        mistakes.add(
            path, line, _("This row cannot be read as CSV."), _("Look for a quotation mark without a partner.")
        )
        return None
    return CsvFile(columns, tuple(rows))


def _columns_fit(path: Path, columns: tuple[str, ...], needed: Sequence[str], mistakes: Mistakes) -> bool:
    missing = [name for name in needed if name not in columns]
    for name in missing:
        mistakes.add(
            path, 1, _("The column '{name}' is missing.", name=name), nearest(name, set(columns) - set(needed))
        )
    twice = {name for name in columns if columns.count(name) > 1}
    for name in sorted(twice):
        mistakes.add(path, 1, _("The column '{name}' is there twice.", name=name))
    return not missing and not twice


def read_rows(path: Path, kind: type[Row], mistakes: Mistakes) -> list[tuple[int, Row]]:
    """Read a table whose columns are exactly the fields of a type; returns line and row."""
    needed = list(kind.model_fields)
    table = read_csv(path, needed, mistakes)
    if table is None:
        return []
    found: list[tuple[int, Row]] = []
    for name in table.columns:
        if name not in needed:
            mistakes.add(path, 1, _("The column '{name}' is not known here.", name=name), nearest(name, needed))
            return []
    for row in table.rows:
        try:
            found.append((row.line, kind.model_validate(row.cells)))
        except ValidationError as error:
            mistakes.add_validation(error, path, row.line, needed)
    return found
