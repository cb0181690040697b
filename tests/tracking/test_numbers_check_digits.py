"""Which typing mistakes each check digit catches, and exactly which it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.tracking.numbers import recognise
from parcelproof.tracking.numbers.check_digits import (
    _ALPHANUMERIC,
    iso7064_37_36,
    luhn,
    mod7,
    mod10,
    mod10_plus_one,
    mod11_then_10,
    s10,
)

S10 = (8, 6, 4, 2, 3, 5, 9, 7)
DIGITS = "0123456789"


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=length, max_size=length)


def single_errors(body: str, alphabet: str = DIGITS) -> Iterator[tuple[int, str]]:
    """All numbers that differ in one character, with its place."""
    for place, right in enumerate(body):
        for wrong in alphabet:
            if wrong != right:
                yield place, body[:place] + wrong + body[place + 1 :]


def swaps(number: str) -> Iterator[tuple[int, str]]:
    """All numbers with two different neighbours changed over, with the place of the first."""
    for place in range(len(number) - 1):
        first, second = number[place : place + 2]
        if first != second:
            yield place, number[:place] + second + first + number[place + 2 :]


# UPU S10


def s10_sum(serial: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(serial, S10, strict=True)) % 11


@pytest.mark.parametrize(
    ("serial", "check"), [("47382910", "3"), ("71924865", "0"), ("83082061", "5"), ("47312482", "9"), ("41034224", "9")]
)
def test_s10_worked_values(serial: str, check: str) -> None:
    assert s10(serial, S10) == check


def folded(before: str, after: str) -> bool:
    """The only blind spot: remainders 0 and 6 are both written as 5."""
    return {s10_sum(before), s10_sum(after)} == {0, 6}


@given(digits(8))
def test_s10_catches_every_single_digit_error_but_the_folded_ones(serial: str) -> None:
    right = s10(serial, S10)
    for _, wrong in single_errors(serial):
        assert (s10(wrong, S10) == right) is folded(serial, wrong), wrong


@given(digits(8))
def test_s10_catches_every_change_of_neighbours_but_the_folded_ones(serial: str) -> None:
    right = s10(serial, S10)
    for _, wrong in swaps(serial):
        assert (s10(wrong, S10) == right) is folded(serial, wrong), wrong


def test_s10_blind_spots_are_few() -> None:
    """Over all remainders of the other digits: 144 of 7,920 single errors, 126 of 6,930 changes of neighbours."""
    missed = tried = 0
    for weight in S10:
        for rest in range(11):
            for right in range(10):
                for wrong in set(range(10)) - {right}:
                    tried += 1
                    missed += {(rest + weight * right) % 11, (rest + weight * wrong) % 11} == {0, 6}
    assert (missed, tried) == (144, 7920)
    missed = tried = 0
    for one, two in pairwise(S10):
        for rest in range(11):
            for first in range(10):
                for second in set(range(10)) - {first}:
                    tried += 1
                    before, after = rest + one * first + two * second, rest + one * second + two * first
                    missed += {before % 11, after % 11} == {0, 6}
    assert (missed, tried) == (126, 6930)


def s10_digit(total: int) -> int:
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)


def test_s10_last_digit_and_check_digit_changed_over() -> None:
    """The only remainders of the first seven digits and last digits for which this stays unseen: 4 of 99."""
    blind = {
        (rest, last)
        for rest in range(11)
        for last in range(10)
        if (check := s10_digit(rest + 7 * last)) != last and s10_digit(rest + 7 * check) == last
    }
    assert blind == {(5, 4), (5, 5), (9, 0), (9, 2)}


@given(digits(8), st.sampled_from(["RR{}CN", "LX{}GB", "EE{}JP", "UM{}YP"]))
def test_s10_numbers_are_told_from_mistyped_ones(serial: str, form: str) -> None:
    check = s10(serial, S10)
    right = recognise(form.format(serial + check))
    assert right.valid is True
    assert right.candidates[0].certainty == "check_digit"
    for wrong in set(DIGITS) - {check}:
        told = recognise(form.format(serial + wrong))
        assert told.valid is False
        assert (told.candidates[0].expected, told.candidates[0].found, told.candidates[0].place) == (check, wrong, 11)


# Sums modulo 10


def gs1(body: str) -> str:
    return mod10(body, (3, 1))


def gls(body: str) -> str:
    return mod10_plus_one(body, (3, 1))


@pytest.mark.parametrize("check", [gs1, gls])
@given(body=digits(17))
def test_three_one(check: Callable[[str], str], body: str) -> None:
    right = check(body)
    assert all(check(wrong) != right for _, wrong in single_errors(body))
    for place, wrong in swaps(body + right):
        missed = check(wrong[:-1]) == wrong[-1]
        assert missed is (abs(int(wrong[place]) - int(wrong[place + 1])) == 5)


@given(digits(11))
def test_identcode(body: str) -> None:
    right = mod10(body, (4, 9))
    for place, wrong in single_errors(body):
        missed = mod10(wrong, (4, 9)) == right
        weight = 4 if place % 2 == 0 else 9
        assert missed is (weight == 4 and abs(int(wrong[place]) - int(body[place])) == 5)
    for place, wrong in swaps(body + right):
        missed = mod10(wrong[:-1], (4, 9)) == wrong[-1]
        assert missed is (place < 10 and (int(wrong[place]) - int(wrong[place + 1])) % 2 == 0)


@given(digits(15))
def test_ups(body: str) -> None:
    right = mod10(body, (1, 2))
    for place, wrong in single_errors(body):
        doubled = place % 2 == 1
        assert (mod10(wrong, (1, 2)) == right) is (doubled and abs(int(wrong[place]) - int(body[place])) == 5)
    for place, wrong in swaps(body + right):
        # The last character and the check digit weigh the same: their order cannot be seen.
        assert (mod10(wrong[:-1], (1, 2)) == wrong[-1]) is (place == 14)


def test_ups_letters_that_count_the_same() -> None:
    values = {letter: mod10(letter, (1,)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    assert values["A"] == values["K"] == values["U"] == mod10("2", (1,))
    assert values["Z"] == mod10("7", (1,))


@given(digits(11))
def test_luhn(body: str) -> None:
    right = luhn(body, ())
    assert all(luhn(wrong, ()) != right for _, wrong in single_errors(body))
    for place, wrong in swaps(body + right):
        missed = luhn(wrong[:-1], ()) == wrong[-1]
        assert missed is ({wrong[place], wrong[place + 1]} == {"0", "9"})


# Modulo 7 and 11


@given(st.integers(9, 11).flatmap(digits))
def test_mod7(body: str) -> None:
    right = mod7(body, ())
    for place, wrong in single_errors(body):
        assert (mod7(wrong, ()) == right) is (abs(int(wrong[place]) - int(body[place])) == 7)
    for place, wrong in swaps(body + right):
        missed = mod7(wrong[:-1], ()) == wrong[-1]
        assert missed is (place < len(body) - 1 and abs(int(wrong[place]) - int(wrong[place + 1])) == 7)


def fedex_sum(body: str) -> int:
    return sum(int(digit) * (1, 3, 7)[place % 3] for place, digit in enumerate(reversed(body))) % 11


@given(st.sampled_from([11, 13]).flatmap(digits))
def test_fedex_express(body: str) -> None:
    """The blind spot: remainders 0 and 10 are both written as 0."""
    right = mod11_then_10(body, (1, 3, 7))
    for _, wrong in [*single_errors(body), *swaps(body)]:
        missed = mod11_then_10(wrong, (1, 3, 7)) == right
        assert missed is ({fedex_sum(wrong), fedex_sum(body)} == {0, 10}), wrong


# ISO 7064


@given(st.text(_ALPHANUMERIC, min_size=14, max_size=27))
def test_dpd(body: str) -> None:
    right = iso7064_37_36(body, ())
    assert all(iso7064_37_36(wrong, ()) != right for _, wrong in single_errors(body, _ALPHANUMERIC))


def test_dpd_agrees_with_the_standard() -> None:
    from stdnum.iso7064 import mod_37_36

    for body in ("01015026003653", "008182709980000020033350276", "A12425GABC1234002"):
        assert iso7064_37_36(body, ()) == mod_37_36.calc_check_digit(body)


def test_dpd_catches_nearly_all_changes_of_neighbours() -> None:
    def step(state: int, value: int) -> int:
        return ((state + value) % 36 or 36) * 2 % 37

    pairs = [(state, a, b) for state in range(1, 37) for a in range(36) for b in range(a)]
    missed = [one for one in pairs if step(step(one[0], one[1]), one[2]) == step(step(one[0], one[2]), one[1])]
    assert (len(missed), len(pairs)) == (36, 22680)
