"""The command ``batch``: what it answers to a person and to a script, with exit codes that a script can trust."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from small_shop import IDS, NOW, build_small_shop

from parcelproof.cli.commands import COMMANDS
from parcelproof.ledger.records import Photo
from parcelproof.shop import Shop

BROKEN = IDS[1]


@pytest.fixture(scope="module")
def broken_shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop in which one parcel has lost the thumbnail of a photo."""
    shop = build_small_shop(tmp_path_factory.mktemp("batch"))
    photo = next(r.record for r in shop.ledger.read(BROKEN) if isinstance(r.record, Photo))
    next((shop.folder / "evidence").rglob(f"*{photo.thumbnail.sha256[4:]}*")).unlink()
    return shop


def batch(shop: Shop, *args: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "parcelproof", "batch", *args, "--shop", str(shop.folder)],
        env={**os.environ, "PARCELPROOF_NOW": NOW}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.slow
@pytest.mark.notebook
def test_a_run_its_plan_and_what_failed(broken_shop: Shop, tmp_path: Path) -> None:
    planned = batch(broken_shop, "--all", "--dry-run")
    assert planned.returncode == 0, planned.stderr
    assert "4 reports to make, 0 unchanged" in planned.stdout
    assert "Nothing was made" in planned.stdout
    assert not broken_shop.reports_folder.exists() or not list(broken_shop.reports_folder.glob("*/made.json"))

    run = batch(broken_shop, "--all", "--json")
    assert run.returncode == 1, run.stderr
    answer = json.loads(run.stdout)
    told = {r["shipment_id"]: r for r in answer["reports"]}
    assert {name for name, r in told.items() if r["made"]} == set(IDS) - {BROKEN}
    assert told[BROKEN]["step"] == "read the parcel"
    assert told[BROKEN]["mend"]

    page = (broken_shop.reports_folder / "batch.html").read_text(encoding="utf-8")
    assert BROKEN in page
    assert "<script" not in page
    assert "Content-Security-Policy" in page

    again = batch(broken_shop, "--retry-failed")
    assert again.returncode == 1
    assert "0 reports made, 0 unchanged, 1 failed." in again.stdout

    manifest = tmp_path / "list.csv"
    manifest.write_text(f"shipment\n{IDS[0]}\n", encoding="utf-8")
    rest = batch(broken_shop, "--manifest", str(manifest))
    assert rest.returncode == 0, rest.stderr
    assert "0 reports made, 1 unchanged, 0 failed." in rest.stdout


@pytest.mark.parametrize(("args", "words"), [
    ((), "Which shipments?"),
    (("--where", "channel=ebuy"), "Did you mean 'ebay'?"),
    (("--all", "--manifest", "list.csv"), "Say either --manifest"),
])  # fmt: skip
def test_a_wrong_question_makes_nothing(broken_shop: Shop, args: tuple[str, ...], words: str) -> None:
    done = batch(broken_shop, *args)
    assert done.returncode == 2
    assert words in done.stderr


def test_nothing_failed_last_time_is_no_mistake(tmp_path: Path) -> None:
    done = batch(build_small_shop(tmp_path, take=False), "--retry-failed")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing to make" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_its_short_help_is_its_own(name: str) -> None:
    command = COMMANDS[name]
    loaded = getattr(import_module(f"parcelproof.cli.{command.module}"), command.function)
    said = loaded.info.help if isinstance(loaded, typer.Typer) else loaded.__doc__
    if isinstance(said, str):
        assert command.help == said.strip().splitlines()[0]
