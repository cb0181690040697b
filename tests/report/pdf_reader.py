"""Reads the text of a PDF as a careful viewer does: by ToUnicode, ActualText and ReversedChars.

Common extractors ignore the last two, and so lose what complex scripts and right-to-left letters say.
"""

from __future__ import annotations

import io
import re

import pypdf
from pypdf.generic import ContentStream, DictionaryObject

Characters = dict[int, str]


def _wide(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be")


def _characters(font: DictionaryObject) -> Characters:
    """Return which text each glyph number of a font stands for."""
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    found: Characters = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = _wide(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = _wide(text)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


class _PageReader:
    def __init__(self, fonts: dict[str, Characters]) -> None:
        self.fonts = fonts
        self.font: Characters = {}
        self.stack: list[tuple[str, str, list[str]]] = [("", "", [])]
        self.empty_boxes = 0

    def glyphs(self, operand: object) -> None:
        raw = getattr(operand, "original_bytes", b"")
        for place in range(0, len(raw) - 1, 2):
            code = int.from_bytes(raw[place : place + 2], "big")
            self.empty_boxes += code == 0
            self.stack[-1][2].append(self.font.get(code, "\0"))

    def leave(self) -> None:
        kind, text, inside = self.stack.pop()
        if kind == "/ReversedChars":
            inside = inside[::-1]
        self.stack[-1][2].append(text or "".join(inside))

    def read(self, operations: list[tuple[list[object], bytes]]) -> str:
        for operands, operator in operations:
            if operator == b"Tf":
                self.font = self.fonts.get(str(operands[0]), {})
            elif operator == b"Tj":
                self.glyphs(operands[0])
            elif operator == b"TJ":
                for operand in operands[0]:  # type: ignore[attr-defined]
                    self.glyphs(operand)
            elif operator in (b"BDC", b"BMC"):
                facts = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
                self.stack.append((str(operands[0]), str(facts.get("/ActualText", "")), []))
            elif operator == b"EMC":
                self.leave()
        return "".join(self.stack[0][2])


def read_pdf(data: bytes) -> tuple[str, int]:
    """Return the text of all pages, and how many glyphs are the empty box (glyph 0)."""
    text, boxes = "", 0
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        fonts = {name: _characters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
        reader = _PageReader(fonts)
        text += reader.read(ContentStream(page.get_contents(), page.pdf).operations)
        boxes += reader.empty_boxes
    return text, boxes
