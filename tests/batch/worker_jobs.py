"""Jobs for real worker processes, each with an end of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

from parcelproof.batch.job import Job, Outcome
from parcelproof.errors import ReportError


def do(job: Job) -> Outcome:
    """Leave a file with the name of the job, unless its name asks for another end."""
    if job.name.startswith("bad"):
        raise ReportError("A photo is gone.", where=job.name, mend="Bring it back.")
    if job.name.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job.name.startswith("orphan"):
        os.kill(multiprocessing.parent_process().pid, signal.SIGKILL)
        signal.pause()  # for ever, if nobody ends a worker whose parent is gone
    with (job.shop / job.name).open("x") as file:
        file.write(str(os.getpid()))
    return Outcome.MADE


def count_readings(job: Job) -> Outcome:
    """Leave a file that tells how often this process had to read the playbook for a report."""
    from parcelproof.language import current_language
    from parcelproof.playbook import load_playbook, loader

    before = loader._load.cache_info().misses
    load_playbook()
    read = loader._load.cache_info().misses - before
    (job.shop / job.name).write_text(f"{current_language().code} {read}", encoding="utf-8")
    return Outcome.MADE


def tell_what_is_held(job: Job) -> Outcome:
    """Leave a file that tells if the fork server shares memory with this process, and how many queries it knows."""
    import json

    from parcelproof.batch.engine.client import executor
    from parcelproof.batch.engine.system import ForkedProcess
    from parcelproof.shop import Shop

    server = executor()._server
    assert server is not None
    engine = Shop(job.shop).ledger._home.engine
    said = {
        "shares": type(server._process) is ForkedProcess,
        "threads": server.threads,
        "queries": len(engine._compiled_cache),
    }
    (job.shop / f"{job.name}.told").write_text(json.dumps(said), encoding="utf-8")
    return Outcome.MADE


def jobs(folder: Path, *names: str) -> list[Job]:
    from datetime import UTC, datetime

    return [Job(name=name, key="", shop=folder, as_of=datetime.now(UTC)) for name in names]


if __name__ == "__main__":
    import sys

    from parcelproof.batch.workers import work_off

    sys.path.insert(0, str(Path(__file__).parent))
    import worker_jobs

    list(work_off(jobs(Path(sys.argv[1]), "good-1", "orphan"), worker_jobs.do, workers=1))
