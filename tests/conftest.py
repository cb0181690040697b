"""What every test shares: a quiet environment, a shop to write in, a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from made_sample import NOW as SAMPLE_NOW
from made_sample import copy_sample

from parcelproof import language

if TYPE_CHECKING:
    from parcelproof.shop import Shop

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the modules that take long, so that no process of two is left alone with one of them at the end."""
    if not hasattr(config, "workerinput"):
        return
    marks = ("browser", "notebook", "slow")
    first: dict[str, int] = {}
    for item in items:
        place = next((n for n, mark in enumerate(marks) if item.get_closest_marker(mark)), len(marks))
        module = item.nodeid.partition("::")[0]
        first[module] = min(place, first.get(module, place))
    items.sort(key=lambda item: first[item.nodeid.partition("::")[0]])


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PARCELPROOF_SHOP", "PARCELPROOF_NOW", "PARCELPROOF_WHO"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """An empty shop in Shanghai."""
    from parcelproof.shop import create_shop
    from parcelproof.shop_settings import ShopSettings

    return create_shop(tmp_path / "shop", ShopSettings(name="Test shop", zone="Asia/Shanghai", currency="USD"))


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's ``exports`` and ``shop``, which are drawn and imported once for all test processes."""
    folder = tmp_path_factory.mktemp("sample") / "sample"
    copy_sample(folder)
    return folder


@pytest.fixture(scope="session")
def sample_shop(sample_folder: Path) -> Shop:
    """The imported sample shop, shared by all tests: never write into it."""
    from parcelproof.shop import Shop

    return Shop(sample_folder / "shop")


@pytest.fixture
def sample_shop_copy(sample_folder: Path, tmp_path: Path) -> Shop:
    """The imported sample shop, to write in."""
    from parcelproof.shop import Shop

    return Shop(shutil.copytree(sample_folder / "shop", tmp_path / "sample-shop"))


@pytest.fixture(scope="session")
def sample_day() -> str:
    """The time for which the sample tells its stories."""
    return SAMPLE_NOW


@pytest.fixture
def sample_now(monkeypatch: pytest.MonkeyPatch) -> str:
    """Fix the clock, also for child processes, at the day for which the sample tells its stories."""
    monkeypatch.setenv("PARCELPROOF_NOW", SAMPLE_NOW)
    return SAMPLE_NOW


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; a missing one fails under CI=true and says so elsewhere."""
    found = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if found is None:
        message = "Chromium is missing: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """A headless Chromium under Playwright; for one module only, since Playwright keeps an event loop running."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield instance
        instance.close()


@contextmanager
def _language_given_back() -> Iterator[None]:
    before = (language._now, language._said)
    yield
    language._now, language._said = before


@pytest.fixture(scope="module", autouse=True)
def _language_of_the_module() -> Iterator[None]:
    """A shop that a test opens sets the language of the process; the next module begins as this one did."""
    with _language_given_back():
        yield


@pytest.fixture(autouse=True)
def _language_of_the_test(_language_of_the_module: None) -> Iterator[None]:
    with _language_given_back():
        yield
