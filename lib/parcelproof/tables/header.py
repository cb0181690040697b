"""Find the header among the first rows, and give every row its column names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.tables.table import RawRow, Row, column_key

HEADER_WINDOW = 30
_FOOTER_ROWS = 10
_FOOTER = re.compile(
    r"record\(?s?\)?\s+(?:down|up)loaded|^\W*(?:seller|member)\s*(?:id|name)\s*:|datens.tze?.{0,3}\s+heruntergeladen|"
    r"^\W*(?:verk.ufer|mitglieds)\w*(?:-id)?\s*:|enregistrement.{0,4}t.l.charg|^\W*end of (?:report|file)\W*$",
    re.IGNORECASE,
)


def find_header(rows: Sequence[RawRow], known: Collection[str], name: str) -> int:
    """Return the position of the header row.

    Parameters
    ----------
    rows : sequence of RawRow
        Not blank.
    known : collection of str
        Column keys; the row among the first 30 that holds most of them is the header. If none holds
        any, it is the first row as wide as the file's rows usually are.
    name : str
        File name, for the error.

    Raises
    ------
    InputError
        If there is no row.
    """
    if not rows:
        raise InputError(_("This file holds no rows."), where=name, mend=_("Export it again from the platform."))
    wanted = set(known)
    window = rows[:HEADER_WINDOW]
    scores = [len({column_key(cell) for cell in row.cells} & wanted) for row in window]
    if max(scores) > 0:
        return scores.index(max(scores))
    widths = Counter(len(row.cells) for row in rows[:200])
    usual = max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]
    for position, row in enumerate(window):
        # A preamble line may be padded with empty cells to the same width.
        if len(row.cells) >= usual and 2 * row.filled >= usual:
            return position
    return 0


def name_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Make the names of a header unique and not empty."""
    trimmed = [" ".join(cell.split()) for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    written = set(trimmed)
    names: dict[str, None] = {}
    for place, title in enumerate(trimmed, start=1):
        label = unique = title or f"Column {place}"
        count = 2
        while unique in names or (unique != title and unique in written):
            unique = f"{label} ({count})"
            count += 1
        names[unique] = None
    return tuple(names)


def split_footer(rows: Sequence[RawRow], width: int) -> tuple[Sequence[RawRow], tuple[str, ...]]:
    """Take the lines off the end that are known footers; anything else stays a row."""
    end = len(rows)
    footer: list[str] = []
    while end and len(footer) < _FOOTER_ROWS:
        row = rows[end - 1]
        text = " ".join(cell.strip() for cell in row.cells if cell.strip())
        if width < 4 or row.filled > 4 or not _FOOTER.search(text):
            break
        footer.insert(0, text)
        end -= 1
    return rows[:end], tuple(footer)


def to_row(raw: RawRow, header: tuple[str, ...]) -> Row:
    """Give one raw row its column names."""
    cells = raw.cells
    problem = raw.problem
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        problem = problem or _(
            "This row has {cells} cells, but the header has {columns} columns.", cells=len(cells), columns=len(header)
        )
    padded = cells[: len(header)] + ("",) * (len(header) - len(cells))
    return Row(raw.number, dict(zip(header, padded, strict=True)), problem)
