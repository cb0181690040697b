"""A run that is killed at any point, and run again, publishes what an undisturbed run publishes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from small_shop import IDS, NOW

from parcelproof.batch.job import FILES, KEY_FILE
from parcelproof.shop import Shop

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("killed_run.py")
PARTS = {*FILES[""], KEY_FILE}
NEVER = 0


def report(
    shop: Path, point: int = NEVER, sig: signal.Signals = signal.SIGKILL, *options: str, **env: str
) -> tuple[int, str]:
    """Run ``report`` in a group of its own; return its exit code and what it said."""
    count = shop.parent / "steps"
    count.unlink(missing_ok=True)
    env = {
        **os.environ, **env, "PARCELPROOF_NOW": NOW, "STEP_COUNT": str(count), "STEP_POINT": str(point),
        "STEP_SIGNAL": str(int(sig)),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "report", "--all", "--shop", str(shop), *options],
        env=env, capture_output=True, text=True, check=False, start_new_session=True, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def pages(shop: Path) -> dict[str, bytes]:
    """Everything that is published, byte for byte, but for the notebooks, which hold times of the run."""
    reports = shop / "reports"
    found = sorted(p for p in reports.rglob("*") if p.is_file())
    return {str(p.relative_to(reports)): b"" if p.suffix == ".ipynb" else p.read_bytes() for p in found}


def assert_nothing_is_half(shop: Path) -> None:
    """Whatever is under its final name is whole, even before anybody cleans up."""
    for folder in (shop / "reports").iterdir() if (shop / "reports").exists() else ():
        if folder.is_dir() and not folder.name.startswith("."):
            assert {p.name for p in folder.iterdir()} == PARTS


@pytest.fixture(scope="session")
def undisturbed(two_parcels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    shop = Path(shutil.copytree(two_parcels, tmp_path_factory.mktemp("calm") / "shop"))
    code, said = report(shop)
    assert code == 0, said
    assert {p.parent.name for p in (shop / "reports").glob("*/made.json")} == set(IDS[:2])
    return shop


# A report is eight flushes, one rename and one clean-up; replaced, it is a rename and a clean-up more.
@pytest.mark.parametrize("point", [1, 9, 19, 26])
def test_killed_and_run_again(two_parcels: Path, undisturbed: Path, tmp_path: Path, point: int) -> None:
    shop = Path(shutil.copytree(two_parcels, tmp_path / "shop"))
    code, said = report(shop, point)
    assert code == -signal.SIGKILL, said
    assert_nothing_is_half(shop)
    code, said = report(shop)
    assert code == 0, said
    assert pages(shop) == pages(undisturbed)
    assert [p.name for p in (shop / "reports").iterdir() if p.name.startswith(".")] == []
    assert Shop(shop).verify() == []


@pytest.mark.parametrize("point", [9, 10, 11])
def test_killed_while_replacing_and_run_again(undisturbed: Path, tmp_path: Path, point: int) -> None:
    shop = Path(shutil.copytree(undisturbed, tmp_path / "shop"))
    code, said = report(shop, point, signal.SIGKILL, "--again")
    assert code == -signal.SIGKILL, said
    assert_nothing_is_half(shop)
    code, said = report(shop)
    assert code == 0, said
    assert pages(shop) == pages(undisturbed)
    assert [p.name for p in (shop / "reports").iterdir() if p.name.startswith(".")] == []


def test_stopped_by_the_person(two_parcels: Path, undisturbed: Path, tmp_path: Path) -> None:
    shop = Path(shutil.copytree(two_parcels, tmp_path / "shop"))
    code, said = report(shop, 9, signal.SIGINT, "--workers", "1", STEP_WORKERS="1")
    assert code == 130, said
    assert "Stopped." in said
    assert "Traceback" not in said
    assert_nothing_is_half(shop)
    assert [p.name for p in (shop / "reports").iterdir() if p.name.startswith(".")] == []
    assert report(shop)[0] == 0
    assert pages(shop) == pages(undisturbed)
