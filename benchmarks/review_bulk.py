"""Ten million scans reviewed: Parcelproof with all rules, plain DuckDB and plain pandas with three facts only.

Run it with ``python benchmarks/review_bulk.py [--shipments N] [--csv]``. Each contender runs in a process of its
own and reads the same Parquet file. DuckDB and pandas answer status, age and largest gap per parcel; Parcelproof
answers everything that the review says. The file is made up, seeded, in a temporary folder. Seconds of processor
say more than the clock where other work runs beside.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

AS_OF = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = 86_400
THREADS = min(os.cpu_count() or 1, 2)

# (system, code, detail code, wording) of each step of a way; several ways, several services.
WAYS = {
    "17track_v2": {
        "info": ("InfoReceived", "InfoReceived", "Shipment information received"),
        "accepted": ("InTransit", "InTransit_PickedUp", "Picked up"),
        "moving": ("InTransit", "InTransit_Other", "In transit"),
        "departed": ("InTransit", "InTransit_Departure", "Departed from country of origin"),
        "arrived": ("InTransit", "InTransit_Arrival", "Arrived in destination country"),
        "customs": ("InTransit", "InTransit_CustomsProcessing", "Customs clearance"),
        "hold": ("InTransit", "InTransit_CustomsRequiringInformation", "Held by customs: documents missing"),
        "released": ("InTransit", "InTransit_CustomsReleased", "Released by customs"),
        "out": ("OutForDelivery", "OutForDelivery_Other", "Out for delivery"),
        "attempt": ("DeliveryFailure", "DeliveryFailure_NoBody", "Nobody was at home"),
        "pickup": ("AvailableForPickup", "AvailableForPickup_Other", "Ready to collect at the post office"),
        "delivered": ("Delivered", "Delivered_Other", "Delivered, left with recipient"),
        "returning": ("Exception", "Exception_Returning", "Return to sender"),
        "lost": ("Exception", "Exception_Lost", "Parcel lost"),
    },
    "aftership": {
        "info": ("InfoReceived", "InfoReceived_001", "Label created"),
        "accepted": ("InTransit", "InTransit_002", "Acceptance scan"),
        "moving": ("InTransit", "InTransit_001", "On the way"),
        "departed": ("InTransit", "InTransit_007", "Departed from the facility"),
        "arrived": ("InTransit", "InTransit_003", "Arrived at sorting centre"),
        "customs": ("InTransit", "InTransit_006", "Customs clearance started"),
        "hold": ("Exception", "Exception_004", "Customs hold"),
        "released": ("InTransit", "InTransit_005", "Customs clearance completed"),
        "out": ("OutForDelivery", "OutForDelivery_001", "With the courier"),
        "attempt": ("AttemptFail", "AttemptFail_001", "Addressee not available"),
        "pickup": ("AvailableForPickup", "AvailableForPickup_001", "Waits at the shop"),
        "delivered": ("Delivered", "Delivered_001", "Delivered"),
        "returning": ("Exception", "Exception_010", "Returning to sender"),
        "lost": ("Exception", "Exception_013", "Lost"),
    },
    "upu_emsevt_v3": {
        "info": ("EMA", "", "Posting"),
        "accepted": ("EMA", "", "Posting at the counter"),
        "moving": ("EMB", "", "Arrival at outward office of exchange"),
        "departed": ("EMC", "", "Departure from outward office of exchange"),
        "arrived": ("EMD", "", "Arrival at inward office of exchange"),
        "customs": ("EDB", "", "Handed to customs"),
        "hold": ("EME", "", "Held by customs"),
        "released": ("EDC", "", "Returned from customs"),
        "out": ("EDG", "", "Out for delivery"),
        "attempt": ("EMH", "", "Unsuccessful delivery"),
        "pickup": ("EDH", "", "At collection point"),
        "delivered": ("EMI", "", "Final delivery"),
        "returning": ("EDD", "", "Item into sorting centre"),
        "lost": ("EXD", "", "Kept at the office"),
    },
}
STEPS = (
    "info", "accepted", "moving", "moving", "departed", "arrived", "customs", "hold", "released", "moving", "out",
    "attempt", "pickup", "delivered",
)  # fmt: skip
SYSTEMS = tuple(WAYS)
KINDS = tuple(WAYS["aftership"])
PLACES = (
    "Shenzhen CN",
    "Guangzhou CN",
    "Hong Kong",
    "Liege BE",
    "Frankfurt DE",
    "Leipzig DE",
    "Los Angeles US",
    "Paris FR",
)
COUNTRIES = ("CN", "CN", "HK", "BE", "DE", "DE", "US", "FR")
LANES = (
    ("China Post", "Registered Air", "US"), ("DHL Express", "Worldwide", "DE"), ("YunExpress", "Economy", "FR"),
    ("Cainiao", "Standard", "US"), ("4PX", "Priority", "GB"), ("USPS", "First-Class Package International", "US"),
)  # fmt: skip


def make(path: Path, shipments: int) -> int:
    """Write the file: about ten scans per parcel, not in order, with ties, late uploads, doubles, holds and returns."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    chance = np.random.default_rng(20261122)
    schema = None
    writer = None
    rows = 0
    chunk = 100_000
    texts = [(s, *WAYS[s][k]) for s in SYSTEMS for k in KINDS]
    column = [pa.array([text[n] for text in texts]) for n in range(4)]
    begin = int(AS_OF.timestamp()) - 75 * DAY
    for first in range(0, shipments, chunk):
        many = min(chunk, shipments - first)
        # How far each parcel got: most are delivered, some stand still somewhere.
        reached = np.where(chance.random(many) < 0.72, len(STEPS), chance.integers(1, len(STEPS) + 1, many))
        step = np.tile(np.arange(len(STEPS)), (many, 1))
        kept = step < reached[:, None]
        # Few parcels are held, missed or wait; "moving" scans vary.
        for place, share in ((7, 0.04), (8, 0.04), (11, 0.06), (12, 0.05), (3, 0.7), (9, 0.8), (0, 0.9), (6, 0.8)):
            kept[:, place] &= chance.random(many) < share
        kept[:, 8] |= kept[:, 7] & (chance.random(many) < 0.7) & (reached > 8)
        kept[:, 1] |= ~kept.any(axis=1)
        gaps = chance.exponential(1.3 * DAY, (many, len(STEPS))).astype(np.int64)
        # Ties: some scans carry the time of the one before.
        gaps[chance.random(gaps.shape) < 0.006] = 0
        start = begin + chance.integers(0, 70 * DAY, many)
        when = start[:, None] + np.cumsum(gaps, axis=1)
        kept &= when < int(AS_OF.timestamp())
        kept[:, 1] |= ~kept.any(axis=1)
        kind = np.array([KINDS.index(name) for name in STEPS])
        parcel, at = np.nonzero(kept)
        what = kind[at]
        turned = chance.random(len(at))
        what = np.where((at == 13) & (turned < 0.02), KINDS.index("returning"), what)
        what = np.where((at == 13) & (turned > 0.997), KINDS.index("lost"), what)
        moment = when[parcel, at]
        # The same scan twice, and more "moving" scans, so that ten million scans come together.
        more = np.flatnonzero(chance.random(len(parcel)) < 0.01)
        extra = np.flatnonzero((what == KINDS.index("moving")) & (chance.random(len(parcel)) < 0.92))
        parcel = np.concatenate([parcel, parcel[more], parcel[extra]])
        what = np.concatenate([what, what[more], what[extra]])
        moment = np.concatenate([moment, moment[more], moment[extra] + chance.integers(60, 20_000, len(extra))])
        source = chance.integers(0, len(SYSTEMS), many)[parcel]
        place = chance.integers(0, len(PLACES), len(parcel))
        place[len(place) - len(extra) - len(more) : len(place) - len(extra)] = place[more]
        # Scans come in by upload: near their time, a few days late, or out of order.
        upload = moment + np.where(chance.random(len(parcel)) < 0.03, chance.integers(0, 4 * DAY, len(parcel)), 0)
        order = np.argsort(upload, kind="stable")
        parcel, what, moment, source, place = (v[order] for v in (parcel, what, moment, source, place))
        lane = chance.integers(0, len(LANES), many)[parcel]
        number = pa.array([f"RR{first + n:09d}CN" for n in range(many)]).take(pa.array(parcel))
        code = pa.array(source * len(KINDS) + what)
        promised = (start + 21 * DAY)[parcel]
        table = pa.table(
            {
                "tracking_number": number,
                "time": pa.array(moment * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
                "system": column[0].take(code),
                "code": column[1].take(code),
                "detail_code": column[2].take(code),
                "text": column[3].take(code),
                "location": pa.array(PLACES).take(pa.array(place)),
                "country": pa.array(COUNTRIES).take(pa.array(place)),
                "carrier": pa.array([row[0] for row in LANES]).take(pa.array(lane)),
                "service": pa.array([row[1] for row in LANES]).take(pa.array(lane)),
                "destination": pa.array([row[2] for row in LANES]).take(pa.array(lane)),
                "promised_by": pa.array(promised * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
            }
        )
        if writer is None:
            schema = table.schema
            writer = pq.ParquetWriter(path, schema, compression="zstd")
        writer.write_table(table, row_group_size=500_000)
        rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


def meanings() -> list[tuple[str, str, str, str, str]]:
    """Classify the distinct codes once; DuckDB and pandas get the result as a table, which costs them nothing."""
    from parcelproof.tracking.crosswalk import classify

    return [
        (system, *words, classify(system, *words).status.value)
        for system, steps in WAYS.items()
        for words in dict.fromkeys(steps.values())
    ]


def by_duckdb(path: Path, folder: Path) -> int:
    """Status, age and largest gap, in DuckDB."""
    import duckdb
    import pyarrow as pa

    rows = list(zip(*meanings(), strict=True))
    names = ("system", "code", "detail_code", "text", "status")
    meaning = pa.table({name: pa.array(column) for name, column in zip(names, rows, strict=True)})
    base = duckdb.connect()
    base.execute(f"SET threads={THREADS}; SET memory_limit='1GB'; SET preserve_insertion_order=false")
    base.execute(f"SET temp_directory='{folder}'")
    base.register("meaning", meaning)
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
    import duckdb
    import pyarrow as pa

    rows = list(zip(*meanings(), strict=True))
    names = ("system", "code", "detail_code", "text", "status")
    meaning = pa.table({name: pa.array(column) for name, column in zip(names, rows, strict=True)})
    base = duckdb.connect()
    base.execute(f"SET threads={THREADS}; SET memory_limit='1GB'; SET preserve_insertion_order=false")
    base.execute(f"SET temp_directory='{folder}'")
    base.register("meaning", meaning)
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
    meaning = pd.DataFrame(meanings(), columns=[*keys, "status"])
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
    count = sum(table.num_rows for table in review_events(path, as_of=AS_OF, playbook=load_playbook(), told=told))
    print(f"  {told.one_by_one} of {told.parcels} parcels went one by one", file=sys.stderr)
    return count


CONTENDERS = {
    "duckdb": by_duckdb, "duckdb_lists": by_duckdb_lists, "pandas": by_pandas, "parcelproof": by_parcelproof,
}  # fmt: skip


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
        count = CONTENDERS[name](path, Path(folder))
        seconds = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak, "parcels": count}))


def compare(shipments: int, rounds: int, with_csv: bool) -> None:
    """Make the file, let everybody run, print times and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        rows = make(path, shipments)
        print(f"{rows:,} scans of {shipments:,} parcels, {path.stat().st_size / 1e6:.0f} MB Parquet, {THREADS} cores")
        best: dict[str, dict[str, float]] = {}
        for _ in range(rounds):
            for name in CONTENDERS:
                found = measured(name, path)
                if name not in best or found["seconds"] < best[name]["seconds"]:
                    best[name] = found
        for name, found in best.items():
            print(
                f"{name:14} {found['seconds']:6.1f} s  {found['cpu']:6.1f} s of processor  "
                f"{found['peak_mb']:6.0f} MB  {found['parcels']:,.0f} parcels"
            )
        fastest = min(found["seconds"] for name, found in best.items() if name != "parcelproof")
        ratio = best["parcelproof"]["seconds"] / fastest
        print(f"Parcelproof takes {ratio:.2f} times the faster one's time (at most 1.5 is the aim).")
        if with_csv:
            from pyarrow import csv, parquet

            plain = path.with_suffix(".csv")
            with parquet.ParquetFile(path) as file, csv.CSVWriter(plain, file.schema_arrow) as writer:
                for batch in file.iter_batches():
                    writer.write_batch(batch)
            found = measured("parcelproof", plain)
            size = plain.stat().st_size / 1e6
            print(f"from CSV ({size:.0f} MB) {found['seconds']:6.1f} s  {found['peak_mb']:6.0f} MB")


def main() -> None:
    """Read the options."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shipments", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--csv", action="store_true", help="also review the same scans from CSV")
    options.add_argument("--run", choices=CONTENDERS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        run(chosen.run, chosen.file)
    else:
        compare(chosen.shipments, chosen.rounds, chosen.csv)


if __name__ == "__main__":
    main()
