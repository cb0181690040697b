"""Pasted text as a listing: first line the title, ``Name: value`` an attribute, the rest the description."""

from __future__ import annotations

import re

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings.formats import load_formats
from parcelproof.product.listings.page import read_price
from parcelproof.product.listings.plain import tidy
from parcelproof.product.listings.row import MAX_ATTRIBUTES, MAX_SHORT, MAX_TEXT, MAX_VALUE
from parcelproof.tables import column_key
from parcelproof.units import Money

MAX_PASTED = 1_000_000
_PAIR = re.compile(r"([^:：]{1,60}?)\s*[:：]\s*(\S.*)")
_TAB = re.compile(r"^([^\t\n:：]{1,60})\t+(?=[^\s])", re.MULTILINE)
"""Cells of a table that was copied from a page are parted by a tab."""
_LABELS = {
    "title": "Title", "sku": "SKU", "listing_id": "Listing ID", "brand_field": "Brand", "price": "Price",
    "category": "Category", "gtin": "GTIN", "mpn": "MPN", "url": "URL", "language": "Language",
}  # fmt: skip
"""How a field is written; it is read under every name that a table may give it."""
_NO_LABEL = re.compile(r"[.!?。！？]|//|https?$", re.IGNORECASE)


def read_pasted(text: str, *, currency: str = "") -> ListingFacts:
    """Read what a person pasted from a product page.

    Parameters
    ----------
    text : str
    currency : str
        What a price without currency is in.

    Raises
    ------
    InputError
        If there is no text, or far too much.
    """
    if len(text) > MAX_PASTED:
        raise InputError(
            _("This text is longer than a million characters."), mend=_("Paste one product page at a time.")
        )
    lines = tidy(_TAB.sub(r"\1: ", text)).split("\n")
    known = _known()
    told: dict[str, str] = {}
    attributes: dict[str, str] = {}
    rest: list[str] = []
    for line in lines:
        pair = _PAIR.fullmatch(line) if len(line) <= MAX_VALUE else None
        label = pair[1].strip() if pair else ""
        field = known.get(column_key(label), "") if pair else ""
        if pair and field and field not in told and (field != "title" or not told.get("title")):
            told[field] = pair[2].strip()
        elif (
            pair
            and not field
            and not _NO_LABEL.search(label)
            and len(attributes) < MAX_ATTRIBUTES
            and (label not in attributes and (told or rest))
        ):
            attributes[label] = pair[2].strip()
        elif line:
            rest.append(line)
    title = told.get("title") or (rest.pop(0) if rest else "")
    if not title:
        raise InputError(_("There is no title in this text."), mend=_("Begin with the title of the product page."))
    return ListingFacts(
        title=title[:MAX_VALUE], text="\n".join(rest)[:MAX_TEXT], category=told.get("category", "")[:MAX_SHORT],
        attributes=attributes, brand_field=told.get("brand_field", "")[:MAX_SHORT], sku=told.get("sku", "")[:MAX_SHORT],
        listing_id=told.get("listing_id", "")[:MAX_SHORT], gtin=told.get("gtin", "")[:MAX_SHORT],
        mpn=told.get("mpn", "")[:MAX_SHORT], url=told.get("url", "")[:MAX_SHORT],
        language=told.get("language", "")[:35], source="pasted", price=read_price(told.get("price", ""), currency),
    )  # fmt: skip


def write_pasted(facts: ListingFacts) -> str:
    """Write a listing as text that `read_pasted` reads back: title, fields, attributes, description."""
    lines = [f"Title: {facts.title}"]
    for field, label in _LABELS.items():
        value = getattr(facts, field)
        if value and field != "title":
            lines.append(f"{label}: {_price(value) if isinstance(value, Money) else value}")
    lines += [f"{label}: {value}" for label, value in facts.attributes.items()]
    return "\n".join([*lines, facts.text] if facts.text else lines)


def _price(value: Money) -> str:
    return f"{value.amount:f} {value.currency}"


def _known() -> dict[str, str]:
    columns = load_formats()["generic"].columns
    known = {column_key(name): field for field, names in columns.items() if field in _LABELS for name in names}
    return {**known, **{column_key(label): field for field, label in _LABELS.items()}}
