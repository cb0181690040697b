"""The processes that make reports: they end with their parent, and one that dies takes only its own job along."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from pathlib import Path

from parcelproof.batch.engine.client import executor
from parcelproof.batch.engine.server_settings import LOADED, SERVER_ENV
from parcelproof.batch.engine.system import AVAILABLE
from parcelproof.batch.job import Done, Job, Make, Outcome
from parcelproof.batch.once import kept_elsewhere, modules_of
from parcelproof.language import current_language, speak
from parcelproof.messages import learn


def work_off(jobs: Sequence[Job], make: Make, *, workers: int) -> Iterator[Done]:
    """Do every job; yield each as it is done, with what became of it.

    Parameters
    ----------
    jobs : sequence of Job
    make : callable
        Makes one report; a function at the top of a module.
    workers : int
        Processes side by side.
    """
    waiting = list(jobs)
    ahead = _chosen(jobs, workers)
    while waiting:
        broken: list[Job] = []
        for job, done in _in_pool(waiting, make, workers, ahead):
            if isinstance(done.exception(), BrokenProcessPool):
                broken.append(job)
            else:
                yield job, done
        # A process that dies takes its pool along. Jobs begin in order, and one waits in the pool's queue: only
        # the first ones can have been at work, so each of these gets a pool of its own; the others go on together.
        broken.sort(key=waiting.index)
        for job in broken[: workers + 1]:
            yield from _in_pool([job], make, 1)
        waiting, ahead = broken[workers + 1 :], ()


def _chosen(jobs: Sequence[Job], workers: int) -> Sequence[str]:
    if not AVAILABLE:
        return ()
    from parcelproof.batch.rehearsal import chosen

    return chosen(jobs, workers)


def _in_pool(jobs: Sequence[Job], make: Make, workers: int, ahead: Sequence[str] = ()) -> Iterator[Done]:
    with ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=_context(), initializer=_begin,
        initargs=(dict(os.environ), jobs[0].shop, current_language().code, ahead),
    ) as pool:  # fmt: skip
        waiting = {_submitted(pool, make, job): job for job in jobs}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _context() -> BaseContext:
    """Return how workers begin: as forks of one clean process that has all loaded, or each by itself.

    Never as forks of this process: it may run threads, and hold what a fork must not have.
    """
    if not AVAILABLE:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([LOADED])
    with _settings(SERVER_ENV):
        forkserver.ensure_running()
    return context


@contextmanager
def _settings(wanted: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _submitted(pool: ProcessPoolExecutor, make: Make, job: Job) -> Future[Outcome]:
    try:
        return pool.submit(make, job)
    except BrokenProcessPool as error:
        lost: Future[Outcome] = Future()
        lost.set_exception(error)
        return lost


def _begin(env: Mapping[str, str], shop: Path, language: str, ahead: Sequence[str]) -> None:
    # Ctrl-C reaches every process of a terminal. A worker ends what it is at; its parent begins nothing new.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(env)
    tempfile.tempdir = None  # found again, from this environment
    speak(language)  # the process that all are forked from speaks English
    if LOADED in sys.modules:
        learn()
        hold_playbook()
        hold_shop(shop, ahead)
        gc.freeze()
        gc.enable()
        executor().start(_modules(shop))  # forked now, before there is a second thread
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _modules(shop: Path) -> Sequence[str]:
    with suppress(Exception):  # settings that cannot be read are told by each report
        return modules_of(shop)
    return ()


def hold_playbook() -> None:
    """Read the playbook in the language of the reports: what all was loaded with is English."""
    from parcelproof.playbook import load_playbook

    with suppress(Exception):  # what is wrong with it is told by each report
        load_playbook()


def hold_shop(shop: Path, ahead: Sequence[str] = ()) -> None:
    """Read what all reports need to know of the whole shop, for the forks of this process.

    Only where nothing but files is read: what speaks to another machine may begin threads.

    Parameters
    ----------
    shop : Path
    ahead : sequence of str
        Shipments to read; see `parcelproof.batch.rehearsal`.
    """
    with suppress(Exception):  # what cannot be read is told by each report that needs it
        if not kept_elsewhere(shop):
            from parcelproof.shop import Shop
            from parcelproof.whole_shop import hold

            target = Shop(shop)
            hold(target.ledger, target.evidence)
            if ahead:
                from parcelproof.batch.rehearsal import read_ahead

                read_ahead(target, ahead)


def _end_with_parent() -> None:
    # A parent that was killed tells nobody, and a worker would wait for its next job for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
