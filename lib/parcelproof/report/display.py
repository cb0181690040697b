"""How sections and reports show themselves in a notebook, and what they leave in it.

What is left for the report is JSON in one string, not a tree of lists: a notebook is checked, copied and written value
by value, and a report has thousands of them.
"""

from __future__ import annotations

import json
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
    """Return the final marker: the header, the order of sections, their digest, and those never displayed.

    It is the last output of a report's notebook. Without it no report counts as made.
    """
    if not report.complete:
        return {"text/plain": f"Report for {report.shipment_id}: not complete."}
    header = report.model_copy(update={"sections": ()}).model_dump(mode="json")
    unseen = [s.model_dump(mode="json") for s in report.sections if s.audience == "packet"]
    return {
        FINAL_MIME: json.dumps(
            {
                "header": header,
                "order": [section.id for section in report.sections],
                "unseen": unseen,
                "sha256": report.digest(),
            },
            ensure_ascii=False,
        ),
        "text/plain": f"Report for {report.shipment_id}: complete, {len(report.sections)} sections.",
    }
