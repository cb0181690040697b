"""What the runner and those who work for it say to each other: light, so that a run with nothing to do is quick."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

PORTFOLIO = "portfolio"
KEY_FILE = "made.json"
REPORT_PAGE = "report.html"
FILES = {
    "": ("report.ipynb", REPORT_PAGE, "report.pdf", "packet.html", "packet.pdf"),
    PORTFOLIO: ("portfolio.ipynb", "portfolio.html", "portfolio.pdf"),
}
"""What is published beside the key file: for one shipment, and for the page over all."""


class Key(NamedTuple):
    """A key, as it is written into ``made.json`` of a report.

    Attributes
    ----------
    digest : str
        SHA-256 over everything but the photos of other orders.
    until : int
        Position in the ledger up to which the report looks for photos of other orders.
    """

    digest: str
    until: int

    def __str__(self) -> str:
        return f"{self.digest}-{self.until}"

    @classmethod
    def read(cls, text: str) -> Key | None:
        """Return the key of a published report; None if this is none."""
        digest, _, until = text.partition("-")
        return cls(digest, int(until)) if len(digest) == hashlib.sha256().digest_size * 2 and until.isdigit() else None

    def covers(self, wanted: Key) -> bool:
        """Tell whether a report with this key is what a report with the wanted key would be."""
        return self.digest == wanted.digest and self.until >= wanted.until


@dataclass(frozen=True)
class Job:
    """One report to make.

    Attributes
    ----------
    name : str
        Shipment id, or ``portfolio``.
    key : str
        What the report depends on, as text; see `Key`.
    shop : Path
        Folder of the shop, absolute.
    as_of : datetime
        The time that the report speaks of.
    again : bool
        Make it even if a report with this key is published.
    """

    name: str
    key: str
    shop: Path
    as_of: datetime
    again: bool = False


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
