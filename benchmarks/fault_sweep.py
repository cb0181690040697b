"""A fault at every point of a run: what fails, what is killed, and whether all holds after it.

Run it with ``python benchmarks/fault_sweep.py [--lanes N] [--step N] [--kills N] [--only NAME]``. It prints the number
of injections and each violation. A point is a call that changes a file, of any process of the run, SQLite's included
(`tests/batch/crash_points.c`). At each point: one error, SIGKILL to the process, SIGKILL to the group (with a write
half done), or a disk that is full from there on. Then verify, a rerun, verify. It needs Linux and a C compiler.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
sys.path[:0] = [str(TESTS / "batch"), str(TESTS)]

from crash_lane import Lane  # noqa: E402
from crash_points import library  # noqa: E402
from crash_sweep import Fault, Outcome, Sweep, drafts  # noqa: E402
from small_shop import IDS, NOW, build_small_shop  # noqa: E402

from parcelproof.shop import Shop  # noqa: E402

ERRORS = {"write": errno.ENOSPC, "create": errno.ENOSPC, "mkdir": errno.ENOSPC}
Work = Callable[[Sweep], Outcome]


class Tally:
    """Counts outcomes and prints violations as they come."""

    def __init__(self, name: str) -> None:
        self.name, self.done, self.bad = name, Counter[str](), 0
        self._began = time.monotonic()

    def take(self, outcome: Outcome) -> None:
        """Count one."""
        if outcome.fault.at and not outcome.ran.fired:
            self.done["not reached"] += 1
            return
        self.done[outcome.fault.action] += 1
        if sum(self.done.values()) % 50 == 0:
            self.show()
        if outcome.broken:
            self.bad += 1
            print("VIOLATION", self.name, outcome, flush=True)

    def show(self) -> None:
        """Print the counts."""
        total = sum(n for action, n in self.done.items() if action != "not reached")
        seconds = time.monotonic() - self._began
        print(f"{self.name}: {total} injections, {self.bad} violations, {seconds:.0f} s; {dict(self.done)}", flush=True)


def work_off(name: str, sweeps: Sequence[Sweep], work: Sequence[Work]) -> Tally:
    """Share the work among lanes."""
    tally, waiting = Tally(name), list(reversed(work))

    def go(sweep: Sweep) -> None:
        while waiting:
            tally.take(waiting.pop()(sweep))

    with ThreadPoolExecutor(len(sweeps)) as pool:
        for done in [pool.submit(go, sweep) for sweep in sweeps]:
            done.result()
    tally.show()
    return tally


def faults(sweep: Sweep, step: int) -> list[Work]:
    """One error and one kill at every step-th point; the other faults at every fourth of these."""
    found = []
    for place, at in enumerate(range(1, sweep.points + 1, step)):
        found += [Fault("error", at, ERRORS.get(sweep.events[at - 1].kind, errno.EIO)), Fault("kill", at)]
        found += [Fault("kill all", at)] if place % 4 == 0 else []
        found += [Fault("full", at)] if place % 4 == 2 else []
    random.Random(6).shuffle(found)  # so that the counts on the way say something of all points
    return [lambda s, fault=fault: s.inject(fault) for fault in found]  # type: ignore[misc]


def kills(count: int, longest: float, cold: bool) -> list[Work]:
    """The whole group killed at random moments."""
    chance = random.Random(6)
    moments = [chance.uniform(0, longest) for _ in range(count)]
    return [lambda s, at=at: s.kill_after(at, cold=cold) for at in moments]  # type: ignore[misc]


def prepared(lanes: Sequence[Lane], shop: Path, *argv: str) -> list[Sweep]:
    """Return a sweep per lane, each with an undisturbed run behind it."""
    sweeps = [Sweep(lane, shop, argv, {"PARCELPROOF_NOW": NOW}) for lane in lanes]
    for sweep in sweeps:
        sweep.prepare()
    print(f"{' '.join(argv[:2])}: {sweeps[0].points} points", flush=True)
    return sweeps


def many_at_once(lane: Lane, shop: Path) -> Tally:
    """Twelve batches at once, then twelve beside three open pages: each report made once, all that is typed kept."""
    tally = Tally("twelve batches and three pages at once")
    sweep = Sweep(lane, shop, [], {"PARCELPROOF_NOW": NOW})
    sweep.renew()
    batch = ["report", *IDS[:3], "--workers", "1", "--json", "--shop", str(sweep.copy)]
    runs = lane.together([batch] * 12, env=sweep.env)
    made = [r["shipment_id"] for run in runs for r in json.loads(run.said.splitlines()[-1])["reports"]
            if not (r["unchanged"] or r["made_by_another_run"])]  # fmt: skip
    broken = [] if sorted(made) == sorted(IDS[:3]) else [f"made: {sorted(made)}"]
    pages = [["writer", str(sweep.copy), name, "10"] for name in ("anna", "bo", "chen")]
    runs += lane.together([*pages, *[batch] * 12], env=sweep.env)
    broken += [run.said[-300:] for run in runs if run.code or "locked" in run.said or "Traceback" in run.said]
    found = Shop(sweep.copy)
    broken += [str(problem) for problem in found.verify()] + runs[-1].left + drafts(sweep.copy)
    broken += [] if len(found.shipment_ids()) == 3 + 30 else ["a shipment is missing"]
    tally.take(Outcome(Fault("together", 0), None, runs[-1], runs[-1], broken))
    tally.show()
    return tally


def main() -> None:
    """Sweep, and end with 1 if something was violated."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lanes", type=int, default=2)
    options.add_argument("--step", type=int, default=1, help="take every so many points")
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--only", default="", help="batch, pair, import, kills or many")
    chosen = options.parse_args()
    os.environ["PARCELPROOF_NOW"] = NOW
    with tempfile.TemporaryDirectory(prefix="fault-sweep-") as name:
        folder = Path(name)
        shop = build_small_shop(folder / "made", IDS[:3]).folder
        empty = build_small_shop(folder / "empty", IDS[:2], take=False).folder
        lanes = [Lane(library(folder), folder / f"lane{n}") for n in range(chosen.lanes)]
        try:
            tallies = [*sweep_all(lanes, shop, empty, chosen)]
        finally:
            for lane in lanes:
                lane.close()
    raise SystemExit(any(tally.bad for tally in tallies))


def sweep_all(lanes: Sequence[Lane], shop: Path, empty: Path, chosen: argparse.Namespace) -> list[Tally]:
    """Do all that was chosen."""
    tallies = []
    if chosen.only in {"", "batch"}:
        sweeps = prepared(lanes, shop, "report", *IDS[:3], "--workers", "1")
        tallies.append(work_off("batch of three reports", sweeps, faults(sweeps[0], chosen.step)))
    if chosen.only in {"", "pair"}:
        sweeps = prepared(lanes, shop, "report", "--all", "--workers", "2")
        tallies.append(work_off("two workers and the page over all", sweeps, faults(sweeps[0], chosen.step * 8)))
    if chosen.only in {"", "import"}:
        sweeps = prepared(lanes, empty, "import", str(empty.parent / "exports"))
        tallies.append(work_off("import of photos and scans", sweeps, faults(sweeps[0], chosen.step)))
    if chosen.only in {"", "kills"}:
        sweeps = prepared(lanes, shop, "report", "--all", "--workers", "2")
        began = time.monotonic()
        sweeps[0].renew()
        sweeps[0].run()
        longest = time.monotonic() - began
        cold = chosen.kills // 10
        work = [*kills(chosen.kills - cold, longest, False), *kills(cold, longest + 3, True)]
        tallies.append(work_off("killed at random moments", sweeps, work))
    if chosen.only in {"", "many"}:
        tallies.append(many_at_once(lanes[0], shop))
    return tallies


if __name__ == "__main__":
    main()
