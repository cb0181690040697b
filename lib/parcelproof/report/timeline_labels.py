"""Where the words of a timeline stand, so that none covers another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import escape

from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.report.blocks import Mark, Timeline

MONTHS_AND_DAYS = {"zh": "{0.month}月{0.day}日"}
LEFT, RIGHT = 12.0, 12.0
MAX_LANES = 6


@dataclass(frozen=True)
class Paper:
    """Size of the picture in user units, and of its type."""

    width: float
    type: float

    @property
    def lane(self) -> float:
        """Height of one lane of labels."""
        return round(self.type * 2.5, 1)

    @property
    def band(self) -> float:
        """Height of the band of phases."""
        return round(self.type * 1.35, 1)

    def wide(self, text: str) -> float:
        """Estimate the width of a text; wide letters (Chinese, Japanese, Korean) take a full em."""
        return sum(self.type if ord(c) > 0x2E7F else self.type * 0.58 for c in text)

    def text(self, x: float, y: float, text: str, anchor: str, ink: str, weight: str = "400") -> str:
        """Return one escaped ``<text>`` element."""
        return (
            f'<text x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}" fill="{ink}" '
            f'font-size="{self.type:g}" font-weight="{weight}">{escape(text)}</text>'
        )


def of_100(count: int) -> str:
    """Return a share as a reader without percent signs counts it, for the axis of a chart."""
    return _("{count} of 100", count=count)


def short_day(day: datetime) -> str:
    """Return day and month, without the year, as the language spoken now writes them."""
    written = MONTHS_AND_DAYS.get(current_language().code)
    return written.format(day) if written else f"{day:%d %b}"


@dataclass(frozen=True)
class Label:
    """A placed label: where its leader stands, its lane, and the room it takes."""

    x: float
    lane: int
    left: float
    right: float
    text: str
    date: str
    anchor: str
    phase: str


class Axis:
    """Turns times into places on the picture."""

    def __init__(self, line: Timeline, paper: Paper) -> None:
        times = [m.time for m in line.marks] + [s.end for s in line.silences]
        times += [t for t in (line.promised_from, line.promised_by, line.until) if t]
        self.start, end = min(times), max(times)
        span = max(end - self.start, timedelta(hours=6))
        self.start -= span * 0.02
        self.end = end + span * 0.02
        self.zone = line.marks[0].time.tzinfo
        self.length = paper.width - LEFT - RIGHT

    def x(self, time: datetime) -> float:
        """Return the place of a time, in user units."""
        return round(LEFT + (time - self.start) / (self.end - self.start) * self.length, 1)


def place(line: Timeline, axis: Axis, paper: Paper) -> list[Label]:
    """Put the labels of important scans into lanes, never over one another or a leader.

    Labels written to the right of their scan fit best from the last to the first, those to the left the
    other way round. Of some ways, the one that shows most is taken.
    """
    chosen = [m for m in line.marks if m.important]
    back, both = chosen[::-1], [*chosen[-1:], *chosen[:1], *chosen[1:-1]]
    ways = (
        (back, ("start",)),
        (back, ("start", "end")),
        (chosen, ("end",)),
        (chosen, ("end", "start")),
        (both, ("start", "end")),
    )
    best: list[Label] = []
    for way, anchors in ways:
        found: list[Label] = []
        for mark in dict.fromkeys(way):
            label = _fit(mark, axis, paper, found, anchors)
            if label:
                found.append(label)
        best = max(best, found, key=len)
    return best


def _fit(mark: Mark, axis: Axis, paper: Paper, placed: list[Label], anchors: tuple[str, ...]) -> Label | None:
    x = axis.x(mark.time)
    date = f"{short_day(mark.time)} {mark.time:%H:%M}"
    need = max(paper.wide(mark.label), paper.wide(date)) + 6
    for lane in range(MAX_LANES):
        for anchor in anchors:
            left = x if anchor == "start" else x - need
            label = Label(x, lane, left, left + need, mark.label, date, anchor, mark.phase)
            if left >= 0 and left + need <= paper.width and not any(_clash(label, other) for other in placed):
                return label
    return None


def _clash(a: Label, b: Label) -> bool:
    """Say whether two labels, or the leader of one and the words of the other, would touch."""
    if a.lane == b.lane:
        return a.left < b.right and b.left < a.right
    low, high = (a, b) if a.lane < b.lane else (b, a)
    return low.left + 1 < high.x < low.right - 1
