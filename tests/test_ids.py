"""A shipment id is safe to type, to pass to papermill, and to use as a folder name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.ids import is_shipment_id, make_id, next_parcel_id


@given(st.text(min_size=1, max_size=300).filter(lambda t: t.strip()))
def test_any_reference_gives_a_safe_id(reference: str) -> None:
    made = make_id("ebay", reference)
    assert is_shipment_id(made)
    assert made == make_id("ebay", reference)
    assert not set(made) & set("./\\ {}'\"$`\n\0")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("#1001", "shopify-1001"), ("26-12345-67890", "shopify-26-12345-67890"), ("0042", "shopify-0042")],
)
def test_usual_numbers_stay_readable(reference: str, expected: str) -> None:
    assert make_id("shopify", reference) == expected


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "{x.__class__}", "CON", "nul.txt", "ä", "a/b", "a\\b", "-rf"])
def test_hostile_numbers_become_harmless_and_stay_apart(hostile: str) -> None:
    assert is_shipment_id(make_id("etsy", hostile))
    assert make_id("etsy", hostile) != make_id("etsy", hostile + "/")


def test_numbers_that_would_be_written_alike_are_told_apart_by_a_hash() -> None:
    assert make_id("etsy", "A/1") != make_id("etsy", "A\\1")


def test_an_empty_number_is_refused() -> None:
    with pytest.raises(InputError):
        make_id("ebay", "  ")


def test_further_parcels_are_counted() -> None:
    assert next_parcel_id("ebay-1", {"ebay-1"}) == "ebay-1-p2"
    assert next_parcel_id("ebay-1", {"ebay-1", "ebay-1-p2"}) == "ebay-1-p3"
