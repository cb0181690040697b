"""The OC curve of an inspection plan as an SVG picture, and the same numbers as a table.

Drawn by hand, without script or style from data. It reads in black and white: this very lot is a whole line, lots of
the process a broken one, and both are named in the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from parcelproof.delivery.sampling import SamplingPlan, sampling_plan
from parcelproof.delivery.sampling_risk import OcPoint, oc_curve, of_100, pass_probability
from parcelproof.messages import _
from parcelproof.report.blocks import OcCurve
from parcelproof.report.timeline_labels import Paper
from parcelproof.report.timeline_labels import of_100 as label_of_100

INK, GREY, LINE, SECOND = "#17202a", "#4a5a6a", "#1f5a94", "#7a3f1d"
SHARES = (1, 2, 4, 5, 10, 15, 20, 30, 50)
"""Percent of bad pieces in the table."""


@dataclass(frozen=True)
class OcRow:
    """One row of the table twin: bad pieces, their share, and how often the lot passes; ready for people."""

    bad: str
    share: str
    passes: str


@dataclass(frozen=True)
class _Frame:
    """Where the curve stands on the paper; the axis below ends at a round number of percent."""

    paper: Paper
    left: float
    right: float
    top: float
    bottom: float
    highest: float

    def x(self, share: float) -> float:
        return round(self.left + share / self.highest * (self.right - self.left), 1)

    def y(self, probability: float) -> float:
        return round(self.bottom - probability * (self.bottom - self.top), 1)


def draw_oc(
    plan: SamplingPlan, points: Sequence[OcPoint], *, width: float = 640, height: float = 360, type_size: float = 12.5
) -> Markup:
    """Draw an OC curve.

    Parameters
    ----------
    plan : SamplingPlan
        Named in the picture.
    points : sequence of OcPoint
        From `parcelproof.delivery.sampling_risk.oc_curve`.
    width, height, type_size : float
        Size of the picture and of its letters, in user units.

    Returns
    -------
    Markup
        One ``<svg>`` element with a text alternative; empty for fewer than two points.
    """
    if len(points) < 2:
        return Markup("")
    paper = Paper(width, type_size)
    frame = _Frame(
        paper, left=round(paper.wide(label_of_100(100)) + 14, 1), right=width - 14.0, top=round(type_size * 3.4, 1),
        bottom=round(height - type_size * 4.2, 1), highest=_round_up(points[-1].share),
    )  # fmt: skip
    body = _grid(frame, height) + _curves(frame, points) + _aql(frame, plan) + _legend(frame)
    return Markup(  # noqa: S704  (built from numbers, constants and escaped words)
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'font-family="Noto Sans, sans-serif" aria-label="{escape(describe_oc(plan))}">' + "".join(body) + "</svg>"
    )


def draw_curve(block: OcCurve) -> Markup:
    """Draw the curve of the plan that a block names."""
    plan = sampling_plan(block.lot, block.level, Decimal(block.aql), block.severity)
    return draw_oc(plan, oc_curve(plan))


def describe_oc(plan: SamplingPlan) -> str:
    """Return the picture in words, for people who do not see it."""
    if plan.inspect_all:
        return _(
            "Every one of {lot} pieces is looked at, so the lot passes only if at most {accept} is bad.",
            lot=plan.lot, accept=plan.accept,
        )  # fmt: skip
    cases = "; ".join(_("with {share} bad, {passes}", share=row.share, passes=row.passes) for row in oc_table(plan)[:6])
    return _(
        "How often a lot of {lot} passes when {looked} pieces are looked at and at most {accept} may be bad: {cases}.",
        lot=plan.lot, looked=plan.sample_size, accept=plan.accept, cases=cases,
    )  # fmt: skip


def oc_table(plan: SamplingPlan) -> tuple[OcRow, ...]:
    """Return the numbers of the picture as rows, for this very lot; shares that are no whole piece are left out."""
    numbers = {round(plan.lot * share / 100) for share in SHARES} - {0}
    return tuple(
        OcRow(
            _("{count} of {all}", count=bad, all=plan.lot),
            _percent(bad / plan.lot),
            _("passes in {share} cases", share=of_100(pass_probability(plan, bad))),
        )
        for bad in sorted(numbers)
    )


def _grid(frame: _Frame, height: float) -> list[str]:
    """Draw both axes with their own labels."""
    paper, out = frame.paper, []
    for quarter in range(5):
        y = frame.y(quarter / 4)
        out.append(f'<line x1="{frame.left}" y1="{y}" x2="{frame.right}" y2="{y}" stroke="#d5dbe1" stroke-width="1"/>')
        out.append(paper.text(frame.left - 7, y + paper.type * 0.35, label_of_100(25 * quarter), "end", GREY))
    steps = 5 if frame.right - frame.left > 5.5 * paper.wide("100.00 %") else 2
    for step in range(steps + 1):
        share = frame.highest * step / steps
        x = frame.x(share)
        out.append(f'<line x1="{x}" y1="{frame.bottom}" x2="{x}" y2="{round(frame.bottom + 5, 1)}" stroke="{GREY}"/>')
        anchor = "end" if step == steps else "middle"
        out.append(paper.text(x, frame.bottom + paper.type * 1.6, _percent(share), anchor, GREY))
    out.append(f'<path d="M{frame.left} {frame.top}V{frame.bottom}H{frame.right}" fill="none" stroke="{GREY}"/>')
    middle = (frame.left + frame.right) / 2
    out.append(paper.text(middle, height - paper.type * 0.7, _("bad pieces in the lot"), "middle", INK))
    out.append(paper.text(4, paper.type * 1.1, _("the lot passes in … cases"), "start", INK))
    return out


def _curves(frame: _Frame, points: Sequence[OcPoint]) -> list[str]:
    """Draw the lot as it is, and the process that it comes from."""
    lot = " ".join(f"{frame.x(p.share)},{frame.y(p.lot)}" for p in points)
    process = " ".join(f"{frame.x(p.share)},{frame.y(p.process)}" for p in points)
    return [
        f'<polyline points="{process}" fill="none" stroke="{SECOND}" stroke-width="1.4" stroke-dasharray="6 4"/>',
        f'<polyline points="{lot}" fill="none" stroke="{LINE}" stroke-width="2.4"/>',
    ]


def _aql(frame: _Frame, plan: SamplingPlan) -> list[str]:
    """Mark the AQL, if it is in the picture; where every piece is looked at, it says nothing."""
    share = float(plan.aql) / 100
    if plan.inspect_all or share > frame.highest:
        return []
    x, words = frame.x(share), f"AQL {plan.aql} %"
    anchor, shift = ("start", 4) if x + frame.paper.wide(words) + 8 < frame.right else ("end", -4)
    return [
        f'<line x1="{x}" y1="{frame.top}" x2="{x}" y2="{frame.bottom}" stroke="{INK}" stroke-dasharray="2 3"/>',
        frame.paper.text(x + shift, frame.bottom - 5, words, anchor, INK),
    ]


def _legend(frame: _Frame) -> list[str]:
    paper, out = frame.paper, []
    y = round(paper.type * 2.4, 1)
    x = frame.left
    for words, ink, style in (
        (_("this lot"), LINE, 'stroke-width="2.4"'),
        (_("lots of such a maker"), SECOND, 'stroke-width="1.4" stroke-dasharray="6 4"'),
    ):
        out.append(f'<line x1="{x}" y1="{y}" x2="{round(x + 26, 1)}" y2="{y}" stroke="{ink}" {style}/>')
        out.append(paper.text(x + 31, y + paper.type * 0.35, words, "start", INK))
        x = round(x + 31 + paper.wide(words) + 18, 1)
    return out


def _round_up(share: float) -> float:
    """Return the next share whose fifth reads well on the axis, at most 1."""
    if share <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(share))
    step = next(s for s in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if s * power >= share * 0.999)
    return min(step * power, 1.0)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
