"""Whatever call of a run fails, whenever it is killed: nothing is half made, and the next run completes it.

A sample; ``benchmarks/fault_sweep.py`` takes every point.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_lane import Lane
from crash_points import NoCompilerError, library
from crash_sweep import Fault, Sweep, drafts, half_reports, kinds, records
from small_shop import IDS, NOW, build_small_shop

from parcelproof.errors import ShopError
from parcelproof.shop import Shop
from parcelproof.steps.forms import FORMS
from parcelproof.steps.step import Step

pytestmark = pytest.mark.slow

ENV = {"PARCELPROOF_NOW": NOW}
TWO = IDS[:2]
REPORTS = "/shop/reports/"
SEED = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(10**6)))
LOCK_WORDS = ("locked", "could not be", "NOT SAVED", "Traceback")


def not_here(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lane]:
    folder = tmp_path_factory.mktemp("lane")
    try:
        lib = library(folder)
    except NoCompilerError as error:
        not_here(str(error))
    with Lane(lib, folder) as made:
        yield made


@pytest.fixture(scope="module")
def batch(lane: Lane, two_parcels: Path) -> Sweep:
    sweep = Sweep(lane, two_parcels, ["report", *TWO, "--workers", "1"], ENV)
    sweep.prepare()
    return sweep


@pytest.fixture(scope="module")
def replacing(batch: Sweep, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """A report is made again, in the place of the one that is there."""
    batch.renew()
    assert batch.run().code == 0
    made = Path(shutil.copytree(batch.copy, tmp_path_factory.mktemp("made") / "shop"))
    sweep = Sweep(batch.lane, made, ["report", TWO[0], "--workers", "1", "--again"], ENV)
    sweep.prepare()
    return sweep


@pytest.fixture(scope="module")
def taking(lane: Lane, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    folder = tmp_path_factory.mktemp("exports")
    shop = build_small_shop(folder, IDS[:1], take=False).folder
    sweep = Sweep(lane, shop, ["import", str(folder / "exports")], ENV)
    sweep.prepare()
    return sweep


def in_the_shop(sweep: Sweep, kind: str) -> list[int]:
    """Points of one kind among the files of the shop, not among temporary ones."""
    return [n for n in kinds(sweep.events)[kind] if sweep.events[n - 1].path.startswith("/shop/")]


def test_everything_is_flushed_before_it_gets_its_name(batch: Sweep) -> None:
    for name in TWO:
        final = f"/shop/reports/{name}"
        renamed = next(n for n, e in enumerate(batch.events) if e.kind == "rename" and e.path == final)
        written = {e.path: n for n, e in enumerate(batch.events) if e.kind == "write" and f"/.tmp-{name}." in e.path}
        flushed = {e.path: n for n, e in enumerate(batch.events[:renamed]) if e.kind == "fsync"}
        assert len(written) == 6
        assert all(flushed.get(path, -1) > n for path, n in written.items())
        assert any(e.kind == "fsync" and e.path == "/shop/reports" for e in batch.events[renamed:])


@pytest.mark.parametrize(
    ("kind", "action", "which"),
    [("mkdir", "error", 0), ("create", "kill", 3), ("write", "kill", -1), ("write", "full", 2), ("fsync", "error", 2),
     ("fsync", "kill all", -1), ("rename", "error", 0), ("rename", "kill", -1), ("rename", "kill all", 0)],
)  # fmt: skip
def test_a_fault_in_a_batch(batch: Sweep, kind: str, action: str, which: int) -> None:
    outcome = batch.inject(Fault(action, in_the_shop(batch, kind)[which]))
    assert outcome.ran.fired, str(outcome)
    assert outcome.broken == [], str(outcome)


@pytest.mark.parametrize(("action", "which"), [("kill all", 1), ("kill", 1), ("error", 1), ("error", 0)])
def test_a_fault_while_a_report_is_replaced(replacing: Sweep, action: str, which: int) -> None:
    away, into = (n for n in in_the_shop(replacing, "rename") if replacing.events[n - 1].path.startswith(REPORTS))
    outcome = replacing.inject(Fault(action, (away, into)[which]))
    assert outcome.ran.fired, str(outcome)
    assert outcome.broken == [], str(outcome)


@pytest.mark.parametrize("action", ["error", "kill"])
def test_a_fault_anywhere_in_a_batch(batch: Sweep, action: str) -> None:
    at = random.Random(f"{SEED}{action}").randint(1, batch.points)
    outcome = batch.inject(Fault(action, at))
    assert outcome.broken == [], f"CRASH_SEED={SEED}: {outcome}"


def test_killed_at_any_moment(batch: Sweep) -> None:
    outcome = batch.kill_after(random.Random(SEED).uniform(0.1, 1.5))
    assert outcome.broken == [], f"CRASH_SEED={SEED}: {outcome}"


def test_the_real_command_is_killed(batch: Sweep) -> None:
    outcome = batch.inject(Fault("kill all", in_the_shop(batch, "rename")[0]), cold=True)
    assert outcome.ran.fired == 1
    assert outcome.broken == [], str(outcome)


def test_stopped_by_the_person(batch: Sweep) -> None:
    outcome = batch.inject(Fault("interrupt", in_the_shop(batch, "fsync")[1]))
    assert outcome.ran.code == 130, outcome.ran.said
    assert "Stopped." in outcome.ran.said
    assert outcome.broken == [], str(outcome)


@pytest.mark.parametrize(
    ("kind", "action", "which"),
    [("write", "error", 1), ("write", "kill all", -2), ("fsync", "kill", 1), ("rename", "error", 0),
     ("unlink", "error", -1), ("unlink", "kill", -1), ("write", "full", 4)],
)  # fmt: skip
def test_a_fault_in_an_import(taking: Sweep, kind: str, action: str, which: int) -> None:
    outcome = taking.inject(Fault(action, in_the_shop(taking, kind)[which]))
    assert outcome.ran.fired, str(outcome)
    assert outcome.broken == [], str(outcome)


def test_several_batches_and_pages_on_one_ledger(lane: Lane, two_parcels: Path) -> None:
    sweep = Sweep(lane, two_parcels, [], ENV)
    sweep.renew()
    shop = str(sweep.copy)
    batch = ["report", *TWO, "--workers", "1", "--json", "--shop", shop]
    runs = lane.together([batch] * 3, env=ENV)
    assert [run.code for run in runs] == [0, 0, 0], [run.said for run in runs]
    made = [r["shipment_id"] for run in runs for r in json.loads(run.said.splitlines()[-1])["reports"]
            if not (r["unchanged"] or r["made_by_another_run"])]  # fmt: skip
    assert sorted(made) == sorted(TWO), "each report is published once"
    pages = [["writer", shop, name, "3"] for name in ("anna", "bo")]
    runs = lane.together([*pages, batch, batch], env=ENV)
    assert [run.code for run in runs] == [0, 0, 0, 0], [run.said for run in runs]
    assert [word for run in runs for word in LOCK_WORDS if word in run.said] == []
    assert runs[0].left == []
    assert Shop(sweep.copy).verify() == []
    assert len(Shop(sweep.copy).shipment_ids()) == len(TWO) + 6
    assert list(half_reports(sweep.copy)) == drafts(sweep.copy) == []


# -- a disk that is full ------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        not_here(f"A small disk cannot be mounted (it takes root): {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, *, but: int) -> Path:
    """Take all room but so many bytes."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    filler.write_bytes(bytes(max(free.f_bavail * free.f_frsize - but, 0)))
    return filler


def test_reports_on_a_full_disk(lane: Lane, two_parcels: Path, disk: Path) -> None:
    shop = Path(shutil.copytree(two_parcels, disk / "shop"))
    (disk / "tmp").mkdir()
    report = ["report", *TWO, "--workers", "1", "--shop", str(shop)]
    for room, env in ((300_000, ENV), (100_000, {**ENV, "TMPDIR": str(disk / "tmp")})):
        filler = fill(disk, but=room)
        ran = lane.run(*report, env=env)
        assert ran.code == 1, ran.said
        assert "No space left on device" in ran.said
        assert "disk is full" in ran.said
        assert "Traceback" not in ran.said
        assert list(half_reports(shop)) == drafts(shop) == list((disk / "tmp").iterdir()) == []
        assert Shop(shop).verify() == []
        filler.unlink()
    assert lane.run(*report, env=ENV).code == 0
    assert {p.parent.name for p in (shop / "reports").glob("*/made.json")} == set(TWO)


def test_an_import_on_a_full_disk(lane: Lane, taking: Sweep, disk: Path) -> None:
    shop = Path(shutil.copytree(taking.shop, disk / "shop"))
    filler = fill(disk, but=60_000)
    ran = lane.run(*taking.argv, "--shop", str(shop), env=ENV)
    assert ran.code == 1, ran.said
    assert "No space left on device" in ran.said or "full" in ran.said
    assert "free" in ran.said
    assert "Traceback" not in ran.said
    assert Shop(shop).verify() == []
    filler.unlink()
    assert lane.run(*taking.argv, "--shop", str(shop), env=ENV).code == 0
    assert records(shop) == taking.records
    assert Shop(shop).verify() == []


def test_what_is_typed_on_a_full_disk_stays_in_the_form(two_parcels: Path, disk: Path) -> None:
    shop = Shop(shutil.copytree(two_parcels, disk / "shop"))
    step = Step(shop, TWO[0], FORMS["delivery.quality_control"])
    filler = fill(disk, but=0)
    with pytest.raises(ShopError, match=r"database or disk is full(?s:.*)Check free disk space"):
        step.edit(inspector="Mei")
    assert step.failed
    assert step.values["inspector"] == "Mei"
    filler.unlink()
    step.save()
    assert not step.failed
    assert Step(Shop(shop.folder), TWO[0], FORMS["delivery.quality_control"]).values["inspector"] == "Mei"
    assert shop.verify() == []
