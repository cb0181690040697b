"""A product page turns to another product, and every part follows; clicked without a browser."""

from __future__ import annotations

import pytest

from parcelproof.errors import InputError
from parcelproof.ledger.records import Product
from parcelproof.shop import Shop
from parcelproof.steps.current import current_product
from parcelproof.steps.products import product_lines
from parcelproof.widgets.choose_product import ChooseProductView
from parcelproof.widgets.product_page import ProductPage


@pytest.fixture
def two(shop: Shop) -> Shop:
    shop.record("product:lmp-01", Product(sku="LMP-01", title="Desk lamp"))
    shop.record("product:mug", Product(sku="MUG", title="Mug <b>blue</b>"))
    return shop


def test_nothing_is_chosen_at_first(two: Shop) -> None:
    page = ProductPage(two, "", "product.description")
    assert "Choose a product first" in page.checklist().static_html()


def test_choosing_turns_every_part(two: Shop) -> None:
    page = ProductPage(two, "", "product.description")
    choose, overview, missing = page.choose(), page.overview(), page.missing()
    assert isinstance(choose, ChooseProductView)
    for view in (choose, overview, missing):
        assert view.widget is not None
    choose.list.value = "product:mug"
    choose.go.click()
    assert current_product(two) == "product:mug"
    assert "Mug &lt;b&gt;" in overview.place.children[0].value  # type: ignore[attr-defined]


def test_a_new_product_is_entered_and_chosen(two: Shop) -> None:
    page = ProductPage(two, "", "product.description")
    choose = page.choose()
    assert isinstance(choose, ChooseProductView)
    assert choose.widget is not None
    choose.values.update({"sku": "EAR-7", "title": "Earphones"})
    choose.create.click()
    assert page.chain == "product:ear-7"
    choose.create.click()
    assert "is there already" in choose.message.value


def test_a_page_that_names_its_product_needs_no_choice(two: Shop) -> None:
    assert ProductPage(two, "MUG", "product.inspection").chain == "product:mug"
    with pytest.raises(InputError):
        ProductPage(two, "NOTHING", "product.inspection")


def test_the_list_is_searched_by_sku_and_title(two: Shop) -> None:
    assert [line.chain for line in product_lines(two, "lamp")] == ["product:lmp-01"]
    assert len(product_lines(two)) == 2
