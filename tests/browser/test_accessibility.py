"""axe-core finds nothing serious on the site, on reports, or on a page in app mode; and app mode is what it says."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from app import App
from made_site import KINDS, REPORTS, made_site, open_from_disk, serious

pytestmark = [pytest.mark.browser, pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Path:
    return made_site(tmp_path_factory, sample_folder)


@pytest.fixture(scope="module")
def tab(browser: Any) -> Any:
    return browser.new_context(offline=True).new_page()


@pytest.mark.parametrize("width", [400, 1280])
def test_the_site_and_the_reports_are_open_to_everyone(tab: Any, site: Path, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    chinese = [place.replace("en/", "zh/", 1) for place in KINDS[1:4] if (site / "zh").is_dir()]
    found = {}
    for number, place in enumerate((*REPORTS, *KINDS, *chinese)):
        open_from_disk(tab, site, place)
        # A wide window has the colours of a narrow one, and the pages of the site have one set of colours.
        if faults := serious(tab, colours=width == 400 and (place in REPORTS or number % 2 == 0)):
            found[place] = faults
    assert found == {}


def test_axe_would_say_so(tab: Any) -> None:
    tab.set_content("<html lang=en><title>x</title><main><h1>x</h1><input><p style='color:#ccc'>pale</p></main></html>")
    assert {fault.partition(":")[0] for fault in serious(tab)} == {"label", "color-contrast"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Iterator[App]:

    folder = tmp_path_factory.mktemp("app")
    shutil.copytree(sample_folder / "shop", folder / "shop")
    server = App(folder, folder / "shop")
    yield server
    server.stop()


def shown(page: Any) -> None:
    """Wait until the page and its fields are there."""
    page.locator("#rendered_cells").wait_for(state="visible", timeout=90_000)
    page.locator(".widget-text input, .widget-dropdown select").first.wait_for(timeout=90_000)


def test_app_mode_asks_for_the_token(app: App) -> None:
    asked: list[str] = []

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any, **_: Any) -> None:
            asked.append(str(args[-1]))

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.build_opener(NoRedirect).open(app.url("00_start_here.ipynb", token=False), timeout=20)
    assert refused.value.code == 302
    assert "/login" in asked[0]


def test_a_page_in_app_mode_works_and_is_open_to_everyone(app: App, browser: Any) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 1600}).new_page()
    remote: list[str] = []
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((app.home, app.home.replace("http", "ws"), "data:", "blob:"))
            else remote.append(request.url)
        ),
    )
    page.goto(app.url("00_start_here.ipynb"), wait_until="commit")
    shown(page)
    assert serious(page, must_see="label") == []

    page.get_by_label("Search", exact=True).fill("17-13001")
    options = page.get_by_label("Shipment", exact=True).locator("option")
    page.wait_for_function(
        "() => [...document.querySelectorAll('select option')].filter(o => o.text.includes('17-13001')).length == 1"
        " && ![...document.querySelectorAll('select option')].some(o => o.text.includes('12-13094'))",
        timeout=30_000,
    )
    page.get_by_label("Shipment", exact=True).select_option(label=options.first.inner_text())
    page.get_by_role("button", name="Work on this shipment").click()
    page.get_by_text("The pages work on ebay-17-13001-55821.").first.wait_for(timeout=30_000)

    link = page.locator("#rendered_cells a[href$='delivery/01_quality_control.ipynb']").first
    target = link.get_attribute("target")
    assert target in {None, "", "_self", "_blank"}
    page.goto(link.evaluate("a => a.href"), wait_until="commit")
    shown(page)
    page.get_by_text("ebay-17-13001-55821").first.wait_for(timeout=30_000)
    words = page.locator("body").inner_text()
    assert "Run All Cells" not in words
    assert "from parcelproof" not in words
    assert serious(page, must_see="label") == []
    page.set_viewport_size({"width": 400, "height": 900})
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400

    page.get_by_label("Who looked", exact=True).fill("Mei in the app")
    page.locator(".pp-saved", has_text="Saved ").first.wait_for(timeout=30_000)
    page.reload(wait_until="commit")
    shown(page)
    assert page.get_by_label("Who looked", exact=True).input_value() == "Mei in the app"
    assert remote == []
