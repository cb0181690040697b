"""Make many reports: papermill for each, in processes, unchanged ones left alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from parcelproof import __version__
from parcelproof.batch.job import PORTFOLIO, Job, Make, Outcome, WorkOff
from parcelproof.batch.once import make_once, published, wait_and_make
from parcelproof.batch.publish import clean_leftovers, working_folder
from parcelproof.batch.workers import work_off
from parcelproof.errors import ParcelproofError, ReportError
from parcelproof.overview import REPORT_FILE
from parcelproof.resources import templates_dir
from parcelproof.shop import Shop


@dataclass(frozen=True)
class Result:
    """What became of one report.

    Attributes
    ----------
    shipment_id : str
        Or ``portfolio``.
    folder : Path
        Where it was published.
    unchanged : bool
        It was there already, and nothing that it depends on has changed.
    elsewhere : bool
        Another run made it while this one was at work.
    error : str
        Plain reason if it failed; empty otherwise.
    """

    shipment_id: str
    folder: Path
    unchanged: bool = False
    elsewhere: bool = False
    error: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the result for scripts."""
        return {
            "shipment_id": self.shipment_id, "folder": str(self.folder), "unchanged": self.unchanged,
            "made_by_another_run": self.elsewhere, "error": self.error,
        }  # fmt: skip


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
    """

    def __init__(self, shop: Shop, *, workers: int = 2, again: bool = False, work_off: WorkOff = work_off) -> None:
        self._shop = shop
        self._workers = workers
        self._again = again
        self._work_off = work_off
        self._as_of = shop.now().replace(microsecond=0)
        try:
            clean_leftovers(shop.reports_folder)
        except OSError as error:
            raise ReportError(
                f"The folder of the reports cannot be used: {error.strerror}.", where=str(shop.reports_folder),
                mend="Make it a folder that you can write in, then run this again.",
            ) from error  # fmt: skip

    def run(self, shipment_ids: Sequence[str]) -> Iterator[Result]:
        """Make reports; yield each result as it is ready. One that fails never stops the others."""
        jobs = []
        for shipment_id in shipment_ids:
            try:
                key = self._key(shipment_id)
            except ParcelproofError as error:
                yield Result(shipment_id, self._folder(shipment_id), error=str(error))
                continue
            if not self._again and self._published(shipment_id) == key:
                yield Result(shipment_id, self._folder(shipment_id), unchanged=True)
            else:
                jobs.append(self._job(shipment_id, key))
        yield from self._work(jobs)

    def portfolio(self) -> Result:
        """Make the page over all shipments."""
        # The page links to the reports that there are: one more or less changes it too.
        made = [i for i in self._shop.shipment_ids() if (self._folder(i) / REPORT_FILE).exists()]
        key = self._digest(PORTFOLIO, self._shop.ledger.head()[1], *made)
        if not self._again and self._published(PORTFOLIO) == key:
            return Result(PORTFOLIO, self._folder(PORTFOLIO), unchanged=True)
        return next(iter(self._work([self._job(PORTFOLIO, key)])))

    def _work(self, jobs: Sequence[Job]) -> Iterator[Result]:
        if not jobs:
            return
        with ExitStack() as held:
            try:
                held.enter_context(working_folder())
            except OSError as error:
                raise ReportError(
                    f"There is no room for temporary files: {error.strerror}.",
                    mend="Look if the disk of the temporary folder is full, then run this again.",
                ) from error
            yield from self._work_off_all(jobs)

    def _work_off_all(self, jobs: Sequence[Job]) -> Iterator[Result]:
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
            return Result(job.name, folder, error=str(error))
        except BrokenProcessPool:
            return Result(job.name, folder, error="The process that made this report was ended from outside.")
        except Exception as error:  # one report nobody foresaw must not stop the others; its text may hold values
            return Result(
                job.name, folder, error=f"The report failed ({type(error).__name__}). Run: parcelproof doctor"
            )
        if outcome is Outcome.BUSY:
            return None
        return Result(job.name, folder, elsewhere=outcome is Outcome.BY_ANOTHER_RUN)

    # -- what a report depends on -------------------------------------------------------------

    def _key(self, shipment_id: str) -> str:
        shipment = self._shop.shipment(shipment_id)
        twins = sorted(f"{t.photo_sha256}{t.other_shipment}{t.other_sha256}" for t in shipment.photo_twins)
        products = [file.head for file in shipment.products]
        # How many pieces the shop sold is compared with papers only.
        sold = dict(shipment.sold) if shipment.supplier_proofs else {}
        shop_wide = json.dumps([sold, dict(shipment.serials_elsewhere)], sort_keys=True)
        return self._digest(shipment_id, shipment.head, *shipment.siblings, *twins, *products, shop_wide)

    def _digest(self, *inputs: str) -> str:
        # The day counts, not the second: findings speak of days, and an unchanged shipment should cost nothing.
        parts = [*self._constant, self._as_of.date().isoformat(), *inputs]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    @cached_property
    def _constant(self) -> tuple[str, ...]:
        templates = sorted((templates_dir() / "reports").glob("*"))
        files = hashlib.sha256(b"".join(hashlib.sha256(p.read_bytes()).digest() for p in templates)).hexdigest()
        settings = json.dumps(self._shop.settings.model_dump(), sort_keys=True)
        return (__version__, self._shop.playbook.version, files, settings)

    def _published(self, name: str) -> str:
        mark = published(self._shop.reports_folder, name)
        return mark.key if mark else ""

    def _folder(self, name: str) -> Path:
        return self._shop.reports_folder if name == PORTFOLIO else self._shop.reports_folder / name

    def _job(self, name: str, key: str) -> Job:
        return Job(name=name, key=key, shop=self._shop.folder.resolve(), as_of=self._as_of, again=self._again)
