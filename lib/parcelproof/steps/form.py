"""What a page asks: fields with a plain label, read as texts, turned into records when they are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.ledger.records import Record
from parcelproof.messages import _, sentences
from parcelproof.playbook import Playbook
from parcelproof.product_file import ProductFile
from parcelproof.report.blocks import Block
from parcelproof.shipment import Shipment
from parcelproof.steps.field import Field, Rows
from parcelproof.tracking.history import Lane, LaneHistory
from parcelproof.units import Money, Weight, parse_weight

Row: TypeAlias = dict[str, str]
Values: TypeAlias = dict[str, "str | list[Row]"]


@dataclass(frozen=True)
class Blocker:
    """Why a step cannot be confirmed yet, and the field that mends it (``lines.0.value``)."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Context:
    """What a form may look at besides its values.

    Attributes
    ----------
    shipment : Shipment
        On a page about a product: the product as a parcel that nobody ordered yet.
    playbook : Playbook
    zone : ZoneInfo
        Of the seller; for times typed without an offset.
    now : datetime
    history : callable
        Own numbers of the shop by lane; gathered only when a form asks for them.
    """

    shipment: Shipment
    playbook: Playbook
    zone: ZoneInfo
    now: datetime
    history: Callable[[], Mapping[Lane, LaneHistory]] = dict

    @property
    def product(self) -> ProductFile | None:
        """The first product of the parcel, or the product that the page is about."""
        return self.shipment.products[0] if self.shipment.products else None


@dataclass(frozen=True)
class Form:
    """The form of one measure.

    Attributes
    ----------
    page : str
        Id of the measure.
    parts : tuple of Field or Rows
    build : callable
        Values and context → records. Called only when every single field can be read; raises
        `InputError` where fields do not fit together.
    start : callable
        Context → values that are known already.
    advise : callable
        Values and context → what to say about them, while the person types.
    """

    page: str
    parts: tuple[Field | Rows, ...]
    build: Callable[[Values, Context], list[Record]]
    start: Callable[[Context], Values] = field(default=lambda _: {})
    advise: Callable[[Values, Context], tuple[Block, ...]] = field(default=lambda _values, _context: ())

    def problems(self, values: Values, context: Context) -> list[Blocker]:
        """Return why the form cannot be confirmed yet; empty if it can."""
        found = list(self._field_problems(values, context))
        if found:
            return found
        try:
            self.build(values, context)
        except InputError as error:
            return [Blocker(sentences(error.what, error.mend), error.where)]
        except (ValidationError, ValueError) as error:
            return [Blocker(_first_line(error))]
        return []

    def _field_problems(self, values: Values, context: Context) -> Iterator[Blocker]:
        for part in self.parts:
            if isinstance(part, Field):
                yield from _problem(part, text(values, part.name), part.name, context)
                continue
            found = rows(values, part.name)
            if len(found) < part.least:
                yield Blocker(_("Add at least {least} {one}.", least=part.least, one=part.said().one), part.name)
            for number, row in enumerate(found):
                for inner in part.fields:
                    where = f"{part.name}.{number}.{inner.name}"
                    for blocker in _problem(inner, row.get(inner.name, ""), where, context):
                        row_is = part.called(number)
                        yield Blocker(_("{part}: {why}", part=row_is, why=blocker.text), where)


def text(values: Mapping[str, object], name: str) -> str:
    """Return one value as trimmed text."""
    value = values.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def rows(values: Mapping[str, object], name: str) -> list[Row]:
    """Return the rows of one list; rows that are wholly empty count as not there."""
    value = values.get(name, [])
    found = value if isinstance(value, list) else []
    return [row for row in found if any(str(v).strip() for v in row.values())]


SLOT = "slot"
"""Key of a row that came from the record: it says which record the row shows."""
REMOVED = "removed"
"""Beside the lists of a form: rows from the record that a person took away."""


def take_away(values: Values, name: str, number: int) -> Values:
    """Return the values without one row; a row that came from the record is noted, so that a form can take it back."""
    value = values.get(name, [])
    kept = list(value) if isinstance(value, list) else []
    gone = kept.pop(number)
    changed: Values = {**values, name: kept}
    if slot := gone.get(SLOT):
        changed[REMOVED] = [*rows(values, REMOVED), {SLOT: slot}]
    return changed


def _problem(part: Field, value: str, where: str, context: Context) -> Iterator[Blocker]:
    value = value.strip()
    if not value:
        if part.required:
            yield Blocker(_("{label} is empty.", label=part.said().label), where)
        return
    try:
        read(part, value, context)
    except ParcelproofError as error:
        why = sentences(error.what, error.mend)
        yield Blocker(_("{part}: {why}", part=part.said().label, why=why), where)


def read(part: Field, value: str, context: Context) -> object:
    """Read one text as its kind says.

    Raises
    ------
    InputError
        If it cannot be read; says how to write it.
    """
    if part.kind == "weight":
        return parse_weight(value)
    if part.kind == "money":
        return parse_money(value)
    if part.kind == "time":
        return parse_moment(value, context.zone)
    if part.kind == "count":
        return parse_count(value)
    if part.kind in ("choice", "yesno"):
        allowed = [chosen for _label, chosen in part.choices] if part.kind == "choice" else ["yes", "no"]
        if value not in allowed:
            raise InputError(_("Choose one of the answers."))
    return value


def parse_money(value: str) -> Money:
    """Read "USD 12.50" (or "12.50 USD")."""
    left, _blank, right = value.strip().partition(" ")
    currency, amount = (left, right) if left.isalpha() else (right, left)
    try:
        return Money.model_validate({"currency": currency.strip().upper(), "amount": amount.strip().replace(",", ".")})
    except ValidationError as error:
        raise InputError(
            _("This amount cannot be read."), mend=_("Write currency and amount, like USD 12.50.")
        ) from error


def parse_count(value: str) -> int:
    """Read a whole number from 0."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal(-1)
    if number < 0 or number != number.to_integral_value() or number > 1_000_000:
        raise InputError(_("This is no whole number."), mend=_("Write a number like 1 or 12."))
    return int(number)


def parse_moment(value: str, zone: ZoneInfo) -> datetime:
    """Read "2026-10-02 16:20"; without an offset it is the seller's time."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise InputError(_("This time cannot be read."), mend=_("Write it like 2026-10-02 16:20.")) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def weight_or_none(value: str) -> Weight | None:
    """Read a weight that may be left empty."""
    return parse_weight(value) if value.strip() else None


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        if first["type"] == "string_too_long":
            return _("One answer is too long. Write at most {count} letters.", count=first["ctx"]["max_length"])
        return f"{'.'.join(str(p) for p in first['loc'])}: {first['msg'].removeprefix('Value error, ')}"
    return str(error).splitlines()[0] if str(error) else type(error).__name__
