"""GTIN, IMEI and serial numbers: what a check digit can see is seen, and what it cannot see is not claimed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean, luhn

from parcelproof.product.identifiers import (
    check_gtin,
    check_imei,
    clean_serial,
    misread_serial,
    plain_number,
    same_serial,
)

LENGTHS = st.sampled_from([8, 12, 13, 14])


@st.composite
def gtins(draw: st.DrawFn) -> str:
    length = draw(LENGTHS)
    body = draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    return body + ean.calc_check_digit(body)


@st.composite
def imeis(draw: st.DrawFn) -> str:
    body = draw(st.text("0123456789", min_size=14, max_size=14))
    return body + luhn.calc_check_digit(body)


@given(gtins(), st.data())
def test_every_single_wrong_digit_of_a_gtin_is_seen(number: str, data: st.DataObject) -> None:
    assert check_gtin(number).code in ("right", "in_shop", "one_digit_only")
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert check_gtin(number[:place] + digit + number[place + 1 :]).code == "wrong_check_digit"


@given(imeis(), st.data())
def test_every_single_wrong_digit_of_an_imei_is_seen(number: str, data: st.DataObject) -> None:
    assert check_imei(number).code in ("right", "one_digit_only")
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert check_imei(number[:place] + digit + number[place + 1 :]).code == "wrong_check_digit"


def swapped(number: str, place: int) -> str:
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


@given(gtins(), st.data())
def test_swapped_neighbours_of_a_gtin_are_seen_unless_they_differ_by_five(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 2))
    gap = abs(int(number[place]) - int(number[place + 1]))
    answer = check_gtin(swapped(number, place))
    assert (answer.code == "wrong_check_digit") == (gap not in (0, 5))


@given(imeis(), st.data())
def test_swapped_neighbours_of_an_imei_are_seen_but_nine_and_zero(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 2))
    pair = {number[place], number[place + 1]}
    answer = check_imei(swapped(number, place))
    assert (answer.code == "wrong_check_digit") == (len(pair) == 2 and pair != {"0", "9"})


@pytest.mark.parametrize(
    ("text", "form", "state", "code"),
    [
        ("4006381333931", "GTIN-13", "right", "right"),
        ("4006381 33393-1", "GTIN-13", "right", "right"),
        ("４００６３８１３３３９３１", "GTIN-13", "right", "right"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "GTIN-13", "right", "right"),
        ("036000291452", "GTIN-12", "right", "right"),
        ("36000291452", "", "wrong", "leading_zero_lost"),
        ("73513537", "GTIN-8", "right", "right"),
        ("98412345678908", "GTIN-14", "right", "right"),
        ("4006381333932", "GTIN-13", "wrong", "wrong_check_digit"),
        ("400638133393", "GTIN-12", "wrong", "wrong_check_digit"),
        ("12345", "", "wrong", "wrong_length"),
        ("4.00638E+12", "", "wrong", "shortened"),
        ("4,00638E+12", "", "wrong", "shortened"),
        ("0000000000000", "GTIN-13", "wrong", "one_digit_only"),
        ("2000000000008", "GTIN-13", "cannot_tell", "in_shop"),
        ("B0SAMPLE01", "", "wrong", "not_digits"),
        ("", "", "none", "not_given"),
        ("Does not apply", "", "none", "not_given"),
        (" N/A ", "", "none", "not_given"),
        ("不适用", "", "none", "not_given"),
    ],
)
def test_gtin(text: str, form: str, state: str, code: str) -> None:
    answer = check_gtin(text)
    assert (answer.form, answer.state, answer.code) == (form, state, code)
    assert answer.is_right == (state == "right")
    assert "{" not in answer.reason


@pytest.mark.parametrize(
    ("text", "form", "state", "code"),
    [
        ("490154203237518", "IMEI", "right", "right"),
        ("49-015420-323751-8", "IMEI", "right", "right"),
        ("490154203237517", "IMEI", "wrong", "wrong_check_digit"),
        ("49015420323751", "IMEI", "cannot_tell", "no_check_digit"),
        ("3568680000414120", "IMEISV", "cannot_tell", "no_check_digit"),
        ("000000000000000", "", "wrong", "one_digit_only"),
        ("4901542032375", "", "wrong", "wrong_length"),
        ("4.90154E+14", "", "wrong", "shortened"),
        ("A90154203237518", "", "wrong", "not_digits"),
        ("", "", "none", "not_given"),
    ],
)
def test_imei(text: str, form: str, state: str, code: str) -> None:
    answer = check_imei(text)
    assert (answer.form, answer.state, answer.code) == (form, state, code)


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    for answer in (check_gtin(text), check_imei(text)):
        assert answer.reason
        assert "{" not in answer.reason.replace(answer.number, "")
    assert clean_serial(clean_serial(text)) == clean_serial(text)
    assert plain_number(plain_number(text)) == plain_number(text)


def test_what_is_written_around_a_serial_number_goes() -> None:
    assert clean_serial(" s/n: ab 12-3 ") == "AB12-3"
    assert clean_serial("S/N AB12-3") == "AB12-3"
    assert clean_serial("Serial No.: ＡＢ１２") == "AB12"
    assert clean_serial("序列号：AB12") == "AB12"
    assert clean_serial("AB\u200b12") == "AB12"
    assert clean_serial("AB–12") == "AB-12"
    assert clean_serial("SN12345") == "SN12345"  # may be part of the number
    assert clean_serial("") == ""


def test_same_and_misread_serial_numbers() -> None:
    assert same_serial("nv65-220714", "NV65 220714")
    assert same_serial("S/N: NV65-220714", "nv65–220714")
    assert not same_serial("", "")
    assert not same_serial("NV65-220714", "NV65-220715")
    assert misread_serial("NV65-22O714", "NV65-220714")
    assert not misread_serial("NV65-220714", "NV65-220714")
    assert not misread_serial("NV65-220714", "NV65-220715")
