"""What must hold after a fault at any point of a run, and after the run that follows it."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crash_lane import Lane, Ran
from crash_points import Event

from parcelproof.batch.job import FILES, KEY_FILE
from parcelproof.shop import Shop

KILLS = ("kill", "kill all")
PAGES = {*FILES[""], KEY_FILE}
_NOTES = ("batch/rate.json", "batch/failed", "reports/batch.html")
_REMOVE = ("unlink", "rmdir")


@dataclass(frozen=True)
class Fault:
    """What is done at the n-th point."""

    action: str
    at: int
    error: int = errno.EIO

    def __str__(self) -> str:
        name = f" {errno.errorcode[self.error]}" if self.action == "error" else ""
        return f"{self.action}{name} at {self.at}"


@dataclass(frozen=True)
class Outcome:
    """What a fault led to; ``broken`` is empty if all that must hold held."""

    fault: Fault
    event: Event | None
    ran: Ran
    again: Ran
    broken: list[str]

    def __str__(self) -> str:
        where = f"{self.event.kind} {self.event.path}" if self.event else "not reached"
        return f"{self.fault} ({where}): exit {self.ran.code}; " + ("; ".join(self.broken) or "all held")


@dataclass
class Sweep:
    """Faults in one command on fresh copies of one shop.

    Parameters
    ----------
    lane : Lane
    shop : Path
        Folder of the shop to begin with; it is only copied.
    argv : sequence of str
        The command; ``--shop`` is added.
    env : mapping
        The clock.
    """

    lane: Lane
    shop: Path
    argv: Sequence[str]
    env: Mapping[str, str]
    points: int = 0
    events: list[Event] = field(default_factory=list)
    tree: set[str] = field(default_factory=set)
    pages: dict[str, bytes] = field(default_factory=dict)
    records: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def copy(self) -> Path:
        """Where the copy lies that is run on."""
        return self.lane.root / "shop"

    def prepare(self) -> None:
        """Run undisturbed, twice, and remember what there is then."""
        self.renew()
        first = self.run()
        assert first.code == 0, first.said
        self.points, self.events = first.count, first.events
        second = self.run()
        assert second.code == 0, second.said
        assert first.left == second.left == [], (first.left, second.left)
        self.tree, self.pages, self.records = set(tree(self.copy)), pages(self.copy), records(self.copy)
        assert strays(self.lane.tmp) == []

    def renew(self) -> None:
        """Begin with a fresh copy."""
        for folder in (self.copy, self.lane.tmp):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.shop, self.copy)
        self.lane.tmp.mkdir()

    def run(self, **how: object) -> Ran:
        """Run the command on the copy."""
        return self.lane.run(*self.argv, "--shop", str(self.copy), env=self.env, **how)  # type: ignore[arg-type]

    def inject(self, fault: Fault, *, cold: bool = False) -> Outcome:
        """Run with one fault, look, run again, look."""
        self.renew()
        ran = self.run(action=fault.action, at=fault.at, error=fault.error, cold=cold)
        event = ran.events[fault.at - 1] if 0 < fault.at <= len(ran.events) else None
        broken = [*self._after_fault(fault.action, ran, event)]
        return self._go_on(fault, ran, event, broken)

    def kill_after(self, seconds: float, *, cold: bool = False) -> Outcome:
        """Kill the group at any moment; look, run again, look."""
        self.renew()
        ran = self.run(kill_after=seconds, cold=cold)
        return self._go_on(Fault("kill all", 0), ran, None, [*self._after_fault("kill all", ran, None)])

    def _go_on(self, fault: Fault, ran: Ran, event: Event | None, broken: list[str]) -> Outcome:
        again = self.run()
        broken += self._after_rerun(again)
        return Outcome(fault, event, ran, again, broken)

    def _after_fault(self, action: str, ran: Ran, event: Event | None) -> Iterator[str]:
        yield from (f"still runs: {process}" for process in ran.left)
        yield from half_reports(self.copy)
        yield from self._verified("after the fault")
        if "Traceback" in ran.said:
            yield f"a traceback: {ran.said[-1500:]}"
        if action in KILLS:
            return
        if ran.code == 0:
            if pages(self.copy) != self.pages or records(self.copy) != self.records:
                yield "it says that all is well, but something is missing"
        elif ran.code not in {1, 2, 130}:
            yield f"exit {ran.code}: {ran.said[-300:]}"
        elif len(ran.said.strip()) < 20:
            yield f"it does not say what is wrong: {ran.said!r}"
        if event is None or event.kind not in _REMOVE:
            yield from (f"left after an error: {name}" for name in (*drafts(self.copy), *strays(self.lane.tmp)))

    def _after_rerun(self, again: Ran) -> Iterator[str]:
        if again.code != 0:
            yield f"the rerun ended with {again.code}: {again.said[-300:]}"
        yield from (f"still runs after the rerun: {process}" for process in again.left)
        yield from self._verified("after the rerun")
        now = set(tree(self.copy))
        yield from (f"left after the rerun: {name}" for name in sorted(now - self.tree)[:5])
        yield from (f"gone after the rerun: {name}" for name in sorted(self.tree - now)[:5])
        yield from (f"left after the rerun: tmp/{name}" for name in strays(self.lane.tmp)[:5])
        made = pages(self.copy)
        yield from (f"differs: {name}" for name in self.pages if made.get(name) != self.pages[name])
        if records(self.copy) != self.records:
            yield "the ledger holds other records than after an undisturbed run"

    def _verified(self, when: str) -> Iterator[str]:
        yield from (f"verify {when}: {problem.where}: {problem.what}" for problem in Shop(self.copy).verify())


def tree(shop: Path) -> Iterator[str]:
    """Every name in the shop, but for what is about the run itself: the last run that did work counts."""
    names = (str(path.relative_to(shop)) for path in shop.rglob("*"))
    return (name for name in names if name not in _NOTES)


def drafts(shop: Path) -> list[str]:
    """What is being built, or was."""
    return sorted(name for name in tree(shop) if "/." in f"/{name}")


def strays(folder: Path) -> list[str]:
    """What stays in the folder for temporary files, but for the probe by which Python finds that folder."""
    return sorted(p.name for p in folder.iterdir() if not (p.is_file() and len(p.name) == 8))


def pages(shop: Path) -> dict[str, bytes]:
    """Pages of all reports, byte for byte; notebooks hold the times of their run."""
    found = sorted((shop / "reports").glob("*/*")) + sorted((shop / "reports").glob("portfolio.*"))
    return {
        str(p.relative_to(shop)): p.read_bytes()
        for p in found if p.suffix in {".html", ".pdf"} and not p.parent.name.startswith(".")
    }  # fmt: skip


def records(shop: Path) -> list[tuple[str, str, str]]:
    """What the ledger holds, without times and without order between chains."""
    return sorted((entry.chain, entry.kind, entry.slot) for entry in Shop(shop).ledger.entries())


def half_reports(shop: Path) -> Iterator[str]:
    """Every folder with the name of a report that is not whole."""
    reports = shop / "reports"
    for folder in reports.iterdir() if reports.exists() else ():
        if folder.is_dir() and not folder.name.startswith("."):
            files = {p.name: p.stat().st_size for p in folder.iterdir()}
            if set(files) != PAGES or not all(files.values()):
                yield f"half a report counts as made: {folder.name} {files}"


def kinds(events: Sequence[Event]) -> dict[str, list[int]]:
    """The points of each kind, counted from 1."""
    found: dict[str, list[int]] = {}
    for number, event in enumerate(events, 1):
        found.setdefault(event.kind, []).append(number)
    return found
