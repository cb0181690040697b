"""A printed sheet: blocks of text and of room to write, set with Typst in black and white, A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parcelproof.report.foreign import paper_text, runs
from parcelproof.report.press import press, workshop

Block = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """What stands on a sheet.

    Attributes
    ----------
    title, kind : str
        `kind` stands small above the title, such as "Handout".
    lede : str
        One sentence below the title.
    blocks : tuple
        Made by the functions of this module.
    name_line : str
        Words of the line for name and date; empty: none.
    language : str
    """

    title: str
    kind: str
    blocks: tuple[Block, ...]
    lede: str = ""
    name_line: tuple[str, str] | tuple[()] = ()
    language: str = "en"


def heading(text: str, note: str = "") -> Block:
    """A heading, with a note at the right end of its line."""
    return {"kind": "heading", "text": runs(text), "note": runs(note)}


def part(text: str) -> Block:
    """A small heading."""
    return {"kind": "part", "text": runs(text)}


def text(said: str, *, mono: bool = False) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": runs(said), "mono": mono}


def listed(items: Sequence[str], *, box: bool = False, mono: bool = False) -> Block:
    """A list, with bullets or with boxes to tick."""
    return {"kind": "list", "items": [runs(item) for item in items], "box": box, "mono": mono}


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Names and values in two columns."""
    return {"kind": "facts", "rows": [[runs(name), runs(value)] for name, value in rows]}


def lines(count: int) -> Block:
    """Empty lines to write on."""
    return {"kind": "lines", "count": count}


def choice(number: str, ask: str, options: Sequence[str], *, right: int = -1, notes: Sequence[str] = ()) -> Block:
    """A question with answers to tick; `right` and `notes` only on the sheet of the trainer."""
    return {
        "kind": "choice", "number": number, "ask": runs(ask), "options": [runs(option) for option in options],
        "right": right, "notes": [runs(note) for note in notes],
    }  # fmt: skip


def render_sheet(sheet: Sheet, *, timestamp: datetime, template: str = "training/sheet.typ") -> bytes:
    """Draw a sheet as PDF; the same sheet and time stamp give the same bytes.

    Raises
    ------
    ReportError
        If the time stamp has no offset, or Typst refuses.
    """
    data = {
        "title-text": paper_text(sheet.title), "title": runs(sheet.title), "kind": runs(sheet.kind),
        "lede": runs(sheet.lede), "name-line": [runs(word) for word in sheet.name_line], "lang": sheet.language,
        "blocks": sheet.blocks,
    }  # fmt: skip
    with workshop() as root:
        return press(root, template, data, timestamp=timestamp, where=sheet.title)
