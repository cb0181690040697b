from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_shop import IDS, NOW, build_small_shop

from parcelproof.shop import Shop


@pytest.fixture(scope="session")
def four_parcels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a small shop that no test writes into."""
    folder = tmp_path_factory.mktemp("four-parcels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARCELPROOF_NOW", NOW)
        return build_small_shop(folder).folder


@pytest.fixture(scope="session")
def two_parcels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a still smaller shop that no test writes into: every report of it is made many times."""
    folder = tmp_path_factory.mktemp("two-parcels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARCELPROOF_NOW", NOW)
        return build_small_shop(folder, IDS[:2]).folder


@pytest.fixture
def small_shop(four_parcels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A copy of the small shop, and the clock fixed."""
    monkeypatch.setenv("PARCELPROOF_NOW", NOW)
    return Shop(shutil.copytree(four_parcels, tmp_path / "shop"))
