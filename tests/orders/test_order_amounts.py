"""Amounts keep every digit; what can be read in two ways is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.orders.amounts import MoneyReader, find_mark, read_count
from parcelproof.orders.formats import DecimalMark
from parcelproof.orders.model import BadValue
from parcelproof.units import Money


def money(text: str, mark: DecimalMark | None = None, **options: str) -> tuple[str, str]:
    column = options.pop("column", "")
    read = MoneyReader(mark, **options).read(text, column)
    return str(read.amount), read.currency


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("£14.50", ("14.50", "GBP")),
        ("AU $1,234.50", ("1234.50", "AUD")),
        ("C $12.00", ("12.00", "CAD")),
        ("US $12.00", ("12.00", "USD")),
        ("12,50 €", ("12.50", "EUR")),
        ("EUR 1.234,50", ("1234.50", "EUR")),
        ("1 234,50 EUR", ("1234.50", "EUR")),
        ("CHF 1'234.50", ("1234.50", "CHF")),
        ("-£3.00", ("-3.00", "GBP")),
        ("£-3.00", ("-3.00", "GBP")),
        ("(£3.00)", ("-3.00", "GBP")),
        ("₹12,34,567.00", ("1234567.00", "INR")),
        ("GBP 0", ("0", "GBP")),
        ("0.125 GBP", ("0.125", "GBP")),
        ("1,234,567 GBP", ("1234567", "GBP")),
        ("£12.00 GBP", ("12.00", "GBP")),
    ],
)
def test_amounts_that_speak_for_themselves(text: str, amount: tuple[str, str]) -> None:
    assert money(text) == amount


@pytest.mark.parametrize("text", ["1.234 EUR", "1,234 EUR"])
def test_one_group_of_three_is_not_guessed(text: str) -> None:
    with pytest.raises(BadValue, match="two ways"):
        money(text)
    assert {money(text, ".")[0], money(text, ",")[0]} == {"1234", "1.234"}


def test_the_file_decides_the_mark() -> None:
    assert find_mark(["1.234", "12,50"], None) == ","
    assert find_mark(["1,234", "12.50"], None) == "."
    assert find_mark(["1,234", "7"], ".") == "."
    assert find_mark(["12,50", "12.50"], ".") is None
    with pytest.raises(BadValue, match="decimal mark"):
        money("12.50 EUR", ",")


def test_a_bare_dollar_needs_a_word() -> None:
    with pytest.raises(BadValue, match="not certain"):
        money("$5.00")
    assert money("$5.00", dollar="USD")[1] == "USD"
    assert money("$5.00", dollar="USD", currency="CNY")[1] == "USD"
    assert money("$5.00", currency="CAD")[1] == "CAD"
    assert money("$5.00", column="CAD")[1] == "CAD"
    with pytest.raises(BadValue, match="not certain"):
        money("$5.00", currency="EUR")


def test_currency_sources_must_agree() -> None:
    assert money("5.00", column="EUR", currency="USD") == ("5.00", "EUR")
    assert money("5.00", currency="USD") == ("5.00", "USD")
    with pytest.raises(BadValue, match="two different currencies"):
        money("£5.00", column="USD")
    with pytest.raises(BadValue, match="not certain"):
        money("¥500")


@pytest.mark.parametrize("text", ["free", "12.5.0,1", "1,23,4.5x", "--5", "NaN", "1e5", "=1+1", "5 XXQ", "1,2345.0"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        money(text, currency="USD")


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["GBP", "EUR", "USD", "JPY"]),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]),
)
def test_written_amounts_come_back(value: Decimal, currency: str, marks: tuple[str, str]) -> None:
    thousands, decimal = marks
    text = f"{value:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    read = MoneyReader(None).read(f"{currency} {text}")
    assert read == Money(amount=value, currency=currency)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        amount = MoneyReader(".", "USD").read(text).amount
    except BadValue:
        amount = Decimal(0)
    assert amount.is_finite()


def test_counts() -> None:
    assert [read_count(t) for t in ("2", " 2 ", "2.0", "2,00")] == [2, 2, 2, 2]
    for bad in ("2.5", "-1", "two", "1,000", "99999999", ""):
        with pytest.raises(BadValue):
            read_count(bad)
