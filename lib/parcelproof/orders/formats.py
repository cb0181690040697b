"""The known export formats: one YAML file each, in ``formats/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.messages import _
from parcelproof.orders.fields import BY_NAME
from parcelproof.tables import Table, column_key

DateOrder = Literal["dmy", "mdy", "ymd"]
DecimalMark = Literal[".", ","]


class Format(BaseModel):
    """How one kind of export file is recognised and read.

    Attributes
    ----------
    format, title, channel : str
    creates, joins : bool
        Whether its rows are orders, tracking numbers for orders of another file, or both.
    requires : tuple of tuple of str
        The file is of this format if it has one column of each group.
    only_known : bool
        Recognised only if every column is listed here: for formats with very common column names.
    columns : mapping of str to tuple of str
        Field to column names; the first that is filled counts.
    date_order, twelve_hour_order : str, optional
        Order of day and month in ``03/04/26`` if no date of the file decides it; the second holds for
        files whose clock says AM and PM.
    decimal_mark : str, optional
        If no amount of the file decides it.
    dollar : str
        What a bare ``$`` stands for, or empty.
    summary_line : bool
        An order of several lines may begin with a line that holds its totals and no article.
    line_discount : {'included', 'apart', 'unclear'}
        Whether the price of a line has its discount taken off already.
    description_row : bool
        The row below the header may explain the columns.
    scale : str
        Where the weights of this format come from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str
    title: str
    channel: str
    creates: bool = True
    joins: bool = False
    requires: tuple[tuple[str, ...], ...]
    only_known: bool = False
    columns: dict[str, tuple[str, ...]]
    date_order: DateOrder | None = None
    twelve_hour_order: DateOrder | None = None
    decimal_mark: DecimalMark | None = None
    dollar: str = ""
    summary_line: bool = False
    line_discount: Literal["included", "apart", "unclear"] = "included"
    description_row: bool = False
    scale: str = ""

    @field_validator("columns")
    @classmethod
    def _known_fields(cls, columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        unknown = sorted(set(columns) - set(BY_NAME))
        if unknown:
            raise ValueError(_("no such order field: {names}", names=", ".join(unknown)))
        return columns

    def matches(self, keys: set[str]) -> int:
        """Return how many columns of a header this format reads; 0 if the header is not of this format."""
        known = {column_key(name) for names in self.columns.values() for name in names}
        if not all(any(column_key(name) in keys for name in group) for group in self.requires):
            return 0
        if self.only_known and not keys <= known:
            return 0
        return len(keys & known)

    def bind(self, header: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return field to columns as this header writes them; fields without a column are left out."""
        alike: Mapping[str, str] = {column_key(name): name for name in reversed(header)}
        # The exact name first: "Phone" and "Phone #" have the same key.
        bound = {
            field: tuple(dict.fromkeys(n for n in (_written(name, header, alike) for name in names) if n))
            for field, names in self.columns.items()
        }
        return {field: names for field, names in bound.items() if names}


def _written(name: str, header: tuple[str, ...], alike: Mapping[str, str]) -> str:
    return name if name in header else alike.get(column_key(name), "") if column_key(name) else ""


@cache
def load_formats() -> dict[str, Format]:
    """Read all format files; keys are format names in alphabetical order."""
    folder = resources.files("parcelproof.orders") / "formats"
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            spec = Format.model_validate(yaml.safe_load(entry.read_text(encoding="utf-8")))
            found[spec.format] = spec
    return found


def known_columns() -> set[str]:
    """All column names of all formats: they find the header of a file."""
    return {name for spec in load_formats().values() for names in spec.columns.values() for name in names}


def get_format(name: str) -> Format:
    """Return a format by name.

    Raises
    ------
    UnknownNameError
        With the nearest known name.
    """
    formats = load_formats()
    if name not in formats:
        known = ", ".join(formats)
        raise UnknownNameError(
            _("There is no order format with this name. {hint}", hint=nearest(name, formats)).strip(),
            where=_("format {name}", name=name),
            mend=_("Use one of: {known}.", known=known),
        )
    return formats[name]


def detect_format(table: Table) -> str | None:
    """Return the name of the format that this header belongs to, or None.

    If several fit, the one that reads most columns is taken.
    """
    keys = {column_key(name) for name in table.header}
    scores = {name: spec.matches(keys) for name, spec in load_formats().items()}
    best = max(scores, key=lambda name: (scores[name], len(load_formats()[name].requires)))
    return best if scores[best] else None
