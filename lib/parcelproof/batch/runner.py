"""Make many reports: papermill for each, in processes, unchanged ones left alone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from parcelproof.batch.history import Failure, History
from parcelproof.batch.job import PORTFOLIO, Job, Key, Make, Outcome, WorkOff
from parcelproof.batch.keys import Keys
from parcelproof.batch.leftovers import clean_all, room
from parcelproof.batch.once import make_once, published_of, wait_and_make
from parcelproof.batch.plan import USUAL_SECONDS, Plan
from parcelproof.batch.result import Result
from parcelproof.batch.workers import work_off
from parcelproof.errors import ParcelproofError, nearest
from parcelproof.messages import _
from parcelproof.shop import Shop

__all__ = ["ReportRunner", "Result"]


class ReportRunner:
    """Makes the reports of one shop.

    Parameters
    ----------
    shop : Shop
    workers : int
        Processes side by side.
    again : bool
        Make reports even if nothing changed.
    work_off : WorkOff
        Who does the work: processes of this computer by default.

    Raises
    ------
    ReportError
        If the folder of the reports cannot be used.
    """

    def __init__(self, shop: Shop, *, workers: int = 2, again: bool = False, work_off: WorkOff = work_off) -> None:
        self._shop = shop
        self._workers = workers
        self._again = again
        self._work_off = work_off
        self._as_of = shop.now().replace(microsecond=0)
        self._history = History(shop.folder)
        clean_all(shop.reports_folder, self._history)

    def plan(self, shipment_ids: Iterable[str]) -> Plan:
        """Say what a run over these shipments would do; nothing is made."""
        known = self._shop.shipment_ids()
        wanted = dict.fromkeys(shipment_ids)
        here = set(known)
        unknown = {name: _unknown(name, known) for name in wanted if name not in here}
        keys = Keys(self._shop, self._as_of)
        found = keys.of(name for name in wanted if name in here)
        failed = self._history.failed().keys()
        made = {} if self._again else published_of(self._shop, list(found))
        todo = [name for name, key in found.items()
                if self._again or not _holds(keys, name, made[name], key)]  # fmt: skip
        todo.sort(key=lambda name: name in failed)
        each = self._history.seconds()
        side_by_side = max(1, min(self._workers, len(todo)))
        return Plan(
            keys=found, todo=todo, unknown=unknown, failed_before=frozenset(failed & set(todo)),
            seconds=(each or USUAL_SECONDS) * len(todo) / side_by_side, measured=each is not None,
        )  # fmt: skip

    def run(self, shipment_ids: Sequence[str] | Plan) -> Iterator[Result]:
        """Make reports; yield each result as it is ready. One that fails never stops the others."""
        plan = shipment_ids if isinstance(shipment_ids, Plan) else self.plan(shipment_ids)
        for name, failure in plan.unknown.items():
            yield Result(name, self._folder(name), failure=failure)
        failed = self._history.failed()
        for name in plan.unchanged:
            if name in failed:  # it was in its place already when the run failed, or another run made it
                self._history.note(name, None)
            yield Result(name, self._folder(name), unchanged=True)
        if not plan.todo:
            return
        began, made = time.monotonic(), 0
        for result in self._work([self._job(name, str(plan.keys[name])) for name in plan.todo]):
            self._history.note(result.shipment_id, result.failure)
            made += result.made
            yield result
        if made > self._workers:
            self._history.note_seconds((time.monotonic() - began) * min(self._workers, len(plan.todo)) / made)

    def portfolio(self) -> Result:
        """Make the page over all shipments."""
        # It links to the reports that are there.
        made = [name for name, key in published_of(self._shop, self._shop.shipment_ids()).items() if key]
        key = str(Keys(self._shop, self._as_of).portfolio(made))
        if not self._again and published_of(self._shop, [PORTFOLIO])[PORTFOLIO] == key:
            return Result(PORTFOLIO, self._folder(PORTFOLIO), unchanged=True)
        return next(iter(self._work([self._job(PORTFOLIO, key)])))

    def _work(self, jobs: Sequence[Job]) -> Iterator[Result]:
        with room():
            yield from self._work_in_room(jobs)

    def _work_in_room(self, jobs: Sequence[Job]) -> Iterator[Result]:
        # What another run has at work comes last: it is waited for when there is nothing else to do.
        make: Make = make_once
        while jobs:
            busy = []
            for job, done in self._work_off(jobs, make, workers=self._workers):
                result = self._result(job, done)
                if result is None:
                    busy.append(job)
                else:
                    yield result
            jobs, make = busy, wait_and_make

    def _result(self, job: Job, done: Future[Outcome]) -> Result | None:
        """Return what became of a job; None if another run is at it."""
        folder = self._folder(job.name)
        try:
            outcome = done.result()
        except ParcelproofError as error:
            return Result(job.name, folder, failure=Failure.of(error, job.name))
        except BrokenProcessPool:
            reason = _("The process that made this report was ended from outside.")
            failure = Failure(_("make the report"), reason, _("Is memory short? Run it again with fewer --workers."))
            return Result(job.name, folder, failure=failure)
        except Exception as error:  # one report nobody foresaw must not stop the others; its text may hold values
            reason = _("The report failed ({why}).", why=type(error).__name__)
            failure = Failure(_("make the report"), reason, _("Run: parcelproof doctor"))
            return Result(job.name, folder, failure=failure)
        if outcome is Outcome.BUSY:
            return None
        return Result(job.name, folder, elsewhere=outcome is Outcome.BY_ANOTHER_RUN)

    def _folder(self, name: str) -> Path:
        return self._shop.reports_folder if name == PORTFOLIO else self._shop.reports_folder / name

    def _job(self, name: str, key: str) -> Job:
        return Job(name=name, key=key, shop=self._shop.folder.resolve(), as_of=self._as_of, again=self._again)


def _holds(keys: Keys, name: str, made: str, wanted: Key) -> bool:
    try:
        return keys.holds(name, made, wanted)
    except ParcelproofError:  # a record or file that cannot be read: the report is tried, and says so itself
        return False


def _unknown(name: str, known: Sequence[str]) -> Failure:
    hint = nearest(name, known) or _("See the ids with: parcelproof status")
    return Failure(_("find the parcel"), _("There is no shipment with this id."), hint)
