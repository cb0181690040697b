"""Amounts in two currencies compared at the European Central Bank's rate, with the rate's own date.

The rates come with the package and end at some day. A later payment is compared at the last rate on
file; `Converted.days_apart` says how far that is, so that a caller can refuse to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain

from currency_converter import CurrencyConverter, RateNotFoundError

from parcelproof.units import Money

_LOOK_BACK = 10
"""Days to look back for a rate: no rate is published at weekends and bank holidays."""
_RECENT_YEARS = 2
"""Whole years before the last one on file."""


@dataclass(frozen=True)
class Converted:
    """An amount in another currency.

    Attributes
    ----------
    money : Money
        Not rounded.
    rate : Decimal
        Units of the new currency for one unit of the old.
    rate_date : date
        The day of the rate that was used.
    days_apart : int
        Days from the rate's day to the day that was asked for.
    """

    money: Money
    rate: Decimal
    rate_date: date
    days_apart: int


class _Recent(CurrencyConverter):  # type: ignore[misc]
    """The rates of the last years: all of them since 1999 take a second to read, and fifty megabytes.

    Attributes
    ----------
    ever : frozenset of str
        Currencies that the bank has ever published a rate for, beside the euro.
    """

    def load_lines(self, lines: Iterable[str]) -> None:
        """Read the lines of the file, which begin with their day, except the first."""
        head, *days = lines
        self.ever = frozenset(name.strip() for name in head.split(",")[1:])
        newest = max(days)[:4]
        oldest = str(int(newest) - _RECENT_YEARS)
        super().load_lines([head, *(day for day in days if day >= oldest)])


class _Whole(CurrencyConverter):  # type: ignore[misc]
    """The rates of some currencies since 1999.

    Parameters
    ----------
    wanted : set of str
        At least one that has been on file.
    """

    def __init__(self, wanted: Set[str]) -> None:
        self._wanted = wanted
        super().__init__(decimal=True)

    def load_lines(self, lines: Iterable[str]) -> None:
        """Read the columns of the currencies, line by line."""
        rows = (line.strip().split(",") for line in lines)
        names = next(rows)
        wanted = [place for place, name in enumerate(names) if not place or name.strip() in self._wanted]
        super().load_lines(",".join(row[place] for place in wanted) for row in chain([names], rows))


@cache
def _recent() -> _Recent:
    return _Recent(decimal=True)


@lru_cache(maxsize=16)
def _whole(currencies: frozenset[str]) -> CurrencyConverter:
    return _Whole(currencies)


def _rates_for(currencies: Set[str], on: date) -> CurrencyConverter:
    """Return the recent rates if they say all that the whole file says of these currencies on a day."""
    rates = _recent()
    first = min(bounds.first_date for bounds in rates.bounds.values()) + timedelta(days=_LOOK_BACK)
    known = all(currency in rates.currencies and rates.bounds[currency].last_date >= first for currency in currencies)
    return rates if known and on >= first else _whole(frozenset(currencies))


def convert(money: Money, currency: str, on: date) -> Converted | None:
    """Convert an amount at the rate of a day, or of the last banking day before it.

    Parameters
    ----------
    money : Money
    currency : str
        ISO 4217 code of the result.
    on : date
        The day of the payment.

    Returns
    -------
    Converted or None
        None if the bank publishes no rate for one of the currencies near that day.
    """
    if money.currency == currency:
        return Converted(money=money, rate=Decimal(1), rate_date=on, days_apart=0)
    both = {money.currency, currency}
    if not both <= {*_recent().ever, _recent().ref_currency}:
        return None
    rates = _rates_for(both, on)
    day = min(on, rates.bounds[money.currency].last_date, rates.bounds[currency].last_date)
    for back in range(_LOOK_BACK):
        rate_date = day - timedelta(days=back)
        try:
            rate = Decimal(rates.convert(Decimal(1), money.currency, currency, date=rate_date))
        except RateNotFoundError:
            continue
        return Converted(
            money=Money(amount=money.amount * rate, currency=currency),
            rate=rate,
            rate_date=rate_date,
            days_apart=(on - rate_date).days,
        )
    return None
