"""Tax numbers: form and check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.delivery.tax_numbers import check_eori, check_ioss, check_tax_number, check_vat


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("IM2760000742", "form_only"), ("im 372 000 0042", "form_only"), ("IM9990000742", "not_valid"),
        ("IM276000074", "not_valid"), ("EU372022452", "not_valid"), ("IN2760000742", "not_valid"), ("", "not_valid"),
    ],
)  # fmt: skip
def test_ioss(number: str, state: str) -> None:
    assert check_ioss(number).state == state


@pytest.mark.parametrize(
    ("number", "kind", "state"),
    [
        ("DE136695976", "eu_vat", "valid"), ("DE 136 695 976", "eu_vat", "valid"),
        ("DE136695977", "eu_vat", "not_valid"),
        ("FR40303265045", "eu_vat", "valid"), ("GB980780684", "gb_vat", "valid"),
        ("GB980780685", "gb_vat", "not_valid"),
        ("XI980780684", "gb_vat", "valid"), ("", "eu_vat", "not_valid"), ("US123456789", "eu_vat", "not_valid"),
    ],
)  # fmt: skip
def test_vat(number: str, kind: str, state: str) -> None:
    assert (check_vat(number).kind, check_vat(number).state) == (kind, state)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("GB980780684000", "valid"), ("GB980780685000", "form_only"), ("GB98078068400", "not_valid"),
        ("GB9807806840001", "not_valid"), ("DE1234567", "form_only"), ("DE", "not_valid"),
        ("FR12345678900012", "form_only"),
        ("FR1234567890123456", "not_valid"), ("CN123", "not_valid"), ("D1", "not_valid"),
    ],
)  # fmt: skip
def test_eori(number: str, state: str) -> None:
    assert check_eori(number).state == state


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("IM2760000742", "ioss"), ("DE136695976", "eu_vat"), ("GB980780684", "gb_vat"), ("GB980780684000", "eori"),
        ("FR12345678900012", "eori"), ("91440300MA5EXAMPLE", "other"),
    ],
)  # fmt: skip
def test_a_number_without_a_name_is_recognised(number: str, kind: str) -> None:
    assert check_tax_number(number).kind == kind


@given(st.text(max_size=25))
def test_any_text_gets_an_answer_in_words(number: str) -> None:
    for ask in (check_ioss, check_vat, check_eori, check_tax_number):
        assert ask(number).words


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_found(place: int, step: int) -> None:
    digits = list("136695976")
    digits[place] = str((int(digits[place]) + step) % 10)
    assert check_vat("DE" + "".join(digits)).state == "not_valid"
