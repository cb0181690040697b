"""A real dask cluster for the tests: a scheduler process and worker processes, on free ports of this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psutil

WAIT_SECONDS = 90
QUIET = {"PYTHONWARNINGS": "ignore", "DASK_LOGGING__DISTRIBUTED": "error"}
FAILURES_VARIABLE = "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"
ALLOWED_FAILURES = 1
"""So many workers may die over one task before the scheduler gives it up; three is usual, but each costs seconds."""


@dataclass
class DaskCluster:
    """Scheduler and workers; a worker can be killed, and another one started."""

    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def start(self, workers: int) -> None:
        told = self.folder / "scheduler.json"
        self._run("scheduler", ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
                                "--scheduler-file", str(told)])  # fmt: skip
        self._wait(lambda: told.exists() and told.stat().st_size > 0, "the scheduler")
        self.address = json.loads(told.read_text())["address"]
        for _ in range(workers):
            self.add_worker()
        if workers:
            self.wait_for(workers)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker without a nanny: one process, which nobody starts again when it is killed."""
        number = len(self.workers)
        process = self._run("worker", [
            self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1",
            "--local-directory", str(self.folder), "--name", f"w{number}", "--memory-limit", "0",
            "--death-timeout", "60",
        ])  # fmt: skip
        self.workers.append(process)
        return process

    def wait_for(self, workers: int) -> None:
        from distributed import Client

        with Client(self.address, timeout=WAIT_SECONDS, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=WAIT_SECONDS)

    def _run(self, command: str, options: Sequence[str]) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{command}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{command}", *options], stdout=log, stderr=log,
            env={**os.environ, **QUIET, **self.environment, FAILURES_VARIABLE: str(ALLOWED_FAILURES)}, cwd=self.folder,
        )  # fmt: skip
        log.close()
        self.processes.append(process)
        return process

    def _wait(self, until: Any, what: str) -> None:
        limit = monotonic() + WAIT_SECONDS
        while not until():
            assert monotonic() < limit, f"{what} does not start"
            assert all(p.poll() is None for p in self.processes), f"{what} ended"
            sleep(0.02)

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker as a machine ends that loses its power: no farewell, its helpers too."""
        helpers = psutil.Process(worker.pid).children(recursive=True)
        worker.send_signal(signal.SIGKILL)
        worker.wait(30)
        for helper in helpers:
            with suppress(psutil.NoSuchProcess):
                helper.kill()

    def stop(self) -> None:
        # Nothing is left to be saved, and a farewell to a scheduler that ends too would be waited for.
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)


@contextmanager
def running_cluster(folder: Path, environment: Mapping[str, str], *, workers: int = 2) -> Iterator[DaskCluster]:
    """Start a cluster."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = DaskCluster(folder, dict(environment))
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()
