"""Inspection plans: every cell of the published tables, and what must hold whatever the cell."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_plans import CODE_LETTERS, FOLLOWED, PRINTED, REDUCED_MIL, cells

from parcelproof.delivery.plan_check import answer_plan
from parcelproof.delivery.sampling import (
    AQLS,
    LEVELS,
    SEVERITIES,
    SamplingPlan,
    code_letter,
    covers_every_piece,
    read_aql,
    read_level,
    read_lot,
    read_plan,
    read_severity,
    sampling_plan,
)
from parcelproof.delivery.sampling_table import LETTERS, TABLES, Severity, plan_in_table
from parcelproof.errors import InputError

LOTS = [tuple(map(int, line.split()[:2])) for line in CODE_LETTERS.strip().splitlines()]
plans = st.builds(
    sampling_plan,
    st.integers(1, 2_000_000),
    st.sampled_from(LEVELS),
    st.sampled_from(AQLS),
    st.sampled_from(SEVERITIES),
)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_cell_is_the_published_one_after_its_arrows(severity: Severity) -> None:
    published = FOLLOWED[severity]
    assert len(published) == 16 * 15
    ours = {key: plan_in_table(key[0], Decimal(key[1]), severity) for key in published}
    assert {key: f"{plan.sample_size}/{plan.accept}" for key, plan in ours.items()} == published
    assert all(plan.reject == plan.accept + 1 for plan in ours.values())


@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_printed_number_is_a_plan_and_every_arrow_leads_elsewhere(severity: Severity) -> None:
    for (letter, aql), cell in PRINTED[severity].items():
        plan = plan_in_table(letter, Decimal(aql), severity)
        assert (cell == ".") == (plan.letter != letter), (letter, aql)
        assert cell in (".", str(plan.accept)), (letter, aql)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_an_arrow_ends_at_a_plan_that_its_own_row_prints(severity: Severity) -> None:
    for letter, aql in FOLLOWED[severity]:
        plan = plan_in_table(letter, Decimal(aql), severity)
        if plan.letter == "S":  # one row more, with one plan: 3150 pieces at AQL 0.025
            assert (severity, aql, plan.sample_size, plan.accept) == ("tightened", "0.025", 3150, 1)
        else:
            assert PRINTED[severity][plan.letter, aql] == str(plan.accept)
            assert plan_in_table(plan.letter, Decimal(aql), severity) == plan


def test_reduced_inspection_differs_from_the_military_table_only_where_iso_closed_the_gap() -> None:
    for (letter, aql), size in cells(REDUCED_MIL).items():
        plan = plan_in_table(letter, Decimal(aql), "reduced")
        distance = LETTERS.index(letter) + AQLS.index(Decimal(aql)) - 14
        if distance not in (2, 3):  # there the military table leads to Ac 0, Re 2
            assert plan.sample_size == int(size), (letter, aql)
        elif plan.accept == 1:  # one letter further
            sizes = TABLES["reduced"].sizes
            assert sizes[sizes.index(plan.sample_size) - 1] == int(size), (letter, aql)
        else:  # below the last row there is no further letter, so the arrow points up
            assert letter in "QR"
            assert plan.accept == 0


@pytest.mark.parametrize("severity", SEVERITIES)
def test_the_acceptance_number_grows_with_the_letter_and_with_the_aql(severity: Severity) -> None:
    for aql in AQLS:
        column = [plan_in_table(letter, aql, severity) for letter in LETTERS]
        own = [plan.accept for plan, letter in zip(column, LETTERS, strict=True) if plan.letter == letter]
        assert own == sorted(own)
    for letter in LETTERS:
        row = [plan_in_table(letter, aql, severity) for aql in AQLS]
        own = [plan.accept for plan in row if plan.letter == letter]
        assert own == sorted(own)


@given(st.sampled_from(LETTERS), st.sampled_from(AQLS))
def test_tightened_is_never_milder_and_reduced_never_dearer_than_normal(letter: str, aql: Decimal) -> None:
    normal, tightened, reduced = (plan_in_table(letter, aql, severity) for severity in SEVERITIES)
    assert tightened.accept <= normal.accept
    assert tightened.sample_size >= normal.sample_size
    assert reduced.sample_size <= normal.sample_size
    assert reduced.accept <= normal.accept


def test_code_letters_are_those_of_table_1() -> None:
    for line in CODE_LETTERS.strip().splitlines():
        low, high, *letters = line.split()
        for lot in (int(low), int(high)):
            assert [code_letter(lot, level) for level in LEVELS] == letters


@given(plans)
def test_every_plan_can_be_carried_out(plan: SamplingPlan) -> None:
    assert 1 <= plan.sample_size <= plan.lot
    assert plan.inspect_all == (plan.table_size >= plan.lot) == (plan.sample_size == plan.lot)
    assert 0 <= plan.accept < plan.reject == plan.accept + 1
    assert plan.follows_arrow == (plan.table_letter != plan.code_letter)


@given(st.sampled_from(AQLS), st.sampled_from(SEVERITIES), st.sampled_from(LEVELS))
def test_a_larger_lot_is_never_sampled_less_at_the_same_acceptance(aql: Decimal, severity: str, level: str) -> None:
    own = [sampling_plan(low, level, aql, severity) for low, _ in LOTS]
    by_accept: dict[int, list[int]] = {}
    for plan in own:
        by_accept.setdefault(plan.accept, []).append(plan.sample_size)
    assert all(sizes == sorted(sizes) for sizes in by_accept.values())


@pytest.mark.parametrize(
    ("lot", "level", "aql", "severity", "letter", "table", "size", "accept", "every"),
    [
        (500, "II", "2.5", "normal", "H", "H", 50, 3, False),
        (90, "II", "2.5", "normal", "E", "F", 20, 1, False),
        (1200, "II", "4.0", "normal", "J", "J", 80, 7, False),
        (5, "II", "2.5", "normal", "A", "C", 5, 0, True),
        (6, "II", "2.5", "normal", "A", "C", 5, 0, False),
        (8, "II", "0.65", "normal", "A", "F", 8, 0, True),
        (20, "S-1", "6.5", "normal", "A", "A", 2, 0, False),
        (600_000, "III", "0.025", "tightened", "R", "S", 3150, 1, False),
        (1000, "II", "2.5", "reduced", "J", "J", 32, 3, False),
        (1, "II", "2.5", "normal", "", "", 1, 0, True),
    ],
)
def test_plans_that_people_know(
    lot: int, level: str, aql: str, severity: str, letter: str, table: str, size: int, accept: int, every: bool
) -> None:
    plan = sampling_plan(lot, level, Decimal(aql), severity)
    assert (plan.code_letter, plan.table_letter, plan.sample_size) == (letter, table, size)
    assert (plan.accept, plan.reject, plan.inspect_all) == (accept, accept + 1, every)


def test_values_are_read_as_people_write_them() -> None:
    assert [read_aql(text) for text in ("2.5", " 2,50 % ", "0.01", "4")] == [AQLS[12], AQLS[12], AQLS[0], AQLS[13]]
    assert [read_level(text) for text in ("ii", "S1", " s-4 ")] == ["II", "S-1", "S-4"]
    assert read_severity(" Tightened ") == "tightened"
    assert read_lot(" 1200 ") == 1200


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "1,200", "ten", "²", "9" * 40, "١٢"])
def test_a_lot_that_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="lot size"):
        read_lot(text)


@pytest.mark.parametrize("text", ["", "3", "10", "nan", "snan", "inf", "-2.5", "two", "1e999999999"])
def test_an_aql_that_the_table_has_not_is_refused_with_the_list(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_aql(text)
    assert "6.5" in caught.value.mend


def test_aql_zero_is_answered_with_the_rule_for_critical_defects() -> None:
    with pytest.raises(InputError, match="critical"):
        read_aql("0")


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for read in (read_lot, read_aql, read_level, read_severity):
        with contextlib.suppress(InputError):
            assert read(text)


def test_a_row_from_the_shell_is_answered() -> None:
    row = {"lot": "1200", "level": "II", "aql": "2.5", "severity": "normal"}
    assert answer_plan(row) == {
        "code_letter": "J", "table_letter": "J", "sample_size": 80, "accept": 5, "reject": 6, "inspect_all": False,
    }  # fmt: skip
    assert answer_plan({"lot": "1200"}) == answer_plan(row)
    assert "every piece" in str(answer_plan({"lot": "4"})["note"])
    assert "letter F" in str(answer_plan({"lot": "90"})["note"])
    assert "photograph" in str(answer_plan({"lot": "1"})["note"])
    for bad in (
        {"lot": "x"},
        {"lot": "9", "level": "IV"},
        {"lot": "9", "aql": "3"},
        {"lot": "9", "severity": "strict"},
    ):
        with pytest.raises(InputError):
            answer_plan(bad)
    with pytest.raises(InputError):
        sampling_plan(0)


@given(plans)
def test_a_plan_is_read_from_its_own_words(plan: SamplingPlan) -> None:
    assert read_plan(str(plan), plan.lot) == plan
    assert not covers_every_piece(str(plan))


@pytest.mark.parametrize(
    ("text", "level", "aql", "severity"),
    [
        ("ISO 2859-1 single, tightened, level S-3, AQL 0.65", "S-3", "0.65", "tightened"),
        ("Level ii; aql: 4,0", "II", "4.0", "normal"),
        ("AQL 1.0 at level III, reduced", "III", "1.0", "reduced"),
    ],
)
def test_plans_are_read_as_people_write_them(text: str, level: str, aql: str, severity: str) -> None:
    assert read_plan(text, 500) == sampling_plan(500, level, Decimal(aql), severity)


@pytest.mark.parametrize("text", ["", "a few", "level II", "AQL 2.5", "level IV, AQL 2.5", "level II, AQL 3"])
def test_words_that_name_no_plan_are_none(text: str) -> None:
    assert read_plan(text, 500) is None


def test_every_piece_is_understood() -> None:
    assert all(covers_every_piece(text) for text in ("every unit", "Every piece", "all of them", "100 %"))
    assert not any(covers_every_piece(text) for text in ("", "10 pieces", "level II, AQL 2.5, all at once"))
