"""How sections and reports show themselves in a notebook, and what they leave in it.

What is left for the report is JSON in one string, not a tree of lists: a notebook is checked, copied and written value
by value, and a report has thousands of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parcelproof.report.document import Report, Section

SECTION_MIME = "application/vnd.parcelproof.section+json"
FINAL_MIME = "application/vnd.parcelproof.report+json"


def bundle(sections: Sequence[Section]) -> dict[str, object]:
    """Return the forms of some sections: HTML for the eye, JSON for the report, plain text."""
    from parcelproof.report.document import SectionGroup
    from parcelproof.report.html import render_fragment

    return {
        SECTION_MIME: SectionGroup(sections=tuple(sections)).model_dump_json(),
        "text/html": render_fragment(sections),
        "text/plain": "\n".join(f"Section: {section.title}" for section in sections),
    }


def final_bundle(report: Report) -> dict[str, object]:
    """Return the final mark of a report, as JSON and in words; one that is not complete has the words alone."""
    from parcelproof.report.document import FinalMark

    if not report.complete:
        return {"text/plain": f"Report for {report.shipment_id}: not complete."}
    mark = FinalMark(
        header=report.model_copy(update={"sections": ()}),
        order=tuple(section.id for section in report.sections),
        unseen=tuple(section for section in report.sections if section.audience == "packet"),
        sha256=report.digest(),
    )
    return {
        FINAL_MIME: mark.model_dump_json(),
        "text/plain": f"Report for {report.shipment_id}: complete, {len(report.sections)} sections.",
    }
