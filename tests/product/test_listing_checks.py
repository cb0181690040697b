"""The checks of measure 9 over a parcel and over a product on the shelf; one story for every answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from builders import PLACED, TODAY, item, level_of, listing, order, said, sha, shipment, supplier_proof
from parcelproof.fold import on_shelf
from parcelproof.ledger.records import Product
from parcelproof.product_file import ProductFile
from parcelproof.shipment import Shipment

TEXT = """Charge it with the cable in the box before you use it for the first time. A light shows when it is full.
Hold the button for two seconds to switch it on. Then choose H1 in the list of your phone, and it is ready to play.

In the box:
headphones
cable

Warranty: 24 months by the seller
Manual language: English
Condition: New
Warnings: Do not open. Keep away from water.
"""
FIELDS = {
    "Brand": "Unbranded", "Model": "H1", "Colour": "Black", "Battery": "Li-ion 1.9 Wh", "Removable battery": "no",
    "Charging port": "USB-C", "Wireless": "Bluetooth 5.3", "Input": "USB 5 V 1 A", "Item weight": "200 g",
    "Dimensions": "18 x 17 x 8 cm", "Country of origin": "CN", "EAN": "Does not apply", "FCC ID": "2ABCD-H1",
    "Charger included": "no", "Charging power": "2.5-5 W",
}  # fmt: skip


def page(fields: dict[str, str] | None = None, drop: tuple[str, ...] = (), **changes: Any) -> Any:
    attributes = {name: value for name, value in (FIELDS | (fields or {})).items() if name not in drop}
    whole = {"title": "Bluetooth headphones, black", "text": TEXT, "attributes": attributes}
    return listing(**(whole | changes))


def parcel(
    fields: dict[str, str] | None = None, drop: tuple[str, ...] = (), to: str = "US", **changes: Any
) -> Shipment:
    return shipment(listings=(page(fields, drop, **changes),), order=order(destination=to))


COMPLETE = "product.description.complete"


def test_a_whole_page() -> None:
    assert level_of(parcel(), COMPLETE, "complete") == "pass"


def test_what_is_missing_is_named_with_its_reason() -> None:
    found = said(parcel(drop=("Model", "Colour")), COMPLETE)
    assert {code: str(f.level) for code, f in found.items()} == {"missing": "warn"}
    assert "Model or part number, Colour" in found["missing"].why
    assert "The desk compares the model" in found["missing"].why
    assert found["missing"].facts["count"] == "2"


def test_a_page_of_which_only_the_fields_were_read_is_no_proof_of_silence() -> None:
    found = said(parcel(text=""), COMPLETE)
    assert {code: str(f.level) for code, f in found.items()} == {"missing_fields": "note"}


def test_a_value_that_says_nothing() -> None:
    found = said(parcel({"Model": "see description"}), COMPLETE)
    assert str(found["says_nothing"].level) == "warn"
    assert '"see description"' in found["says_nothing"].why


def test_own_records_are_enough_for_what_a_buyer_need_not_see() -> None:
    bare = shipment(listings=(page(),), weights={}, declaration=None)
    assert level_of(bare, COMPLETE, "own_records") == "note"
    assert "Packed weight, HS code" in said(bare, COMPLETE)["own_records"].why


MAINS = "product.description.mains_fit"


def charger(voltage: str, plug: str = "", to: str = "US", **changes: Any) -> Shipment:
    fields = {"Input": voltage, **({"Plug": plug} if plug else {})}
    return parcel(fields, ("Battery", "Charging port"), to, title="USB charger 65 W", **changes)


@pytest.mark.parametrize(
    ("voltage", "plug", "to", "code", "level"),
    [
        ("100-240 V, 50/60 Hz", "Type A", "US", "fits", "pass"),
        ("100-240 V, 50/60 Hz", "Type A", "DE", "adapter", "warn"),
        ("100-240 V, 50/60 Hz", "Type A + UK adapter", "GB", "fits", "pass"),
        ("100-240 V, 50/60 Hz", "", "DE", "plug_unknown", "note"),
        ("110 V, 60 Hz", "Type A", "DE", "does_not_fit", "fail"),
        ("230 V, 50 Hz", "Schuko", "US", "does_not_fit", "fail"),
        ("100-240 V, 50/60 Hz", "Type C", "TR", "unknown", "unknown"),
        ("220 V, 50 Hz", "Type C", "BR", "unknown", "unknown"),
        ("DC 12 V", "", "US", "unknown", "unknown"),
    ],
)
def test_mains(voltage: str, plug: str, to: str, code: str, level: str) -> None:
    assert level_of(charger(voltage, plug, to), MAINS, code) == level


def test_mains_of_other_things() -> None:
    assert level_of(parcel(), MAINS, "no_mains") == "pass"
    dryer = parcel({"Input": "220 V, 50 Hz", "Plug": "Type C"}, ("Battery",), "KR", title="Hair dryer 2000 W")
    assert level_of(dryer, MAINS, "frequency") == "warn"
    scarf = shipment(items=(item(title="Silk scarf"),), listings=(listing(title="Silk scarf"),))
    assert said(scarf, MAINS) == {}
    assert said(shipment(listings=(page(),), order=None), MAINS) == {}


def test_the_rule_behind_a_failure_is_named() -> None:
    found = said(charger("110 V", "Type A", "DE"), MAINS)["does_not_fit"]
    assert [(rule.id, rule.confidence) for rule in found.rules] == [("mains.de", "confirmed")]


DUTIES = "product.description.duties"
UNION = {
    "Manufacturer": "Nordvolt Ltd, 8 Keyuan Road, 518057 Shenzhen, China, hello@nordvolt.example",
    "EU responsible person": "EU Rep GmbH, Hafenstr. 5, 20457 Hamburg, Germany, eu@eurep.example",
    "Declaration of conformity": "DoC-2026-118", "Warnhinweise": "Nicht öffnen. Von Wasser und Hitze fernhalten.",
}  # fmt: skip


def test_duties_of_a_sale_to_the_union() -> None:
    whole = parcel(UNION, to="DE", pictures=(sha("picture"),))
    assert level_of(whole, DUTIES, "shown") == "pass"
    assert level_of(parcel(UNION, to="DE"), DUTIES, "look_yourself") == "note"
    found = said(parcel(drop=("Charger included",), to="DE"), DUTIES)
    assert {code: str(f.level) for code, f in found.items()} == {
        "gpsr": "warn", "charger": "warn", "mark": "note", "look_yourself": "note",
    }  # fmt: skip
    assert "The manufacturer is not named." in found["gpsr"].why
    assert all("not legal advice" in found[code].why for code in ("gpsr", "mark"))


def test_a_page_whose_text_nobody_read_only_gets_a_note() -> None:
    found = said(parcel(text="", to="DE"), DUTIES)
    assert {str(f.level) for f in found.values()} == {"note"}


def test_duties_begin_on_a_day() -> None:
    early = datetime(2024, 12, 1, tzinfo=UTC)
    past = shipment(listings=(page(claimed_at=early),), order=order(destination="DE", placed_at=early, paid_at=early))
    assert "gpsr" not in said(past, DUTIES)
    assert said(shipment(listings=(page(),), order=order(destination=None)), DUTIES) == {}


CLAIMS = "product.description.claims"


def test_claims() -> None:
    assert level_of(parcel(), CLAIMS, "none") == "pass"
    found = said(parcel(title="100 % waterproof headphones"), CLAIMS)["claim"]
    assert (str(found.level), found.facts["where"]) == ("warn", "title")
    assert found.fix.startswith("Write instead: ")
    assert [rule.id for rule in found.rules] == ["big_claim.absolute.en"]
    assert level_of(parcel(text="A lifetime warranty."), CLAIMS, "claim") == "warn"
    assert said(parcel(text=""), CLAIMS) == {}


def test_papers_back_the_word_original() -> None:
    words = page(title="Original headphones")
    assert level_of(shipment(listings=(words,)), CLAIMS, "claim") == "warn"
    assert level_of(shipment(listings=(words,), supplier_proofs=(supplier_proof(),)), CLAIMS, "none") == "pass"


WORDS = "product.description.readability"
HARD = (
    "The implementation of multifunctional characteristics necessitates considerable familiarity with electrotechnical "
    "specifications, whose internationalisation facilitates unproblematic commissioning procedures for the residential "
    "entertainment categories and is, in the considerable universe of that documentation, unparalleled for a user. "
)


def test_readability() -> None:
    assert level_of(parcel(), WORDS, "easy") == "pass"
    assert level_of(parcel(text=HARD), WORDS, "hard") == "note"
    assert level_of(parcel(text="第一次使用前，请充电。"), WORDS, "no_score") == "unknown"
    assert said(parcel(text=""), WORDS) == {}
    middle = "The commissioning of the device is easy for the operator of the appliance. " * 4
    assert level_of(parcel(text=middle), WORDS, "middle") == "pass"
    terms = said(parcel(title="Bluetooth headphones ANC"), WORDS)["terms"]
    assert str(terms.level) == "note"
    assert "quieter" in terms.fix


def test_the_page_at_the_order_is_judged() -> None:
    before, after = (
        page(claimed_at=PLACED - timedelta(days=2)),
        page(sha256=sha("later"), claimed_at=PLACED + timedelta(days=2), title="100 % waterproof headphones"),
    )
    assert level_of(shipment(listings=(before, after)), CLAIMS, "none") == "pass"


def on_the_shelf(**changes: Any) -> Shipment:
    facts: dict[str, Any] = {
        "sku": "HP-1", "title": "Bluetooth headphones", "profile": "electronics", "brand": "Nordvolt", "model": "H1",
        "gtin": "4006381333931", "in_the_box": ("headphones", "cable"), "origin": "CN", "hs_code": "851830",
        "attributes": {"colour": "black", "condition": "New", "voltage": "USB 5 V", "battery_chemistry": "Li-ion"},
    }  # fmt: skip
    return on_shelf(ProductFile("product:hp-1", product=Product(**(facts | changes))))


def test_a_product_without_a_page_is_judged_by_what_the_seller_states() -> None:
    found = said(on_the_shelf(), COMPLETE)
    assert {code: str(f.level) for code, f in found.items()} == {"missing": "warn", "own_records": "note"}
    named = found["missing"].facts
    assert named["stated"] == "11"  # the title names the radio
    assert "Brand" not in named["missing"]
    for name in (MAINS, DUTIES, CLAIMS, WORDS):
        assert said(on_the_shelf(), name) == {}
    assert level_of(on_the_shelf(title="Lifetime warranty headphones"), CLAIMS, "claim") == "warn"


def test_each_product_of_a_parcel_is_judged() -> None:
    one = ProductFile(
        "product:a", product=Product(sku="A", title="A"), listings=(page(sha256=sha("a"), listing_id="1"),)
    )
    other = ProductFile(
        "product:b", product=Product(sku="B", title="B"),
        listings=(page(sha256=sha("b"), listing_id="2", title="Lifetime warranty headphones"),),
    )  # fmt: skip
    both = shipment(products=(one, other), listings=(*one.listings, *other.listings))
    assert {code: str(f.level) for code, f in said(both, CLAIMS, TODAY).items()} == {"none": "pass", "claim": "warn"}


def test_nothing_on_record_is_nothing_to_say() -> None:
    for name in (COMPLETE, MAINS, DUTIES, CLAIMS, WORDS):
        assert said(shipment(listings=()), name) == {}
