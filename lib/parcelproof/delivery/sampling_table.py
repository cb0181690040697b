"""The master tables of single sampling, as the short rule that makes them.

The tables of ISO 2859-1:1999 (2-A normal, 2-B tightened, 2-C reduced) repeat one diagonal: one letter down and one
AQL step to the left is the same plan again, with a larger sample. So a plan depends only on the sum of the two places,
and a few numbers hold a whole table. Normal and tightened inspection are the same in MIL-STD-105E and ANSI/ASQ Z1.4.
Reduced inspection is not: there the acceptance and the rejection number leave a gap, in which the lot passes and
normal inspection comes back. Since 1999 ISO has no gap, and this module follows ISO: Re = Ac + 1 everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

Severity = Literal["normal", "tightened", "reduced"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

LETTERS = "ABCDEFGHJKLMNPQR"
"""Code letters, without I and O."""

AQLS = tuple(
    Decimal(text)
    for text in "0.010 0.015 0.025 0.040 0.065 0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5".split()  # noqa: SIM905
)
"""AQL steps in percent of bad units."""


@dataclass(frozen=True)
class TableRule:
    """One master table.

    Attributes
    ----------
    letters : str
        Its rows; the tightened table has one row more, S.
    sizes : tuple of int
        Sample size of each row.
    shift : int
        Place of the letter plus place of the AQL, on the diagonal with acceptance number 0.
    accept : mapping of int to int
        Distance from that diagonal → acceptance number. A distance that is missing is an arrow.
    up_after : frozenset of int
        Distances between plans where the arrow points up; between plans all others point down.
    """

    letters: str
    sizes: tuple[int, ...]
    shift: int
    accept: Mapping[int, int]
    up_after: frozenset[int]


_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
_REDUCED_SIZES = (2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800)

TABLES: dict[Severity, TableRule] = {
    "normal": TableRule(
        letters=LETTERS, sizes=_SIZES, shift=14, up_after=frozenset({1}),
        accept={0: 0, 3: 1, 4: 2, 5: 3, 6: 5, 7: 7, 8: 10, 9: 14, 10: 21},
    ),
    "tightened": TableRule(
        letters=f"{LETTERS}S", sizes=(*_SIZES, 3150), shift=15, up_after=frozenset(),
        accept={0: 0, 3: 1, 4: 2, 5: 3, 6: 5, 7: 8, 8: 12, 9: 18},
    ),
    "reduced": TableRule(
        letters=LETTERS, sizes=_REDUCED_SIZES, shift=14, up_after=frozenset({1}),
        accept={0: 0, 4: 1, 5: 2, 6: 3, 7: 5, 8: 6, 9: 8, 10: 10},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class TablePlan:
    """A plan as the table prints it: the row it stands in, its own sample size, and the two numbers."""

    letter: str
    sample_size: int
    accept: int
    reject: int


def plan_in_table(letter: str, aql: Decimal, severity: Severity) -> TablePlan:
    """Look a plan up, and follow arrows to the plan that they point at, with its own sample size.

    Parameters
    ----------
    letter : str
        Code letter, A to R.
    aql : Decimal
        One of `AQLS`.
    severity : {'normal', 'tightened', 'reduced'}
    """
    table = TABLES[severity]
    column = AQLS.index(aql) - table.shift
    here = table.letters.index(letter)
    distance = here + column
    down = distance < max(table.accept) and distance not in table.up_after
    below, above = range(here, len(table.letters)), range(here, -1, -1)
    # Near the end of a column nothing stands below: there the printed arrow points up over several rows.
    for row in (*below, *above) if down else above:
        if row + column in table.accept:
            accept = table.accept[row + column]
            return TablePlan(table.letters[row], table.sizes[row], accept, accept + 1)
    raise AssertionError("every column of the tables holds a plan")
