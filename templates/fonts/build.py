"""Build the fonts of the PDF report from Noto originals; run by hand, see README.md.

Needs ``fonttools`` and ``brotli`` (not dependencies of Parcelproof):

    python build.py --noto DIR --cjk NotoSansCJK-Regular.ttc --emoji DIR

Every font loses its hinting, its glyph names and the features that a report never asks for.
``coverage.json`` lists which code points each family can draw: a page is given only those that it needs, and the report
shows what no font has by number.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
FIXED_TIME = 3_000_000_000  # seconds since 1904; the same input gives the same bytes

BOLD_TOO = ("NotoSans", "NotoSansArabic", "NotoSansHebrew", "NotoSansThai", "NotoSansDevanagari", "NotoSansSymbols")
REGULAR_ONLY = (
    "NotoSansArmenian", "NotoSansBengali", "NotoSansBuginese", "NotoSansCanadianAboriginal", "NotoSansCherokee",
    "NotoSansCoptic", "NotoSansDeseret", "NotoSansEthiopic", "NotoSansGeorgian", "NotoSansGothic",
    "NotoSansGujarati", "NotoSansGurmukhi", "NotoSansJavanese", "NotoSansKannada", "NotoSansKhmer", "NotoSansLao",
    "NotoSansLisu", "NotoSansMalayalam", "NotoSansMath", "NotoSansMongolian", "NotoSansMyanmar", "NotoSansNKo",
    "NotoSansOgham", "NotoSansOlChiki", "NotoSansOriya", "NotoSansRunic", "NotoSansSinhala", "NotoSansSymbols2",
    "NotoSansSyriac", "NotoSansTamil", "NotoSansTelugu", "NotoSansThaana", "NotoSansTifinagh", "NotoSansYi",
    "NotoSerifTibetan",
)  # fmt: skip

CJK_RANGES = (
    (0x2E80, 0x303F), (0x3040, 0x30FF), (0x3100, 0x312F), (0x3130, 0x318F), (0x3190, 0x33FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0x1100, 0x11FF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE1F), (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF), (0x20000, 0x323AF),
)  # fmt: skip


def options(*, drop: frozenset[str]) -> subset.Options:
    """Return the subsetting choices that all fonts share; ``drop`` names features to leave out."""
    chosen = subset.Options()
    chosen.hinting = False
    chosen.desubroutinize = False
    chosen.glyph_names = False
    chosen.notdef_outline = True
    chosen.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    chosen.name_languages = [0x409]
    chosen.drop_tables += ["STAT", "DSIG", "vhea", "vmtx", "VORG", "BASE", "meta"]
    chosen.layout_features = [
        tag
        for tag in subset.Options._layout_features_default
        if tag not in {"vert", "vrt2", "vkna", "valt", "vpal", "vhal", "dnom", "numr", "frac", "c2sc", "smcp"} | drop
    ]
    return chosen


def keep_wide_map(font: TTFont) -> None:
    """Drop the 16-bit character map where a 32-bit one says the same.

    With more than about thirty thousand characters the 16-bit map overflows, and some of them would be drawn as
    empty boxes.
    """
    tables = font["cmap"].tables
    wide = [table for table in tables if table.format == 12]
    if wide:
        font["cmap"].tables = wide


def write(font: TTFont, name: str, codes: set[int] | None = None, drop: frozenset[str] = frozenset()) -> None:
    """Subset one font and save it under ``name``."""
    font.recalcTimestamp = False
    worker = subset.Subsetter(options(drop=drop))
    worker.populate(unicodes=codes if codes is not None else set(font.getBestCmap()))
    worker.subset(font)
    keep_wide_map(font)
    font["head"].created = font["head"].modified = FIXED_TIME
    font.save(HERE / name, reorderTables=True)


def build_emoji(folder: Path) -> None:
    """Join the web font's pieces (split by code point) into one font."""
    pieces = []
    for path in sorted(folder.glob("noto-emoji-*-400-normal.woff2")):
        font = TTFont(path)
        font.flavor = None
        for tag in ("GSUB", "GPOS", "GDEF", "STAT"):
            if tag in font:
                del font[tag]
        plain = HERE / f"{path.stem}.part"
        font.save(plain)
        pieces.append(plain)
    joined = merge.Merger().merge([str(p) for p in pieces])
    for piece in pieces:
        piece.unlink()
    for record in joined["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Noto Emoji"
    # Digits and signs belong to the text font.
    write(joined, "NotoEmoji-Regular.ttf", {code for code in joined.getBestCmap() if code > 0xFF})


def coverage() -> dict[str, list[list[int]]]:
    """Return the drawable code points of each built family as sorted ``[first, last]`` pairs."""
    families: dict[str, set[int]] = {}
    for path in HERE.glob("*.?tf"):
        font = TTFont(path, lazy=True)
        name = font["name"].getDebugName(16) or font["name"].getDebugName(1)
        families.setdefault(name, set()).update(font.getBestCmap())
    return {name: pairs(sorted(families[name])) for name in sorted(families)}


def pairs(codes: list[int]) -> list[list[int]]:
    """Return sorted code points as the first and the last of each unbroken row."""
    found: list[list[int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def main() -> None:
    """Build everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--noto", type=Path, required=True, help="folder with NotoSans-Regular.ttf and others")
    parser.add_argument("--cjk", type=Path, required=True, help="NotoSansCJK-Regular.ttc")
    parser.add_argument("--emoji", type=Path, required=True, help="folder with noto-emoji-*-400-normal.woff2")
    given = parser.parse_args()
    for name in [f"{n}-{w}" for n in BOLD_TOO for w in ("Regular", "Bold")] + [f"{n}-Regular" for n in REGULAR_ONLY]:
        write(TTFont(given.noto / f"{name}.ttf"), f"{name}.ttf")
    write(TTFont(given.noto / "NotoSansMono-Regular.ttf"), "NotoSansMono-Regular.ttf", set(range(0x20, 0x7F)))
    chinese = next(font for font in TTCollection(given.cjk).fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")
    # Regional letter shapes would double the size; every character keeps its Simplified Chinese shape.
    codes = {c for first, last in CJK_RANGES for c in range(first, last + 1)}
    write(chinese, "NotoSansCJKsc-Regular.otf", codes, frozenset({"locl"}))
    build_emoji(given.emoji)
    (HERE / "coverage.json").write_text(json.dumps(coverage(), separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
