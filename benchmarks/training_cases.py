"""Makes a thousand training cases and counts where their truth and the checks do not agree.

Run: python benchmarks/training_cases.py [cases] [first seed] [processes]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from parcelproof.playbook import load_playbook
from parcelproof.training.audit import Audit, audit
from parcelproof.training.generate import generate_case


def look(seed: int) -> tuple[int, tuple[str, ...], Audit]:
    case = generate_case(seed)
    with tempfile.TemporaryDirectory() as folder:
        return seed, case.faults, audit(case, load_playbook(), Path(folder))


def main(cases: int = 1000, first: int = 1, processes: int = 2) -> int:
    """Print every disagreement and the sums; return how many cases do not agree."""
    begun = time.monotonic()
    planted: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    wrong = 0
    with ProcessPoolExecutor(processes) as pool:
        for seed, faults, found in pool.map(partial(look), range(first, first + cases), chunksize=5):
            planted.update(faults)
            sums.update({"cases": 1, f"with {len(faults)} faults": 1, "faults planted": len(faults)})
            sums.update({
                "planted but not found": len(found.not_found), "found but not planted": len(found.not_planted),
                "items not as told": len(found.missing), "reasons not as told": len(found.defendable),
            })  # fmt: skip
            if sums["cases"] % 50 == 0:
                print(f"… {sums['cases']} cases, {sums['faults planted']} faults, {wrong} do not agree", flush=True)
            if not found.agrees:
                wrong += 1
                print(seed, *faults, "|", found, flush=True)
    for name, count in sorted(sums.items()):
        print(f"{count:6} {name}")
    print(f"{len(planted)} kinds of faults, the rarest {min(planted.values(), default=0)} times")
    print(f"{wrong} of {cases} cases do not agree; {time.monotonic() - begun:.0f} s on {processes} processes")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
