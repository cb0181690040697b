"""What a report costs on many machines, and whether it has the bytes of one that was made here.

Run it with ``python benchmarks/many_machines.py [--shipments 108]``. It makes the reports of the sample shop, repeated
to so many shipments, here and on a real cluster: a dask scheduler with two workers, the ledger in PostgreSQL, evidence
and reports in a bucket of moto's S3 server. It prints which files differ, and the processor time of each part: the
core-seconds of ``docs/many_machines.md``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests"), str(HERE.parent / "tests" / "many_machines")]

from batch_speed import NOW  # noqa: E402
from command_lines import variables  # noqa: E402
from dask_cluster import running_cluster  # noqa: E402
from machines import failures, fetched, made, moved_copy  # noqa: E402
from many_parcels import make_shop  # noqa: E402
from postgres_server import running_postgres  # noqa: E402
from s3_server import KEYS, running_s3  # noqa: E402

from parcelproof.shop import Shop  # noqa: E402

WORKERS = 2
CORES = 16
MILLION = 1_000_000


class Meter:
    """Wall and processor seconds of one run, of the whole machine: database and bucket are part of the cost."""

    wall = processor = 0.0

    @contextmanager
    def over(self) -> Iterator[None]:
        """Measure until the end of the block."""
        start, before = time.perf_counter(), _worked()
        yield
        self.wall, self.processor = time.perf_counter() - start, _worked() - before


def _worked() -> float:
    used = psutil.cpu_times()
    return float(used.user + used.nice + used.system)


def differing(here: Shop, there: Shop, ids: list[str]) -> tuple[list[str], int]:
    """Return the HTML and PDF files that are not equal byte for byte, and how many were compared."""
    wrong, compared = [], 0
    for name in ids:
        ours, theirs = fetched(here, name), fetched(there, name)
        for file in sorted({f for f in (*ours, *theirs) if f.endswith((".html", ".pdf"))}):
            compared += 1
            if ours.get(file) != theirs.get(file):
                wrong.append(f"{name}/{file}")
    return wrong, compared


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shipments", type=int, default=108)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="pp-many-") as name,
        variables(PARCELPROOF_NOW=NOW, **KEYS),
        running_postgres() as postgres,
        running_s3() as s3,
    ):
        place = Path(name)
        make_shop(place / "shop", given.shipments)
        here = Shop(shutil.copytree(place / "shop", place / "here"))
        there = moved_copy(place / "shop", place / "there", postgres, s3)
        ids = here.shipment_ids()
        alone, spread = Meter(), Meter()
        with alone.over():
            _all_made(failures(made(here, ids, workers=WORKERS)))
        cluster = running_cluster(place / "dask", {**KEYS, "PARCELPROOF_WORK": str(place / "work")})
        with cluster as dask, spread.over():
            _all_made(failures(made(there, ids, dask)))
        wrong, compared = differing(here, there, ids)
        print(f"{len(ids)} reports; {compared} HTML and PDF files compared, {len(wrong)} differ", *wrong[:20], sep="\n")
        for title, meter in (("here, two workers", alone), ("cluster, two workers", spread)):
            one = meter.processor / len(ids)
            hours = one * MILLION / 3600
            print(
                f"{title}: {meter.wall:.1f} s, {one:.3f} core-seconds a report; {MILLION:,} reports: {hours:.0f} "
                f"core-hours, {hours / CORES:.1f} hours with {CORES} cores"
            )
        if os.getloadavg()[0] > WORKERS + 2:
            print("The machine did other work too: both times are too large.")
        if wrong:
            raise SystemExit(1)


def _all_made(failed: dict[str, str]) -> None:
    if failed:
        raise SystemExit(f"{len(failed)} reports failed: {next(iter(failed.items()))}")


if __name__ == "__main__":
    main()
