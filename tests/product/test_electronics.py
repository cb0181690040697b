"""What is an electronic product, and what is only made for one."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import item, listing, shipment
from parcelproof.ledger.records import Product
from parcelproof.product.electronics import is_electronics, names_electronics
from parcelproof.product_file import ProductFile


@pytest.mark.parametrize(
    "title",
    [
        "Wireless Earphones with Charging Case, White", "Power Bank 10000 mAh, USB-C", "LED lamp", "USB-C charger",
        "Folding LED Desk Lamp, USB-C, 3 Colour Temperatures", "USB charger", "Ｂluetooth speaker",
        "Travel Charger 65 W, GaN", "Compact Mechanical Keyboard, 68 Keys", "Phone charger", "Camera battery",
        "Charger for phone and tablet", "Wireless charger stand", "Charging stand for phones", "USB cable", "LED strip",
        "Desk organiser with wireless charger", "Speaker and stand", "Earphones & case", "LED clip light", "USB fan",
        "Phone holder with power bank", "Camera with lens cap and bag", "Bluetooth keyboard - with case",
    ],
)  # fmt: skip
def test_a_device_is_electronic(title: str) -> None:
    assert names_electronics(title)


@pytest.mark.parametrize(
    "title",
    [
        "Slim Phone Case, Matte Coral, fits 6.1 inch", "Phone Case", "Phone Stand", "Aluminium Phone Stand, Foldable",
        "Watch strap", "Smartwatch strap", "Camera bag", "Laptop sleeve", "Cable clip", "USB cable clips",
        "Steel cable",
        "Manual 35 mm Camera Lens, Metal Mount", "Sleeve for laptop 13 inch", "Case for phone, clear", "Mouse pad",
        "Phone & Tablet Stand", "Phone/tablet holder", "Keyboard cover", "Lamp shade", "Screen protector for tablet",
        "Bag with laptop compartment", "Phone case without charger", "Bluetooth speaker bag", "Charger pouch",
        "Automatic Dress Watch, Leather Strap", "Silk scarf", "Ledger book", "Powerful banknote holder",
        "Console table", "",
    ],
)  # fmt: skip
def test_what_is_made_for_a_device_is_not(title: str) -> None:
    assert not names_electronics(title)


@pytest.mark.parametrize(
    ("title", "category", "expected"),
    [
        ("X9 Pro", "Consumer Electronics", True), ("Phone Case", "Consumer Electronics", False),
        ("Slim case, coral", "Cell Phones & Accessories", False), ("Power bank", "Clothing", True),
        ("Scarf", "", False),
    ],
)  # fmt: skip
def test_the_title_goes_before_the_category(title: str, category: str, expected: bool) -> None:
    assert names_electronics(title, category) is expected


def test_one_electronic_article_or_page_is_enough() -> None:
    case, lamp = item(title="Phone case", category=""), item(line_id="2", title="LED lamp", category="")
    assert not is_electronics(shipment(items=(case,), listings=()))
    assert is_electronics(shipment(items=(case, lamp), listings=()))
    assert is_electronics(shipment(items=(case,), listings=(listing(title="USB charger"),)))


def test_the_kind_that_the_seller_chose_counts() -> None:
    charger = ProductFile("product:chg", product=Product(sku="CHG", title="GaN 65", profile="electronics"))
    bare = shipment(items=(item(title="GaN 65", category=""),), listings=())
    assert not is_electronics(bare)
    assert is_electronics(replace(bare, products=(charger,)))


@given(behind=st.text(alphabet=ascii_letters + " ", max_size=80))
def test_what_stands_behind_for_makes_no_scarf_electronic(behind: str) -> None:
    assert not names_electronics(f"Silk scarf for {behind} phones")
