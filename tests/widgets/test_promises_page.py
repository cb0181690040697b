"""All promises of one product on one page, and two versions of a page side by side; clicked without a browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import product_story as story
import pytest

from parcelproof.checks import run_checks
from parcelproof.ledger.records import Item, Product, SupplierProof
from parcelproof.shop import Shop
from parcelproof.steps.describe import description_step
from parcelproof.steps.listings import GivenFile, take_page
from parcelproof.steps.product_orders import destinations, orders_of
from parcelproof.widgets.choice import ChoiceView
from parcelproof.widgets.product_page import ProductPage

FIRST = datetime.fromisoformat("2026-10-01T10:00:00+08:00")
THEN = datetime.fromisoformat("2026-10-20T10:00:00+08:00")


@pytest.fixture
def stocked(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-20T18:00:00+08:00")
    shop.record(story.CHAIN, Product(sku=story.SKU, title="65 W charger"))
    take_page(shop, story.CHAIN, GivenFile("a.html", story.page()), captured=FIRST)
    shop.record("ebay-12-1", *story.order())  # type: ignore[arg-type]
    shop.record("ebay-12-2", *story.order("12-2", "US", "2026-10-25T10:00:00+08:00"))  # type: ignore[arg-type]
    return shop


@pytest.fixture
def page(stocked: Shop) -> ProductPage:
    return ProductPage(stocked, story.SKU, "product.description")


def choice_of(view: Any) -> ChoiceView:
    shown = view._show()
    assert isinstance(shown, ChoiceView)
    assert shown.widget is not None
    return shown


def test_orders_are_listed_newest_first_and_give_the_destinations(stocked: Shop) -> None:
    assert [order.shipment_id for order in orders_of(stocked, story.CHAIN)] == ["ebay-12-2", "ebay-12-1"]
    assert destinations(stocked, story.CHAIN, "Japan, de; EU") == ("JP", "DE", "EU", "US")
    assert orders_of(stocked, story.CHAIN)[1].label == "2026-10-05 · 12-1 · to DE"


def test_a_line_of_another_product_of_the_listing_is_no_order_of_this_one(stocked: Shop) -> None:
    stocked.record("product:chg-30", Product(sku="CHG-30", title="30 W charger", listing_ids=("110011001",)))
    order, _ = story.order("12-3")
    other = Item(line_id="1", title="30 W charger", quantity=1, sku="CHG-30", listing_id="110011001")
    stocked.record("ebay-12-3", order, other)  # type: ignore[arg-type]
    bare = Item(line_id="1", title="30 W charger", quantity=1, listing_id="110011001")
    stocked.record("ebay-12-4", story.order("12-4")[0], bare)  # type: ignore[arg-type]
    assert stocked.parcels_of("product:chg-30") == ["ebay-12-3", "ebay-12-4"]
    assert stocked.parcels_of(story.CHAIN) == ["ebay-12-1", "ebay-12-2"]


def test_the_page_at_the_order_is_compared_with_the_newest(stocked: Shop, page: ProductPage) -> None:
    take_page(stocked, story.CHAIN, GivenFile("b.html", story.mended_page()), captured=THEN)
    view = choice_of(page.versions())
    assert [label.partition(" of ")[0] for label, _ in view.choice.options] == ["Order", "Order", "Page"]
    assert "the buyer saw what stands there now" in view.shown.value  # the order after the change
    view.choice.value = "order:ebay-12-1"
    assert "see picture" in view.shown.value
    assert "Colour see picture" not in view.shown.value  # the text only repeats the changed fact
    assert "3 of them promised the buyer something else" in view.shown.value


def test_an_older_copy_of_another_kind_is_compared_with_the_newest_page(stocked: Shop, page: ProductPage) -> None:
    export = f'Title,SKU,Price,Currency,Colour\n"{story.TITLE}",CHG-65,24.90,EUR,White\n'
    early = datetime.fromisoformat("2026-09-01T10:00:00+08:00")
    take_page(stocked, story.CHAIN, GivenFile("all.csv", export.encode()), captured=early)
    view = choice_of(page.versions())
    view.choice.value = view.choice.options[-1][1]
    assert "White" in view.shown.value
    assert "only what both state is compared" in view.shown.value


def test_an_order_before_every_kept_page_says_so(stocked: Shop, page: ProductPage) -> None:
    stocked.record("ebay-12-0", *story.order("12-0", placed="2026-09-01T10:00:00+08:00"))  # type: ignore[arg-type]
    view = choice_of(page.versions())
    view.choice.value = "order:ebay-12-0"
    assert "No page from before this order is kept" in view.shown.value


def test_one_page_and_no_order_is_nothing_to_compare(shop: Shop) -> None:
    shop.record("product:mug", Product(sku="MUG", title="Mug"))
    page = ProductPage(shop, "MUG", "product.description")
    assert "No page is kept yet" in page.versions().static_html()
    assert "Nothing can be compared yet" in page.promises().static_html()


def test_a_difference_stands_on_top_and_names_who_says_what(stocked: Shop, page: ProductPage) -> None:
    description_step(stocked, story.CHAIN).edit(a_net_weight="0.15 kg")
    description_step(stocked, story.CHAIN).confirm()
    view = choice_of(page.promises())
    assert "differ: Net weight" in view.shown.value
    assert view.shown.value.index("138 g") < view.shown.value.index("Nordvolt")
    assert "Complaints that this order could answer today" in view.shown.value
    view.choice.value = "product"
    assert "Complaints that" not in view.shown.value
    assert "differ: Net weight" in view.shown.value


def test_the_proof_names_what_each_platform_misses(stocked: Shop, page: ProductPage) -> None:
    text = page.proof().static_html()
    assert text.index("eBay") < text.index("Amazon")  # the product sells on eBay
    assert "this product sells here" in text
    assert "There is no invoice" in text
    assert "Other platforms ask for more" in text
    paper = SupplierProof.model_validate(
        {"document": "invoice", "supplier": "Bright Ltd", "sha256": stocked.evidence.put(b"%PDF-1"),
         "document_date": "2026-09-01", "sku": story.SKU, "quantity": 100}
    )  # fmt: skip
    stocked.record(story.CHAIN, paper)
    assert "There is no invoice" not in page.proof().static_html()


def test_the_open_points_of_all_three_measures_stand_on_one_page(page: ProductPage) -> None:
    text = page.open_points().static_html()
    for title in ("9. Describe the product truly", "10. Inspect look and function", "11. Prove that it is genuine"):
        assert title in text


def test_a_product_on_the_shelf_is_not_asked_for_an_order(stocked: Shop) -> None:
    found = run_checks(stocked.on_shelf(story.CHAIN), stocked.playbook, stocked.now())
    codes = {(finding.check_id, finding.code) for finding in found}
    assert ("product.description.snapshot", "kept") in codes
    assert not [code for code in codes if code[1] in ("no_order_time", "no_items")]
