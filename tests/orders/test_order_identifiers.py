"""Numbers stay text; what a spreadsheet program destroyed is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.orders.identifiers import is_scientific, read_id, read_tracking_numbers, short_numbers
from parcelproof.orders.model import BadValue


@pytest.mark.parametrize("text", ["9.4E+21", "9.40011E+21", "9,4E+21", "9.4e+21", "1E+12", "9.400110200881235E+21"])
def test_scientific_form_is_refused(text: str) -> None:
    assert is_scientific(text)
    with pytest.raises(BadValue) as caught:
        read_id(text)
    assert "Text" in caught.value.mend
    with pytest.raises(BadValue):
        read_tracking_numbers(text)


@pytest.mark.parametrize("text", ["1E10", "7E-12", "E123", "1Z999AA10123456784", "12E34567890", "2026.15"])
def test_numbers_that_only_look_scientific_are_kept(text: str) -> None:
    assert read_id(text) == (text, False)


def test_decimals_of_a_spreadsheet() -> None:
    assert read_id("1001.0") == ("1001", True)
    assert read_id("00123") == ("00123", False)
    assert read_id("12.0", numeric=False) == ("12.0", False)
    with pytest.raises(BadValue):
        read_id("123456789012345.0")


def test_guards_that_keep_zeros_are_taken_off() -> None:
    assert read_id('="00123"') == ("00123", False)
    assert read_id("'00123\t") == ("00123", False)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("LV123456785CN", ("LV123456785CN",)),
        ("RB 123 456 785 CN", ("RB123456785CN",)),
        ("9400 1102 0088 1234 5678 90", ("9400110200881234567890",)),
        ("lv123456785cn", ("LV123456785CN",)),
        ("LV123456785CN,LV123456799CN", ("LV123456785CN", "LV123456799CN")),
        ("LV123456785CN; LV123456799CN", ("LV123456785CN", "LV123456799CN")),
        ("LV123456785CN/LV123456799CN", ("LV123456785CN", "LV123456799CN")),
        ("LV123456785CN|LV123456799CN", ("LV123456785CN", "LV123456799CN")),
        ("LV123456785CN\r\nLV123456799CN", ("LV123456785CN", "LV123456799CN")),
        ("LV123456785CN LV123456799CN", ("LV123456785CN", "LV123456799CN")),
        ("LV123456785CN，LV123456799CN", ("LV123456785CN", "LV123456799CN")),
        ("LV123456785CN, LV123456785CN,", ("LV123456785CN",)),
        ("00340434161094042557", ("00340434161094042557",)),
        ("\u200b\ufeffLV123456785CN\u00a0", ("LV123456785CN",)),
        ("N/A", ()),
        ("none", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_cells_with_tracking_numbers(cell: str, numbers: tuple[str, ...]) -> None:
    assert read_tracking_numbers(cell) == (numbers, False)


@pytest.mark.parametrize(
    "cell",
    [
        "see note",
        "https://t.example/en#nums=LV123456785CN",
        "LV123456785CN, 9.4E+21",
        "???",
        "<script>",
        "x" * 50 + "1",
    ],
)
def test_cells_without_a_usable_number_are_refused_whole(cell: str) -> None:
    with pytest.raises(BadValue):
        read_tracking_numbers(cell)


def test_digits_replaced_by_zeros_are_refused() -> None:
    with pytest.raises(BadValue, match="zeros"):
        read_tracking_numbers("9400110200881230000000")
    assert read_tracking_numbers("9400110200881230000001")[0]


def test_trimmed_decimals_are_told() -> None:
    assert read_tracking_numbers("123456789.0") == (("123456789",), True)


def test_short_numbers_are_named_only_beside_a_sibling_with_a_zero() -> None:
    found = [(2, "DHL", "012345678901"), (3, "dhl", "998877665544"), (4, "DHL", "12345678901"), (5, "UPS", "1234567")]
    assert short_numbers(found) == [4]
    assert short_numbers([(2, "DHL", "112345678901"), (3, "DHL", "998877665544"), (4, "DHL", "12345678901")]) == []


TOKENS = st.from_regex(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", fullmatch=True)


@given(st.lists(TOKENS, min_size=1, max_size=5, unique=True), st.sampled_from([",", ";", " / ", "|", "\n", " ", ", "]))
def test_any_list_of_numbers_comes_apart(numbers: list[str], separator: str) -> None:
    assert read_tracking_numbers(separator.join(numbers))[0] == tuple(numbers)


@given(st.text(max_size=60))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    try:
        numbers = read_tracking_numbers(cell)[0]
    except BadValue:
        numbers = ()
    assert all(number == number.upper() and len(number) <= 40 for number in numbers)
