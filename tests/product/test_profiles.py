"""What a page owes: every attribute of every profile, its names in many languages, and values that say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.playbook import load_playbook
from parcelproof.playbook.profiles import Attribute, Profile
from parcelproof.product.profiles import completeness, match, match_attributes, profile_for
from parcelproof.product.value_readers import read_value

BOOK = load_playbook()
ELECTRONICS = BOOK.profiles["electronics"]
EVERY = [(profile, attribute) for profile in BOOK.profiles.values() for attribute in profile.attributes]
CONDITIONS = ("mains", "battery", "radio", "charges", "part", "software", "eu")

# Section 9 of the reference, attribute by attribute; functions and use come from the promise of measure 9.
REFERENCE = (
    "brand", "model", "gtin", "condition", "colour", "size", "voltage", "frequency", "plug", "output",
    "battery_chemistry", "battery_wh", "battery_removable", "connectors", "wireless", "compatibility", "exclusions",
    "region_lock", "language", "dimensions", "net_weight", "packed_weight", "in_the_box", "manual_language",
    "certificates", "warranty", "origin", "hs6", "warnings", "manufacturer", "responsible_person", "recycling",
    "functions_use",
)  # fmt: skip


def named(pair: tuple[Profile, Attribute]) -> str:
    return f"{pair[0].id}-{pair[1].id}"


def test_electronics_are_covered_in_full_depth() -> None:
    assert set(REFERENCE) <= {attribute.id for attribute in ELECTRONICS.attributes}
    assert set(BOOK.profiles) == {
        "general", "electronics", "apparel", "toys", "cosmetics", "home", "jewellery", "sports",
    }  # fmt: skip
    assert all(len(profile.attributes) >= 20 for profile in BOOK.profiles.values())


@pytest.mark.parametrize("pair", EVERY, ids=named)
def test_every_attribute_under_every_name(pair: tuple[Profile, Attribute]) -> None:
    profile, attribute = pair
    for name in (attribute.id, attribute.label, *attribute.synonyms):
        owner = next(iter(match_attributes({name: attribute.example}, profile)), None)
        other = profile.attribute(owner or "")
        # A name of the profile's own attribute wins over the same name of a shared one.
        assert owner == attribute.id or (other is not None and name in (other.label, *other.synonyms)), name
        assert match_attributes({f" {name.upper()}: ": attribute.example}, profile).keys() >= {owner}
    found = match_attributes({attribute.id: attribute.example}, profile)
    assert found[attribute.id] == attribute.example


@pytest.mark.parametrize("pair", EVERY, ids=named)
def test_every_attribute_is_missed_when_it_is_due(pair: tuple[Profile, Attribute]) -> None:
    profile, attribute = pair
    others = {one.id for one in profile.attributes} - {attribute.id}
    missing = completeness(others, profile, CONDITIONS)
    assert [one.attribute.id for one in missing] == ([] if attribute.needed == "optional" else [attribute.id])
    if attribute.needed in CONDITIONS:
        without = [name for name in CONDITIONS if name != attribute.needed]
        assert completeness(others, profile, without) == ()
    assert completeness({*others, attribute.id}, profile, CONDITIONS) == ()


@pytest.mark.parametrize("pair", EVERY, ids=named)
def test_every_attribute_says_why_in_plain_words(pair: tuple[Profile, Attribute]) -> None:
    _, attribute = pair
    assert attribute.why.endswith(".")
    assert len(attribute.why) <= 200
    assert len(attribute.synonyms) >= 8 or attribute.id == "scent"
    assert any(not name.isascii() for name in attribute.synonyms)


@pytest.mark.parametrize("pair", EVERY, ids=named)
def test_every_refused_value(pair: tuple[Profile, Attribute]) -> None:
    profile, attribute = pair
    for value in (*attribute.refused, *profile.refused, "---", "!!", "See Description."):
        found = match({attribute.id: value}, profile)
        assert attribute.id not in found.values
        assert found.refused[attribute.id] == value
    (missing,) = [
        one
        for one in completeness((), profile, (attribute.needed,), {attribute.id: "see picture"})
        if one.attribute.id == attribute.id
    ] or [None]
    assert missing is None or missing.said == "see picture"


def test_unbranded_and_does_not_apply_are_answers() -> None:
    assert match_attributes({"Brand": "Unbranded", "EAN": "Does not apply"}, ELECTRONICS) == {
        "brand": "Unbranded", "gtin": "Does not apply",
    }  # fmt: skip


def test_a_wider_field_serves_several_attributes() -> None:
    found = match_attributes(
        {"Input": "100-240 V, 50/60 Hz", "Battery": "Li-ion 13 Wh, built in", "Connectivity": "Bluetooth 5.3, USB-C"},
        ELECTRONICS,
    )
    assert found == {
        "voltage": "100-240 V", "frequency": "50/60 Hz", "battery_chemistry": "Li-ion", "battery_wh": "13 Wh",
        "connectors": "Bluetooth 5.3, USB-C", "wireless": "Bluetooth 5.3",
    }  # fmt: skip


def test_the_first_field_that_says_something_counts() -> None:
    found = match({"Brand": "see description", "Marke": "Nordvolt", "Hersteller-Marke": "x"}, ELECTRONICS)
    assert found.values == {"brand": "Nordvolt"}
    assert found.refused == {}
    assert found.unused == ("Hersteller-Marke",)


def test_fields_as_exports_write_them() -> None:
    assert match_attributes({"C:Brand": "A", "item_weight": "61 g", "Weight (g)": "61"}, ELECTRONICS) == {
        "brand": "A", "net_weight": "61 g",
    }  # fmt: skip
    assert match_attributes({"Weight (g)": "61"}, ELECTRONICS) == {"net_weight": "61 g"}
    assert match_attributes({"ＢＲＡＮＤ": "A", "Matériau": "TPU"}, ELECTRONICS) == {"brand": "A", "material": "TPU"}


@pytest.mark.parametrize(
    ("category", "title", "profile"),
    [
        ("electronics", "", "electronics"), ("Toys & Games > Board games", "Harbour", "toys"),
        ("", "Wireless Earphones with Charging Case, White", "electronics"),
        ("Consumer Electronics", "Model X", "electronics"), ("", "Slim Phone Case, Matte Coral", "general"),
        ("Cell Phones & Accessories", "Phone case", "general"),
        ("Home & Kitchen", "Electric kettle 1.7 l", "electronics"),
        ("", "Automatic Dress Watch, Sapphire Glass", "jewellery"),
        ("Jewelry & Watches", "Smart watch band", "general"),
        ("", "Hand-glazed Stoneware Mug", "home"), ("", "Merino Wool Walking Socks", "apparel"),
        ("", "Kopfhörer Bluetooth, schwarz", "electronics"), ("", "Handyhülle für iPhone", "general"),
        ("", "苹果手机壳 适用于iPhone", "general"), ("", "蓝牙耳机 主动降噪", "electronics"),
        ("", "Robe d'été en lin", "apparel"), ("", "Collana argento 925", "jewellery"),
        ("", "Rouge à lèvres mat", "cosmetics"), ("", "Ladegerät 65 W", "electronics"), ("", "Casque vélo", "sports"),
        ("Sports & Outdoors", "Rotary thing", "sports"), ("", "Ägg", "general"), ("", "", "general"),
        ("", "Muñeca de trapo", "toys"), ("", "Cargador USB-C 65 W", "electronics"), ("", "连衣裙 夏季", "apparel"),
    ],
)  # fmt: skip
def test_which_profile(category: str, title: str, profile: str) -> None:
    assert profile_for(category, title, BOOK).id == profile


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        ("volts", "AC 110-240V~ in", "AC 110-240V~"), ("volts", "USB 5V", "USB 5V"), ("volts", "5 boxes", ""),
        ("hertz", "230 V, 50/60 Hz", "50/60 Hz"), ("plug", "with US plug", "US plug"), ("plug", "USB type-c cable", ""),
        ("watts", "output 65 W max", "65 W"), ("watts", "5V/2A", "5V/2A"), ("watt_hours", "Li-ion 37 Wh", "37 Wh"),
        ("watt_hours", "１００００ｍＡｈ", "10000mAh"), ("chemistry", "Li-Polymer cell", "Li-Polymer"),
        ("chemistry", "锂离子电池", "锂离子"), ("connectors", "charges by USB-C", "USB-C"),
        ("bands", "Bluetooth 5.3 inside", "Bluetooth 5.3"), ("grams", "net 138 g", "138 g"),
        ("lengths", "65 x 32 x 30 mm", "65 x 32 x 30 mm"), ("gtin", "4006381333931", "4006381333931"),
        ("use", "Press the button. Connect the phone.", "press, connect"), ("use", "Press release", ""), ("", "x", ""),
    ],
)  # fmt: skip
def test_values_inside_other_words(reader: str, text: str, value: str) -> None:
    assert read_value(reader, text) == value


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=60), max_size=8), st.text(max_size=60))
def test_any_fields_are_sorted(raw: dict[str, str], title: str) -> None:
    profile = profile_for(title, title, BOOK)
    found = match(raw, profile)
    assert set(found.values) <= {attribute.id for attribute in profile.attributes}
    assert not set(found.values) & set(found.refused)
    assert completeness(found.values, profile, CONDITIONS, found.refused) is not None
