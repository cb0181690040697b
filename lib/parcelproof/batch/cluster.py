"""Make reports on many machines: the same jobs, handed out by the scheduler of a dask.distributed cluster.

What travels to a machine is the settings of the shop, which hold no password, and the names of some reports; each
machine finds its own keys to the ledger and the bucket. What comes back is what became of each report. A machine that
is lost takes nothing along: its reports are handed to another one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from parcelproof import __version__
from parcelproof.batch.job import Done, Job, Make, Outcome
from parcelproof.errors import ParcelproofError, ReportError, ShopError
from parcelproof.many_machines import part
from parcelproof.messages import _
from parcelproof.playbook import load_playbook
from parcelproof.shop import Shop
from parcelproof.shop_settings import SETTINGS_FILE, ShopSettings, write_settings

AT_ONCE = 10
"""Reports in one task: fewer cost more of the scheduler's time, more are done again when a machine is lost."""
IN_FLIGHT = 3
"""Tasks per thread of the cluster that are handed out and not done yet."""
TRIES = 3
CONNECT_SECONDS = 15
LEFT_SECONDS = 3600
WORK_VARIABLE = "PARCELPROOF_WORK"

Answer = Outcome | ParcelproofError
"""What became of one report, as it travels."""


@dataclass(frozen=True)
class Told:
    """What a machine is told about the shop and the run.

    Attributes
    ----------
    settings : ShopSettings
        As in ``shop.yaml``: addresses, no passwords.
    version, playbook : str
        Of the machine that plans; reports of another version would differ.
    """

    settings: ShopSettings
    version: str
    playbook: str


class Cluster:
    """Does jobs on the machines of a cluster; takes the place of `workers.work_off`.

    Parameters
    ----------
    address : str
        Of the scheduler, for example ``tcp://10.0.0.5:8786``.
    shop : Shop

    Raises
    ------
    ShopError
        If the shop is not one that several machines can reach, or the part is not installed.
    """

    def __init__(self, address: str, shop: Shop) -> None:
        if not shop.settings.shared:
            raise ShopError(
                _("This shop is kept in a folder of this computer; other machines cannot reach it."),
                where=str(shop.folder / SETTINGS_FILE),
                mend=_("Move ledger, evidence and reports first: see docs/many_machines.md. Or leave out --scheduler."),
            )
        self._distributed: Any = part("distributed", "reports on many machines")
        self._address = address
        self._told = Told(shop.settings, __version__, shop.playbook.version)

    def __call__(self, jobs: Sequence[Job], make: Make, *, workers: int) -> Iterator[Done]:
        """Do every job; yield each as it is done, with what became of it.

        Parameters
        ----------
        jobs : sequence of Job
        make : callable
            A function at the top of a module; it gets each job with the folder of the shop on that machine.
        workers : int
            At least so many tasks are handed out at once; how many run is the size of the cluster.
        """
        client = self._connect()
        try:
            yield from _Run(self._distributed, client, self._told, make, workers).all(jobs)
        finally:
            with suppress(Exception):  # the scheduler may be gone; what was done is done
                client.close(timeout=CONNECT_SECONDS)

    def _connect(self) -> Any:
        try:
            client = self._distributed.Client(self._address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, RuntimeError) as error:
            raise ShopError(
                _("The scheduler does not answer ({why}).", why=type(error).__name__), where=self._address[:200],
                mend=_("Start it: dask scheduler. Write its address like tcp://10.0.0.5:8786."),
            ) from error  # fmt: skip
        if not client.scheduler_info().get("workers"):
            client.close()
            raise ShopError(
                _("The scheduler has no machine to work on yet."), where=self._address,
                mend=_("Start workers: dask worker {address} --nthreads 1", address=self._address),
            )  # fmt: skip
        return client


class _Run:
    """One run: tasks are handed out as others are done, so that a million jobs wait here and not in the scheduler."""

    def __init__(self, distributed: Any, client: Any, told: Told, make: Make, workers: int) -> None:
        self._distributed = distributed
        self._client = client
        self._told = told
        self._make = make
        self._workers = workers

    def all(self, jobs: Sequence[Job]) -> Iterator[Done]:
        waiting = [jobs[start : start + AT_ONCE] for start in range(0, len(jobs), AT_ONCE)][::-1]
        at_work: dict[Any, Sequence[Job]] = {}
        done = self._distributed.as_completed(loop=self._client.loop)
        try:
            while waiting or at_work:
                while waiting and len(at_work) < self._wanted():
                    some = waiting.pop()
                    task = self._submit(some)
                    at_work[task] = some
                    done.add(task)
                task = next(done)
                some = at_work.pop(task)
                if len(some) > 1 and isinstance(task.exception(), self._distributed.KilledWorker):
                    # One of these ends every process that tries it. Alone, it takes no other along.
                    waiting += [[job] for job in some]
                else:
                    yield from self._answers(task, some)
        finally:
            self._client.cancel(list(at_work), force=True)

    def _wanted(self) -> int:
        threads: int = sum(w["nthreads"] for w in self._client.scheduler_info()["workers"].values())
        return max(IN_FLIGHT * threads, self._workers, 1)

    def _submit(self, jobs: Sequence[Job]) -> Any:
        # The path of the shop on this computer means nothing on another one.
        travelling = [replace(job, shop=Path()) for job in jobs]
        return self._client.submit(make_some, self._told, self._make, travelling, pure=False, retries=TRIES)

    def _answers(self, task: Any, jobs: Sequence[Job]) -> Iterator[Done]:
        error = task.exception()
        answers = [_in_words(error)] * len(jobs) if error is not None else task.result()
        for job, answer in zip(jobs, answers, strict=True):
            future: Future[Outcome] = Future()
            if isinstance(answer, Outcome):
                future.set_result(answer)
            else:
                future.set_exception(answer)
            yield job, future


def _in_words(error: BaseException) -> ReportError:
    kind = type(error).__name__
    if kind == "KilledWorker":
        return ReportError(
            _("Every process that made this report was ended from outside."),
            mend=_("Is memory short on the machines of the cluster? Run it again."),
        )
    if isinstance(error, ImportError):
        return ReportError(
            _("A machine of the cluster has no Parcelproof, or another one."),
            mend=_("Install the same version on every machine, the scheduler's too."),
        )
    return ReportError(_("The cluster could not make this report ({why}).", why=kind), mend=_("Run it again."))


# -- on a machine of the cluster --------------------------------------------------------------

_ONE_AT_A_TIME = threading.Lock()
"""A report sets the environment of its process, so a worker with several threads still makes one after another."""


def make_some(told: Told, make: Callable[[Job], Outcome], jobs: Sequence[Job]) -> list[Answer]:
    """Make some reports on this machine; say for each what became of it."""
    with _ONE_AT_A_TIME:
        _refuse_other_version(told)
        home = _home(told.settings.model_dump_json())
        return [_answer(make, replace(job, shop=home)) for job in jobs]


def _answer(make: Callable[[Job], Outcome], job: Job) -> Answer:
    try:
        return make(job)
    except ParcelproofError as error:
        return error
    except Exception as error:  # one report nobody foresaw must not stop the others; its text may hold values
        return ReportError(
            _("The report failed ({why}).", why=type(error).__name__), mend=_("Run on that machine: parcelproof doctor")
        )


def _refuse_other_version(told: Told) -> None:
    if (__version__, load_playbook().version) != (told.version, told.playbook):
        raise ImportError("another version of Parcelproof or of its playbook")


@cache
def _home(told: str) -> Path:
    """Return the folder of the shop on this machine: its settings, copies of evidence, and drafts."""
    settings = ShopSettings.model_validate_json(told)
    folder = _work_folder() / hashlib.sha256(told.encode()).hexdigest()[:16]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / SETTINGS_FILE
        if not target.exists():
            write_settings(target, settings)
        _clear(folder / "reports")
    except OSError as error:
        raise ShopError(
            _("The folder for work cannot be written: {why}.", why=error.strerror), where=str(folder),
            mend=_("Name another one on this machine in the variable {name}.", name=WORK_VARIABLE),
        ) from error  # fmt: skip
    return folder


def _work_folder() -> Path:
    named = os.environ.get(WORK_VARIABLE, "")
    return Path(named) if named else Path.home() / ".cache" / "parcelproof"


def _clear(reports: Path) -> None:
    """Remove what killed processes left here: a finished report stays on a machine for seconds only."""
    if not reports.is_dir():
        return
    for path in reports.iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > LEFT_SECONDS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
