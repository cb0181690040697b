"""A person takes one electronic product from its listing to inspected, proven stock in a real JupyterLab.

The tests of this module follow one another: each goes on where the one before it ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import product_story as story
import pytest
from lab import Lab, LabPage, new_tab
from PIL import Image

from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.steps.describe import description_step
from parcelproof.steps.inspect import unit_step

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
    return LabPage(new_tab(browser, height=9000), lab)


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


def give_file(page: LabPage, button: str, path: Path) -> None:
    with page.tab.expect_file_chooser() as chooser:
        page.tab.get_by_role("button", name=button).first.click()
    chooser.value.set_files(path)


def select_all(page: LabPage, label: str, option: str) -> int:
    """Choose one answer in every list whose label begins like this."""
    lists = page.tab.get_by_label(re.compile(f"^{label}"))
    for number in range(lists.count()):
        lists.nth(number).select_option(label=option)
    return int(lists.count())


def unit_values(shop: Shop) -> dict[str, object]:
    return dict(unit_step(shop, story.CHAIN).values)


def test_one_unit_after_another_is_inspected(page: LabPage, shop: Shop, tmp_path: Path) -> None:
    page.open("product/02_inspection.ipynb")
    page.run_all()
    page.see("Charger or power bank:")
    photo = tmp_path / "serial.jpg"
    Image.effect_noise((640, 480), 80).convert("RGB").save(photo, "JPEG")
    page.pick("What the photo shows", "Serial number")
    give_file(page, "Choose photos", photo)
    page.see("Serial number: saved")
    page.idle()

    page.fill("Serial number", "NV65-000714")
    page.fill("Who looks", "Mei")
    assert select_all(page, "Result, step", "Passed") > 8
    page.tab.get_by_label("Photo, step 3", exact=True).select_option(index=1)
    page.fill("What you saw, step 1", "No scratch, print sharp.")
    assert select_all(page, "In the box", "Yes") == 2
    page.pick("Result of this unit", "Passed")
    until(page, lambda: unit_values(shop).get("verdict") == "passed")
    page.press("Confirm this unit")
    page.see("This step is confirmed.")
    page.see("1 unit is inspected")

    page.press("Next unit")
    until(page, lambda: page.value("Serial number") == "")
    page.idle()
    assert page.value("Who looks") == "Mei"
    page.fill("Serial number", "nv65-000714")
    page.see("This unit was inspected before")
    page.fill("Serial number", "NV65-000715")
    select_all(page, "Result, step", "Passed")
    page.pick("Result, step 1", "Failed")
    select_all(page, "In the box", "Yes")
    page.pick("Result of this unit", "Passed")
    page.see("This unit cannot pass")
    page.pick("Result of this unit", "Set aside")
    page.fill("Why", "One pin is loose.")
    until(page, lambda: unit_values(shop).get("reason") == "One pin is loose.")

    page.restart_and_run_all()
    assert page.value("Serial number") == "NV65-000715"
    page.press("Confirm this unit")
    page.see("1 set aside")
    answer_all(page)

    units = {unit.serial: unit for unit in shop.product(story.CHAIN).units}
    assert {serial: unit.verdict for serial, unit in units.items()} == {
        "NV65-000714": "passed", "NV65-000715": "set_aside",
    }  # fmt: skip
    (shown,) = shop.product(story.CHAIN).photos
    assert [t.evidence for t in units["NV65-000714"].tests if t.evidence] == [(shown.sha256,)]
    assert shop.verify() == []


def test_its_origin_is_proven_with_papers(page: LabPage, shop: Shop, tmp_path: Path) -> None:
    page.open("product/03_authenticity.ipynb")
    page.run_all()
    page.see("What the titles say about the brand")
    page.see("No paper of a supplier is on record yet.")
    paper = tmp_path / "invoice.pdf"
    paper.write_bytes(b"%PDF-1.4\n% invoice HY-7\n")
    give_file(page, "Choose the paper", paper)
    page.see("Chosen: invoice.pdf")
    page.pick("What kind of paper", "Invoice")
    for label, value in (
        ("Number on the paper", "HY-7"), ("Date on the paper", f"{shop.now():%Y-%m-%d}"),
        ("Who wrote it", "Haoyuan Trading"), ("Address", "Road 88, Shenzhen"), ("Phone", "+86 755 5550 0100"),
        ("Website", "haoyuan.example"), ("Pieces bought", "200"),
    ):  # fmt: skip
        page.fill(label, value)
    page.press("Take the paper in")
    page.see("Invoice of Haoyuan Trading")
    page.see("200 bought, 1 sold in the whole shop")
    page.see("Proof of origin, by platform")
    answer_all(page)

    (proof,) = shop.product(story.CHAIN).supplier_proofs
    assert (proof.number, proof.sku, proof.quantity) == ("HY-7", story.SKU, 200)
    assert proof.sha256 is not None
    assert shop.evidence.get(proof.sha256) == paper.read_bytes()
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
