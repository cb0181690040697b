"""One truth said in many forms has no difference; one other thing said by one source is found, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promised_goods import WRONG, parcel, truth

from builders import declaration, grams, item, level_of, line, listing, money, photo, shipment
from builders import said as findings
from parcelproof.ledger.records import Product, UnitInspection
from parcelproof.playbook import load_playbook
from parcelproof.playbook.consistency import ComparedAttribute
from parcelproof.product.consistency import ConsistencyRow, consistency
from parcelproof.product.said_values import (
    read_codes,
    read_colour,
    read_energy,
    read_grams,
    read_origin,
    read_parts,
    read_size,
    read_storage,
    read_voltage,
)
from parcelproof.product.same_value import same_value
from parcelproof.product_file import ProductFile
from parcelproof.shipment import Shipment

BOOK = load_playbook()
CHECK = "product.description.consistency"
HOW = {a.id: a for a in BOOK.consistency.attributes}  # type: ignore[union-attr]


def differing(whole: Shipment) -> list[str]:
    return [row.attribute for row in consistency(whole, BOOK) if row.state == "differs"]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_one_truth_has_no_difference(seed: int) -> None:
    rows = consistency(parcel(truth(seed)), BOOK)
    assert [(row.attribute, [v.text for v in row.values]) for row in rows if row.state == "differs"] == []
    same = {row.attribute for row in rows if row.state == "same"}
    assert same >= {
        "goods", "brand", "model", "gtin", "colour", "size", "storage", "quantity", "serial", "imei", "battery_wh",
        "voltage", "plug", "net_weight", "gross_weight", "origin", "hs_code", "price", "value", "in_the_box",
    }  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(WRONG))
def test_one_wrong_source_is_found_and_nothing_else(seed: int, wrong: tuple[str, str]) -> None:
    found = [row for row in consistency(parcel(truth(seed), wrong), BOOK) if row.state == "differs"]
    assert [row.attribute for row in found] == [wrong[0]]
    assert wrong[1] in found[0].odd


@pytest.mark.parametrize("wrong", WRONG)
def test_each_attribute_and_source(wrong: tuple[str, str]) -> None:
    assert differing(parcel(truth(7), wrong)) == [wrong[0]]


def test_differences_come_first_and_what_is_unknown_before_what_is_the_same() -> None:
    rows = consistency(parcel(truth(1), ("colour", "listing")), BOOK)
    states = [row.state for row in rows]
    assert states == sorted(states, key=["differs", "unknown", "same"].index)
    assert states[0] == "differs"
    for row in rows:
        assert row.label
        assert row.reason
        assert row.why


def test_the_check_tells_the_first_difference_in_words() -> None:
    good = parcel(truth(3))
    assert level_of(good, CHECK, "same") == "pass"
    found = findings(parcel(truth(3), ("origin", "customs")), CHECK)["differs"]
    assert str(found.level) == "warn"
    assert found.facts["labels"] == "Country of origin"
    assert found.facts["first"].startswith("Country of origin - product page: ")
    assert "customs form: " in found.facts["first"]
    assert findings(Shipment("product:x"), CHECK) == {}
    lonely = Shipment("product:x", products=(ProductFile("product:x", product=Product(sku="X", brand="Lumo")),))
    assert level_of(lonely, CHECK, "nothing_to_compare") == "unknown"


def row_of(whole: Shipment, attribute: str, subject: str = "") -> ConsistencyRow:
    return next(r for r in consistency(whole, BOOK) if r.attribute == attribute and r.subject in (subject, r.subject))


def test_a_part_that_was_missing_at_the_inspection() -> None:
    whole = parcel(truth(5))
    short = UnitInspection(serial=whole.items[0].serials[0], verdict="passed", missing_parts=("manual",))
    row = row_of(replace(whole, units=(short, *whole.units[1:])), "in_the_box")
    assert (row.state, row.said_by("inspection")) == ("differs", ("without manual",))


def test_unbranded_and_a_brand_cannot_both_be_true() -> None:
    file = ProductFile("product:x", product=Product(sku="X", brand="Lumo", brand_field="Unbranded"))
    assert differing(Shipment("product:x", products=(file,))) == ["brand"]


def test_two_articles_are_not_mixed_up() -> None:
    mug = item(line_id="1", title="Stoneware mug, blue", sku="MUG", quantity=2, unit_price=money(10), listing_id="1")
    scarf = item(line_id="2", title="Linen scarf, red", sku="SCF", quantity=1, unit_price=money(38), listing_id="2")
    pages = (
        listing(title="Stoneware mug, blue", listing_id="1", sha256="1" * 64, attributes={"Colour": "Blue"}),
        listing(title="Linen scarf, red", listing_id="2", sha256="2" * 64, attributes={"Colour": "Red"}),
    )
    form = declaration(
        line(description="Drinking mug of stoneware", quantity=2, value=money(20), hs_code="691200"),
        line(description="Woven scarf of linen", quantity=1, value=money(38), hs_code="621490"),
    )
    both = shipment(items=(mug, scarf), listings=pages, declaration=form)
    assert differing(both) == []
    rows = consistency(both, BOOK)
    assert {row.subject for row in rows} == {"Stoneware mug, blue", "Linen scarf, red", ""}
    assert [row.attribute for row in rows if row.subject == ""] == ["gross_weight"]
    swapped = replace(both, items=(mug, scarf.model_copy(update={"quantity": 3})))
    found = [(r.subject, r.attribute) for r in consistency(swapped, BOOK) if r.state == "differs"]
    assert found == [("Linen scarf, red", "quantity"), ("Linen scarf, red", "value")]


def test_an_order_in_several_parcels_has_no_share_to_compare() -> None:
    part = shipment(declaration=declaration(line(quantity=1, value=money(40))), siblings=("S-2",))
    assert "quantity" not in differing(part)
    assert "value" not in differing(part)


def test_a_discount_of_the_seller_is_no_lie() -> None:
    whole = shipment()
    assert whole.order is not None
    cheaper = declaration(line(value=money(70)))
    assert "value" in differing(replace(whole, declaration=cheaper))
    given_off = whole.order.model_copy(update={"seller_discount": money(10)})
    assert "value" not in differing(replace(whole, declaration=cheaper, order=given_off))


def test_other_attributes_of_page_and_product() -> None:
    page = listing(attributes={"Material": "Cotton"})
    file = ProductFile(
        "product:x", product=Product(sku="HP-1", profile="electronics", attributes={"material": "Polyester"})
    )
    assert differing(shipment(listings=(page,), products=(file,))) == ["material"]


def test_a_part_number_and_other_codes_on_a_label_are_no_contradiction() -> None:
    page = listing(attributes={"Model": "WH-1000XM5"})
    file = ProductFile("product:hp-1", product=Product(sku="HP-1", profile="electronics", mpn="WH1000XM5/B"))
    assert differing(shipment(listings=(page,), products=(file,))) == []
    other = ProductFile("product:hp-1", product=Product(sku="HP-1", profile="electronics", mpn="WH900/B"))
    assert differing(shipment(listings=(page,), products=(other,))) == ["model"]
    label = photo("serial", barcodes=("PN-4711-0001-C", "4006381333931"))
    ordered = item(serials=("SN-1", "SN-2"))
    assert differing(shipment(items=(ordered,), photos=(label,))) == []
    wrong = photo("serial", barcodes=("SN-9",))
    assert differing(shipment(items=(ordered,), photos=(wrong,))) == ["serial"]


def test_other_words_for_the_same_part() -> None:
    def parts(one: str, other: str) -> str:
        return verdict("in_the_box", read_parts(one, BOOK), read_parts(other, BOOK))

    assert parts("1x headset, 1x manual", "headset, quick start guide") == "same"
    assert parts("Ladegerät, USB-Kabel", "charger, USB cable") == "same"
    assert parts("headset, manual", "headset, pouch") == "differs"


def verdict(name: str, one: object, other: object) -> str:
    return same_value(HOW[name], one, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("blue, speckled", "Speckled Blue", "same"), ("grey", "GRAY", "same"), ("Noir mat", "black", "same"),
        ("black", "white", "differs"), ("black", "black and red", "unknown"), ("Midnight Bay", "black", "unknown"),
        ("Coral", "matte coral", "same"), ("Coral", "Salmon", "unknown"), ("rosé-gold", "gold", "same"),
    ],
)  # fmt: skip
def test_colours(one: str, other: str, expected: str) -> None:
    assert verdict("colour", read_colour(one, BOOK), read_colour(other, BOOK)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("M", "size m", "same"), ("M", "L", "differs"), ("2XL", "XXL", "same"), ("EU 42", "42", "same"),
        ("EU 42", "US 9", "unknown"), ("EU 42", "EU 43", "differs"), ("M", "EU 42", "unknown"),
        ("180 x 60 cm", "60x180cm", "same"), ("180 x 60 cm", "200 x 60 cm", "differs"), ("350 ml", "0.35 l", "same"),
        ("350 ml", "400 ml", "differs"),
    ],
)  # fmt: skip
def test_sizes(one: str, other: str, expected: str) -> None:
    assert verdict("size", read_size(one), read_size(other)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("18.5 Wh", "3.7 V 5000 mAh", "same"), ("18.5 Wh", "19 Wh", "same"), ("18.5 Wh", "37 Wh", "differs"),
        ("50 mAh earphones, 400 mAh case", "400 mAh", "same"), ("50 mAh, 400 mAh", "300 mAh", "differs"),
        ("5000 mAh", "5 Ah", "same"), ("5000 mAh", "18.5 Wh", "unknown"), ("5000 mAh", "10000mAh", "differs"),
    ],
)  # fmt: skip
def test_batteries(one: str, other: str, expected: str) -> None:
    assert verdict("battery_wh", read_energy(one), read_energy(other)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("100-240 V", "AC 100-240V~ 50/60Hz", "same"), ("220 V", "230V", "same"), ("110 V", "220 V", "differs"),
        ("100-240 V", "220 V", "differs"), ("5 V 2 A", "USB 5V", "same"), ("5 V", "230 V", "differs"),
    ],
)  # fmt: skip
def test_voltages(one: str, other: str, expected: str) -> None:
    assert verdict("voltage", read_voltage(one), read_voltage(other)) == expected


def test_models_and_parts_and_the_rest() -> None:
    assert verdict("model", read_codes("NV-65-C"), read_codes("Nordvolt NV 65 C", ["Nordvolt"])) == "same"
    assert verdict("model", read_codes("iPhone 13"), read_codes("iPhone 13 Pro")) == "differs"
    assert verdict("model", read_codes("A2633 (iPhone 13)"), read_codes("iPhone 13")) == "same"
    assert (
        verdict("in_the_box", read_parts("1 x charger, USB-C cable 1 m", BOOK), read_parts("cable, charger", BOOK))
        == "same"
    )
    assert verdict("in_the_box", read_parts("charger, cable", BOOK), read_parts("charger", BOOK)) == "differs"
    assert verdict("in_the_box", read_parts("headset", BOOK), read_parts("Hörer", BOOK)) == "unknown"
    assert read_storage("8GB RAM 128GB") == 128
    assert read_grams("0,5 kg") == 500
    assert read_grams("2 lb") == Decimal("907.18474")
    assert read_origin("Made in China") == read_origin("P.R. China") == "CN"
    assert read_origin("China (Mainland)") == "CN"
    assert read_origin("Atlantis") is None
    assert verdict("hs_code", "8504", "85044060") == "same"
    assert verdict("price", ("USD", frozenset({Decimal(5)})), ("EUR", frozenset({Decimal(5)}))) == "unknown"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_read_and_equal_texts_are_never_different(one: str, other: str) -> None:
    readers = {
        "colour": lambda t: read_colour(t, BOOK), "size": read_size, "battery_wh": read_energy, "voltage": read_voltage,
        "in_the_box": lambda t: read_parts(t, BOOK), "model": read_codes, "net_weight": read_grams,
    }  # fmt: skip
    for name, read in readers.items():
        first, second = read(one), read(other)
        if first is not None:
            assert verdict(name, first, first) == "same"
        if first is not None and second is not None:
            assert verdict(name, first, second) == verdict(name, second, first)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=6), st.text(max_size=60), st.text(max_size=60)
)
def test_hostile_texts_break_nothing(attributes: dict[str, str], title: str, variation: str) -> None:
    whole = shipment(
        listings=(listing(attributes=attributes, title=title),), items=(item(title=title, variation=variation),)
    )
    for row in consistency(whole, BOOK):
        assert row.state in ("differs", "unknown", "same")
    findings(whole, CHECK)


def test_every_attribute_has_a_gatherer() -> None:
    from parcelproof.product.stated import FEATURES
    from parcelproof.product.stated_counts import COUNTS

    assert set(HOW) == set(FEATURES) | set(COUNTS)
    assert isinstance(HOW["net_weight"], ComparedAttribute)
    assert grams(1)
