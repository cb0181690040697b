"""How well carriers' wordings are read: per language, per carrier, and for carriers that the rows never saw.

Run: ``python benchmarks/wording_quality.py``. In each of ten folds whole carriers are left out. A phrase is kept in
a fold only if a row of the other carriers was decided by it; the left-out carriers' own code rows are dropped.
Phrases that only speak against a reading decide nothing; they stay, since they can only make an answer more careful.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from parcelproof.tracking.events import Status
from parcelproof.tracking.wording.decide import classify_wording
from parcelproof.tracking.wording.table import WordingTable, carrier_key, load_wordings

SET = Path(__file__).parents[1] / "tests" / "tracking" / "wordings"
FOLDS = 10

Row = dict[str, str]


def right(rows: list[Row], table: WordingTable | None = None) -> tuple[int, int]:
    """Return how many statuses are right, and how many deliveries are wrong."""
    found = [classify_wording(r["carrier"], r["code"], r["text"], r["language"], table=table).status for r in rows]
    good = sum(status == row["status"] for status, row in zip(found, rows, strict=True))
    wrong = sum(s is Status.DELIVERED and r["status"] != Status.DELIVERED for s, r in zip(found, rows, strict=True))
    return good, wrong


def fold(table: WordingTable, rest: list[Row], left_out: set[str]) -> WordingTable:
    """Return the table as it would be without the left-out carriers."""
    used: set[str] = set()
    for row in rest:
        used.update(classify_wording(row["carrier"], row["code"], row["text"]).phrases)
    says = {concept for rule in table.rules for choices in rule.needs for concept in choices}
    dropped = {p.id for p in table.phrases if p.id not in used and p.concept in says}
    own = {carrier_key(name) for name in left_out}
    dropped |= {c.id for c in table.codes if own & {carrier_key(name) for name in c.carrier}}
    return table.without(dropped)


def main() -> None:
    """Print all numbers."""
    rows = [row for path in sorted(SET.glob("*.csv")) for row in csv.DictReader(path.open(encoding="utf-8"))]
    good, wrong = right(rows)
    print(f"all: {good} of {len(rows)} right ({good / len(rows):.1%}), {wrong} wrong deliveries")
    for name in ("language", "carrier"):
        for key, count in Counter(row[name] for row in rows).most_common():
            part, bad = right([row for row in rows if row[name] == key])
            print(f"  {name} {key}: {part} of {count} ({part / count:.0%}), {bad} wrong deliveries")
    carriers = sorted({row["carrier"] for row in rows})
    unseen_good = unseen_wrong = 0
    for number in range(FOLDS):
        left_out = set(carriers[number::FOLDS])
        table = fold(load_wordings(), [r for r in rows if r["carrier"] not in left_out], left_out)
        part, bad = right([r for r in rows if r["carrier"] in left_out], table)
        unseen_good, unseen_wrong = unseen_good + part, unseen_wrong + bad
    print(f"carriers not seen ({FOLDS} folds): {unseen_good} of {len(rows)} right ({unseen_good / len(rows):.1%}), "
          f"{unseen_wrong} wrong deliveries")  # fmt: skip


if __name__ == "__main__":
    main()
