"""Papers of suppliers and words about the brand on the page of measure 11, clicked without a browser."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parcelproof.errors import InputError
from parcelproof.ledger.records import Item, Order, Product
from parcelproof.shop import Shop
from parcelproof.steps.brand_words import brand_blocks
from parcelproof.steps.papers import take_paper
from parcelproof.widgets.papers import PaperIntakeView
from parcelproof.widgets.product_page import ProductPage

CHAIN = "product:chg-65"
PDF = b"%PDF-1.4\n% an invoice\n"
INVOICE = {
    "document": "invoice", "number": "HY-7", "date": "2026-06-18", "supplier": "Haoyuan <b>Trading</b>",
    "address": "Road 88, Shenzhen", "phone": "+86 755 5550 0100", "website": "haoyuan.example", "quantity": "5",
    "serials": "A1; A2\nA3", "sku": "CHG-65",
}  # fmt: skip


@pytest.fixture
def stock(shop: Shop) -> Shop:
    shop.record(
        CHAIN, Product(sku="CHG-65", title="Nordvolt 65 W USB-C charger", brand="Nordvolt", gtin="7350053850019")
    )
    return shop


def page_of(shop: Shop) -> ProductPage:
    return ProductPage(shop, "CHG-65", "product.authenticity")


def view_of(shop: Shop) -> PaperIntakeView:
    view = PaperIntakeView(shop, CHAIN)
    assert view.widget is not None
    return view


def give(view: PaperIntakeView, data: bytes, name: str = "invoice.pdf") -> None:
    file = {
        "name": name,
        "type": "",
        "size": len(data),
        "content": memoryview(data),
        "last_modified": datetime.now(UTC),
    }
    view.upload.value = (file,)


def test_a_paper_is_taken_in_with_its_file(stock: Shop) -> None:
    page = page_of(stock)
    papers, proof = page.papers(), page.proof()
    assert papers.widget is not None
    assert proof.widget is not None
    view = view_of(stock)
    assert view.fields["brand"].value == "Nordvolt"
    assert view.go.disabled
    assert "Who wrote it is empty" in view.why.value
    for name, value in INVOICE.items():
        view.fields[name].value = value
    assert not view.go.disabled
    give(view, PDF)
    assert "invoice.pdf" in view.chosen.value
    view.go.click()
    assert "Saved" in view.said.value
    (paper,) = stock.product(CHAIN).supplier_proofs
    assert (paper.number, paper.quantity, paper.serials) == ("HY-7", 5, ("A1", "A2", "A3"))
    assert paper.sha256 is not None
    assert stock.evidence.get(paper.sha256) == PDF
    assert view.fields["number"].value == ""
    assert view.fields["sku"].value == "CHG-65"
    assert "&lt;b&gt;Trading" in page.papers().static_html()


def test_what_is_typed_is_there_again_in_a_new_kernel(stock: Shop) -> None:
    view_of(stock).fields["number"].value = "HY-9"
    again = view_of(Shop(stock.folder))
    assert again.fields["number"].value == "HY-9"
    assert again.fields["sku"].value == "CHG-65"


def test_pieces_bought_are_compared_with_pieces_sold(stock: Shop) -> None:
    stock.record("ebay-1", Order(channel="ebay", order_id="1"), Item(line_id="1", title="C", quantity=7, sku="CHG-65"))
    take_paper(stock, CHAIN, dict(INVOICE), PDF, "a.pdf")
    said = page_of(stock).papers().static_html()
    assert "5 bought, 7 sold in the whole shop" in said
    assert "Find the other invoices" in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": "18.06.2026"}, "cannot be read"),
        ({"date": "2099-01-01"}, "future"),
        ({"valid_to": "2026-01-01"}, "ends before it begins"),
        ({"quantity": "many"}, "whole number"),
        ({"supplier": ""}, "is empty"),
    ],
)
def test_what_is_wrong_is_said_before_it_is_kept(stock: Shop, changes: dict[str, str], words: str) -> None:
    view = view_of(stock)
    for name, value in {**INVOICE, **changes}.items():
        view.fields[name].value = value
    assert view.go.disabled
    assert words in view.why.value
    with pytest.raises(InputError):
        view.take(PDF)
    assert stock.product(CHAIN).supplier_proofs == ()


def test_a_file_that_is_no_paper_is_refused_and_nothing_is_lost(stock: Shop) -> None:
    view = view_of(stock)
    for name, value in INVOICE.items():
        view.fields[name].value = value
    give(view, b"MZ\x90\x00 a program", "invoice.exe")
    view.go.click()
    assert "neither a PDF nor a picture" in view.message.value
    assert view.fields["number"].value == "HY-7"
    assert stock.product(CHAIN).supplier_proofs == ()


def test_the_same_paper_again_is_said(stock: Shop) -> None:
    for _ in range(2):
        view = view_of(stock)
        for name, value in INVOICE.items():
            view.fields[name].value = value
        give(view, PDF)
        view.go.click()
    assert "On record before" in view.said.value
    assert len(stock.product(CHAIN).supplier_proofs) == 1


def test_the_brand_is_told_in_words(shop: Shop) -> None:
    shop.record("product:x", Product(sku="X", title="Аdidаs trainers, 1:1 quality", brand_field="Unbranded"))
    said = ProductPage(shop, "X", "product.authenticity").brand().static_html()
    assert "Take care" in said
    assert "Adidas" in said or "adidas" in said


def test_a_plain_product_is_told_as_plain(stock: Shop) -> None:
    said = page_of(stock).brand().static_html()
    assert "The check digit fits" in said
    assert "Without it nobody can say" in said
    assert len(brand_blocks(stock, CHAIN)) == 4


def test_a_product_without_a_title_says_what_to_do(shop: Shop) -> None:
    shop.record("product:bare", Product(sku="BARE"))
    assert "no title yet" in ProductPage(shop, "BARE", "product.authenticity").brand().static_html()
