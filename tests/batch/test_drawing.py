"""The process of a notebook stays until it has drawn the files, and never longer."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import papermill
import psutil
import pytest
from engine_cases import notebook
from small_shop import IDS, NOW

from parcelproof.batch import make
from parcelproof.batch.engine import Executor, Limits, NotebookStopped
from parcelproof.batch.engine.server_settings import REPORTS
from parcelproof.batch.engine.work import Drawing
from parcelproof.batch.job import Job
from parcelproof.errors import ReportError
from parcelproof.shop import Shop

pytestmark = [pytest.mark.notebook, pytest.mark.slow]

COMPLETE = "import os\nprint(os.getpid())"


@pytest.fixture(scope="module")
def shared() -> Iterator[Executor]:
    with Executor(REPORTS) as executor:
        yield executor


@pytest.fixture
def runner(shared: Executor, monkeypatch: pytest.MonkeyPatch) -> Executor:
    monkeypatch.setattr("parcelproof.batch.engine.client.executor", lambda: shared)
    return shared


def job(shop: Shop) -> Job:
    return Job(name=IDS[0], key="1", shop=shop.folder, as_of=datetime.fromisoformat(NOW))


def run(executor: Executor, folder: Path, *cells: str, stay: bool = True) -> int:
    """Run cells of which one prints the number of its process, and return that."""
    nb = papermill.execute_notebook(
        notebook(cells), str(folder / "out.ipynb"), engine_name="parcelproof", progress_bar=False, executor=executor,
        cwd=str(folder), stay=stay,
    )  # fmt: skip
    return int("".join(output.text for cell in nb.cells for output in cell.get("outputs", ())))


def ask(notebook_file: Path, **limits: Any) -> Drawing:
    request = {"notebook": str(notebook_file), "as_of": NOW, "packet": False, "language": "en"}
    return Drawing(request, Limits(**limits))


def running(executor: Executor) -> list[int]:
    return [child.pid for child in psutil.Process(executor.server_pid).children()]


def test_the_process_of_the_notebook_draws(runner: Executor, small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work = []
    draw = make.draw_files
    monkeypatch.setattr(make, "draw_files", lambda *a, **k: (at_work.append(running(runner)), draw(*a, **k))[1])
    make.make_report(job(small_shop))
    assert len(at_work[0]) == 1
    assert running(runner) == []


def test_what_it_draws_is_what_a_process_of_its_own_draws(runner: Executor, small_shop: Shop) -> None:
    make.make_report(job(small_shop))
    folder = small_shop.folder / "reports" / IDS[0]
    told: dict[str, Any] = {}
    runner.execute(ask(folder / "report.ipynb"), lambda m: told.update({m["name"]: m["data"]} if "name" in m else {}))
    for name in ("report.html", "report.pdf"):
        assert base64.b64decode(told[name]) == (folder / name).read_bytes()


def test_the_next_notebook_sends_it_away(runner: Executor, tmp_path: Path) -> None:
    first = run(runner, tmp_path, COMPLETE)
    assert running(runner) == [first]
    second = run(runner, tmp_path, COMPLETE, stay=False)
    assert second != first
    assert running(runner) == []


@pytest.mark.parametrize("how", ["dismiss", "close"])
def test_it_is_gone_when_nobody_needs_it(tmp_path: Path, how: str) -> None:
    with Executor() as executor:
        stayed = run(executor, tmp_path, "import atexit, pathlib", COMPLETE)
        assert psutil.pid_exists(stayed)
        getattr(executor, how)()
        assert not psutil.pid_exists(stayed)
        assert run(executor, tmp_path, COMPLETE, stay=False) != stayed


def test_what_a_notebook_registers_for_its_end_is_done_at_its_end(runner: Executor, tmp_path: Path) -> None:
    mark = tmp_path / "ended"
    run(runner, tmp_path, f"import atexit, pathlib\natexit.register(pathlib.Path({str(mark)!r}).touch);", COMPLETE)
    assert not mark.exists()
    runner.dismiss()
    assert mark.exists()


def test_it_does_not_hold_the_folder_of_its_cells(runner: Executor, tmp_path: Path) -> None:
    folder = tmp_path / "cells"
    folder.mkdir()
    stayed = run(runner, folder, COMPLETE)
    shutil.rmtree(folder)
    assert psutil.Process(stayed).cwd() == "/"
    runner.dismiss()


def test_nothing_stays_of_a_notebook_that_failed(runner: Executor, tmp_path: Path) -> None:
    with pytest.raises(papermill.PapermillExecutionError):
        run(runner, tmp_path, "1 / 0", COMPLETE)
    assert running(runner) == []


def test_one_that_died_meanwhile_is_told_in_words_and_the_next_report_is_made(
    runner: Executor, small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = make.draw_files

    def draw_after_its_death(*a: Any, **k: Any) -> dict[str, bytes]:
        for child in psutil.Process(runner.server_pid).children():
            child.kill()
            psutil.wait_procs([child], timeout=10)
        return draw(*a, **k)

    server = runner.server_pid
    with monkeypatch.context() as patch:
        patch.setattr(make, "draw_files", draw_after_its_death)
        with pytest.raises(ReportError, match="The process that draws the report ended"):
            make.make_report(job(small_shop))
    assert not (small_shop.folder / "reports" / IDS[0]).exists()
    make.make_report(job(small_shop))
    assert (small_shop.folder / "reports" / IDS[0] / "report.pdf").exists()
    assert runner.server_pid == server


def test_a_drawing_that_takes_too_long_is_stopped(runner: Executor, tmp_path: Path) -> None:
    pipe = tmp_path / "nobody-writes-into-this"
    os.mkfifo(pipe)
    run(runner, tmp_path, COMPLETE)
    with pytest.raises(NotebookStopped, match="took longer than 1 seconds"):
        runner.execute(ask(pipe, seconds=1.0), lambda _message: None)
    assert running(runner) == []


def test_a_report_that_cannot_be_written_leaves_no_process(
    runner: Executor, small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_a: Any, **_k: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make.shutil, "copyfile", full)
    with pytest.raises(ReportError, match="No space left"):
        make.make_report(job(small_shop))
    assert running(runner) == []
