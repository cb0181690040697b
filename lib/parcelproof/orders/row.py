"""Read the cells of one row into typed values, and list what cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.orders.amounts import MoneyReader, is_currency, read_count
from parcelproof.orders.countries import read_country
from parcelproof.orders.dates import DateReader
from parcelproof.orders.fields import BY_NAME, OrderField
from parcelproof.orders.identifiers import read_id, read_tracking_numbers
from parcelproof.orders.model import BadValue, RefusedRow
from parcelproof.tables import Row
from parcelproof.units import Money, Weight, parse_weight

_LENGTHS = {"title": 20_000, "variation": 20_000, "buyer_note": 100_000}
_SHORT = 500
_FREE_IDS = frozenset({"sku", "ship_postal_code", "listing_id"})
"""Identifiers that may rightly hold a point."""
_UNIT = re.compile(r"[(\[]\s*(g|kg|lbs?|oz)\s*[)\]]", re.IGNORECASE)
Values = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One row that was read.

    Attributes
    ----------
    number : int
    values : dict
        Field to typed value: str, int, Money, Weight, datetime, or a tuple of tracking numbers.
    """

    number: int
    values: Values = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text field, or an empty string."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def money(self, name: str) -> Money | None:
        """Return an amount, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Money) else None

    def time(self, name: str) -> datetime | None:
        """Return a time, or None."""
        value = self.values.get(name)
        return value if isinstance(value, datetime) else None

    def weight(self, name: str) -> Weight | None:
        """Return a weight, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Weight) else None

    @property
    def quantity(self) -> int:
        """Pieces of this line; one if the file has no such column."""
        return int(self.values.get("quantity", 1))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The tracking numbers of this row."""
        return tuple(self.values.get("tracking_number", ()))

    @property
    def has_article(self) -> bool:
        """Whether the row tells of an article."""
        return any(self.text(name) for name in ("title", "sku", "listing_id"))


@dataclass
class RowReader:
    """Reads the rows of one file.

    Attributes
    ----------
    columns : mapping of str to tuple of str
        Field to the columns of this header.
    money : MoneyReader
    dates : DateReader
    creates : bool
        Whether the file makes orders; a file of tracking numbers has no order to take in.
    refused : list of RefusedRow
        Filled while reading.
    trimmed_rows : list of int
        Rows where ``.0`` was taken off a number.
    bare_amounts : bool
        Whether an amount without any currency was read.
    """

    columns: Mapping[str, tuple[str, ...]]
    money: MoneyReader
    dates: DateReader
    creates: bool = True
    refused: list[RefusedRow] = field(default_factory=list)
    trimmed_rows: list[int] = field(default_factory=list)
    bare_amounts: bool = False

    def cell(self, row: Row, name: str) -> tuple[str, str]:
        """Return the first filled cell of a field, and its column."""
        for column in self.columns.get(name, ()):
            text = row.cells[column].strip()
            # Amazon's carrier code "Other" only says that the name is in the next column.
            if text and not (name == "carrier" and text.casefold() == "other"):
                return text, column
        return "", self.columns.get(name, ("",))[0]

    def identifier(self, row: Row, name: str) -> str:
        """Return an identifier of a row, or an empty string.

        Raises
        ------
        BadValue
            See `parcelproof.orders.identifiers.read_id`.
        """
        value, trimmed = read_id(self.cell(row, name)[0], numeric=name not in _FREE_IDS)
        if trimmed:
            self.trimmed_rows.append(row.number)
        return _short_enough(value, name)

    def refuse(self, row: Row, column: str, bad: BadValue, *, kept: bool = False) -> None:
        """List a row, or one of its values if the order is kept."""
        what = _("{what} The order was taken in without it.", what=bad.what) if kept else bad.what
        self.refused.append(RefusedRow(row.number, column, what, bad.mend))

    def read(self, row: Row, order_id: str, currency: str) -> Line | None:
        """Return the typed values of a row, or None if it is refused.

        A row is refused if its identifiers, amounts or number of pieces cannot be told for sure. A date,
        country, weight or tracking number that cannot be read is left out, and listed.

        Parameters
        ----------
        row : Row
        order_id : str
        currency : str
            What the order's currency column says, if the row itself says nothing.
        """
        values: Values = {"order_id": order_id}
        soft: list[tuple[str, BadValue]] = []
        for name in self.columns:
            kind = BY_NAME[name]
            text, column = self.cell(row, name)
            if not text or name in ("order_id", "link_id"):
                continue
            try:
                value = self._typed(kind, row, text, column, currency)
            except BadValue as bad:
                if kind.kind in ("id", "text", "money", "count", "currency"):
                    self.refuse(row, column, bad)
                    return None
                soft.append((column, bad))
            else:
                if value not in ("", ()):
                    values[name] = value
        line = Line(row.number, values)
        if line.has_article and "quantity" in self.columns and "quantity" not in values:
            missing = BadValue(_("This row has no number of pieces."), _("Write how many pieces were bought."))
            self.refuse(row, self.columns["quantity"][0], missing)
            return None
        for column, left_out in soft:
            self.refuse(row, column, left_out, kept=self.creates)
        return line

    def _typed(self, kind: OrderField, row: Row, text: str, column: str, currency: str) -> object:
        if kind.kind == "id":
            return self.identifier(row, kind.name)
        if kind.kind == "money":
            self.bare_amounts = self.bare_amounts or (not currency and not re.search(r"[^\d.,' +()-]", text))
            return self.money.read(text, currency)
        if kind.kind == "date":
            return self.dates.read(text)
        if kind.kind == "count":
            return read_count(text)
        if kind.kind == "country":
            return read_country(text)
        if kind.kind == "weight":
            return self._weight(row, text, column)
        if kind.kind == "tracking":
            numbers, trimmed = read_tracking_numbers(text)
            self.trimmed_rows += [row.number] if trimmed else []
            return numbers
        if kind.kind == "currency":
            return read_currency(text)
        return _short_enough(text, kind.name)

    def _weight(self, row: Row, text: str, column: str) -> Weight:
        in_header = _UNIT.search(column)
        unit = self.cell(row, "weight_unit")[0] or (in_header[1] if in_header else "")
        bare = not any(c.isalpha() for c in text)
        try:
            return parse_weight(f"{text} {_UNITS.get(unit.casefold().rstrip('s'), unit)}" if bare else text)
        except InputError as error:
            raise BadValue(error.what, error.mend) from None


_UNITS = {"gram": "g", "kilogram": "kg", "pound": "lb", "ounce": "oz"}


def read_currency(text: str) -> str:
    """Read an ISO 4217 code.

    Raises
    ------
    BadValue
        If it is none.
    """
    code = text.strip().upper()
    if not is_currency(code):
        raise BadValue(_("This is no currency code."), _("Write three letters, such as USD."))
    return code


def _short_enough(text: str, name: str) -> str:
    limit = _LENGTHS.get(name, _SHORT)
    if len(text) > limit:
        raise BadValue(
            _("This text is longer than {limit} characters.", limit=f"{limit:,}"), _("Shorten the text in this cell.")
        )
    return text
