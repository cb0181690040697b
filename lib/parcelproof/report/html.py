"""Draw a report as one self-contained HTML file: no script, nothing remote, all text escaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from parcelproof.clock import show
from parcelproof.errors import ReportError
from parcelproof.language import LANGUAGES, speaking
from parcelproof.messages import _
from parcelproof.report.document import Report, Section
from parcelproof.report.foreign import inert
from parcelproof.report.goods import JPEG
from parcelproof.report.oc_chart import draw_curve
from parcelproof.report.survival_chart import draw_survival
from parcelproof.report.template_words import SAID, fill, more_help, stage_name
from parcelproof.report.timeline import draw
from parcelproof.resources import templates_dir

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def _data_uri(data: bytes) -> str:
    if not data.startswith(JPEG):
        raise ReportError(_("A picture in the report is no JPEG."), where="photos")
    return "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")


@cache
def environment() -> Environment:
    """Return the one template environment: package templates only, everything escaped."""
    made = Environment(
        loader=FileSystemLoader(templates_dir() / "reports"),
        autoescape=True,
        finalize=inert,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.globals.update(said=SAID, fill=fill, more_help=more_help)
    made.filters.update(stage=stage_name)
    made.filters.update(data_uri=_data_uri, time=show, timeline=draw, oc_curve=draw_curve, survival=draw_survival)
    return made


@cache
def style() -> Markup:
    """Return the style sheet that came with this installation, in one line.

    It stands in every output of a notebook, and a notebook keeps each line of an output as a value of its own.
    """
    text = (templates_dir() / "reports" / "report.css").read_text(encoding="utf-8")
    return Markup(" ".join(_COMMENT.sub("", text).split()))  # noqa: S704


def render_html(report: Report) -> str:
    """Draw a report as one HTML file.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        UTF-8 ready. Open it from disk or send it: it asks the network for nothing.

    Raises
    ------
    ReportError
        If the report is not complete.
    """
    if not report.complete:
        raise ReportError(_("This report is not complete, so it is not drawn."), where=report.shipment_id)
    return draw_page(report, ())


def draw_page(report: Report, parts: Sequence[Mapping[str, Any]]) -> str:
    """Draw a report in its language, from its sections or from the parts of its notebook."""
    template = environment().get_template("report.html.j2")
    with speaking(report.language):
        return template.render(
            report=report, sections=report.shown(), parts=parts, style=style(), language=html_language(report.language)
        )


def html_language(code: str) -> str:
    """Return the ``lang`` of a page: Chinese says that its letters are the simplified ones."""
    return LANGUAGES[code].locale.replace("_", "-")


def render_fragment(sections: Iterable[Section]) -> str:
    """Draw some sections as a piece of HTML for a notebook cell; it carries its own style."""
    return environment().get_template("fragment.html.j2").render(sections=tuple(sections), style=style())
