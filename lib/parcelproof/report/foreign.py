"""Text of strangers, made fit for HTML and for paper without changing what it says.

HTML keeps every character as it came, with two exceptions that HTML itself cannot hold: NUL and lone
surrogates become U+FFFD. Paper shows what can be drawn; every other character (control characters, bidi
overrides, private use, unassigned, and letters that no shipped font has) stands there by its number, like
``⟦U+0007⟧``: visible, searchable, and unable to reorder or hide the text around it.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

from parcelproof.report.fonts import drawn_by_some_font

_NOT_IN_HTML = re.compile("[\x00\ud800-\udfff]")
_HARMLESS = re.compile(r"[^\x00\r&<>'\"\ud800-\udfff]*")
_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LONG = re.compile(r"\S{19,}")
_PLAIN = re.compile(r"[ -~]*")
_CHUNK = 8

# Invisible, but needed to shape Persian, Indic scripts, Mongolian, accents and emoji.
_SHAPING = frozenset(
    {0x034F, 0x180B, 0x180C, 0x180D, 0x180F, 0x200C, 0x200D} | set(range(0xFE00, 0xFE10)) | set(range(0xE0100, 0xE01F0))
)
# Needed where there are right-to-left letters; elsewhere they only put signs out of order.
_DIRECTION = frozenset({0x200E, 0x200F, 0x061C})
# Letters and marks by category that show nothing.
_BLANK = frozenset({0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0})

Piece = str | dict[str, str]
Runs = str | list[list[Piece]]


def inert(value: object) -> object:
    """Escape one template value; markup that a template made itself passes.

    A bare carriage return would reach the reader as a line feed, so it is written as a reference.
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    text = str(value)
    if _HARMLESS.fullmatch(text):
        return Markup(text)  # noqa: S704 - what most texts are, told without looking for each sign
    return Markup(str(escape(_NOT_IN_HTML.sub("�", text))).replace("\r", "&#13;"))  # noqa: S704


def right_to_left(text: str) -> bool:
    """Say whether a text holds letters that run from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") and unicodedata.category(c) == "Lo" for c in text)


def drawable(char: str, *, rtl: bool = False) -> bool:
    """Say whether the PDF can print this character as itself; ``rtl`` tells of right-to-left letters beside it."""
    code = ord(char)
    if 0x20 <= code < 0x7F or code in _SHAPING:
        return True
    if code in _DIRECTION:
        return rtl
    if code in _BLANK or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return False
    return drawn_by_some_font(code)


def marker(char: str) -> str:
    """Return how paper names a character that it cannot draw."""
    return f"⟦U+{ord(char):04X}⟧"


def paper_text(text: str) -> str:
    """Return the text as the PDF says it, in one string with plain line ends."""
    rtl = right_to_left(text)
    lines = (line.replace("\t", "    ") for line in _LINE.split(text))
    return "\n".join("".join(c if drawable(c, rtl=rtl) else marker(c) for c in line) for line in lines)


def runs(text: str) -> Runs:
    """Return the text for the PDF template.

    Returns
    -------
    str or list of list
        A plain string where nothing special is in it; else lines of pieces, where a piece is a string, a
        marker ``{"m": "U+0007"}`` or a place where a long word may break ``{"b": ""}``.
    """
    if _PLAIN.fullmatch(text):  # what most texts are, told without looking at each letter
        return [_breakable(text)] if _LONG.search(text) else text
    rtl = not text.isascii() and right_to_left(text)
    lines = [_pieces(line.replace("\t", "    "), rtl) for line in _LINE.split(text)]
    if len(lines) == 1 and len(lines[0]) <= 1 and all(isinstance(p, str) for p in lines[0]):
        return str(lines[0][0]) if lines[0] else ""
    return lines


def _pieces(line: str, rtl: bool) -> list[Piece]:
    found: list[Piece] = []
    plain = ""
    for char in line:
        if drawable(char, rtl=rtl):
            plain += char
            continue
        found += _breakable(plain)
        plain = ""
        found.append({"m": f"U+{ord(char):04X}"})
    return found + _breakable(plain)


def _breakable(text: str) -> list[Piece]:
    found: list[Piece] = []
    start = 0
    for match in _LONG.finditer(text):
        # Cut only between letters that do not change their shape by their neighbour.
        cut = match.start() + _CHUNK
        while cut < match.end():
            if _may_cut(text[cut - 1], text[cut]):
                found += [text[start:cut], {"b": ""}]
                start = cut
                cut += _CHUNK
            else:
                cut += 1
    return [*found, text[start:]] if text[start:] else found


def _may_cut(before: str, after: str) -> bool:
    if ord(before) < 0x250 and ord(after) < 0x250:
        return True
    joins = unicodedata.category(after).startswith("M") or "\u200d" in (before, after)
    return not joins and unicodedata.bidirectional(before) not in ("R", "AL") and ord(after) not in _SHAPING
