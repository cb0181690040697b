"""What the theme leaves out for people who use a keyboard or listen to a page."""

from __future__ import annotations

import html
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

_TABLE = re.compile(r'<div class="table-wrapper[^"]*"')
_CODE = re.compile(r'(<div class="highlight">)<pre>')


def _mend(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    label = html.escape(app.config.html_context["w"]["rules"]["table"])
    body = context.get("body", "")
    # What scrolls must be reachable by keyboard, and say what it is.
    body = _TABLE.sub(f'<div class="table-wrapper" role="region" tabindex="0" aria-label="{label}"', body)
    context["furo_navigation_tree"] = context.get("furo_navigation_tree", "").replace(
        'class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'
    )
    context["body"] = _CODE.sub(r'\1<pre tabindex="0">', body)


def setup(app: Sphinx) -> dict[str, Any]:
    """Mend each page before it is written."""
    app.connect("html-page-context", _mend, priority=900)  # after the theme has made its menu
    return {"parallel_read_safe": True, "parallel_write_safe": True}
