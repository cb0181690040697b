"""What the runner and those who work for it say to each other: light, so that a run with nothing to do is quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

PORTFOLIO = "portfolio"
KEY_FILE = "made.json"
FILES = {
    "": ("report.ipynb", "report.html", "report.pdf", "packet.html", "packet.pdf"),
    PORTFOLIO: ("portfolio.ipynb", "portfolio.html", "portfolio.pdf"),
}
"""What is published beside the key file: for one shipment, and for the page over all."""


@dataclass(frozen=True)
class Job:
    """One report to make.

    Attributes
    ----------
    name : str
        Shipment id, or ``portfolio``.
    key : str
        Hash of everything that the report depends on.
    shop : Path
        Folder of the shop, absolute.
    as_of : datetime
        The time that the report speaks of.
    until : int
        Position in the ledger up to which the report looks for photos that another order used too.
    again : bool
        Make it even if a report with this key is published.
    """

    name: str
    key: str
    shop: Path
    as_of: datetime
    until: int = 0
    again: bool = False


@dataclass(frozen=True)
class Mark:
    """What a published report says of itself: the key, and how far it looked for photos of other orders."""

    key: str
    until: int


class Outcome(StrEnum):
    """What became of a job that did not fail."""

    MADE = "made"
    BY_ANOTHER_RUN = "made by another run"
    """Another run published the same report after this run had planned it."""
    BUSY = "another run is making it"
    """Nothing was done: whoever handed the job out asks again later."""


Make: TypeAlias = Callable[[Job], Outcome]
"""Makes one report; a function at the top of a module. It raises `ReportError` in plain words."""
Done: TypeAlias = "tuple[Job, Future[Outcome]]"


class WorkOff(Protocol):
    """Does jobs in processes, here (`workers.work_off`) or on many machines."""

    def __call__(self, jobs: Sequence[Job], make: Make, *, workers: int) -> Iterator[Done]:
        """Do every job; yield each as it is done, with what became of it.

        Closing the iterator ends the work: no further job begins, and those at work are ended or waited for.
        """
        ...
