"""Item specifics of a page: what stands as a name and its value, in tables, lists of terms and the shops' own boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from parcelproof.product.listings.plain import one_line

_DIRECTION = re.compile("[\u200e\u200f]")
MAX_LABEL = 100
MAX_VALUE = 2_000
MAX_PAIRS = 300
_BOXES = (
    (".ux-labels-values", ".ux-labels-values__labels", ".ux-labels-values__values"),
    ("[class*=specification--prop]", "[class*=specification--title]", "[class*=specification--desc]"),
    (".product-property-list li, .property-item", ".propery-title, .property-title", ".propery-des, .property-desc"),
    (".product-facts-detail", ".a-col-left", ".a-col-right"),
)
"""Box, name and value, as CSS selectors: eBay, AliExpress of today and of before, Amazon."""


def label_pairs(soup: BeautifulSoup) -> dict[str, str]:
    """Return names and values in the order in which they stand; the first of a name counts."""
    found: dict[str, str] = {}
    for label, value in _all(soup):
        # Amazon writes marks of direction between a name and its colon.
        name = one_line(_DIRECTION.sub("", label)).rstrip(" :：").strip()
        text = one_line(_DIRECTION.sub("", value)).lstrip(":： ").strip()
        if name and text and len(name) <= MAX_LABEL and len(text) <= MAX_VALUE and name != text:
            found.setdefault(name, text)
            if len(found) >= MAX_PAIRS:
                break
    return found


def _all(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for box, label, value in _BOXES:
        for part in soup.select(box, limit=MAX_PAIRS):
            name, said = part.select_one(label), part.select_one(value)
            if name is not None and said is not None:
                yield name.get_text(" "), said.get_text(" ")
    for row in soup.find_all("tr", limit=3_000):
        yield from _row(row)
    for term in soup.find_all("dt", limit=1_000):
        said = term.find_next_sibling(["dd", "dt"])
        if said is not None and said.name == "dd":
            yield _text(term), _text(said)
    for part in soup.find_all("li", limit=3_000):
        yield from _item(part)


def _row(row: Tag) -> Iterator[tuple[str, str]]:
    cells = row.find_all(["td", "th"], recursive=False, limit=6)
    texts = [_text(cell) for cell in cells]
    # Two cells are one pair, four are two; a head of a table of sizes has no pairs.
    if len(cells) in (2, 4) and not all(cell.name == "th" for cell in cells):
        yield from zip(texts[::2], texts[1::2], strict=True)


def _item(part: Tag) -> Iterator[tuple[str, str]]:
    """Read ``<li><b>Brand:</b> Lantern Lane</li>``."""
    whole = ""
    for mark in part.find_all(["b", "strong", "span"], limit=3):
        label = _text(mark)
        if label.rstrip("\u200e\u200f ").endswith((":", "：")):
            whole = whole or _text(part)
            if whole.startswith(label) and len(whole) > len(label):
                yield label, whole[len(label) :]
            return


def _text(tag: Tag) -> str:
    # The text of a cell that holds a whole page is not gathered: it is no value.
    parts, size = [], 0
    for text in tag.stripped_strings:
        parts.append(text)
        size += len(text)
        if size > MAX_VALUE:
            break
    return one_line(" ".join(parts))
