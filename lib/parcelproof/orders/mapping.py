"""A person's own words on which column holds what, for files of no known format."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from parcelproof.errors import InputError, nearest
from parcelproof.messages import _
from parcelproof.orders.amounts import is_currency
from parcelproof.orders.fields import MAPPABLE_FIELDS
from parcelproof.orders.formats import DateOrder, DecimalMark, Format
from parcelproof.tables import column_key

_JOIN_FIELDS = frozenset(
    {"order_id", "tracking_number", "carrier", "service", "shipped_at", "insured", "shipping_cost"}
)


class ColumnMapping(BaseModel):
    """Which column holds what, and how the file writes dates and amounts.

    Attributes
    ----------
    columns : dict of str to str
        Field (see `MAPPABLE_FIELDS`) to column name. ``order_id`` is needed.
    channel : str
        Name of the shop or marketplace: small letters, digits and underscores.
    currency : str
        Of amounts that name none; empty if each amount names its own.
    date_order : {'dmy', 'mdy', 'ymd'}, optional
        What ``03/04/26`` means. Dates like ``2026-04-03`` are read in any case.
    decimal_mark : {'.', ','}, optional
        Left out, the amounts of the file decide.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, Annotated[str, StringConstraints(min_length=1)]]
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)] = "other"
    currency: str = ""
    date_order: DateOrder | None = None
    decimal_mark: DecimalMark | None = Field(default=None)

    @field_validator("columns")
    @classmethod
    def _fields_exist(cls, columns: dict[str, str]) -> dict[str, str]:
        known = [field.name for field in MAPPABLE_FIELDS]
        for name in columns:
            if name not in known:
                raise ValueError(
                    _("'{name}' is no field of an order. {hint}", name=name, hint=nearest(name, known)).strip()
                )
        missing = [field.name for field in MAPPABLE_FIELDS if field.required and field.name not in columns]
        if missing:
            raise ValueError(_("a column is needed for: {names}", names=", ".join(missing)))
        return columns

    @field_validator("currency")
    @classmethod
    def _currency_exists(cls, code: str) -> str:
        if code and not is_currency(code):
            raise ValueError(_("this is no currency code; write three capital letters such as USD"))
        return code

    @staticmethod
    def signature(header: Collection[str]) -> str:
        """Return what tells files with the same columns, in any order, from others."""
        keys = sorted(column_key(name) for name in header)
        return hashlib.sha256("\x1f".join(keys).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def to_format(self, header: Sequence[str], name: str) -> Format:
        """Return this mapping as a format, after checking that the file has the columns.

        A mapping of nothing but tracking numbers and facts of dispatch makes no orders: it joins them.

        Raises
        ------
        InputError
            If the file lacks a column that the mapping names.
        """
        keys = {column_key(column) for column in header}
        for field, column in self.columns.items():
            if column not in header and (column_key(column) or None) not in keys:
                hint = nearest(column, header)
                raise InputError(
                    _("This file has no column '{column}', which the column mapping names.", column=column),
                    where=_("{name}, field {field}", name=name, field=field),
                    mend=_("Map the columns again. {hint}", hint=hint).strip(),
                )
        joins = "tracking_number" in self.columns and set(self.columns) <= _JOIN_FIELDS
        return Format(
            creates=not joins,
            joins=joins,
            format="mapped",
            title="Mapped file",
            channel=self.channel,
            requires=(),
            columns={field: (column,) for field, column in self.columns.items()},
            date_order=self.date_order,
            decimal_mark=self.decimal_mark,
        )
