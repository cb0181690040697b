"""How well carriers' wordings are read: per language, per carrier, and for carriers that the rows never saw.

Run: ``python benchmarks/wording_quality.py``. The rows of the first set were looked at while the tables were mended,
so its number says how well the tables fit. The second set was labelled before the classifier ran on it: what it showed
at first sight is a fact of that day and stands here as one; what it shows today is computed.

In each of ten folds whole carriers are left out, with their own code rows. Two counts follow:

- ``found``: a phrase stays if it stands in at least one wording of the other carriers, whether it decided there or
  not. Phrases of concepts that can stop a delivery always stay: a shop would never run without them.
- ``decided``: a phrase stays only if a row of the other carriers was decided by it; phrases that no rule asks for
  stay. The stricter count.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from parcelproof.tracking.events import Status
from parcelproof.tracking.wording.decide import classify_wording, read
from parcelproof.tracking.wording.normal import code_words
from parcelproof.tracking.wording.table import WordingTable, carrier_key, load_wordings

SET = Path(__file__).parents[1] / "tests" / "tracking" / "wordings"
UNSEEN = SET.with_name("wordings_unseen")
FIRST_SIGHT = (
    "first sight, 2026-11-26: 571 of 887 right (64.4%), 132 unknown (14.9%), 184 wrong (20.7%), 8 wrong deliveries; "
    "of 655 rows of carriers not in the first set 420 right (64.1%), 100 unknown, 135 wrong, 8 wrong deliveries"
)
FOLDS = 10

Row = dict[str, str]


def right(rows: list[Row], table: WordingTable | None = None) -> tuple[int, int]:
    """Return how many statuses are right, and how many deliveries are wrong."""
    found = [classify_wording(r["carrier"], r["code"], r["text"], r["language"], table=table).status for r in rows]
    good = sum(status == row["status"] for status, row in zip(found, rows, strict=True))
    wrong = sum(s is Status.DELIVERED and r["status"] != Status.DELIVERED for s, r in zip(found, rows, strict=True))
    return good, wrong


def vetoes(table: WordingTable) -> set[str]:
    """Return the concepts that can stop a delivery."""
    return {concept for rule in table.rules if rule.status is Status.DELIVERED for concept in rule.unless}


def fold(table: WordingTable, rest: list[Row], left_out: set[str], count: str) -> WordingTable:
    """Return the table as it would be without the left-out carriers; ``count`` is ``found`` or ``decided``."""
    used: set[str] = set()
    for row in rest:
        if count == "decided":
            used.update(classify_wording(row["carrier"], row["code"], row["text"]).phrases)
            continue
        for text in (row["text"], code_words(row["code"])):
            used.update(*read(text).concepts.values())
    always = vetoes(table) if count == "found" else set()
    says = {concept for rule in table.rules for choices in rule.needs for concept in choices}
    dropped = {p.id for p in table.phrases if p.id not in used and p.concept in says - always}
    own = {carrier_key(name) for name in left_out}
    dropped |= {c.id for c in table.codes if own & {carrier_key(name) for name in c.carrier}}
    return table.without(dropped)


def unseen(rows: list[Row], count: str, table: WordingTable | None = None) -> tuple[int, int, list[Row]]:
    """Return how many rows of left-out carriers are right, how many deliveries are wrong, and which."""
    table = table or load_wordings()
    carriers = sorted({row["carrier"] for row in rows})
    good = wrong = 0
    worst: list[Row] = []
    for number in range(FOLDS):
        left_out = set(carriers[number::FOLDS])
        smaller = fold(table, [r for r in rows if r["carrier"] not in left_out], left_out, count)
        for row in (r for r in rows if r["carrier"] in left_out):
            part, bad = right([row], smaller)
            good, wrong = good + part, wrong + bad
            worst += [row] * bad
    return good, wrong, worst


def rows_of(folder: Path) -> list[Row]:
    """Return all rows of a set."""
    return [row for path in sorted(folder.glob("*.csv")) for row in csv.DictReader(path.open(encoding="utf-8"))]


def print_unseen() -> None:
    """Print what the second set showed at first sight, and what it shows now."""
    rows = rows_of(UNSEEN)
    found = [classify_wording(r["carrier"], r["code"], r["text"], r["language"]).status for r in rows]
    good, wrong = right(rows)
    blank = sum(s is Status.UNKNOWN and r["status"] != Status.UNKNOWN for s, r in zip(found, rows, strict=True))
    print(f"second set, {FIRST_SIGHT}")
    print(f"second set, now: {good} of {len(rows)} right ({good / len(rows):.1%}), {blank} unknown, "
          f"{len(rows) - good - blank} wrong, {wrong} wrong deliveries")  # fmt: skip


def main() -> None:
    """Print all numbers."""
    print_unseen()
    rows = rows_of(SET)
    good, wrong = right(rows)
    print(f"all: {good} of {len(rows)} right ({good / len(rows):.1%}), {wrong} wrong deliveries")
    for name in ("language", "carrier"):
        for key, count in Counter(row[name] for row in rows).most_common():
            part, bad = right([row for row in rows if row[name] == key])
            print(f"  {name} {key}: {part} of {count} ({part / count:.0%}), {bad} wrong deliveries")
    for count in ("found", "decided"):
        good, wrong, worst = unseen(rows, count)
        print(f"carriers not seen, {FOLDS} folds, {count}: {good} of {len(rows)} right ({good / len(rows):.1%}), "
              f"{wrong} wrong deliveries")  # fmt: skip
        for row in worst:
            print(f"  wrong delivery: {row['carrier']} {row['code']} {row['text']!r}, is {row['status']}")


if __name__ == "__main__":
    main()
