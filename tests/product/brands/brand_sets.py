"""The two sets that brand sight is measured with, and how it is measured; used by the tests and the benchmark."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from brand_disguises import SEED, disguises

from parcelproof.playbook import Playbook
from parcelproof.product.brands.answer import find_brand

ON = date(2026, 11, 26)
INNOCENT = Path(__file__).with_name("innocent_titles.csv")


@dataclass
class Found:
    """Counts of one half of a set."""

    all: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How much of it was found, or flagged: 0 to 1."""
        return sum(self.right.values()) / max(sum(self.all.values()), 1)


def brands_of(playbook: Playbook) -> list[tuple[str, str]]:
    """Return every brand with its first category."""
    return [(rule.value, rule.columns["category"].split(";")[0]) for rule in playbook.rules_for("brands", on=ON)]


def found_disguises(playbook: Playbook, seed: int = SEED) -> dict[str, Found]:
    """Return, per half, how many synthetic disguises are found, by kind: the right brand, seen as disguised."""
    halves: dict[str, Found] = {}
    for made in disguises(brands_of(playbook), seed=seed):
        half = halves.setdefault(made.half, Found())
        answer = find_brand(made.title, playbook=playbook, on=ON)
        half.all[made.kind] += 1
        if answer.brand == made.brand and answer.disguise and answer.level != "none":
            half.right[made.kind] += 1
        else:
            half.missed.append(f"{made.kind}: {made.written!r} for {made.brand}")
    return halves


def innocent_rows() -> list[dict[str, str]]:
    """Return the innocent titles with language, kind, source and half."""
    with INNOCENT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def flagged_innocents(playbook: Playbook) -> dict[str, Found]:
    """Return, per half, how many innocent titles are flagged, by kind."""
    halves: dict[str, Found] = {}
    for row in innocent_rows():
        half = halves.setdefault(row["half"], Found())
        answer = find_brand(row["title"], playbook=playbook, on=ON)
        half.all[row["kind"]] += 1
        if answer.level != "none":
            half.right[row["kind"]] += 1
            half.missed.append(f"{row['title']}: {answer.brand}, {', '.join(r.code for r in answer.reasons)}")
    return halves
