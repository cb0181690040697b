"""How fast, and how small, reports are made: ours against three command lines for each, and against no notebook.

Run it with ``python benchmarks/batch_speed.py [--shipments 300] [--sample 6] [--long 0]``; ``make bench`` does. It
prints, all of one run on this machine:

- the command lines of old, for a sample of the shipments: papermill with its own engine, nbconvert to HTML, nbconvert
  to PDF through Chromium; one report after another, then two at a time;
- ours for all shipments, by the same runner as ``parcelproof batch``, its start included: executed notebook, HTML and
  PDF, as the command lines make them; and once more with the packet as HTML and PDF on top, as sellers get them;
- the same functions called without any notebook, in two processes that have all loaded, with and without the packet;
- the execution alone, through papermill: its own engine and ours;
- memory: the PSS of everything that serves the workers, and with ``--long N`` whether N reports of one batch make it
  grow (``--only-long``: that alone).

The ratios compare like with like, without the packet. Python finds its modules compiled everywhere.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from parcelproof.batch.job import Done, Job, Make, Outcome

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

WORKERS = 2
NOW = "2026-11-20T18:00:00+08:00"


class Pss:
    """Watches the memory of all processes below this one that serve reports, in MB."""

    def __init__(self) -> None:
        self.seen: list[float] = []
        self._stop = threading.Event()

    def __enter__(self) -> Pss:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(2):
            self.seen.append(pss())

    def largest(self) -> float:
        """Return the largest sum that was seen."""
        return max(self.seen, default=0.0)


def pss() -> float:
    """Return what all processes below this one hold together, shared pages counted once."""
    total = 0
    for process in psutil.Process().children(recursive=True):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20


def ours(shop: Path, ids: Sequence[str], *, packet: bool = True) -> tuple[float, list[float]]:
    """Return seconds for each report by the runner, starts included, and the memory of each moment."""
    import batch_speed  # by its name, so that a worker finds it

    from parcelproof.batch.runner import ReportRunner
    from parcelproof.batch.workers import work_off
    from parcelproof.shop import Shop

    def without_packet(jobs: Sequence[Job], _make: Make, *, workers: int) -> Iterator[Done]:
        return work_off(jobs, batch_speed.make_without_packet, workers=workers)

    by = work_off if packet else without_packet
    os.sync()  # what made the shop is not to be waited for here
    start = time.perf_counter()
    with Pss() as memory:
        runner = ReportRunner(Shop(shop), workers=WORKERS, again=True, work_off=by)
        failed = [r for r in runner.run(ids) if r.error]
        if failed:
            raise SystemExit(f"{len(failed)} reports failed; the first: {failed[0].shipment_id}: {failed[0].error}")
    return (time.perf_counter() - start) / len(ids), memory.seen


def one_batch(shop: Path, ids: Sequence[str], times: int) -> tuple[float, list[float]]:
    """Return seconds for each report, and the memory of each moment, where the same workers make all of them."""
    from parcelproof.batch.job import Job
    from parcelproof.batch.once import make_once
    from parcelproof.batch.workers import work_off

    jobs = [
        Job(name=name, key=str(number), shop=shop, as_of=datetime.fromisoformat(NOW), again=True)
        for number in range(times)
        for name in ids
    ]
    start = time.perf_counter()
    with Pss() as memory:
        for number, (_job, done) in enumerate(work_off(jobs, make_once, workers=WORKERS), start=1):
            done.result()
            if number % 1000 == 0:
                print(f"  {number} reports, {pss() / WORKERS:.0f} MB PSS for each worker", flush=True)
    return (time.perf_counter() - start) / len(jobs), memory.seen


def make_without_packet(job: Job) -> Outcome:
    """Make a report as the runner does, but not what leaves the house; runs in a worker."""
    from parcelproof.batch import drawing, make
    from parcelproof.batch.once import make_once

    make.draw_files = lambda notebook, **given: drawing.draw_files(notebook, **{**given, "packet": False})
    return make_once(job)


def call_functions(job: Job) -> Outcome:
    """Make the files of a report by the functions alone; runs in a worker, like the maker of reports."""
    return _call(job, packet=False)


def call_functions_with_packet(job: Job) -> Outcome:
    """Make those of the packet too."""
    return _call(job, packet=True)


def _call(job: Job, *, packet: bool) -> Outcome:
    from parcelproof.batch.job import Outcome
    from parcelproof.pages import shipment_report
    from parcelproof.report import packet_view, render_html, render_pdf
    from parcelproof.shop import SHOP_VARIABLE

    os.environ.update({SHOP_VARIABLE: str(job.shop), "PARCELPROOF_NOW": job.as_of.isoformat()})
    report = shipment_report({"shipment_id": job.name})._report
    with tempfile.TemporaryDirectory() as name:
        for view, stem in ((report, "report"), (packet_view(report), "packet"))[: 1 + packet]:
            (Path(name) / f"{stem}.html").write_text(render_html(view), encoding="utf-8")
            (Path(name) / f"{stem}.pdf").write_bytes(render_pdf(view, timestamp=job.as_of))
    return Outcome.MADE


def functions(shop: Path, ids: Sequence[str], *, packet: bool) -> float:
    """Return seconds for each report without a notebook, on as many processes."""
    import batch_speed  # by its name, so that a worker finds it

    from parcelproof.batch.job import Job
    from parcelproof.batch.workers import work_off

    jobs = [Job(name=i, key="", shop=shop, as_of=datetime.fromisoformat(NOW)) for i in ids]
    call = batch_speed.call_functions_with_packet if packet else batch_speed.call_functions
    start = time.perf_counter()
    for _job, done in work_off(jobs, call, workers=WORKERS):
        done.result()
    return (time.perf_counter() - start) / len(ids)


def execution(shop: Path, ids: Sequence[str], template: Path) -> tuple[float, float]:
    """Return the median seconds of executing one notebook through papermill: its own engine, ours."""
    import papermill
    from command_lines import variables

    def median(engine: str | None) -> float:
        return statistics.median(_timed(lambda i=i: run(engine, i)) for i in ids)

    with tempfile.TemporaryDirectory() as name, variables(PARCELPROOF_SHOP=str(shop)):
        output = str(Path(name) / "out.ipynb")

        def run(engine: str | None, shipment_id: str) -> None:
            papermill.execute_notebook(
                str(template), output, {"shipment_id": shipment_id}, engine_name=engine, progress_bar=False
            )

        run("parcelproof", ids[0])  # the fork server starts once
        return median(None), median("parcelproof")


def _timed(do: Callable[[], None]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def memory_line(name: str, seen: Sequence[float]) -> str:
    """Say how large the processes were, for each worker."""
    quarter = max(len(seen) // 4, 1)
    begin, end = statistics.median(seen[quarter : 2 * quarter] or seen), statistics.median(seen[-quarter:])
    return (
        f"{name}: at most {max(seen) / WORKERS:.0f} MB PSS for each worker; second quarter of the run "
        f"{begin / WORKERS:.0f} MB, last quarter {end / WORKERS:.0f} MB"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shipments", type=int, default=300)
    parser.add_argument("--sample", type=int, default=6, help="shipments that the command lines make")
    parser.add_argument("--shop", type=Path, help="a shop that `many_parcels` made; it is copied")
    parser.add_argument("--long", type=int, default=0, help="reports of the run that shows whether memory grows")
    parser.add_argument("--only-long", action="store_true", help="make that run alone")
    given = parser.parse_args()

    from command_lines import old_ways, variables
    from many_parcels import make_shop

    from parcelproof.resources import templates_dir

    template = templates_dir() / "reports" / "shipment.ipynb"
    # Where Python is told to keep nothing compiled, each command line would compile all that it loads.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with (
        tempfile.TemporaryDirectory(prefix="pp-speed-") as name,
        variables(PARCELPROOF_NOW=NOW, PYTHONPYCACHEPREFIX=f"{name}/compiled"),
    ):
        place = Path(name) / "shop"
        if given.shop:
            shutil.copytree(given.shop, place, ignore=shutil.ignore_patterns("reports"))
        else:
            make_shop(place, given.shipments)
        ids = _ids(place)[: given.shipments]
        sample = ids[:: max(len(ids) // given.sample, 1)][: given.sample]
        if given.only_long:
            long_run(place, ids, given.long)
            return
        print(f"{len(ids)} shipments, {WORKERS} workers; command lines on {len(sample)} of them", flush=True)
        ours(place, ids[:WORKERS])  # Python compiles its modules now, as it does before the command lines are timed
        made, seen = ours(place, ids, packet=False)
        # Before anything else that serves notebooks is started, for that would count as memory of the workers.
        whole, seen_whole = ours(place, ids)
        direct = functions(place, ids, packet=False)
        direct_whole = functions(place, ids, packet=True)
        one, two = old_ways(place, sample, template)
        stock, engine = execution(place, sample, template)
        print(f"three command lines, one report after another: {one:7.3f} s a report")
        print(f"three command lines, two at a time:            {two:7.3f} s a report")
        print(f"ours, notebook and HTML and PDF (is counted):  {made:7.3f} s a report; with packet {whole:.3f} s")
        print(
            f"the functions without a notebook:              {direct:7.3f} s a report; with packet {direct_whole:.3f} s"
        )
        print(
            f"ours is {one / made:.0f} x one after another (wanted 100), {two / made:.0f} x two at a time (wanted 50)"
        )
        print(f"ours takes {made / direct:.2f} x the functions alone (wanted at most 1.6)")
        print(f"execution alone: stock {stock:.3f} s, ours {engine:.3f} s: {stock / engine:.1f} x (wanted 8)")
        print(memory_line("memory", [*seen, *seen_whole]))
        if given.long:
            long_run(place, ids, given.long)


def long_run(shop: Path, ids: Sequence[str], reports: int) -> None:
    """Print whether the workers grow while they make so many reports."""
    rounds = -(-reports // len(ids))
    each, seen = one_batch(shop, ids, rounds)
    print(memory_line(f"memory over {rounds * len(ids)} reports of one batch ({each:.3f} s each)", seen))


def _ids(shop: Path) -> list[str]:
    from parcelproof.shop import Shop

    return Shop(shop).shipment_ids()


if __name__ == "__main__":
    main()
