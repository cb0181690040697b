"""What changed on a product page: facts before words, and form is no change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import listing, order, said, shipment
from parcelproof.product.changes import compare_listings, since_order
from parcelproof.units import Money

CHECK = "product.description.changed"
ORDERED = order().placed_at
assert ORDERED is not None
BEFORE, AFTER = ORDERED - timedelta(days=2), ORDERED + timedelta(days=9)
TEXT = "A lamp for your desk. Press the ring to start it.\nDo not cover it."
OLD = listing(
    listing_id="L1", claimed_at=BEFORE, sha256="1" * 64, text=TEXT,
    attributes={"Input voltage": "100-240 V", "Plug": "EU"},
    price=Money(amount=Decimal("24.90"), currency="USD"), source="page",
)  # fmt: skip


def later(**changes: object) -> object:
    return OLD.model_copy(update={"claimed_at": AFTER, "sha256": "2" * 64} | changes)


def kinds(**changes: object) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.name, c.old, c.new) for c in compare_listings(OLD, later(**changes)).changes]


def test_the_same_page_has_no_changes() -> None:
    assert kinds() == []
    assert (
        kinds(text=TEXT.upper(), attributes={"plug": "eu", "INPUT  Voltage": "100-240 v"}, title=OLD.title.upper())
        == []
    )
    assert kinds(text="Do not cover it! Press the ring to start it. A lamp for your desk.") == []


def test_each_change_is_named() -> None:
    assert kinds(title="Another lamp") == [("title", "", OLD.title, "Another lamp")]
    assert kinds(attributes={"Input voltage": "220 V", "Colour": "white"}) == [
        ("attribute", "Input voltage", "100-240 V", "220 V"), ("attribute", "Plug", "EU", ""),
        ("attribute", "Colour", "", "white"),
    ]  # fmt: skip
    assert kinds(price=Money(amount=Decimal("19.90"), currency="USD")) == [("price", "", "USD 24.90", "USD 19.90")]
    assert kinds(text=TEXT.replace("Do not cover it.", "Cover it.")) == [
        ("text", "", "Do not cover it.", ""), ("text", "", "", "Cover it."),
    ]  # fmt: skip
    assert kinds(pictures=("3" * 64,)) == []  # the older page kept none: nobody knows


def test_an_export_says_less_than_a_page_and_that_is_no_change() -> None:
    export = later(source="ebay_active", text="", attributes={"Plug": "UK"})
    found = compare_listings(OLD, export)
    assert not found.same_source
    assert [(c.name, c.new) for c in found.changes] == [("Plug", "UK")]


@pytest.mark.parametrize(
    ("changes", "code", "level"),
    [({}, "same", "pass"), ({"text": "A lamp."}, "text_changed", "note"),
     ({"price": Money(amount=Decimal(1), currency="USD")}, "text_changed", "note"),
     ({"attributes": {"Input voltage": "220 V", "Plug": "EU"}}, "facts_changed", "warn")],
)  # fmt: skip
def test_the_check_tells_facts_from_words(changes: dict[str, object], code: str, level: str) -> None:
    found = said(shipment(listings=(OLD, later(**changes))), CHECK)
    assert [(c, f.level.value) for c, f in found.items()] == [(code, level)]
    if code == "facts_changed":
        assert "Input voltage (100-240 V → 220 V)" in found[code].why


def test_nothing_is_said_without_a_page_before_and_after() -> None:
    assert said(shipment(listings=(OLD,)), CHECK) == {}
    assert said(shipment(listings=(later(),)), CHECK) == {}
    assert said(shipment(listings=(OLD, later(listing_id="L2"))), CHECK) == {}
    assert said(replace(shipment(listings=(OLD, later())), order=None), CHECK) == {}


def test_what_changed_before_the_order_does_not_count() -> None:
    first = OLD.model_copy(update={"claimed_at": BEFORE - timedelta(days=5), "sha256": "4" * 64, "attributes": {}})
    (found,) = since_order(shipment(listings=(first, OLD, later())))
    assert found.changes == ()


WORDS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1 V", "2 V", "x"]), max_size=4)


@given(WORDS, WORDS, st.text(max_size=60), st.text(max_size=60))
def test_changes_go_both_ways(one: dict[str, str], other: dict[str, str], text: str, more: str) -> None:
    first = OLD.model_copy(update={"attributes": one, "text": text})
    second = OLD.model_copy(update={"attributes": other, "text": more})
    there = {(c.kind, c.name, c.old, c.new) for c in compare_listings(first, second).changes}
    back = {(c.kind, c.name, c.new, c.old) for c in compare_listings(second, first).changes}
    assert there == back
    assert compare_listings(first, first).changes == ()
