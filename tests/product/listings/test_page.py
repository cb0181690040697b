"""Saved pages of platforms: what is read from them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parcelproof.errors import InputError
from parcelproof.product.listings import snapshot
from parcelproof.product.listings.page import listing_number, read_price
from parcelproof.resources import templates_dir
from parcelproof.units import Money

EXAMPLE = templates_dir() / "imports" / "listings" / "page.html"

EBAY = """<html lang="de"><title>Lampe | eBay</title><h1>Details about LED-Lampe</h1>
<div class="x-price-primary"><span>US $24.90</span></div>
<div class="ux-labels-values col"><div class="ux-labels-values__labels"><span>Marke:</span></div>
<div class="ux-labels-values__values"><span>Lumo</span></div></div>"""
ALI = """<h1>LED lamp</h1><ul><li class="specification--prop--Jh28bKu"><div class="specification--title--SfH3sA8">
<span>Plug Type</span></div><div class="specification--desc--Dxx6W0W"><span>EU</span></div></li></ul>"""
AMAZON = """<h1><span id="productTitle">LED lamp</span></h1>
<span class="a-price"><span class="a-offscreen">$24.90</span></span>
<table id="productDetails_techSpec_section_1"><tr><th>Voltage</th><td>&#8206;220 Volts</td></tr></table>
<ul><li><span><span class="a-text-bold">Item Weight &rlm; : &lrm;</span><span>1.1 pounds</span></span></li></ul>"""


def test_the_example_says_everything() -> None:
    page = snapshot(EXAMPLE.read_bytes())
    facts = page.facts
    assert facts.title == "LED desk lamp, dimmable, 5 W"
    assert (facts.sku, facts.listing_id, facts.gtin) == ("LAMP-W", "255123456789", "4006381333931")
    assert facts.price == Money(amount=Decimal("24.90"), currency="USD")
    assert facts.attributes == {"Input voltage": "100-240 V", "Plug": "EU", "Colour": "White", "Power": "5 W"}
    assert facts.brand_field == "Lumo"
    assert facts.language == "en"
    assert facts.url == "https://www.ebay.com/itm/led-lamp/255123456789"
    assert "Press the ring" in facts.text
    assert "All categories" not in facts.text  # menus are no promise
    assert not page.cut


@pytest.mark.parametrize(
    ("page", "label", "value"),
    [(EBAY, "Marke", "Lumo"), (ALI, "Plug Type", "EU"), (AMAZON, "Voltage", "220 Volts"),
     (AMAZON, "Item Weight", "1.1 pounds")],
)  # fmt: skip
def test_item_specifics_of_the_platforms(page: str, label: str, value: str) -> None:
    assert snapshot(page.encode()).facts.attributes[label] == value


def test_prices_without_certain_currency_are_left_out() -> None:
    assert str(snapshot(EBAY.encode()).facts.price) == "USD 24.90"
    assert snapshot(AMAZON.encode()).facts.price is None
    assert read_price("abc") is None
    assert read_price("1.234", "EUR") is None  # thousands or decimals: nobody knows
    assert read_price("-3 USD") is None


def test_the_title_is_the_product_and_not_the_tab() -> None:
    assert snapshot(EBAY.encode()).title == "LED-Lampe"
    assert snapshot(b"<title>Only a tab</title><p>x").title == "Only a tab"


def test_microdata() -> None:
    page = snapshot(
        b'<div itemscope itemtype="https://schema.org/Product"><span itemprop=name>Mug</span>'
        b"<meta itemprop=sku content=M1>"
        b'<span itemprop=price content="9.50">9,50</span><meta itemprop=priceCurrency content=EUR></div>'
    )
    assert (page.title, page.facts.sku, str(page.facts.price)) == ("Mug", "M1", "EUR 9.50")


def test_a_page_saved_with_singlefile_tells_its_time() -> None:
    page = snapshot(
        b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n"
        b" url: https://www.aliexpress.com/item/1005001234567890.html \n"
        b" saved date: Thu Oct 01 2026 14:37:09 GMT+0800 (China Standard Time)\n--><h1>Lamp</h1>"
    )
    assert page.captured_at is not None
    assert page.captured_at.isoformat() == "2026-10-01T14:37:09+08:00"
    assert page.captured_by == "SingleFile"
    assert page.facts.listing_id == "1005001234567890"


@pytest.mark.parametrize(
    ("url", "number"),
    [("https://www.ebay.co.uk/itm/255123456789?hash=x", "255123456789"),
     ("https://www.amazon.de/x/dp/B0EXAMPLE1/ref=y", "B0EXAMPLE1"),
     ("https://www.etsy.com/listing/1234567890/mug", "1234567890"),
     ("https://shop.example/products/led-lamp?variant=1", "led-lamp"),
     ("https://example.com/", ""), ("", "")],
)  # fmt: skip
def test_listing_numbers_in_addresses(url: str, number: str) -> None:
    assert listing_number(url) == number


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "cp1252"])
def test_letters_of_any_usual_encoding(encoding: str) -> None:
    word = "台灯带充电器的新产品说明书" if encoding == "gb18030" else "Größe für Café"
    assert word in snapshot(f"<meta charset={encoding}><h1>{word}</h1><p>{word}".encode(encoding)).text


@pytest.mark.parametrize("data", [b"", b"<script>x</script>", b"<!-- only a comment"])
def test_a_page_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no text"):
        snapshot(data)
