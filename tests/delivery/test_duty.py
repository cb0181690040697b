"""Duty at the destination, as far as the rows say it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import money
from parcelproof.delivery.duty import DutyAnswer, DutyLine, duty_of
from parcelproof.playbook import load_playbook

BOOK = load_playbook()
SHIRT, WATCH = "610910", "910211"


def ask(destination: str, on: str, *lines: tuple[str | None, str, str], **more: Any) -> DutyAnswer:
    made = [DutyLine(code, money(amount, currency)) for code, amount, currency in lines]
    return duty_of(made, destination, date.fromisoformat(on), BOOK, **more)


def test_five_shirts_are_one_line_and_a_watch_is_another() -> None:
    shirts = ask("DE", "2026-08-01", *[(SHIRT, "12", "EUR")] * 5)
    assert (shirts.lines, shirts.duty, shirts.vat_on_duty) == (1, money(3, "EUR"), True)
    both = ask("DE", "2026-08-01", (SHIRT, "12", "EUR"), (WATCH, "40", "EUR"))
    assert (both.lines, both.duty) == (2, money(6, "EUR"))
    assert both.confidence == "confirmed"
    assert "2026/382" in both.source


@pytest.mark.parametrize(
    ("on", "duty"), [("2026-06-30", money(0, "EUR")), ("2026-07-01", money(3, "EUR")), ("2028-07-02", None)]
)
def test_the_flat_duty_holds_between_its_days(on: str, duty: object) -> None:
    assert ask("FR", on, (SHIRT, "20", "EUR")).duty == duty


@pytest.mark.parametrize(("amount", "known"), [("150", True), ("150.01", False)])
def test_the_flat_duty_ends_at_its_ceiling(amount: str, known: bool) -> None:
    assert (ask("DE", "2026-08-01", (SHIRT, amount, "EUR")).duty is not None) is known


@pytest.mark.parametrize("scheme", ["ioss", "IOSS", "", "special"])
def test_the_flat_duty_does_not_depend_on_the_vat_scheme(scheme: str) -> None:
    assert ask("DE", "2026-08-01", (SHIRT, "20", "EUR"), vat_scheme=scheme).duty == money(3, "EUR")


def test_a_standard_declaration_counts_up_to_ten_digits() -> None:
    lines = (("6109100010", "9", "EUR"), ("6109100020", "9", "EUR"))
    assert ask("DE", "2026-08-01", *lines).duty == money(3, "EUR")
    assert ask("DE", "2026-08-01", *lines, vat_scheme="h1").duty == money(6, "EUR")


def test_without_a_code_the_lines_cannot_be_counted() -> None:
    found = ask("DE", "2026-08-01", (SHIRT, "9", "EUR"), (None, "9", "EUR"))
    assert (found.lines, found.duty) == (None, None)
    assert any("HS code" in note for note in found.notes)


def test_national_fees_stand_apart_and_uncertain_ones_are_left_out() -> None:
    two = ((SHIRT, "9", "EUR"), (WATCH, "9", "EUR"))
    assert [fee.amount for fee in ask("FR", "2026-08-01", *two).fees] == [money(4, "EUR")]
    assert [fee.amount for fee in ask("RO", "2026-08-01", *two).fees] == [money(25, "RON")]
    assert [fee.amount for fee in ask("IT", "2026-06-30", *two).fees] == []
    assert [fee.amount for fee in ask("DE", "2026-11-02", *two).fees] == []


def test_the_united_states_have_no_free_limit_any_more() -> None:
    assert ask("US", "2025-08-28", (SHIRT, "800", "USD")).duty == money(0)
    after = ask("US", "2025-08-29", (SHIRT, "1", "USD"))
    assert after.duty is None
    assert any("rate" in note.lower() for note in after.notes)
    assert any("Section 122" in note for note in ask("US", "2026-03-01", (SHIRT, "1", "USD")).notes)


@pytest.mark.parametrize(
    ("destination", "amount", "currency", "free"),
    [
        ("GB", "135", "GBP", True), ("GB", "135.01", "GBP", False), ("AU", "1000", "AUD", True),
        ("CA", "20", "CAD", True),
        ("CA", "21", "CAD", False), ("NO", "1", "NOK", False), ("KR", "150", "USD", True), ("AE", "300", "AED", True),
        ("VN", "1", "USD", False), ("HK", "90000", "HKD", True), ("BR", "20", "USD", False), ("MX", "20", "USD", False),
        ("CH", "20", "CHF", False), ("RU", "20", "EUR", False),
    ],
)  # fmt: skip
def test_limits_of_other_countries(destination: str, amount: str, currency: str, free: bool) -> None:
    found = ask(destination, "2026-11-22", ("691110", amount, currency))
    assert (found.duty is not None and found.duty.amount == 0) is free
    assert free or (found.duty is None and found.notes)


def test_a_limit_that_does_not_hold_for_an_article_frees_nothing() -> None:
    assert ask("JP", "2026-11-22", ("691110", "9000", "JPY")).duty == money(0, "JPY")
    for code in (SHIRT, "640411", "420221", None):
        assert ask("JP", "2026-11-22", (code, "9000", "JPY")).duty is None
    assert ask("AU", "2026-11-22", ("220421", "90", "AUD")).duty is None


def test_a_limit_per_item_is_asked_of_each_line() -> None:
    found = ask("CL", "2026-11-22", (SHIRT, "400", "USD"), (WATCH, "400", "USD"))
    assert (found.basis, found.duty) == ("item", money(0))
    assert ask("CL", "2026-11-22", (SHIRT, "600", "USD")).duty is None


def test_other_currencies_are_changed_with_the_day_of_the_rate() -> None:
    found = ask("DE", "2026-08-03", (SHIRT, "50", "USD"))
    assert found.duty == money(3, "EUR")
    assert any("Rate of the European Central Bank of 2026-" in note for note in found.notes)
    assert ask("DE", "2026-08-03", (SHIRT, "50", "AED")).duty is None


def test_an_old_rate_close_to_a_limit_decides_nothing() -> None:
    rate = ask("GB", "2030-01-07", (SHIRT, "100", "USD")).value
    assert rate is not None
    near = (Decimal(135) / rate.amount * 100).quantize(Decimal("0.01"))
    assert ask("GB", "2030-01-07", (SHIRT, str(near - 1), "USD")).duty is None


@given(st.lists(st.sampled_from([SHIRT, WATCH, "691110", "851830"]), min_size=1, max_size=10))
def test_duty_is_three_euros_for_each_different_code(codes: list[str]) -> None:
    found = ask("ES", "2026-09-01", *[(code, "10", "EUR") for code in codes])
    assert found.duty == money(3 * len(set(codes)), "EUR")
