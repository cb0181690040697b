"""Real worker processes: what one of them does never ends the others, and none outlives its parent."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import psutil
import pytest
import worker_jobs
from small_shop import IDS

from parcelproof.batch import rehearsal
from parcelproof.batch.engine.system import AVAILABLE
from parcelproof.batch.workers import work_off
from parcelproof.errors import ReportError
from parcelproof.language import speaking
from parcelproof.shop import Shop

pytestmark = pytest.mark.slow


def outcomes(folder: Path, *names: str, side_by_side: int = 2) -> dict[str, BaseException | None]:
    return {
        job.name: done.exception()
        for job, done in work_off(worker_jobs.jobs(folder, *names), worker_jobs.do, workers=side_by_side)
    }


def test_a_job_that_fails_says_why_and_the_others_go_on(tmp_path: Path) -> None:
    ends = outcomes(tmp_path, "good-1", "bad", "good-2")
    error = ends.pop("bad")
    assert isinstance(error, ReportError)
    assert str(error) == "A photo is gone.\nWhere: bad\nWhat to do: Bring it back."
    assert ends == {"good-1": None, "good-2": None}


def test_a_job_that_kills_its_process_ends_alone(tmp_path: Path) -> None:
    names = ["good-1", "deadly", "good-2", "good-3", "good-4"]
    ends = outcomes(tmp_path, *names, side_by_side=1)
    assert set(ends) == set(names)
    assert {name for name, error in ends.items() if isinstance(error, BrokenProcessPool)} == {"deadly"}
    assert {name for name, error in ends.items() if error is None} == {n for n in names if n.startswith("good")}
    assert {p.name for p in tmp_path.iterdir()} == {n for n in names if n.startswith("good")}


@pytest.mark.skipif(not AVAILABLE, reason="only a system that forks has processes that have all loaded")
def test_workers_hold_the_playbook_in_the_language_of_the_reports(tmp_path: Path) -> None:
    with speaking("zh"):
        ((_job, done),) = work_off(worker_jobs.jobs(tmp_path, "told"), worker_jobs.count_readings, workers=1)
    assert done.exception() is None
    assert (tmp_path / "told").read_text() == "zh 0"


@pytest.mark.skipif(not AVAILABLE, reason="only a system that forks has processes that have all loaded")
def test_workers_of_a_large_batch_have_read_parcels_of_the_shop_and_no_thread_began(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {}
    for many in (1000, 1):
        monkeypatch.setattr(rehearsal, "MANY", many)
        jobs = worker_jobs.jobs(small_shop.folder, *IDS)
        for _job, done in work_off(jobs, worker_jobs.tell_what_is_held, workers=1):
            assert done.exception() is None
        told[many] = json.loads((small_shop.folder / f"{IDS[0]}.told").read_text())
    for held in told.values():
        assert (held["shares"], held["threads"]) == (True, 1)
    assert told[1]["queries"] > told[1000]["queries"]


def test_jobs_that_nobody_waits_for_any_more_do_not_begin(tmp_path: Path) -> None:
    names = [f"good-{n}" for n in range(40)]
    run = work_off(worker_jobs.jobs(tmp_path, *names), worker_jobs.do, workers=1)
    next(run)
    run.close()
    assert len(list(tmp_path.iterdir())) < len(names)


def test_no_worker_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = Path(worker_jobs.__file__)
    done = subprocess.run([sys.executable, str(script), str(tmp_path)], check=False, capture_output=True, timeout=50)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    worker = int((tmp_path / "good-1").read_text())
    # The pipes of the parent are closed only when its last worker is gone, and run() waited for that.
    assert not psutil.pid_exists(worker) or psutil.Process(worker).status() == psutil.STATUS_ZOMBIE
