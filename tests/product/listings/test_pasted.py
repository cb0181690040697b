"""Pasted text: title, attributes and description, and the way back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings import read_pasted, write_pasted
from parcelproof.product.listings.formats import load_formats
from parcelproof.tables import column_key
from parcelproof.units import Money


def test_a_pasted_page() -> None:
    facts = read_pasted(
        "LED lamp 5 W: dimmable\r\n\r\nMarke: Lumo\nPrice: 12,50 EUR\nInput voltage\t220 V\n"
        "品牌型号：L5\nPress the ring to start. Then: wait.\nVisit https://shop.example/lamp for more.\n"
    )
    assert facts.title == "LED lamp 5 W: dimmable"
    assert (facts.brand_field, str(facts.price)) == ("Lumo", "EUR 12.50")
    assert facts.attributes == {"Input voltage": "220 V", "品牌型号": "L5"}
    assert facts.text == "Press the ring to start. Then: wait.\nVisit https://shop.example/lamp for more."


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b"])
def test_text_without_title_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="title"):
        read_pasted(text)


def test_a_book_is_refused() -> None:
    with pytest.raises(InputError, match="million"):
        read_pasted("x" * 1_000_001)


WORD = (
    st.text(st.sampled_from("abcXYZ0189 äß字灯"), min_size=1, max_size=12)
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)
_COLUMNS = load_formats()["generic"].columns
KNOWN = {column_key(n) for names in _COLUMNS.values() for n in names} | {
    column_key(x)
    for x in ("Title", "SKU", "Listing ID", "Brand", "Price", "Category", "GTIN", "MPN", "URL", "Language")
}
LABEL = WORD.filter(lambda w: column_key(w) and column_key(w) not in KNOWN)
MONEY = st.builds(
    Money,
    amount=st.decimals(min_value=0, max_value=99_999, places=2).map(lambda d: Decimal(f"{d:.2f}")),
    currency=st.sampled_from(["USD", "EUR", "CNY", "JPY"]),
)
FACTS = st.builds(
    ListingFacts, title=WORD, text=st.lists(WORD, max_size=4).map("\n".join), category=WORD | st.just(""),
    attributes=st.dictionaries(LABEL, WORD, max_size=4), brand_field=WORD | st.just(""), sku=WORD | st.just(""),
    gtin=WORD | st.just(""), price=MONEY | st.none(), source=st.just("pasted"),
)  # fmt: skip


@given(FACTS)
def test_what_is_written_is_read_back(facts: ListingFacts) -> None:
    assert read_pasted(write_pasted(facts)) == facts


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_stable(text: str) -> None:
    try:
        facts = read_pasted(text)
    except InputError:
        return
    assert facts.title
    assert "\n" not in facts.title
    again = read_pasted(write_pasted(facts))
    assert replace(again, text="", attributes={}) == replace(facts, text="", attributes={})
