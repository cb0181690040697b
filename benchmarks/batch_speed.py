"""How fast, and how small, reports are made: ours against three command lines for each, and against no notebook.

Run it with ``python benchmarks/batch_speed.py [--shipments 300] [--sample 6] [--long 0]``; ``make bench`` does. It
prints, all of one run on this machine:

- the command lines of old, for a sample of the shipments: papermill with its own engine, nbconvert to HTML, nbconvert
  to PDF through Chromium; one report after another, then two at a time;
- ours for all shipments, by the same runner as ``parcelproof batch``: executed notebook, HTML and PDF, and the packet
  as HTML and PDF on top;
- the same functions called without any notebook, in two processes that have all loaded;
- the execution alone, through papermill: its own engine and ours;
- memory: the PSS of everything that serves the workers, and with ``--long N`` whether N reports make it grow.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

WORKERS = 2
NOW = "2026-11-20T18:00:00+08:00"
BIN = Path(sys.executable).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


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


@contextmanager
def variables(**wanted: str) -> Iterator[None]:
    """Set variables of the environment for a while."""
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


def browser_folder(folder: Path) -> str:
    """Make Debian's Chromium look like the one that nbconvert's browser library would fetch; empty if there is none."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    if not program:
        return ""
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    env = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(folder)}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    place = Path(found.stdout.strip())
    number = place.relative_to(folder).parts[0].rpartition("-")[2]
    shell = folder / f"chromium_headless_shell-{number}" / "chrome-headless-shell-linux64" / "chrome-headless-shell"
    for path in (place, shell):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(program)
    return str(folder)


def commands(shipment_id: str, folder: Path, template: Path, *, browser: bool) -> None:
    """Make one report by the three command lines."""
    place = folder / shipment_id
    place.mkdir()
    lines = [
        [BIN / "papermill", "--no-progress-bar", "-p", "shipment_id", shipment_id, template, "report.ipynb"],
        [BIN / "jupyter", "nbconvert", "--to", "html", "report.ipynb"],
    ]
    if browser:
        quiet = "--WebPDFExporter.disable_sandbox=True"
        lines.append([BIN / "jupyter", "nbconvert", "--to", "webpdf", quiet, "report.ipynb"])
    for line in lines:
        done = subprocess.run([str(x) for x in line], cwd=place, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"A command line failed: {line}\n{done.stderr[-2000:]}")


def old_ways(shop: Path, ids: Sequence[str], template: Path) -> tuple[float, float]:
    """Return seconds for each report: one after another, and two at a time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = browser_folder(folder / "browsers")
        if not found:
            print("Chromium is missing: the PDF is left out of the command lines, so the ratios are too small.")
        with variables(PARCELPROOF_SHOP=str(shop), PLAYWRIGHT_BROWSERS_PATH=found):
            times = []
            for side_by_side in (1, WORKERS):
                place = folder / str(side_by_side)
                place.mkdir()
                start = time.perf_counter()
                with ThreadPoolExecutor(side_by_side) as pool:
                    list(pool.map(lambda i, p=place: commands(i, p, template, browser=bool(found)), ids))
                times.append((time.perf_counter() - start) / len(ids))
    return times[0], times[1]


def ours(shop: Path, ids: Sequence[str], times: int = 1) -> tuple[float, list[float]]:
    """Return seconds for each report by the runner, starts included, and the memory of each moment."""
    from parcelproof.batch.runner import ReportRunner
    from parcelproof.shop import Shop

    start = time.perf_counter()
    with Pss() as memory:
        for _ in range(times):
            failed = [r for r in ReportRunner(Shop(shop), workers=WORKERS, again=True).run(ids) if r.error]
            if failed:
                raise SystemExit(f"{len(failed)} reports failed; the first: {failed[0].shipment_id}: {failed[0].error}")
    return (time.perf_counter() - start) / (len(ids) * times), memory.seen


def without_notebook(job: object) -> object:
    """Make the files of a report by the functions alone; runs in a worker, like the maker of reports."""
    from parcelproof.batch.job import Job, Outcome
    from parcelproof.pages import shipment_report
    from parcelproof.report import packet_view, render_html, render_pdf
    from parcelproof.shop import SHOP_VARIABLE

    assert isinstance(job, Job)
    os.environ.update({SHOP_VARIABLE: str(job.shop), "PARCELPROOF_NOW": job.as_of.isoformat()})
    page = shipment_report({"shipment_id": job.name})
    with tempfile.TemporaryDirectory() as name:
        for view, stem in ((page._report, "report"), (packet_view(page._report), "packet")):
            (Path(name) / f"{stem}.html").write_text(render_html(view), encoding="utf-8")
            (Path(name) / f"{stem}.pdf").write_bytes(render_pdf(view, timestamp=job.as_of))
    return Outcome.MADE


def functions(shop: Path, ids: Sequence[str]) -> float:
    """Return seconds for each report without a notebook, on as many processes."""
    import batch_speed  # by its name, so that a worker finds it

    from parcelproof.batch.job import Job
    from parcelproof.batch.workers import work_off

    jobs = [Job(name=i, key="", shop=shop, as_of=datetime.fromisoformat(NOW)) for i in ids]
    start = time.perf_counter()
    for _job, done in work_off(jobs, batch_speed.without_notebook, workers=WORKERS):
        done.result()
    return (time.perf_counter() - start) / len(ids)


def execution(shop: Path, ids: Sequence[str], template: Path) -> tuple[float, float]:
    """Return the median seconds of executing one notebook through papermill: its own engine, ours."""
    import papermill

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
    parser.add_argument("--long", type=int, default=0, help="reports of the run that shows whether memory grows")
    given = parser.parse_args()

    from many_parcels import make_shop

    from parcelproof.resources import templates_dir

    template = templates_dir() / "reports" / "shipment.ipynb"
    with tempfile.TemporaryDirectory(prefix="pp-speed-") as name, variables(PARCELPROOF_NOW=NOW):
        place = Path(name) / "shop"
        make_shop(place, given.shipments)
        ids = _ids(place)
        sample = ids[:: max(len(ids) // given.sample, 1)][: given.sample]
        print(f"{len(ids)} shipments, {WORKERS} workers; command lines on {len(sample)} of them", flush=True)
        made, seen = ours(place, ids)
        direct = functions(place, ids)
        one, two = old_ways(place, sample, template)
        stock, engine = execution(place, sample, template)
        print(f"three command lines, one report after another: {one:7.3f} s a report")
        print(f"three command lines, two at a time:            {two:7.3f} s a report")
        print(f"ours, packet included:                         {made:7.3f} s a report")
        print(f"the functions without a notebook:              {direct:7.3f} s a report")
        print(
            f"ours is {one / made:.0f} x one after another (wanted 100), {two / made:.0f} x two at a time (wanted 50)"
        )
        print(f"ours takes {made / direct:.2f} x the functions alone (wanted at most 1.6)")
        print(f"execution alone: stock {stock:.3f} s, ours {engine:.3f} s: {stock / engine:.1f} x (wanted 8)")
        print(memory_line("memory", seen))
        if given.long:
            rounds = max(given.long // len(ids), 1)
            _, seen = ours(place, ids, rounds)
            print(memory_line(f"memory over {rounds * len(ids)} reports", seen))


def _ids(shop: Path) -> list[str]:
    from parcelproof.shop import Shop

    return Shop(shop).shipment_ids()


if __name__ == "__main__":
    main()
