"""Unpack one spreadsheet in a process of its own, with limits on memory and time.

Run as a script by `parcelproof.tables.xlsx`: the file comes on standard input, the limits as JSON in the
first argument, and JSON lines go to standard output. It imports nothing of Parcelproof, so that it starts fast.
"""

from __future__ import annotations

import io
import json
import math
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_CHUNK = 1 << 16
_MAX_MEMBERS = 2_000
_MAX_SHEETS = 20
_MAX_BLANK_ROWS = 1_100_000
_HEADER_WINDOW = 30


class Refused(Exception):
    """The spreadsheet is over a cap or broken; ``code`` names why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def confine(seconds: int, memory: int) -> None:
    """Set hard limits where the platform has them."""
    try:
        import resource
    except ImportError:
        return
    for kind, value in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):  # some systems refuse one of them; the parent still holds the clock
            continue


def check_zip(data: bytes, expanded: int, ratio: int) -> None:
    """Check the declared sizes, then the sizes that really come out, before any XML is read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if "xl/workbook.xml" not in {m.filename for m in members}:
            raise Refused("not_a_spreadsheet")
        if len(members) > _MAX_MEMBERS or sum(m.file_size for m in members) > expanded:
            raise Refused("too_big")
        streamed = 0
        for member in members:
            if member.flag_bits & 1:
                raise Refused("encrypted")
            before = streamed
            with archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    streamed += len(chunk)
                    # Small members may pack well without harm.
                    size = streamed - before
                    if streamed > expanded or (size > 1_000_000 and size > ratio * max(member.compress_size, 1)):
                        raise Refused("too_big")


def text_of(value: Any) -> str:
    """Write a cell as text, without float noise and without inventing digits."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        # A spreadsheet keeps 15 digits of a number; from there on the last ones may be lost.
        return str(value) if abs(value) < 10**14 else f"{Decimal(value).normalize():E}"
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        long = abs(value) >= 1e14
        return f"{Decimal(repr(value)).normalize():E}" if long else f"{Decimal(format(value, '.15g')):f}"
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) or hasattr(value, "isoformat") else str(value)


def key(name: str) -> str:
    """Compare column names by letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def sheet_rows(sheet: Any, limits: dict[str, int]) -> Iterator[tuple[int, list[str], bool]]:
    """Yield number, cells and whether a cell was too long, for each row that is not blank."""
    count = blank = cells = chars = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [text_of(value) for value in values]
        while texts and not texts[-1].strip():
            texts.pop()
        if not texts:
            blank += 1
            if blank > _MAX_BLANK_ROWS:
                raise Refused("rows", str(number))
            continue
        count, cells, chars = count + 1, cells + len(texts), chars + sum(map(len, texts))
        if len(texts) > limits["columns"]:
            raise Refused("columns", str(number))
        if count > limits["rows"] + _HEADER_WINDOW or cells > limits["cells"] or chars > limits["expanded_bytes"]:
            raise Refused("rows", str(number))
        too_long = any(len(t) > limits["cell_chars"] for t in texts)
        yield number, [t if len(t) <= limits["cell_chars"] else "" for t in texts], too_long


def choose(book: Any, known: set[str], limits: dict[str, int]) -> Any:
    """Return the visible sheet whose first rows hold most known column names, else the first with rows."""
    best, best_score = None, -1
    for sheet in book.worksheets[:_MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # the declared size may lie
        score = -1
        for seen, (_, texts, _) in enumerate(sheet_rows(sheet, limits)):
            if seen >= _HEADER_WINDOW:
                break
            score = max(score, len({key(t) for t in texts} & known))
        if score > best_score:
            best, best_score = sheet, score
    return best


def run(data: bytes, limits: dict[str, int], known: set[str]) -> Iterator[Any]:
    """Yield what the parent process needs: the sheet's name, then its rows."""
    check_zip(data, limits["expanded_bytes"], limits["ratio"])
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise Refused("no_defusedxml")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheet = choose(book, known, limits)
    if sheet is None:
        raise Refused("empty")
    yield {"sheet": sheet.title}
    yield from sheet_rows(sheet, limits)


def has_entities(error: BaseException | None) -> bool:
    """Tell whether the safe XML reader stands behind this error; openpyxl wraps it in its own."""
    while error is not None:
        if type(error).__module__.startswith("defusedxml"):
            return True
        error = error.__cause__ or error.__context__
    return False


def main() -> int:
    """Read standard input, write JSON lines; the last line says how it ended."""
    order = json.loads(sys.argv[1])
    limits = order["limits"]
    confine(int(limits["seconds"]) + 1, limits["memory_bytes"])
    out = sys.stdout
    try:
        for line in run(sys.stdin.buffer.read(), limits, set(order["known"])):
            out.write(json.dumps(line) + "\n")
        ending = {"end": "ok", "detail": ""}
    except Refused as refused:
        ending = {"end": refused.code, "detail": refused.detail}
    except MemoryError:
        ending = {"end": "memory", "detail": ""}
    except Exception as error:  # a broken file can raise anything here; the parent says it in plain words
        ending = {"end": "entities" if has_entities(error) else "broken", "detail": type(error).__name__}
    out.write(json.dumps(ending) + "\n")
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
