"""Rates of the European Central Bank, with their own date."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from currency_converter import CurrencyConverter
from hypothesis import given
from hypothesis import strategies as st

from builders import money
from parcelproof.delivery.exchange import convert

FRIDAY = date(2014, 3, 28)


def test_a_known_rate() -> None:
    found = convert(money(100, "EUR"), "USD", FRIDAY)
    assert found is not None
    assert found.money.amount == Decimal("137.59")
    assert (found.rate_date, found.days_apart) == (FRIDAY, 0)


def test_a_weekend_takes_the_friday_and_says_so() -> None:
    found = convert(money(100, "EUR"), "USD", FRIDAY + timedelta(days=2))
    assert found is not None
    assert (found.rate_date, found.days_apart) == (FRIDAY, 2)


def test_same_currency_needs_no_rate() -> None:
    found = convert(money("12.34", "CLP"), "CLP", FRIDAY)
    assert found is not None
    assert found.money == money("12.34", "CLP")


def test_no_rate_is_none() -> None:
    assert convert(money(1, "CLP"), "USD", FRIDAY) is None
    assert convert(money(1, "USD"), "AED", FRIDAY) is None
    assert convert(money(1, "USD"), "EUR", date(1990, 1, 1)) is None


@given(amount=st.decimals(min_value=0, max_value=10_000, places=2), days=st.integers(min_value=0, max_value=3000))
def test_there_and_back(amount: Decimal, days: int) -> None:
    day = date(2015, 1, 2) + timedelta(days=days)
    there = convert(money(str(amount)), "JPY", day)
    assert there is not None
    back = convert(there.money, "USD", day)
    assert back is not None
    assert abs(back.money.amount - amount) < Decimal("0.000001")


@pytest.fixture(scope="module")
def whole_file() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


@given(data=st.data(), day=st.dates(date(1998, 12, 1), date(2027, 6, 1)))
def test_the_parts_of_the_file_say_what_the_whole_file_says(
    whole_file: CurrencyConverter, data: st.DataObject, day: date
) -> None:
    currency = data.draw(st.sampled_from([*sorted(whole_file.currencies), "AED", "XXX"]))
    found = convert(money(1, "EUR"), currency, day)
    if currency == "EUR":
        return
    rates = whole_file._rates.get(currency, {})
    last = max((on for on, rate in rates.items() if rate is not None), default=day)
    near = [min(day, last) - timedelta(days=back) for back in range(10)]
    wanted = next(((on, rates[on]) for on in near if rates.get(on) is not None), None)
    assert (found and (found.rate_date, found.rate)) == wanted
