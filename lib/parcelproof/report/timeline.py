"""The way of a parcel as an SVG picture: phases by colour and pattern, labels that do not overlap.

Drawn by hand from a `Timeline` block; every word is escaped, no style or script comes from data.
The same picture serves HTML and PDF.
"""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup, escape

from parcelproof.messages import N_, _
from parcelproof.report.blocks import Timeline
from parcelproof.report.timeline_labels import LEFT, Axis, Label, Paper, place, short_day

# phase → (title, fill, ink, pattern); the patterns keep the phases apart without colour.
PHASES: dict[str, tuple[str, str, str, str]] = {
    "label": (N_("Label made"), "#e7ebef", "#6b7785", ""),
    "way": (N_("On the way"), "#bcd3ea", "#1f5a94", ""),
    "customs": (N_("Customs"), "#e6d9f2", "#6a3d9a", "dots"),
    "hold": (N_("Customs hold"), "#f3c98b", "#8a5300", "cross"),
    "door": (N_("At the door"), "#cfe8d5", "#1d6b35", "up"),
    "pickup": (N_("Waiting for pickup"), "#fdeab0", "#7a5c00", "lines"),
    "delivered": (N_("Delivered"), "#2e7d46", "#1d5a31", ""),
    "tried": (N_("Delivery tried"), "#d9d9d9", "#4a4a4a", "tried"),
    "trouble": (N_("Problem"), "#f2b8b0", "#9c2b1c", "down"),
    "back": (N_("Going back"), "#e3c6b4", "#7a3f1d", "back"),
    "other": (N_("Other scan"), "#f2f2f2", "#666666", ""),
}

_PATTERNS = {
    "dots": '<circle cx="2" cy="2" r="1.1" fill="{0}"/>',
    "cross": '<path d="M0 0L6 6M6 0L0 6" stroke="{0}" stroke-width="1"/>',
    "up": '<path d="M0 6L6 0" stroke="{0}" stroke-width="1"/>',
    "down": '<path d="M0 0L6 6" stroke="{0}" stroke-width="1.2"/>',
    "lines": '<path d="M0 3H6" stroke="{0}" stroke-width="1.2"/>',
    "tried": '<path d="M0 3H6M3 0V6" stroke="{0}" stroke-width="0.8"/>',
    "back": '<path d="M3 0V6" stroke="{0}" stroke-width="1.2"/>',
}


def _bands(line: Timeline, axis: Axis, y: float, paper: Paper) -> list[str]:
    """Draw what the parcel was in, from each scan to the next."""
    out = []
    silent = {s.start for s in line.silences}
    closing = line.until or line.marks[-1].time
    for mark, end in zip(line.marks, [*(m.time for m in line.marks[1:]), closing], strict=True):
        a, b = axis.x(mark.time), axis.x(end)
        if b <= a or mark.time in silent:
            continue
        out += _box(a, y, b - a, paper.band, mark.phase)
    for silence in line.silences:
        a, b = axis.x(silence.start), axis.x(silence.end)
        out.append(
            f'<rect x="{a}" y="{y}" width="{round(max(b - a, 1), 1)}" height="{paper.band}" fill="#ffffff" '
            'stroke="#9c2b1c" stroke-width="1.2" stroke-dasharray="4 3"/>'
        )
        if b - a > paper.wide(silence.label) + 6:
            out.append(paper.text((a + b) / 2, y + paper.type, silence.label, "middle", "#9c2b1c"))
    return out


def _box(x: float, y: float, width: float, height: float, phase: str) -> list[str]:
    _title, fill, ink, pattern = PHASES[phase]
    rect = f'<rect x="{x}" y="{round(y, 1)}" width="{round(width, 1)}" height="{height}"'
    shade = [f'{rect} fill="url(#pp-{pattern})"/>'] if pattern else []
    return [f'{rect} fill="{fill}" stroke="{ink}" stroke-width="0.7"/>', *shade]


def _promise(line: Timeline, axis: Axis, bottom: float, paper: Paper) -> list[str]:
    if not line.promised_by:
        return []
    b = axis.x(line.promised_by)
    a = axis.x(line.promised_from) if line.promised_from else b - 1.5
    box = (
        f'<rect x="{a}" y="2" width="{round(max(b - a, 1.5), 1)}" height="{round(bottom - 2, 1)}" '
        'fill="#4a5a6a" fill-opacity="0.10" stroke="#4a5a6a" stroke-width="0.8" stroke-dasharray="2 3"/>'
    )
    words = _("promised delivery")
    anchor, x = ("end", b) if b > paper.wide(words) + 4 else ("start", a)
    return [box, paper.text(x, bottom + paper.type + 1, words, anchor, "#4a5a6a")]


def _ticks(axis: Axis, y: float, paper: Paper) -> list[str]:
    """Write dates under the axis, at whole days, as many as have room."""
    room = axis.length / (paper.wide("00 Mmm") + 14)
    span_days = max((axis.end - axis.start).days, 1)
    step = next((s for s in (1, 2, 3, 7, 14, 28, 61, 122, 365) if span_days / s <= room), span_days)
    day = axis.start.astimezone(axis.zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    out = [f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + axis.length}" y2="{y}" stroke="#9aa5b1" stroke-width="1"/>']
    half = paper.wide("00 Mmm") / 2
    while day <= axis.end:
        x = axis.x(day)
        out.append(f'<line x1="{x}" y1="{y}" x2="{x}" y2="{round(y + 4, 1)}" stroke="#9aa5b1"/>')
        if half < x < paper.width - half:
            out.append(paper.text(x, y + 5 + paper.type, short_day(day), "middle", "#4a5a6a"))
        day += timedelta(days=step)
    return out


def _legend(line: Timeline, y: float, paper: Paper) -> tuple[list[str], float]:
    """Name the phases that occur; wraps into rows and returns where they end."""
    out: list[str] = []
    x, row = LEFT, paper.type * 1.7
    for phase, (name, *_look) in PHASES.items():
        if not any(m.phase == phase for m in line.marks):
            continue
        title = _(name)
        need = 24 + paper.wide(title) + 12
        if x + need > paper.width and x > LEFT:
            x, y = LEFT, y + row
        out += _box(round(x, 1), y, 18, paper.type, phase)
        out.append(paper.text(x + 23, y + paper.type * 0.92, title, "start", "#2b3640"))
        x += need
    return out, y + row


def _labels(labels: list[Label], y: float, paper: Paper) -> list[str]:
    out = []
    for label in labels:
        base = y - paper.type * 0.7 - label.lane * paper.lane
        ink = PHASES[label.phase][2]
        shift = 4 if label.anchor == "start" else -4
        top = round(base - paper.type * 2, 1)
        out.append(f'<line x1="{label.x}" y1="{top}" x2="{label.x}" y2="{y}" stroke="{ink}" stroke-width="1"/>')
        out.append(paper.text(label.x + shift, base - paper.type * 1.12, label.text, label.anchor, "#17202a", "700"))
        out.append(paper.text(label.x + shift, base, label.date, label.anchor, "#4a5a6a"))
    return out


def _definitions() -> str:
    inks = {pattern: ink for _, _, ink, pattern in PHASES.values()}
    return "".join(
        f'<pattern id="pp-{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f"{shape.format(inks[name])}</pattern>"
        for name, shape in _PATTERNS.items()
    )


def draw(line: Timeline, *, width: float = 800, type_size: float = 12.5) -> Markup:
    """Draw the timeline.

    Parameters
    ----------
    line : Timeline
        Marks oldest first.
    width, type_size : float
        Width of the picture and size of its letters, in user units.

    Returns
    -------
    Markup
        One ``<svg>`` element; empty if there is no mark.
    """
    if not line.marks:
        return Markup("")
    paper = Paper(width, type_size)
    axis = Axis(line, paper)
    labels = place(line, axis, paper)
    y = round(8 + (1 + max((label.lane for label in labels), default=-1)) * paper.lane, 1)
    middle = round(y + paper.band / 2, 1)
    end = y + paper.band + 6
    body = _promise(line, axis, end, paper) + _labels(labels, y, paper) + _bands(line, axis, y, paper)
    for mark in line.marks:
        fill = PHASES[mark.phase][2] if mark.important else "#ffffff"
        radius = 4.5 if mark.important else 2.6
        body.append(
            f'<circle cx="{axis.x(mark.time)}" cy="{middle}" r="{radius}" fill="{fill}" stroke="#17202a" '
            'stroke-width="1"/>'
        )
    bottom = round(end + (paper.type * 1.5 if line.promised_by else 4), 1)
    body += _ticks(axis, bottom, paper)
    legend, last = _legend(line, bottom + paper.type * 2.2, paper)
    return Markup(  # noqa: S704  (built above from numbers, constants and escaped words)
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {round(last, 1):g}" role="img" '
        f'font-family="Noto Sans, sans-serif" aria-label="{escape(line.alt)}"><defs>{_definitions()}</defs>'
        + "".join(body + legend)
        + "</svg>"
    )
