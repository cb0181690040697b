"""A person goes through the five delivery pages in a real JupyterLab, with a camera, and finds everything again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from lab import ORDERS, Lab, LabPage, new_tab
from PIL import Image

from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings

pytestmark = [pytest.mark.browser, pytest.mark.notebook, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SHIPMENT = "shopify-a-1001"
NUMBER = "RR473829103CN"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return create_shop(
        tmp_path_factory.mktemp("seller") / "shop",
        ShopSettings(name="Lantern Lane", zone="Asia/Shanghai", currency="USD", origin="CN"),
    )


@pytest.fixture(scope="module")
def label(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees: a label with the number of this parcel, as a film of one picture."""
    from zxingcpp import BarcodeFormat, create_barcode

    code = Image.fromarray(create_barcode(NUMBER, BarcodeFormat.Code128).to_image(scale=3)).convert("RGB")
    picture = Image.effect_noise((1280, 720), 12).convert("RGB")
    paper = Image.new("RGB", (900, 420), "white")
    paper.paste(code.resize((760, 240)), (70, 90))
    picture.paste(paper, (190, 150))
    data = BytesIO()
    picture.save(data, "JPEG", quality=92)
    path = tmp_path_factory.mktemp("camera") / "label.mjpeg"
    path.write_bytes(data.getvalue() * 30)
    return path


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"), ROOT / "notebooks", shop.folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tab(chromium: str, label: Path) -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                  "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                  f"--use-file-for-fake-video-capture={label}"],
        )  # fmt: skip
        yield new_tab(browser, height=5000)
        browser.close()


def answer_all(page: LabPage) -> None:
    """Answer every question of the page with yes."""
    buttons = page.tab.locator(".widget-toggle-button", has_text="Yes")
    for number in range(buttons.count()):
        buttons.nth(number).click()
    page.tab.wait_for_timeout(300)


def test_from_a_new_order_to_a_printed_form_and_a_report(lab: Lab, tab: object, shop: Shop, tmp_path: Path) -> None:
    page = LabPage(tab, lab)

    page.open("00_start_here.ipynb")
    page.run_all()
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    with page.tab.expect_file_chooser() as chooser:
        page.tab.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(tmp_path / "orders.csv")
    page.see("What became of each file")
    page.fill("Search", "A-1001")
    page.tab.get_by_label("Shipment", exact=True).select_option(label=SHIPMENT)
    page.press("Work on this shipment")
    page.see(f"The pages work on {SHIPMENT}.")

    page.open("delivery/01_quality_control.ipynb")
    page.run_all()
    page.see("The lot is one piece")
    page.pick("Is the appearance in order?", "Yes")
    page.pick("Does it work? Did you switch it on?", "Yes")
    page.pick("Result", "Lot accepted")
    page.fill("Serial numbers", "LMP-0071")
    page.fill("Who looked", "Mei")
    page.fill("When", "2026-10-02 15:40")
    page.saved()
    answer_all(page)

    page.restart_and_run_all()
    assert page.value("Who looked") == "Mei"
    assert page.value("Serial numbers") == "LMP-0071"
    page.press("Confirm this step")
    page.see("This step is confirmed.")

    page.open("delivery/02_packaging.ipynb")
    page.run_all()
    page.fill("Weight of the packed parcel", "880 g")
    for side, size in (("Length", "300"), ("Width", "200"), ("Height", "250")):
        page.fill(f"{side} of the box in mm", size)
    page.pick("How fragile are the goods", "Fragile: ceramics, lamps, cameras")
    page.fill("Cushion on every side in mm", "60")
    page.pick("Are there electronics inside?", "Yes")
    for question in ("Is there a liquid inside?", "Is there glass inside?", "Is there a lithium battery inside?"):
        page.pick(question, "No")
    page.pick("Shake test: does nothing move?", "Yes")
    page.fill("When", "2026-10-02 16:10")
    page.saved()
    page.see("Cushion on every side, at least")
    page.press("Confirm this step")
    page.see("This step is confirmed.")

    page.open("delivery/03_delivery_receipt.ipynb")
    page.run_all()
    page.fill("Goods without packaging", "720 g")
    page.fill("Packaging alone", "160 g")
    page.fill("Carrier", "China Post")
    page.fill("Tracking number", NUMBER)
    page.pick("How far is it tracked", "To the door")
    page.fill("When you weighed the parcel", "2026-10-02 16:20")
    page.saved()
    page.press("Confirm this step")
    page.see("This step is confirmed.")
    page.pick("What the photo shows", "Shipping label")
    page.press("Open the camera")
    page.press("Take photo")
    page.keep_photo()
    page.see("Shipping label: saved")

    page.open("delivery/05_gifts.ipynb")
    page.run_all()
    page.pick("Does a free gift go into this parcel?", "No")
    page.saved()
    page.press("Confirm this step")
    page.see("This step is confirmed.")

    page.open("delivery/04_declaration.ipynb")
    page.run_all()
    page.pick("Which form", "CN22, the short postal label")
    page.fill("Description", "LED desk lamp, aluminium, 5 V USB, for reading")
    page.fill("Weight of all pieces", "720 g")
    page.fill("HS code, at least 6 digits", "940521")
    page.fill("Made in, two letters", "CN")
    page.saved()
    page.see("HS code 940521 is")
    page.press("Confirm this step")
    page.see("This step is confirmed.")
    with page.tab.expect_download() as download:
        page.press("Print the CN22")
        page.tab.get_by_text("Open or save CN22.pdf").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    shipment = shop.shipment(SHIPMENT)
    assert shipment.inspections[0].serials == ("LMP-0071",)
    assert shipment.packing is not None
    assert shipment.tracking_number == NUMBER
    (photo,) = shipment.photos
    assert photo.role == "label"
    assert NUMBER in photo.barcodes
    assert shipment.declaration is not None
    assert shop.verify() == []

    done = subprocess.run(
        [sys.executable, "-m", "parcelproof", "report", SHIPMENT, "--shop", str(shop.folder)], check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    html = (shop.folder / "reports" / SHIPMENT / "report.html").read_text(encoding="utf-8")
    for word in ("LMP-0071", "LED desk lamp, aluminium", NUMBER, "940521", "300 × 200 × 250 mm", "Shipping label"):
        assert word in html


def test_a_saved_notebook_holds_no_photo_and_no_widget_state(lab: Lab) -> None:
    for path in (lab.folder / "notebooks").rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "application/vnd.jupyter.widget-state+json" not in text
