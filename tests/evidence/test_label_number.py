"""A tracking number is found in what a scanner reads, and no other number is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.evidence.label_number import bare_number, compare_number

IMPB = "9400111899223197428490"


@pytest.mark.parametrize(
    ("barcode", "expected"),
    [
        ("RR473829103CN", "RR473829103CN"),
        ("rr 4738 2910 3 cn", "RR473829103CN"),
        ("42010001" + IMPB, IMPB),
        ("420100011234" + IMPB, IMPB),
        ("]C1420100011234" + IMPB, IMPB),
        (IMPB, "420 10001 9400 1118 9922 3197 4284 90"),
        ("]C0RR473829103CN", "RR473829103CN"),
        ("1z 999 aa1 0123456784", "1Z999AA10123456784"),
        ("(00)340123456789012345", "340123456789012345"),
        ("%00010001RR473829103CN00", "RR473829103CN"),
    ],
)
def test_the_same_number_in_other_clothes(barcode: str, expected: str) -> None:
    assert compare_number(["ROUTE-7", barcode], expected) == "matches"


@pytest.mark.parametrize(
    ("barcodes", "expected", "verdict"),
    [
        (["RR111111111CN"], "RR473829103CN", "other_number"),
        (["1Z999AA10123456785"], "1Z999AA10123456784", "other_number"),
        (["42010001" + IMPB], "9400111899223197428491", "other_number"),
        (["LP00123456789012"], "RR473829103CN", "not_found"),
        (["ROUTE-7"], "RR473829103CN", "not_found"),
        (["12345678901234"], "5678901", "not_found"),
        (["5678901"], "5678901", "matches"),
        ([], "RR473829103CN", "no_barcode"),
        (["", "謝謝", "--"], "RR473829103CN", "no_barcode"),
        (["RR473829103CN"], " - ", "no_number"),
    ],
)
def test_other_numbers(barcodes: list[str], expected: str, verdict: str) -> None:
    assert compare_number(barcodes, expected) == verdict


@given(st.text(max_size=60))
def test_a_bare_number_is_letters_and_digits_and_stays_as_it_is(text: str) -> None:
    bare = bare_number(text)
    assert all(c.isascii() and c.isalnum() and c == c.upper() for c in bare)
    assert bare_number(bare) in (bare, bare_number(bare_number(bare)))


@given(st.lists(st.text(max_size=40), max_size=5), st.text(max_size=40))
def test_any_text_gets_an_answer(barcodes: list[str], expected: str) -> None:
    assert compare_number(barcodes, expected) in {
        "matches", "other_number", "not_found", "no_barcode", "no_number",
    }  # fmt: skip
