"""One row of an export, or one object of a JSON file, as a listing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parcelproof.messages import _
from parcelproof.orders.amounts import MoneyReader, is_currency
from parcelproof.orders.model import BadValue
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings.formats import Columns, ListingFormat
from parcelproof.product.listings.plain import one_line, plain_text
from parcelproof.units import Money

MAX_TEXT = 100_000
MAX_VALUE = 20_000
MAX_SHORT = 500
MAX_ATTRIBUTES = 300
MAX_PICTURES = 50

_LOST_DIGITS = re.compile(r"\s*\d(?:[.,]\d+)?E\+\d+\s*", re.IGNORECASE)
_PAIR = re.compile(r"[;|\n]+")
_PICTURES = re.compile(r"[|;\s]+|,(?=\s*https?:)")
_NO_GTIN = frozenset({"1", "asin", "gcid", "gtin exempt"})
_NO_OPTION = frozenset({"title", "default title", ""})
_ROW, _OBJECT = re.compile(r"row (\d+)"), re.compile(r"object (\d+)")
_VARIANT = re.compile(r"product (\d+), variant (\d+)")


@dataclass(frozen=True)
class ListingRow:
    """One listing of a file.

    Attributes
    ----------
    where : str
        Row or place in the file, such as ``row 5``. It stands in the kept file of a listing, so it is English for
        ever; `said_place` says it to a person.
    facts : ListingFacts
    raw : mapping
        What the file says, unchanged.
    """

    where: str
    facts: ListingFacts
    raw: Mapping[str, Any] = field(default_factory=dict)


def said_place(where: str) -> str:
    """Return the place of a row in the language that is spoken now; one of another form as it is."""
    if found := _ROW.fullmatch(where):
        return _("row {row}", row=found[1])
    if found := _OBJECT.fullmatch(where):
        return _("object {number}", number=found[1])
    if found := _VARIANT.fullmatch(where):
        return _("product {product}, variant {variant}", product=found[1], variant=found[2])
    return where


@dataclass(frozen=True)
class RefusedRow:
    """One row that is no listing.

    Attributes
    ----------
    where, what, mend : str
        The place, why, and what the person can do.
    """

    where: str
    what: str
    mend: str = ""


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one file.

    Attributes
    ----------
    spec : ListingFormat
    columns : Columns
    money : MoneyReader
        With the decimal mark of the file, and the shop's currency for amounts without one.
    """

    spec: ListingFormat
    columns: Columns
    money: MoneyReader

    def read(self, where: str, cells: Mapping[str, str], first: Mapping[str, str] | None = None) -> ListingRow:
        """Return the listing of a row.

        Parameters
        ----------
        where : str
        cells : mapping of str to str
        first : mapping of str to str, optional
            The first row of the product, where a file writes what holds for all its rows only once.

        Raises
        ------
        BadValue
            If the row names no product, or a number in it was damaged by a spreadsheet.
        """
        shared = first if first is not None else cells
        text = "\n".join(t for name in self.columns.fields.get("text", ()) if (t := plain_text(shared.get(name, ""))))
        facts = ListingFacts(
            title=one_line(self._first(shared, "title"))[:MAX_VALUE], text=text[:MAX_TEXT],
            category=self._short(shared, "category"), attributes=self._attributes(cells, shared),
            brand_field=self._short(shared, "brand_field"), sku=self._number(cells, "sku"),
            listing_id=self._number(cells, "listing_id") or self._short(shared, "group"), gtin=self._gtin(cells),
            mpn=self._short(cells, "mpn"), url=self._short(cells, "url"),
            language=self._short(cells, "language")[:35], source=self.spec.format, price=self._price(cells),
            pictures=pictures(" ".join(shared.get(name, "") for name in self.columns.fields.get("pictures", ()))),
        )  # fmt: skip
        if not facts.title and not facts.category:
            raise BadValue(_("This row names no product: title and category are empty."), _("Fill in the title."))
        raw = {name: cell for name, cell in cells.items() if cell}
        if first is not None and first is not cells:
            return ListingRow(where, facts, {"first_row": {n: c for n, c in first.items() if c}, "row": raw})
        return ListingRow(where, facts, raw)

    # -- fields -------------------------------------------------------------------------------

    def _first(self, cells: Mapping[str, str], name: Any) -> str:
        for column in self.columns.fields.get(name, ()):
            if cell := cells.get(column, "").strip():
                return cell
        return ""

    def _short(self, cells: Mapping[str, str], name: Any) -> str:
        return one_line(self._first(cells, name))[:MAX_SHORT]

    def _number(self, cells: Mapping[str, str], name: Any) -> str:
        text = self._short(cells, name)
        if _LOST_DIGITS.fullmatch(text):
            raise BadValue(
                _("A spreadsheet program turned a number of this row into a rounded one; its digits are lost."),
                _("Import the file as the platform gave it, without opening it before."),
            )
        return text

    def _gtin(self, cells: Mapping[str, str]) -> str:
        if self._first(cells, "gtin_kind").lower() in _NO_GTIN:
            return ""
        return self._number(cells, "gtin").lstrip("'")

    def _price(self, cells: Mapping[str, str]) -> Money | None:
        text = self._first(cells, "price")
        if not text:
            return None
        code = self._first(cells, "currency").upper() or self.columns.currency
        try:
            return self.money.read(text, code if is_currency(code) else "")
        except (BadValue, ValueError):
            return None

    def _attributes(self, cells: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, str]:
        # What tells one variant from another counts more than what holds for all.
        found = variation(self._first(cells, "variation"))
        for option in ("option1", "option2", "option3"):
            value = one_line(self._first(cells, f"{option}_value"))
            label = one_line(self._first(shared, f"{option}_name"))
            if label.lower() not in _NO_OPTION and value.lower() not in _NO_OPTION:
                found.setdefault(label[:MAX_SHORT], value[:MAX_VALUE])
        for column, label in self.columns.attributes.items():
            cell = cells.get(column, "") or shared.get(column, "")
            if cell and (value := one_line(cell[:MAX_VALUE])):
                found.setdefault(label[:MAX_SHORT], value)
                if len(found) >= MAX_ATTRIBUTES:
                    break
        condition = self._short(shared, "condition")
        if condition:
            condition = self.spec.values.get("condition", {}).get(condition, condition)
            found.setdefault("Condition", condition)
        for field_name, label in (("note", "Note"), ("site", "Site"), ("weight_g", "Weight (grams)")):
            if value := self._short(cells, field_name):
                found.setdefault(label, value)
        return found


def variation(text: str) -> dict[str, str]:
    """Read ``Colour=Red;Size=L``; several values of one name stay together."""
    found: dict[str, str] = {}
    label = ""
    for part in _PAIR.split(text.strip().strip("[]"))[:MAX_ATTRIBUTES]:
        name, sign, value = part.partition("=") if "=" in part else part.partition(":")
        if sign and name.strip():
            label = one_line(name)[:MAX_SHORT]
            found[label] = one_line(value)[:MAX_VALUE]
        elif label and part.strip():
            found[label] = f"{found[label]}; {one_line(part)}"[:MAX_VALUE]
        elif part.strip():
            found["Variation"] = one_line(part)[:MAX_VALUE]
    return {name: value for name, value in found.items() if value}


def pictures(text: str) -> tuple[str, ...]:
    """Split addresses or file names of pictures; they are never fetched."""
    found = (part.strip(", ") for part in _PICTURES.split(text[:MAX_TEXT]))
    kept = (part for part in found if part and len(part) <= 2_000 and not part.lower().startswith("data:"))
    return tuple(dict.fromkeys(kept))[:MAX_PICTURES]
