"""Draw a report as a PDF: its blocks become data for the template."""

from __future__ import annotations

import io
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from parcelproof.clock import show
from parcelproof.errors import ReportError
from parcelproof.language import speaking
from parcelproof.messages import _
from parcelproof.report.blocks import Block, OcCurve, Picture, Pictures, ReasonList, Timeline
from parcelproof.report.document import Report, Section
from parcelproof.report.foreign import paper_text, runs
from parcelproof.report.oc_chart import draw_curve
from parcelproof.report.press import press, workshop
from parcelproof.report.template_words import SAID, more_help, pieces
from parcelproof.report.timeline import draw

MAX_PIXELS = 4_000_000
PAGE_WIDTH = 493
"""Points between the margins; a picture of this width is printed at its own size."""

# Words of the engine, which the template compares; everything else is text for people.
_NAMES = frozenset({"kind", "tone", "align", "id", "audience", "group", "file", "alt-text"})


def _direction(text: str) -> str:
    """Return ``rtl`` if the first letter runs from right to left."""
    for char in text:
        if unicodedata.category(char).startswith("L"):
            return "rtl" if unicodedata.bidirectional(char) in ("R", "AL") else "ltr"
    return "ltr"


def _text(value: Any) -> Any:
    """Turn every text in dumped blocks into runs."""
    if isinstance(value, dict):
        made = {k: v if k in _NAMES else _text(v) for k, v in value.items()}
        if "outgoing" in value:
            made["rtl"] = _direction(value["text"]) == "rtl"
        return made
    if isinstance(value, (list, tuple)):
        return [_text(v) for v in value]
    return runs(value) if isinstance(value, str) else value


def _checked_jpeg(picture: Picture) -> bytes:
    """Return the picture's bytes if they are a JPEG of sane size."""
    try:
        with Image.open(io.BytesIO(picture.jpeg), formats=("JPEG",)) as image:
            fits = image.width * image.height <= MAX_PIXELS
            image.verify()
    except (OSError, SyntaxError, ValueError) as error:
        raise ReportError(_("A picture in the report cannot be read."), where=picture.sha256[:12]) from error
    if not fits:
        raise ReportError(_("A picture in the report is too large."), where=picture.sha256[:12])
    return picture.jpeg


def _words(block: Block) -> dict[str, Any]:
    said: dict[str, Any] = _text(block.model_dump(mode="json"))
    if isinstance(block, ReasonList):
        for drawn, reason in zip(said["items"], block.items, strict=True):
            drawn["help"] = more_help(reason.more)
    return said


def _section(section: Section, root: Path, type_size: float) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    for number, block in enumerate(section.blocks):
        if isinstance(block, (Timeline, OcCurve)):
            file = f"{section.id}-{number}.svg"
            drawn = (
                draw_curve(block) if isinstance(block, OcCurve) else draw(block, width=PAGE_WIDTH, type_size=type_size)
            )
            (root / file).write_text(drawn, encoding="utf-8")
            blocks.append({"kind": "picture", "file": file, "alt-text": paper_text(block.alt)})
        elif isinstance(block, Pictures):
            items = []
            for place, picture in enumerate(block.items):
                file = f"{section.id}-{number}-{place}.jpg"
                (root / file).write_bytes(_checked_jpeg(picture))
                said = {"title": runs(picture.title), "lines": [runs(line) for line in picture.lines]}
                items.append({**said, "file": file, "alt-text": paper_text(picture.alt)})
            blocks.append({"kind": block.kind, "items": items})
        else:
            blocks.append(_words(block))
    badge = _text(section.badge.model_dump(mode="json")) if section.badge else None
    return {"title": runs(section.title), "badge": badge, "blocks": blocks}


def _data(report: Report, root: Path) -> dict[str, Any]:
    type_size = 12 if report.kind == "packet" else 9.5
    return {
        "kind": report.kind,
        "lang": report.language,
        "said": {name: pieces(SAID[name]) for name in SAID},
        "title-text": paper_text(f"{report.title} {report.shipment_id}"),
        "heading": runs(report.title),
        "running": runs(f"{report.title} {report.shipment_id}"),
        "shipment-id": runs(report.shipment_id),
        "as-of": runs(SAID["as_of"].format(when=show(report.as_of))),
        "state": _text(report.state.model_dump(mode="json")),
        "sections": [_section(section, root, type_size) for section in report.shown()],
        "generator": runs(report.generator_version),
        "head": runs(report.ledger_head),
    }


def render_pdf(report: Report, *, timestamp: datetime) -> bytes:
    """Draw a report as PDF.

    Parameters
    ----------
    report : Report
    timestamp : datetime
        Written into the file as its date, with offset; the same report and time stamp give the same bytes.

    Returns
    -------
    bytes

    Raises
    ------
    ReportError
        If the report is not complete, a picture is unfit, or Typst refuses.
    """
    if not report.complete:
        raise ReportError(_("This report is not complete, so it is not drawn."), where=report.shipment_id)
    with speaking(report.language), workshop() as root:
        return press(
            root, "reports/report.typ", _data(report, root), timestamp=timestamp, where=report.shipment_id
        )  # fmt: skip
