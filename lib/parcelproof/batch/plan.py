"""What a run would do: which reports to make, which are as they should be, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parcelproof.batch.history import Failure
from parcelproof.batch.job import Key
from parcelproof.messages import _, sentences

USUAL_SECONDS = 0.4
"""For one report and one worker, before this shop has made any."""


@dataclass(frozen=True)
class Plan:
    """What a run would do.

    Attributes
    ----------
    keys : dict of str to Key
        Every wanted shipment and the key of its report, in the order of work.
    todo : sequence of str
        Reports to make: those that failed last time come last, for they may take longest.
    unknown : dict of str to Failure
        Shipments that the shop does not have.
    failed_before : set of str
        Those of `todo` that failed last time.
    seconds : float
        Estimate for all of `todo`.
    measured : bool
        Whether the estimate comes from an earlier run of this shop.
    """

    keys: Mapping[str, Key]
    todo: Sequence[str]
    unknown: Mapping[str, Failure] = field(default_factory=dict)
    failed_before: frozenset[str] = frozenset()
    seconds: float = 0.0
    measured: bool = False

    @property
    def unchanged(self) -> list[str]:
        """Shipments whose report is as it should be."""
        waiting = set(self.todo)
        return [name for name in self.keys if name not in waiting]

    def as_json(self) -> dict[str, object]:
        """Return the plan for scripts."""
        return {
            "make": list(self.todo), "unchanged": len(self.unchanged), "failed_before": sorted(self.failed_before),
            "unknown": sorted(self.unknown), "seconds": round(self.seconds, 1), "measured": self.measured,
        }  # fmt: skip

    def words(self) -> str:
        """Say the plan in one line."""
        said = [
            _("{count} reports to make, {unchanged} unchanged.", count=len(self.todo), unchanged=len(self.unchanged))
        ]
        if self.failed_before:
            said.append(_("{count} of them failed before.", count=len(self.failed_before)))
        if self.todo and self.measured:
            said.append(_("About {time} (as fast as last time).", time=duration(self.seconds)))
        elif self.todo:
            said.append(_("About {time} (a first guess).", time=duration(self.seconds)))
        return sentences(*said)


def duration(seconds: float) -> str:
    """Say a time in words."""
    if seconds < 90:
        return _("{seconds} s", seconds=max(1, round(seconds)))
    if seconds < 90 * 60:
        return _("{minutes} min", minutes=round(seconds / 60))
    return _("{hours} h", hours=f"{seconds / 3600:.1f}")
