"""What became of one report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parcelproof.batch.history import Failure
from parcelproof.batch.job import PORTFOLIO, REPORT_PAGE
from parcelproof.errors import ParcelproofError


@dataclass(frozen=True)
class Result:
    """What became of one report.

    Attributes
    ----------
    shipment_id : str
        Or ``portfolio``.
    folder : Path
        Where it was published.
    unchanged : bool
        It was there already, and nothing that it depends on has changed.
    elsewhere : bool
        Another run made it while this one was at work.
    failure : Failure or None
        Why it was not made.
    """

    shipment_id: str
    folder: Path
    unchanged: bool = False
    elsewhere: bool = False
    failure: Failure | None = None

    @property
    def made(self) -> bool:
        """Whether this run made it."""
        return not (self.unchanged or self.elsewhere or self.failure)

    @property
    def error(self) -> str:
        """Plain reason if it failed, and how to mend it; empty otherwise."""
        return str(ParcelproofError(self.failure.reason, mend=self.failure.mend)) if self.failure else ""

    @property
    def page(self) -> Path:
        """The page to open; it may not be there if the report failed."""
        return self.folder / (f"{PORTFOLIO}.html" if self.shipment_id == PORTFOLIO else REPORT_PAGE)

    def as_json(self) -> dict[str, object]:
        """Return the result for scripts."""
        failure = self.failure
        return {
            "shipment_id": self.shipment_id, "folder": str(self.folder), "made": self.made,
            "unchanged": self.unchanged, "made_by_another_run": self.elsewhere, "error": self.error,
            "step": failure.step if failure else "", "mend": failure.mend if failure else "",
        }  # fmt: skip
