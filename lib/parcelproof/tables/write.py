"""Write a CSV that people open in a spreadsheet program: no cell can act as a formula."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

# C0 and C1 controls other than TAB, LF, CR, and lone surrogates.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_TRIGGERS = frozenset("=+-@\u2212")
_LINE_STARTS = frozenset("\t\r\n")


def is_formula_like(text: str) -> bool:
    """Tell whether a spreadsheet program might take the cell for a formula.

    Invisible characters and blanks before the sign do not hide it, nor do full-width or small forms.
    """
    if text[:1] in _LINE_STARTS and text:
        return True
    for char in text:
        if char.isspace() or unicodedata.category(char) in ("Cf", "Cc", "Mn"):
            continue
        return unicodedata.normalize("NFKC", char)[:1] in _TRIGGERS
    return False


def safe_cell(text: str) -> str:
    """Return the cell with control characters shown as U+FFFD and a quote before anything like a formula."""
    shown = _CONTROL.sub("\ufffd", text)
    return f"'{shown}" if is_formula_like(text) else shown


def write_csv(
    target: str | os.PathLike[str] | BinaryIO, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    """Write a table for people, as UTF-8 with byte order mark.

    Parameters
    ----------
    target : path or binary file object
        A path is written beside itself first and then renamed, so that no half file is left.
    header : sequence of str
    rows : iterable of sequence
        Values are written with ``str``; None is empty.

    Returns
    -------
    int
        How many cells got a quote or a U+FFFD, so that the caller can say that they differ from the source.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    changed = 0
    for row in (header, *rows):
        texts = ["" if value is None else str(value) for value in row]
        safe = [safe_cell(text) for text in texts]
        changed += sum(a != b for a, b in zip(texts, safe, strict=True))
        writer.writerow(safe)
    data = buffer.getvalue().encode("utf-8-sig")
    if isinstance(target, (str, os.PathLike)):
        path = Path(target)
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(data)
        part.replace(path)
    else:
        target.write(data)
    return changed
