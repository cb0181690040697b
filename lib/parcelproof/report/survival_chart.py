"""How long parcels stay undelivered as an SVG picture: one line per lane, told apart by dashes as well as colour.

Drawn by hand, without script or style from data; a table with the same lanes always stands beside it.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from parcelproof.messages import _
from parcelproof.report.blocks import Survival
from parcelproof.report.timeline_labels import Paper, of_100

INK, GREY, GRID = "#17202a", "#4a5a6a", "#d5dbe1"
STYLES = (
    ("#1f5a94", 'stroke-width="2.4"'),
    ("#7a3f1d", 'stroke-width="2" stroke-dasharray="7 4"'),
    ("#1d6b35", 'stroke-width="2" stroke-dasharray="2 3"'),
    ("#6a3d9a", 'stroke-width="2" stroke-dasharray="10 3 2 3"'),
    ("#8a5300", 'stroke-width="1.4"'),
)
"""As many lines as a person can tell apart."""


def draw_survival(block: Survival, *, width: float = 800, height: float = 320, type_size: float = 12.5) -> Markup:
    """Draw the curves.

    Parameters
    ----------
    block : Survival
        Days count from the first scan; shares lie between 0 and 1.
    width, height, type_size : float
        Size of the picture and of its letters, in user units.

    Returns
    -------
    Markup
        One ``<svg>`` element with a text alternative; empty without a curve.
    """
    curves = block.curves[: len(STYLES)]
    if not curves:
        return Markup("")
    paper = Paper(width, type_size)
    left, right = round(paper.wide(of_100(100)) + 14, 1), width - 14.0
    top = round(type_size * (2.2 + 1.7 * len(curves)), 1)
    bottom = round(top + height - type_size * 4, 1)
    longest = max(max(max(c.days, default=0) for c in curves), 1)

    def x(day: float) -> float:
        return round(left + day / longest * (right - left), 1)

    def y(share: float) -> float:
        return round(bottom - share * (bottom - top), 1)

    body = [paper.text(4, type_size * 1.1, _("not delivered after so many days"), "start", INK)]
    for quarter in range(5):
        level = y(quarter / 4)
        body.append(f'<line x1="{left}" y1="{level}" x2="{right}" y2="{level}" stroke="{GRID}"/>')
        body.append(paper.text(left - 7, level + type_size * 0.35, of_100(25 * quarter), "end", GREY))
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if longest / s <= 10), 365)
    for day in range(0, longest + 1, step):
        anchor = "end" if x(day) > right - 8 else "middle"
        body.append(paper.text(x(day), bottom + type_size * 1.6, str(day), anchor, GREY))
    body.append(paper.text((left + right) / 2, bottom + type_size * 3.2, _("days since the first scan"), "middle", INK))
    for number, (curve, (ink, dash)) in enumerate(zip(curves, STYLES, strict=False)):
        row = round(type_size * (2.7 + 1.7 * number), 1)
        body.append(f'<line x1="{left}" y1="{row}" x2="{left + 34}" y2="{row}" stroke="{ink}" {dash}/>')
        body.append(paper.text(left + 42, row + type_size * 0.35, curve.title, "start", INK))
        # A step, not a slope: between two deliveries nothing changes.
        way = f"M{x(0)} {y(1)}" + "".join(
            f"H{x(day)}V{y(share)}" for day, share in zip(curve.days, curve.shares, strict=True)
        )
        body.append(f'<path d="{way}" fill="none" stroke="{ink}" {dash}/>')
    return Markup(  # noqa: S704  (built from numbers, constants and escaped words)
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {round(bottom + type_size * 3.8, 1):g}" '
        f'role="img" font-family="Noto Sans, sans-serif" aria-label="{escape(block.alt)}">'
        f"<title>{escape(block.title)}</title><desc>{escape(block.alt)}</desc>" + "".join(body) + "</svg>"
    )
