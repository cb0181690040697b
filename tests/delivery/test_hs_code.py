"""HS codes level by level."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.delivery.hs_code import check_hs, distinct_hs6
from parcelproof.playbook import load_playbook

BOOK = load_playbook()


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("851762", "known"), ("8517.62", "known"), ("8517 62 00 10", "known"), ("999998", "special_chapter"),
        ("770000", "no_chapter"), ("980100", "no_chapter"), ("851999", "no_subheading"), ("855500", "no_heading"),
        ("8517", "too_short"), ("85176200101", "too_long"), ("", "not_digits"), ("85A762", "not_digits"),
        ("٨٥١٧٦٢", "not_digits"),
    ],
)  # fmt: skip
def test_the_first_wrong_level_is_named(code: str, state: str) -> None:
    assert check_hs(code, playbook=BOOK).state == state


def test_a_code_of_the_old_edition_names_its_followers() -> None:
    found = check_hs("8517.12", playbook=BOOK)
    assert found.leftover
    assert found.newer == ("851713", "851714")


def test_the_table_of_old_codes_agrees_with_the_list() -> None:
    for row in BOOK.rules_for("hs_changes"):
        assert check_hs(row.columns["old"]).state == "no_subheading"
        assert all(check_hs(code.strip()).state == "known" for code in row.value.split(";"))


def test_an_unknown_code_names_its_neighbours() -> None:
    assert check_hs("610999").newer == ("610990",)


def test_words_are_compared_weakly() -> None:
    assert not check_hs("610910", "Cotton T-shirt").words_differ
    assert check_hs("610910", "Wrist watch").words_differ
    assert not check_hs("610910", "").words_differ


def test_distinct_lines_are_counted_by_six_digits() -> None:
    assert distinct_hs6(["610910", "6109.10.00", "6109 10 0012"]) == ("610910",)
    assert distinct_hs6(["610910", "910211"]) == ("610910", "910211")
    assert distinct_hs6(["6109100010", "6109100020"], digits=10) == ("6109100010", "6109100020")
    assert distinct_hs6([]) == ()


@pytest.mark.parametrize("bad", [None, "", "6109", "abc", "61091000000"])
def test_nobody_counts_without_every_code(bad: str | None) -> None:
    assert distinct_hs6(["610910", bad]) is None


@given(st.text(max_size=14))
def test_any_text_gets_an_answer(code: str) -> None:
    found = check_hs(code, "x", BOOK)
    assert found.well_formed == (distinct_hs6([code]) is not None)


@given(st.lists(st.from_regex(r"[0-9]{6,10}", fullmatch=True), max_size=8))
def test_order_and_repetition_do_not_count(codes: list[str]) -> None:
    assert distinct_hs6(codes) == distinct_hs6([*reversed(codes), *codes])
    assert len(distinct_hs6(codes) or ()) == len({code[:6] for code in codes})
