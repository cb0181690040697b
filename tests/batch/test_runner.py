"""What a run of many reports promises: only what changed is made, and one bad parcel never stops the rest."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path

import pytest
import quick_kernel
from small_shop import IDS, NOW, picture

from parcelproof.batch import drawing, make, workers
from parcelproof.batch.job import Job, Outcome
from parcelproof.batch.make import make_report
from parcelproof.batch.runner import ReportRunner, Result
from parcelproof.imports import Intake, Options, collect
from parcelproof.ledger.records import Message, Photo
from parcelproof.shop import Shop

FILES = {"made.json", "packet.html", "packet.pdf", "report.html", "report.ipynb", "report.pdf"}
SHIPMENT = "ebay-10-1002"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make.papermill, "execute_notebook", quick_kernel.execute_notebook)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", quick_kernel.InProcess)
    for module in (workers, drawing):
        monkeypatch.setattr(module, "AVAILABLE", False)  # all in this process


def run(shop: Shop, *ids: str, again: bool = False) -> dict[str, Result]:
    fresh = Shop(shop.folder)  # as the next command does
    return {r.shipment_id: r for r in ReportRunner(fresh, again=again).run(ids or fresh.shipment_ids())}


def made(results: dict[str, Result]) -> set[str]:
    return {name for name, result in results.items() if not result.unchanged and not result.error}


def failed(results: dict[str, Result]) -> dict[str, str]:
    return {name: result.error for name, result in results.items() if result.error}


def test_every_report_is_made_whole(small_shop: Shop) -> None:
    results = run(small_shop)
    assert made(results) == set(IDS)
    assert failed(results) == {}
    for shipment_id in IDS:
        assert {p.name for p in results[shipment_id].folder.iterdir()} == FILES
        for name in ("report.html", "packet.html"):
            assert shipment_id in (results[shipment_id].folder / name).read_text(encoding="utf-8")
        others = "".join((results[shipment_id].folder / n).read_text(encoding="utf-8") for n in ("report.html",))
        assert [i for i in IDS if i != shipment_id and i in others] == []


def test_a_run_with_nothing_changed_makes_nothing(small_shop: Shop) -> None:
    run(small_shop)
    ReportRunner(small_shop).portfolio()
    stamps = {p: p.stat().st_mtime_ns for p in small_shop.reports_folder.rglob("*")}
    assert made(run(small_shop)) == set()
    assert ReportRunner(small_shop).portfolio().unchanged
    assert {p: p.stat().st_mtime_ns for p in small_shop.reports_folder.rglob("*")} == stamps


def test_the_same_run_gives_the_same_bytes(small_shop: Shop) -> None:
    def pages() -> dict[str, bytes]:
        found = [p for p in small_shop.reports_folder.rglob("*") if p.suffix in {".html", ".pdf", ".json"}]
        return {str(p): p.read_bytes() for p in found}

    run(small_shop)
    ReportRunner(small_shop).portfolio()
    first = pages()
    assert made(run(small_shop, again=True)) == set(IDS)
    ReportRunner(small_shop, again=True).portfolio()
    assert pages() == first


def test_a_new_record_makes_one_report_again_and_the_page_over_all(small_shop: Shop) -> None:
    run(small_shop)
    ReportRunner(small_shop).portfolio()
    small_shop.record(
        SHIPMENT, Message(direction="from_buyer", channel="ebay", text="Where is my mug?", claimed_at=datetime.now(UTC))
    )
    assert made(run(small_shop)) == {SHIPMENT}
    assert not ReportRunner(small_shop).portfolio().unchanged


def test_the_next_day_makes_all_again_and_the_next_hour_none(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    run(small_shop)
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-20T23:00:00+08:00")
    assert made(run(small_shop)) == set()
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-21T01:00:00+08:00")
    assert made(run(small_shop)) == set(IDS)


def test_changed_settings_make_all_again(small_shop: Shop) -> None:
    run(small_shop)
    settings = small_shop.folder / "shop.yaml"
    settings.write_text(settings.read_text().replace("Four parcels", "Five parcels"))
    assert made(run(small_shop)) == set(IDS)


def test_a_photo_that_comes_up_in_another_order_makes_both_reports_again(small_shop: Shop, tmp_path: Path) -> None:
    run(small_shop)
    photo = next(r.record for r in small_shop.ledger.read(IDS[0]) if isinstance(r.record, Photo))
    copy = tmp_path / "new" / "other.jpg"
    copy.parent.mkdir()
    copy.write_bytes(small_shop.evidence.get(photo.sha256))
    list(Intake(small_shop, Options(shipment=IDS[3], role="other")).run(collect([copy])))
    results = run(small_shop)
    assert made(results) == {IDS[0], IDS[3]}
    for shipment_id, other in ((IDS[0], IDS[3]), (IDS[3], IDS[0])):
        assert other in (results[shipment_id].folder / "report.html").read_text(encoding="utf-8")


def test_a_file_that_somebody_deleted_is_made_again(small_shop: Shop) -> None:
    folder = small_shop.reports_folder / SHIPMENT
    run(small_shop, SHIPMENT)
    for name in sorted(FILES):
        (folder / name).unlink()
        assert made(run(small_shop, SHIPMENT)) == {SHIPMENT}
        assert {p.name for p in folder.iterdir()} == FILES


def test_an_altered_record_fails_its_report_in_words_and_no_other(small_shop: Shop) -> None:
    with sqlite3.connect(small_shop.ledger.path) as connection:
        connection.execute("DROP TRIGGER records_no_update")
        connection.execute("UPDATE records SET body = replace(body, '12.50', '92.50') WHERE chain = ?", (SHIPMENT,))
    connection.close()
    results = run(small_shop)
    assert made(results) == set(IDS) - {SHIPMENT}
    assert "A record of this shipment was altered." in failed(results)[SHIPMENT]
    assert "parcelproof verify" in failed(results)[SHIPMENT]
    assert not results[SHIPMENT].folder.exists()


@pytest.mark.parametrize("kind", ["order", "item", "photo"])
def test_a_record_that_cannot_be_read_fails_its_report_and_no_other(small_shop: Shop, kind: str) -> None:
    for body in ("{", "[]", '{"serials": 7, "sku": {}, "quantity": "x", "sha256": null}'):
        run(small_shop)
        with sqlite3.connect(small_shop.ledger.path) as connection:
            connection.execute("DROP TRIGGER IF EXISTS records_no_update")
            connection.execute("UPDATE records SET body = ? WHERE chain = ? AND kind = ?", (body, SHIPMENT, kind))
        connection.close()
        results = run(small_shop, again=True)
        assert made(results) == set(IDS) - {SHIPMENT}, body
        assert f"({SHIPMENT}, entry " in failed(results)[SHIPMENT], body


@pytest.mark.parametrize("lost", ["thumbnail", "scans"])
def test_a_lost_file_fails_its_report_in_words_and_no_other(small_shop: Shop, lost: str) -> None:
    records = [s.record for s in small_shop.ledger.read(SHIPMENT)]
    photo = next(r for r in records if isinstance(r, Photo))
    scans = next(r.events_sha256 for r in records if r.kind == "tracking_import")  # type: ignore[attr-defined]
    sha256 = photo.thumbnail.sha256 if lost == "thumbnail" else scans
    next((small_shop.folder / "evidence").rglob(f"*{sha256[4:]}*")).unlink()
    results = run(small_shop)
    assert made(results) == set(IDS) - {SHIPMENT}
    error = failed(results)[SHIPMENT]
    assert "evidence" in error.casefold()
    assert "Traceback" not in error
    assert "Buyer" not in error
    portfolio = ReportRunner(small_shop).portfolio()
    assert portfolio.error == ""
    page = (portfolio.folder / "portfolio.html").read_text(encoding="utf-8")
    assert all(shipment_id in page for shipment_id in IDS)


def test_the_page_over_all_follows_the_reports_that_there_are(small_shop: Shop) -> None:
    run(small_shop, *IDS[:2])
    assert ReportRunner(small_shop).portfolio().error == ""
    page = small_shop.reports_folder / "portfolio.html"
    assert [f"{i}/report.html" in page.read_text(encoding="utf-8") for i in IDS] == [True, True, False, False]
    run(small_shop)
    assert not ReportRunner(small_shop).portfolio().unchanged
    assert all(f"{i}/report.html" in page.read_text(encoding="utf-8") for i in IDS)
    shutil.rmtree(small_shop.reports_folder / IDS[0])
    ReportRunner(small_shop).portfolio()
    assert f"{IDS[0]}/report.html" not in page.read_text(encoding="utf-8")


def test_an_error_that_nobody_foresaw_tells_only_its_kind(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(job: Job) -> None:
        if job.name == SHIPMENT:
            raise ValueError("Anna Example, Main Street 1")
        make_report(job)

    monkeypatch.setattr(make, "make_report", broken)
    results = run(small_shop)
    assert made(results) == set(IDS) - {SHIPMENT}
    assert failed(results)[SHIPMENT] == "The report failed (ValueError).\nWhat to do: Run: parcelproof doctor"


def test_a_place_that_cannot_be_written_is_said_in_words(small_shop: Shop) -> None:
    small_shop.reports_folder.write_text("a file where the folder should be")
    for error in failed(run(small_shop)).values():
        assert "cannot be written" in error
        assert str(small_shop.reports_folder) in error
        assert "What to do" in error


def test_a_full_disk_is_said_in_words_and_leaves_nothing(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "_write", full)
    for error in failed(run(small_shop)).values():
        assert "No space left on device" in error
    assert list(small_shop.reports_folder.iterdir()) == []


def test_one_that_kills_its_process_is_blamed_alone(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking(quick_kernel.InProcess):
        broken = False

        def __init__(self, workers: int, **options: object) -> None:
            super().__init__(workers, **options)
            self.broken = False

        def submit(self, work: Callable[[Job], Outcome], job: Job) -> Future[Outcome]:
            self.broken = self.broken or job.name == SHIPMENT
            if not self.broken:
                return super().submit(work, job)
            done: Future[Outcome] = Future()
            done.set_exception(BrokenProcessPool("ended"))
            return done

    monkeypatch.setattr(workers, "ProcessPoolExecutor", Breaking)
    results = run(small_shop)
    assert made(results) == set(IDS) - {SHIPMENT}
    assert "ended from outside" in failed(results)[SHIPMENT]


def command(*args: str, shop: Shop, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "parcelproof", "report", *args, "--shop", str(shop.folder)],
        env={**os.environ, "PARCELPROOF_NOW": NOW, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.notebook
def test_the_command_makes_the_good_ones_and_names_the_bad_one(small_shop: Shop) -> None:
    photo = next(r.record for r in small_shop.ledger.read(SHIPMENT) if isinstance(r.record, Photo))
    next((small_shop.folder / "evidence").rglob(f"*{photo.thumbnail.sha256[4:]}*")).unlink()
    done = command("--all", "--json", shop=small_shop)
    assert done.returncode == 1, done.stderr
    answer = json.loads(done.stdout)
    errors = {r["shipment_id"]: r["error"] for r in answer["reports"] if r["error"]}
    assert set(errors) == {SHIPMENT}
    assert "gone" in errors[SHIPMENT] or "missing" in errors[SHIPMENT]
    assert answer["portfolio"]["error"] == ""
    for shipment_id in set(IDS) - {SHIPMENT}:
        assert {p.name for p in (small_shop.reports_folder / shipment_id).iterdir()} == FILES
    assert "Traceback" not in done.stderr


def test_pictures_of_the_small_shop_are_no_twins(small_shop: Shop) -> None:
    assert picture(1) != picture(2)
    assert [small_shop.shipment(i).photo_twins for i in IDS] == [()] * 4
