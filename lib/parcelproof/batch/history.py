"""What runs keep for the next run: which reports failed, and how long a report takes.

One small file per failed report, put in place by rename, and taken away when the report is made: several runs can
write side by side, and a run that is killed leaves what was true.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from parcelproof.errors import ParcelproofError, taken_apart
from parcelproof.ids import is_shipment_id
from parcelproof.messages import _, sentences
from parcelproof.processes import at_work

FOLDER = "batch"
"""In the folder of the shop: what runs keep for each other and for the next run."""
_DRAFT = re.compile(r"\.tmp-.+\.(?P<pid>\d+)\.[0-9a-f]{8}")


@dataclass(frozen=True)
class Failure:
    """Why a report was not made.

    Attributes
    ----------
    step : str
        What was being done.
    reason, mend : str
        In plain words.
    """

    step: str
    reason: str
    mend: str

    @classmethod
    def of(cls, error: ParcelproofError, shipment_id: str) -> Failure:
        """Return the failure that an error tells; words of an error inside a report are taken apart again."""
        reason, places, mend = taken_apart(error.what)
        reason += [f"({place})" for place in dict.fromkeys([error.where, *places]) if place not in {"", shipment_id}]
        advice = sentences(error.mend, *mend)
        return cls(
            error.step or _("read the parcel"),
            sentences(*reason),
            advice or _("Run it again. If it stays, run: parcelproof verify"),
        )


class History:
    """What is kept in the folder of one shop.

    Parameters
    ----------
    shop : Path
        Folder of the shop.
    """

    def __init__(self, shop: Path) -> None:
        self._folder = shop / FOLDER
        self._failed = self._folder / "failed"
        self._rate = self._folder / "rate.json"

    def failed(self) -> dict[str, Failure]:
        """Return the reports that failed when they were last tried, sorted by name."""
        return dict(sorted(self._read_all()))

    def note(self, name: str, failure: Failure | None) -> None:
        """Keep what became of a report: why it failed, or that it did not."""
        target = self._failed / f"{name}.json"
        # A note that cannot be written must not stop the run: the report that is not there speaks for itself.
        with suppress(OSError):
            if failure is None:
                target.unlink(missing_ok=True)
            else:
                _write(target, asdict(failure))

    def seconds(self) -> float | None:
        """Return how long one worker took for a report in the last run; None if nothing is known."""
        said = _read(self._rate)
        value = said.get("seconds") if said else None
        return float(value) if isinstance(value, (int, float)) and value > 0 else None

    def note_seconds(self, seconds: float) -> None:
        """Keep how long one worker takes for a report."""
        with suppress(OSError):
            _write(self._rate, {"seconds": round(seconds, 4)})

    def clean(self) -> None:
        """Take away the drafts of runs that were killed while they wrote."""
        for draft in self._folder.rglob(".tmp-*"):
            mark = _DRAFT.fullmatch(draft.name)
            if mark and not at_work(int(mark["pid"]), draft):
                draft.unlink(missing_ok=True)

    def _read_all(self) -> Iterator[tuple[str, Failure]]:
        if not self._failed.is_dir():
            return
        for path in self._failed.glob("*.json"):
            said = _read(path)
            if is_shipment_id(path.stem) and said is not None:
                yield path.stem, Failure(*(str(said.get(name, "")) for name in ("step", "reason", "mend")))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _write(path: Path, value: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".tmp-{path.stem}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
