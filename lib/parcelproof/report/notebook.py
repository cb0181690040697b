"""Executed notebooks: rebuild the report from them, and draw them as one safe HTML file.

A notebook is foreign as soon as it is a file: sections are read back through the types, all other HTML is
sanitised, and nothing in it runs.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any

import mistune
import nh3
from markupsafe import Markup
from pydantic import ValidationError

from parcelproof.errors import ReportError
from parcelproof.language import current_language
from parcelproof.messages import N_, _
from parcelproof.report.display import FINAL_MIME, SECTION_MIME
from parcelproof.report.document import FinalMark, Report, Section, SectionGroup
from parcelproof.report.html import draw_page, environment, html_language, style

AGAIN = N_("Make the report again.")
IMAGES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_TAGS = {
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "q",
    "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"lang", "dir"}, "a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Keep links within the page and pictures that are in the file; drop all that points elsewhere."""
    if attribute == "href":
        return value if re.fullmatch(r"#[A-Za-z0-9_-]*", value) else None
    if attribute == "src":
        return value if re.fullmatch(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*", value) else None
    return value


def sanitise(html: str) -> Markup:
    """Return foreign HTML without script, style, form, frame, or any reference that leaves the file."""
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=_allowed, url_schemes={"data"}, link_rel=None
    )
    return Markup(clean)  # noqa: S704  (this is what the sanitiser is for)


def _markdown(text: str) -> Markup:
    made = mistune.create_markdown(escape=True, plugins=["table"])(text)
    return sanitise(made if isinstance(made, str) else "")


def _joined(value: object) -> str:
    # The notebook format stores a long text as a list of lines.
    return "".join(str(v) for v in value) if isinstance(value, list) else str(value)


def _sections(value: object) -> tuple[Section, ...]:
    try:
        return SectionGroup.model_validate_json(_joined(value)).sections
    except ValidationError as error:
        raise ReportError(_("A section in the notebook cannot be read."), where="notebook", mend=_(AGAIN)) from error


def _cells(nb: Mapping[str, Any], kind: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, cell in enumerate(nb["cells"], start=1):
        if cell["cell_type"] == kind:
            yield number, cell


def _completed(nb: Mapping[str, Any]) -> None:
    """Raise unless every code cell with code in it ran to its end."""
    before = 0
    for number, cell in _cells(nb, "code"):
        if not _joined(cell.get("source", "")).strip():
            continue
        count = cell.get("execution_count")
        failed = any(o.get("output_type") == "error" for o in cell.get("outputs", ()))
        status = cell.get("metadata", {}).get("papermill", {}).get("status", "completed")
        raised = bool(cell.get("metadata", {}).get("papermill", {}).get("exception"))
        if failed or raised or status != "completed" or not isinstance(count, int) or count <= before:
            raise ReportError(
                _("A step of the report did not complete."),
                where=_("notebook cell {number}", number=number),
                mend=_(AGAIN),
            )
        before = count


def report_from_notebook(nb: Mapping[str, Any]) -> Report:
    """Rebuild the report from an executed notebook.

    Parameters
    ----------
    nb : notebook node
        As ``nbformat.read`` returns it.

    Returns
    -------
    Report
        Equal to the one that the notebook built.

    Raises
    ------
    ReportError
        If a code cell did not complete, the final marker is missing or there is more than one, a section
        was not displayed, or anything differs from what the marker recorded.
    """
    _completed(nb)
    shown: dict[str, Section] = {}
    finals: list[object] = []
    for _number, cell in _cells(nb, "code"):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if SECTION_MIME in data:
                shown.update({s.id: s for s in _sections(data[SECTION_MIME])})
            if FINAL_MIME in data:
                finals.append(data[FINAL_MIME])
    if len(finals) != 1:
        raise ReportError(_("The notebook does not hold one final result."), where="notebook", mend=_(AGAIN))
    return _assembled(_joined(finals[0]), shown)


def _assembled(text: str, shown: dict[str, Section]) -> Report:
    try:
        final = FinalMark.model_validate_json(text)
    except ValidationError as error:
        raise ReportError(_("The final result cannot be read."), where="notebook", mend=_(AGAIN)) from error
    shown = shown | {s.id: s for s in final.unseen}
    missing = [name for name in final.order if name not in shown]
    if missing:
        raise ReportError(_("A section of the report was not shown."), where=", ".join(missing), mend=_(AGAIN))
    report = final.header.model_copy(update={"sections": tuple(shown[name] for name in final.order)})
    if report.digest() != final.sha256 or not report.complete:
        raise ReportError(_("A section differs from what was recorded."), where="notebook", mend=_(AGAIN))
    return report


def _image(data: Mapping[str, Any]) -> str:
    """Return the first raster picture of an output as a data URI, or an empty string."""
    for kind, magic in IMAGES.items():
        if kind not in data:
            continue
        try:
            raw = base64.b64decode("".join(_joined(data[kind]).split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        if raw.startswith(magic):
            return f"data:{kind};base64,{base64.b64encode(raw).decode('ascii')}"
    return ""


def _output(output: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    kind = output.get("output_type")
    if kind == "stream":
        yield {"kind": "text", "text": _ANSI.sub("", _joined(output.get("text", "")))}
        return
    if kind == "error":
        # A traceback may hold values of variables, so only the name and the message of the error are shown.
        told = f"{output.get('ename', '')}: {output.get('evalue', '')}"
        yield {"kind": "error", "title": _("This step did not complete."), "text": _ANSI.sub("", told)}
        return
    data = output.get("data", {})
    picture = _image(data)
    if SECTION_MIME in data:
        yield {"kind": "sections", "sections": _sections(data[SECTION_MIME])}
    elif FINAL_MIME in data:
        return
    elif picture:
        yield {"kind": "image", "uri": picture}
    elif "text/html" in data:
        yield {"kind": "html", "html": sanitise(_joined(data["text/html"]))}
    elif "text/markdown" in data:
        yield {"kind": "html", "html": _markdown(_joined(data["text/markdown"]))}
    elif "text/plain" in data:
        yield {"kind": "text", "text": _ANSI.sub("", _joined(data["text/plain"]))}


def render_notebook_html(nb: Mapping[str, Any], *, title: str = "", report: Report | None = None) -> str:
    """Draw an executed notebook as one self-contained HTML file, code hidden.

    Cells with the tag ``remove-cell`` are left out; whatever a seller adds to a template is drawn too.

    Parameters
    ----------
    nb : notebook node
        As ``nbformat.read`` returns it.
    title : str
        Heading of a notebook that is no report.
    report : Report, optional
        What `report_from_notebook` rebuilt: gives the head, the contents and the foot of a report.

    Returns
    -------
    str
        No script, nothing remote; a step that failed stands there as a plain box.

    Raises
    ------
    ReportError
        If a section in it cannot be read.
    """
    parts: list[dict[str, Any]] = []
    for cell in nb["cells"]:
        if "remove-cell" in cell.get("metadata", {}).get("tags", ()):
            continue
        if cell["cell_type"] == "markdown":
            parts.append({"kind": "html", "html": _markdown(_joined(cell["source"]))})
        elif cell["cell_type"] == "code":
            for output in cell.get("outputs", ()):
                parts.extend(_output(output))
    if report is not None:
        return draw_page(report, parts)
    language = html_language(current_language().code)
    return (
        environment()
        .get_template("notebook.html.j2")
        .render(parts=parts, title=title, style=style(), language=language)
    )
