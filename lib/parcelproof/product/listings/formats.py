"""The known exports of listings: one YAML file each, in ``formats/``.

Column names come from exports and code in public, read 2026-11: the header of the eBay active listings report and of
``GET_MERCHANT_LISTINGS_ALL_DATA`` as test data of several open tools hold them; eBay's upload templates
(``*Action(SiteID=…)``); Amazon's inventory templates; the products CSV in Shopify's help centre ("Using CSV files to
import and export products"), old and new names; the product fields of AliExpress' API.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from parcelproof.tables import column_key

Field = Literal[
    "listing_id", "group", "sku", "title", "text", "price", "currency", "category", "brand_field", "gtin", "gtin_kind",
    "mpn", "url", "language", "pictures", "condition", "note", "site", "variation", "weight_g", "option1_name",
    "option1_value", "option2_name", "option2_value", "option3_name", "option3_value",
]  # fmt: skip

_ORDERS = re.compile(
    r"order|buyer|tracking|ship(?:ping)?to|postto|recipient|purchase|bestell|käufer|empfänger|commande|acheteur|pedido"
    r"|comprador|ordine|acquirente|订单|买家|收件|运单|注文"
)
"""A table with such a column is about orders and not about products."""
_ACTION = re.compile(r"^\*?action\b", re.IGNORECASE)
_ACTION_CURRENCY = re.compile(r"currency=([A-Z]{3})", re.IGNORECASE)
_METAFIELD = re.compile(r"^(.{1,200}?) \(product\.metafields\.[^)]{1,200}\)$")


class ListingFormat(BaseModel):
    """How one kind of export is recognised and read.

    Attributes
    ----------
    format, title : str
    requires : tuple of tuple of str
        The file is of this format if it has one column of each group.
    action_column : bool
        The header must begin an upload file of eBay.
    fallback : bool
        Only if no other format fits.
    grouped_by : str
        Field whose value rows of one product share, or empty.
    prefixes : tuple of str
        What stands before the name of an attribute in its column: ``C:Voltage``.
    columns : mapping of str to tuple of str
        Field to column names; the first that is filled counts. ``text`` and ``pictures`` take all.
    values : mapping
        Field to what its codes mean.
    ignored : tuple of str
        Columns that say nothing about the product. Every other column is an attribute.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str
    title: str
    requires: tuple[tuple[str, ...], ...]
    action_column: bool = False
    fallback: bool = False
    grouped_by: Literal["", "group"] = ""
    prefixes: tuple[str, ...] = ()
    columns: dict[Field, tuple[str, ...]]
    values: dict[Field, dict[str, str]] = {}
    ignored: tuple[str, ...] = ()

    def matches(self, header: Sequence[str]) -> int:
        """Return how many columns of a header this format knows; 0 if the header is not of this format."""
        keys = {column_key(name) for name in header}
        if self.action_column != any(_ACTION.match(name) for name in header):
            return 0
        groups = (self.columns["title"],) if self.fallback else self.requires
        if not all(any(column_key(name) in keys for name in group) for group in groups):
            return 0
        known = {column_key(name) for names in self.columns.values() for name in names}
        return len(keys & known)


@dataclass(frozen=True)
class Columns:
    """Which columns of one file hold what.

    Attributes
    ----------
    fields : dict
        Field to columns as this header writes them.
    attributes : dict
        Column to the name of the attribute that it holds.
    currency : str
        What the header says for the whole file, or empty.
    """

    fields: dict[str, tuple[str, ...]]
    attributes: dict[str, str]
    currency: str = ""


def bind(spec: ListingFormat, header: Sequence[str]) -> Columns:
    """Find the columns of a format in a header."""
    alike = {column_key(name): name for name in reversed(header)}
    fields: dict[str, tuple[str, ...]] = {
        field: found
        for field, names in spec.columns.items()
        if (found := tuple(dict.fromkeys(n for name in names if (n := _written(name, header, alike)))))
    }
    taken = {name for names in fields.values() for name in names}
    ignored = {column_key(name) for name in spec.ignored}
    attributes = {
        name: _label(name, spec.prefixes)
        for name in header
        if name not in taken and column_key(name) not in ignored and not _ACTION.match(name)
    }
    said = next((m for name in header if _ACTION.match(name) and (m := _ACTION_CURRENCY.search(name))), None)
    return Columns(fields, attributes, said[1].upper() if said else "")


def _written(name: str, header: Sequence[str], alike: dict[str, str]) -> str:
    return name if name in header else alike.get(column_key(name), "") if column_key(name) else ""


def _label(name: str, prefixes: Sequence[str]) -> str:
    if found := _METAFIELD.match(name):
        return found[1]
    for prefix in prefixes:
        if name.startswith(prefix) and name[len(prefix) :].strip():
            name = name[len(prefix) :].strip()
            break
    return re.sub(r"\s*-?\s*\(ID: \d+\)$", "", name) or name


@cache
def load_formats() -> dict[str, ListingFormat]:
    """Read all format files; keys are format names in alphabetical order."""
    folder = resources.files("parcelproof.product.listings") / "formats"
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            spec = ListingFormat.model_validate(yaml.safe_load(entry.read_text(encoding="utf-8")))
            found[spec.format] = spec
    return found


@cache
def known_columns() -> frozenset[str]:
    """All column names of all formats: they find the header of a file."""
    return frozenset(name for spec in load_formats().values() for names in spec.columns.values() for name in names)


def detect_format(header: Sequence[str]) -> str:
    """Return the name of the format that this header belongs to, or an empty string.

    A table of products in general is taken for one only if it also names a number, price, category or text, and
    nothing about orders.
    """
    formats = load_formats()
    scores = {name: spec.matches(header) for name, spec in formats.items() if not spec.fallback}
    best = max(scores, key=lambda name: (scores[name], len(formats[name].requires)))
    if scores[best]:
        return best
    fields = bind(formats["generic"], header).fields
    about_orders = any(_ORDERS.search(column_key(name)) for name in header)
    described = {"text", "category", "brand_field", "gtin", "price"} & set(fields)
    numbered = {"sku", "listing_id"} & set(fields)
    return "generic" if "title" in fields and numbered and described and not about_orders else ""
