"""The check over the titles, brand fields, prices and numbers of a parcel's products."""

from __future__ import annotations

import pytest

from builders import item, level_of, listing, money, said, shipment
from parcelproof.ledger.records import Product
from parcelproof.product.brands.check import offers
from parcelproof.product_file import ProductFile

NAME = "product.authenticity.brand"


def sold(title: str, **page: object):
    facts = {"title": title, "attributes": {}, **page}
    return shipment(items=(item(title=title, unit_price=None),), listings=(listing(**facts),))


def product(**stated: object):
    facts = {"sku": "HP-1", "title": "Nike running shoes", "brand_field": "Nike", "gtin": "4006381333931", **stated}
    file = ProductFile(id="product:hp-1", product=Product(**facts))
    return shipment(items=(), listings=(), products=(file,))


def test_goods_without_a_brand_say_nothing_here():
    assert said(shipment(), NAME) == {}


def test_a_plain_brand_passes():
    assert level_of(sold("Nike running shoes"), NAME, "plain") == "pass"


@pytest.mark.parametrize(
    ("title", "code", "level"),
    [
        ("Nіkе running shoes", "homoglyph", "warn"),
        ("N1ke running shoes", "leet", "warn"),
        ("N\u200bike running shoes", "zero_width", "warn"),
        ("ＮＩＫＥ running shoes", "full_width", "note"),
        ("N.I.K.E running shoes", "spacing", "note"),
        ("Nkie running shoes", "one_edit", "note"),
        ("Nike running shoes 1:1", "coded_words", "warn"),
        ("Gucci Prada Dior bag", "many_brands", "note"),
    ],
)
def test_a_title_gives_its_sign_once(title, code, level):
    parcel = sold(title)
    assert level_of(parcel, NAME, code) == level
    assert list(said(parcel, NAME)) == [code]


def test_the_brand_field_of_the_page():
    assert level_of(sold("Nike running shoes", attributes={"Brand": "Unbranded"}), NAME, "no_brand_field") == "note"
    assert level_of(sold("Nike running shoes", attributes={"Marke": "Adidas"}), NAME, "other_brand_field") == "note"


def test_price_and_number_of_the_product():
    usual = money(100)
    assert level_of(product(price=money(90), reference_price=usual), NAME, "plain") == "pass"
    assert level_of(product(price=money(20), reference_price=usual), NAME, "price_far_below") == "warn"
    assert level_of(product(price=money(50), reference_price=usual), NAME, "price_below") == "note"
    assert level_of(product(gtin=""), NAME, "no_gtin") == "note"
    assert level_of(product(gtin="Does not apply"), NAME, "no_gtin") == "note"
    assert level_of(product(gtin="4006381333932"), NAME, "wrong_gtin") == "warn"


def test_the_price_of_page_and_order_beside_the_usual_one_of_the_product():
    file = ProductFile(
        id="product:hp-1",
        product=Product(sku="HP-1", title="Shoes", reference_price=money(200), listing_ids=("110001",), gtin=""),
    )
    parcel = shipment(items=(item(title="Nike shoes", unit_price=money(40)),), listings=(), products=(file,))
    assert level_of(parcel, NAME, "price_far_below") == "warn"
    page = listing(title="Nike shoes", price=money(40), attributes={})
    assert "price_far_below" in said(shipment(items=(), listings=(page,), products=(file,)), NAME)


def test_every_title_is_asked_once():
    found = offers(sold("Nike running shoes"))
    assert [offer.title for offer in found] == ["Nike running shoes"]


def test_hidden_signs_are_shown_in_words():
    finding = said(sold("N\u200bike running shoes"), NAME)["zero_width"]
    assert "<U+200B>" in finding.why
    assert finding.rules[0].id == "brand_signal.disguise_zero_width"
    assert finding.rules[0].confidence == "inference"
