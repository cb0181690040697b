"""Money with its currency, weight with its unit."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from parcelproof.errors import InputError
from parcelproof.messages import _

WeightUnit = Literal["g", "kg", "lb", "oz"]

GRAMS: dict[str, Decimal] = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}


def _decimal(value: object) -> object:
    # A float has already lost the digits that a customs form needs; a bool is no amount.
    if isinstance(value, (float, bool)):
        raise ValueError("write the amount as text or Decimal, not as a float")
    if isinstance(value, (str, int, Decimal)):
        try:
            number = Decimal(value)
        except InvalidOperation as error:
            raise ValueError("this is not a number") from error
        if not number.is_finite():
            raise ValueError("this is not a finite number")
        return number
    return value


ExactDecimal = Annotated[Decimal, BeforeValidator(_decimal)]


class Money(BaseModel):
    """An amount in one currency.

    Attributes
    ----------
    amount : Decimal
    currency : str
        ISO 4217 code, three capital letters.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: ExactDecimal
    currency: str = Field(pattern=r"^[A-Z]{3}$")

    def __str__(self) -> str:
        return (
            f"{self.currency} {self.amount:,.2f}"
            if self.amount == round(self.amount, 2)
            else (f"{self.currency} {self.amount:,f}")
        )

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise InputError(
                _("Amounts in different currencies cannot be added."), where=f"{self.currency} and {other.currency}"
            )
        return Money(amount=self.amount + other.amount, currency=self.currency)


class Weight(BaseModel):
    """A weight as it was read, with its unit.

    Attributes
    ----------
    value : Decimal
        Not negative.
    unit : {'g', 'kg', 'lb', 'oz'}
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Annotated[ExactDecimal, Field(ge=0)]
    unit: WeightUnit

    @property
    def grams(self) -> Decimal:
        """The weight in grams, exact."""
        return self.value * GRAMS[self.unit]

    def __str__(self) -> str:
        shown = f"{self.value.normalize():f} {self.unit}"
        if self.unit in ("g", "kg"):
            return shown
        return f"{shown} ({self.grams.quantize(Decimal(1), ROUND_HALF_UP)} g)"


_WEIGHT = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(g|kg|lb|lbs|oz)\.?\s*$", re.IGNORECASE)


def parse_weight(text: str, *, field: str = "weight") -> Weight:
    """Read a weight with its unit, such as ``412 g`` or ``0.9 lb``.

    Raises
    ------
    InputError
        If there is no number or no unit: a bare number is never guessed to be grams.
    """
    match = _WEIGHT.match(text)
    if not match:
        raise InputError(
            _("This weight cannot be read."),
            where=field,
            mend=_("Write a number and a unit, like 412 g."),
        )
    unit = match[2].lower().rstrip("s") if match[2].lower() == "lbs" else match[2].lower()
    return Weight.model_validate({"value": match[1].replace(",", "."), "unit": unit})
