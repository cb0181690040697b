"""Ten million scans reviewed: Parcelproof with all rules, plain DuckDB and plain pandas with three facts only.

Run it with ``python benchmarks/review_bulk.py [--shipments N] [--rounds N] [--csv] [--write]``. Each contender runs
in a process of its own, in turn, reads the same Parquet file, may use the same number of cores, and holds its answer
in memory, one row per parcel; nobody writes it to disk. Loading libraries and the playbook counts. DuckDB and pandas
answer status, age and largest gap per parcel and read the six columns that this needs; what the codes mean is handed
to them. Parcelproof reads all twelve columns and answers everything that the review says. The file is made up,
seeded, in a temporary folder; a parcel's scans stand near each other in it, as in an export by day. Seconds of
processor say more than the clock where other work runs beside.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from made_scans import AS_OF, MEANINGS, make, write_csv, write_meanings

THREADS = min(os.cpu_count() or 1, 2)


def meanings(path: Path) -> list[list[str]]:
    """Return system, code, detail code, wording and status, as they stand beside the scans."""
    found: list[list[str]] = json.loads(path.with_name(MEANINGS).read_text())
    return found


def duckdb_with_meanings(path: Path, folder: Path) -> Any:
    """Open DuckDB with the table of meanings in it."""
    import duckdb

    base = duckdb.connect()
    base.execute(f"SET threads={THREADS}; SET memory_limit='1GB'; SET preserve_insertion_order=false")
    base.execute(f"SET temp_directory='{folder}'")
    base.execute("CREATE TABLE meaning (system TEXT, code TEXT, detail_code TEXT, text TEXT, status TEXT)")
    base.executemany("INSERT INTO meaning VALUES (?, ?, ?, ?, ?)", meanings(path))
    return base


def by_duckdb(path: Path, folder: Path) -> int:
    """Status, age and largest gap, in DuckDB."""
    base = duckdb_with_meanings(path, folder)
    base.execute(
        """
        CREATE TABLE answer AS
        WITH scans AS (
            SELECT e.tracking_number, e.time, m.status,
                   e.time - lag(e.time) OVER (PARTITION BY e.tracking_number ORDER BY e.time) AS gap
            FROM read_parquet(?) e
            LEFT JOIN meaning m USING (system, code, detail_code, text)
        )
        SELECT tracking_number, arg_max(status, time) AS status, ?::TIMESTAMPTZ - max(time) AS age, max(gap) AS gap
        FROM scans GROUP BY tracking_number
        """,
        [str(path), AS_OF.isoformat()],
    )
    found = base.execute("SELECT count(*) FROM answer").fetchone()
    return int(found[0]) if found else 0


def by_duckdb_lists(path: Path, folder: Path) -> int:
    """The same in DuckDB without a window: one group with sorted lists, which some prefer."""
    base = duckdb_with_meanings(path, folder)
    base.execute(
        """
        CREATE TABLE answer AS
        WITH parcels AS (
            SELECT e.tracking_number, arg_max(m.status, e.time) AS status, max(e.time) AS last,
                   list_sort(list(epoch_us(e.time))) AS times
            FROM read_parquet(?) e
            LEFT JOIN meaning m USING (system, code, detail_code, text)
            GROUP BY e.tracking_number
        )
        SELECT tracking_number, status, ?::TIMESTAMPTZ - last AS age,
               list_max(list_transform(list_zip(times[2:], times[:-2]), lambda p: p[1] - p[2])) AS gap
        FROM parcels
        """,
        [str(path), AS_OF.isoformat()],
    )
    found = base.execute("SELECT count(*) FROM answer").fetchone()
    return int(found[0]) if found else 0


def by_pandas(path: Path, folder: Path) -> int:
    """Status, age and largest gap, in pandas with Arrow and categories."""
    import pandas as pd
    import pyarrow.parquet as pq

    keys = ["system", "code", "detail_code", "text"]
    table = pq.read_table(path, columns=["tracking_number", "time", *keys], read_dictionary=["tracking_number", *keys])
    frame = table.to_pandas(self_destruct=True, split_blocks=True)
    meaning = pd.DataFrame(meanings(path), columns=[*keys, "status"])
    for key in keys:
        meaning[key] = meaning[key].astype(frame[key].dtype)
    frame = frame.merge(meaning, on=keys, how="left").drop(columns=keys)
    frame["status"] = frame["status"].astype("category")
    frame = frame.sort_values(["tracking_number", "time"])
    frame["gap"] = frame["time"].diff()
    first = frame["tracking_number"] != frame["tracking_number"].shift()
    frame.loc[first, "gap"] = pd.NaT
    groups = frame.groupby("tracking_number", observed=True, sort=False)
    answer = groups.agg(status=("status", "last"), last=("time", "max"), gap=("gap", "max"))
    answer["age"] = AS_OF - answer["last"]
    return len(answer)


def by_parcelproof(path: Path, folder: Path) -> int:
    """All rules of the review."""
    from parcelproof.playbook import load_playbook
    from parcelproof.tracking.review.bulk import Told, review_events

    told = Told()
    answer = list(review_events(path, as_of=AS_OF, playbook=load_playbook(), told=told))
    print(f"  {told.one_by_one} of {told.parcels} parcels went one by one", file=sys.stderr)
    return sum(table.num_rows for table in answer)


def by_parcelproof_with_writing(path: Path, folder: Path) -> int:
    """All rules of the review, and each answer as a line of JSON in a file, as the shell prints it."""
    from parcelproof.playbook import load_playbook
    from parcelproof.tracking.review.bulk import review_file

    count = 0
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as file:
        for row in review_file(path, AS_OF, load_playbook()):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


OWN = "parcelproof"
PLAIN = {"duckdb": by_duckdb, "duckdb_lists": by_duckdb_lists, "pandas": by_pandas, OWN: by_parcelproof}
CONTENDERS = PLAIN | {"parcelproof_with_writing": by_parcelproof_with_writing}


def measured(name: str, path: Path) -> dict[str, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--run", name, "--file", str(path)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(answer.splitlines()[-1])
    return found


def run(name: str, path: Path) -> None:
    """Run one contender here, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        if not name.startswith("duckdb"):
            import pyarrow as pa

            pa.set_cpu_count(THREADS)
        count = CONTENDERS[name](path, Path(folder))
        seconds = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak, "parcels": count}))


def compare(shipments: int, rounds: int, with_csv: bool, with_writing: bool) -> None:
    """Make the file, let everybody run, print times and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        rows = apart(make, path, shipments)
        apart(write_meanings, path)
        print(f"{rows:,} scans of {shipments:,} parcels, {path.stat().st_size / 1e6:.0f} MB Parquet, {THREADS} cores")
        print("DuckDB and pandas: status, age, gap. Parcelproof: all rules. Loading counts, writing does not.")
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in PLAIN}
        for _ in range(rounds):
            for name in PLAIN:
                runs[name].append(measured(name, path))
        print_all(runs)
        if with_writing:
            print_one("and answers as JSON", measured("parcelproof_with_writing", path))
        if with_csv:
            plain = path.with_suffix(".csv")
            apart(write_csv, path, plain)
            print_one(f"from CSV, {plain.stat().st_size / 1e6:.0f} MB", measured("parcelproof", plain))


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """Do something in a process of its own: what it takes of memory would count for every later process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as one:
        return one.submit(work, *given).result()


def print_all(runs: dict[str, list[dict[str, float]]]) -> None:
    """Print the least that each took in any of its runs, and how Parcelproof stands to each of them."""
    best = {name: {key: min(run[key] for run in found) for key in found[0]} for name, found in runs.items()}
    own = best[OWN]
    for name, found in best.items():
        print_one(name, found, f"{own['seconds'] / found['seconds']:5.2f} {own['cpu'] / found['cpu']:5.2f}")
    others = {name: found for name, found in best.items() if name != OWN}
    for key, what in (("seconds", "time"), ("cpu", "time of processor")):
        fastest = min(others, key=lambda name: others[name][key])
        print(f"{what}: {own[key] / others[fastest][key]:.2f} times that of the fastest, {fastest} (aim: at most 1.5)")
    print(f"most memory: {max(run['peak_mb'] for run in runs[OWN]):.0f} MB (aim: at most 1,000)")


def print_one(name: str, found: dict[str, float], ratios: str = "") -> None:
    """Print what one run took; ``ratios`` is Parcelproof's time by its time, of the clock and of the processor."""
    print(
        f"{name:20} {found['seconds']:6.1f} s {found['cpu']:6.1f} s of processor {found['peak_mb']:6.0f} MB "
        f"{found['parcels']:,.0f} rows {ratios}"
    )


def main() -> None:
    """Read the options."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shipments", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--csv", action="store_true", help="also review the same scans from CSV")
    options.add_argument("--write", action="store_true", help="also write the answers as JSON")
    options.add_argument("--run", choices=CONTENDERS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        run(chosen.run, chosen.file)
    else:
        compare(chosen.shipments, chosen.rounds, chosen.csv, chosen.write)


if __name__ == "__main__":
    main()
