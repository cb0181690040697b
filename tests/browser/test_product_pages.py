"""A person takes one electronic product from its listing to inspected, proven stock in a real JupyterLab.

The tests of this module follow one another: each goes on where the one before it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import product_story as story
import pytest
from lab import Lab, LabPage

from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.steps.describe import description_step

pytestmark = [pytest.mark.browser, pytest.mark.notebook, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop with one order of the product, and nothing about the product itself."""
    shop = create_shop(
        tmp_path_factory.mktemp("seller") / "shop",
        ShopSettings(name="Lantern Lane", zone="Asia/Shanghai", currency="EUR", origin="CN"),
    )
    shop.record("ebay-12-1", *story.order())  # type: ignore[arg-type]
    return shop


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"), ROOT / "notebooks", shop.folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def page(lab: Lab, browser: Any) -> LabPage:
    return LabPage(browser.new_page(viewport={"width": 1280, "height": 9000}), lab)


def choose_file(page: LabPage, path: Path) -> None:
    with page.tab.expect_file_chooser() as chooser:
        page.tab.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(path)
    page.see(f"Chosen: {path.name}")


def until(page: LabPage, is_so: Callable[[], bool]) -> None:
    """Wait until the ledger holds what was typed; a slow machine takes its time."""
    for _ in range(100):
        if is_so():
            return
        page.tab.wait_for_timeout(200)
    raise AssertionError("the ledger does not hold what was typed")


def answer_all(page: LabPage) -> None:
    """Answer every question of the page with yes."""
    page.idle()
    buttons = page.tab.locator(".widget-toggle-button", has_text="Yes")
    for number in range(buttons.count()):
        buttons.nth(number).click()
    page.tab.wait_for_timeout(300)


def test_the_page_is_taken_in_described_and_mended(page: LabPage, shop: Shop, tmp_path: Path) -> None:
    page.open("product/01_description.ipynb")
    page.run_all()
    page.fill("Your SKU", story.SKU)
    page.fill("What it is called", "65 W charger")
    page.press("Enter this new product")
    page.see(f"The page works on {story.SKU}.")

    saved = tmp_path / "charger.html"
    saved.write_bytes(story.page())
    choose_file(page, saved)
    page.fill("When was the page like this", "2026-10-01 10:00")
    page.press("Take the page in")
    page.see("Kept “65W USB-C charger")
    page.idle()
    assert page.value("Brand") == "Nordvolt"
    assert page.value("Kind of product") == "Electronics"

    page.fill("Countries you sell to", "US, DE")
    page.fill("Plug", "Type C (EU)")
    page.fill("What is in the box", "charger, manual")
    page.fill("Country of origin", "CN")
    page.fill("HS code, 6 digits", "850440")
    until(page, lambda: description_step(shop, story.CHAIN).values.get("a_hs6") == "850440")
    page.press("Confirm this step")
    page.see("This step is confirmed.")
    page.see("Judged for buyers in: US, DE")
    page.see("Write on the page: Plug: Type C (EU)")
    page.see("“unbreakable”")
    page.see("Manufacturer: name, postal and electronic address")
    answer_all(page)
    until(page, lambda: len(shop.product(story.CHAIN).answers) >= 5)

    page.restart_and_run_all()
    page.see("This step is confirmed.")
    assert page.value("What is in the box") == "charger, manual"

    saved.write_bytes(story.mended_page())
    choose_file(page, saved)
    page.fill("When was the page like this", "2026-10-20 10:00")
    page.press("Take the page in")
    page.see("promised the buyer something else")
    page.tab.get_by_label("Read a kept page").select_option(index=1)
    page.see("Plug the charger into the wall.")
    assert page.tab.locator(".pp-page script, .pp-page img").count() == 0

    product = shop.product(story.CHAIN)
    assert len(product.listings) == 2
    assert product.product is not None
    assert (product.product.profile, product.product.origin) == ("electronics", "CN")
    assert shop.verify() == []


def test_all_promises_stand_on_one_page(page: LabPage, shop: Shop) -> None:
    page.open("product/04_one_product.ipynb")
    page.run_all()
    page.see("What each place says, the differences on top")
    page.tab.get_by_label("Look at", exact=True).select_option(label="The product alone, without an order")
    page.see("Nordvolt")
    page.see("Proof of origin, by platform")
    page.see("checks found everything in order")
    assert shop.verify() == []


def test_a_saved_notebook_holds_no_widget_state(lab: Lab) -> None:
    for path in (lab.folder / "notebooks" / "product").glob("*.ipynb"):
        assert "application/vnd.jupyter.widget-state+json" not in path.read_text(encoding="utf-8")
