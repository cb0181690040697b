"""Verdict on a lot, and how strict the next lot is inspected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.delivery.sampling import sampling_plan
from parcelproof.delivery.sampling_severity import next_severity
from parcelproof.delivery.sampling_verdict import CLASSES, BadUnits, count_units, verdict
from parcelproof.errors import InputError

PLANS = {"major": sampling_plan(1000, "II", Decimal("2.5")), "minor": sampling_plan(1000, "II", Decimal("4.0"))}


def test_a_unit_counts_once_at_its_worst_defect() -> None:
    units = [["minor", "major"], ["minor"], [], ["critical", "minor"], ["minor", "minor"]]
    assert count_units(units) == BadUnits(checked=5, critical=1, major=1, minor=2)
    assert count_units([]) == BadUnits(0)


@given(st.lists(st.lists(st.sampled_from(CLASSES), max_size=4), max_size=30))
def test_no_unit_is_lost_or_counted_twice(units: list[list[str]]) -> None:
    found = count_units(units)
    assert found.checked == len(units)
    assert found.critical + found.major + found.minor == sum(bool(unit) for unit in units)


def test_an_unknown_class_and_impossible_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="Did you mean 'major'"):
        count_units([["mayor"]])
    with pytest.raises(InputError, match="more bad units"):
        BadUnits(checked=2, major=3)
    with pytest.raises(InputError, match="below zero"):
        BadUnits(checked=2, major=-1)


@pytest.mark.parametrize(
    ("found", "state", "word"),
    [
        (BadUnits(80, 0, 5, 7), "accepted", "5 units with a major defect"),
        (BadUnits(80, 0, 6, 0), "rejected", "rejects from 6"),
        (BadUnits(80, 0, 0, 8), "rejected", "rejects from 8"),
        (BadUnits(80, 1, 0, 0), "rejected", "1 unit with a critical defect"),
        (BadUnits(79, 0, 0, 0), "unfinished", "79 of 80"),
        (BadUnits(20, 0, 6, 0), "rejected", "rejects from 6"),
        (BadUnits(0), "unfinished", "0 of 80"),
    ],
)
def test_the_verdict_follows_the_plans(found: BadUnits, state: str, word: str) -> None:
    said = verdict(found, PLANS)
    assert said.state == state
    assert any(word in reason for reason in said.reasons)


def test_a_verdict_without_a_plan_looks_at_critical_defects_only() -> None:
    assert verdict(BadUnits(3), {}).state == "accepted"
    assert verdict(BadUnits(0), {}).state == "unfinished"
    assert verdict(BadUnits(3, critical=1), {}).state == "rejected"


@given(st.integers(0, 80), st.integers(0, 80))
def test_one_bad_unit_more_never_helps_a_lot(major: int, minor: int) -> None:
    order = ("rejected", "unfinished", "accepted")
    if major + minor < 80:
        before = verdict(BadUnits(80, 0, major, minor), PLANS).state
        after = verdict(BadUnits(80, 0, major + 1, minor), PLANS).state
        assert order.index(after) <= order.index(before)


@pytest.mark.parametrize(
    ("lots", "now", "then", "stop", "may_reduce"),
    [
        ("", "normal", "normal", False, False),
        ("++++-", "normal", "normal", False, False),
        ("-+++-", "normal", "tightened", False, False),
        ("-++++-", "normal", "normal", False, False),
        ("++-+-", "normal", "tightened", False, False),
        ("+" * 9, "normal", "normal", False, False),
        ("-" + "+" * 10, "normal", "normal", False, True),
        ("++++", "tightened", "tightened", False, False),
        ("-+++++", "tightened", "normal", False, False),
        ("-+-+-+-+", "tightened", "tightened", False, False),
        ("-+-+-+-+-", "tightened", "tightened", True, False),
        ("+++", "reduced", "reduced", False, False),
        ("++-", "reduced", "normal", False, False),
    ],
)
def test_switching(lots: str, now: str, then: str, stop: bool, may_reduce: bool) -> None:
    advice = next_severity([lot == "+" for lot in lots], now)  # type: ignore[arg-type]
    assert (advice.severity, advice.stop, advice.may_reduce) == (then, stop, may_reduce)
    assert advice.reason.endswith(".")
