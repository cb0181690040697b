"""The same way by keyboard only: no mouse, from the order to the printed form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import ORDERS, Lab, LabPage, new_tab

from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings

pytestmark = [pytest.mark.browser, pytest.mark.notebook, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SHIPMENT = "shopify-a-1001"
FOCUSED = """() => {
    const e = document.activeElement;
    const label = e.labels && e.labels.length ? e.labels[0].textContent : '';
    return (label || e.getAttribute('aria-label') || e.textContent || '').trim();
}"""


class Keys:
    """Drives a page through the keyboard alone."""

    def __init__(self, page: LabPage) -> None:
        self.page = page
        self.tab = page.tab

    def run_all(self) -> None:
        self.tab.keyboard.press("Control+Shift+C")
        self.tab.keyboard.type("Run All Cells")
        self.tab.locator(".lm-CommandPalette-item", has_text="Run All Cells").first.wait_for()
        self.tab.wait_for_timeout(500)
        self.tab.keyboard.press("Enter")
        self.page.idle()

    def go(self, label: str, limit: int = 150, *, back: bool = False) -> None:
        """Press Tab (or Shift+Tab) until the field or button with this label has the focus."""
        for _ in range(limit):
            if self.tab.evaluate(FOCUSED) == label:
                return
            self.tab.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not reach '{label}'")

    def write(self, label: str, value: str) -> None:
        self.go(label)
        self.tab.keyboard.press("Control+A")
        self.tab.keyboard.type(value)

    def choose(self, label: str, option: str) -> None:
        self.go(label)
        self.tab.keyboard.type(option)
        self.tab.wait_for_timeout(50)

    def press(self, label: str) -> None:
        self.page.idle()  # a slow machine must have taken in what was typed
        self.go(label)
        self.tab.keyboard.press("Space")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return create_shop(tmp_path_factory.mktemp("seller") / "shop", ShopSettings(zone="Asia/Shanghai", origin="CN"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"), ROOT / "notebooks", shop.folder)
    yield server
    server.stop()


def test_by_keyboard_from_a_new_order_to_a_printed_form(lab: Lab, browser: object, shop: Shop, tmp_path: Path) -> None:
    tab = new_tab(browser, height=4000)
    page = LabPage(tab, lab)
    keys = Keys(page)

    page.open("00_start_here.ipynb")
    keys.run_all()
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    keys.write("or a folder", str(tmp_path))
    keys.press("Take in the folder")
    page.see("What became of each file")
    keys.go("Shipment", back=True)
    tab.keyboard.press("ArrowDown")
    tab.wait_for_timeout(300)
    keys.press("Work on this shipment")
    page.see(f"The pages work on {SHIPMENT}.")

    page.open("delivery/01_quality_control.ipynb")
    keys.run_all()
    keys.choose("Is the appearance in order?", "Yes")
    keys.choose("Result", "Lot accepted")
    keys.write("Who looked", "Mei")
    page.saved()
    keys.press("Confirm this step")
    page.see("This step is confirmed.")

    page.open("delivery/02_packaging.ipynb")
    keys.run_all()
    keys.write("Weight of the packed parcel", "900 g")
    for side in ("Length", "Width", "Height"):
        keys.write(f"{side} of the box in mm", "250")
    keys.choose("How fragile are the goods", "Fragile")
    keys.write("Cushion on every side in mm", "60")
    for question in ("Are there electronics inside?", "Is there a liquid inside?", "Is there glass inside?",
                     "Is there a lithium battery inside?"):  # fmt: skip
        keys.choose(question, "No")
    keys.choose("Shake test: does nothing move?", "Yes")
    page.saved()
    keys.press("Confirm this step")
    page.see("This step is confirmed.")

    # Receipt and gifts have the fields of these pages.
    page.open("delivery/04_declaration.ipynb")
    keys.run_all()
    keys.choose("Which form", "CN22")
    keys.write("Description", "LED desk lamp, aluminium, 5 V USB, for reading")
    keys.write("Weight of all pieces", "760 g")
    keys.write("HS code, at least 6 digits", "940521")
    keys.write("Made in, two letters", "CN")
    page.saved()
    keys.press("Confirm this step")
    page.see("This step is confirmed.")
    keys.press("Print the CN22")
    page.see("Open or save CN22.pdf")

    shipment = shop.shipment(SHIPMENT)
    assert shipment.inspections
    assert shipment.packing
    assert shipment.declaration
    assert list((shop.folder / "forms").rglob("*.pdf"))
    assert shop.verify() == []
