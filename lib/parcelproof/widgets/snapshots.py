"""The kept pages of one product: a table, and one of them to read."""

from __future__ import annotations

import base64
import html

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.shop import Shop
from parcelproof.steps.snapshots import newest_first, page_label, safe_page, snapshot_blocks
from parcelproof.widgets.base import View, guarded
from parcelproof.widgets.style import CSS

FRAME = """<style>.pp-page{border:1px solid #d8dee4;border-radius:6px;padding:12px 16px;max-height:480px;overflow:auto;
line-height:1.45;background:#fff;color:#17202a;max-width:860px;box-sizing:border-box;overflow-wrap:anywhere}
.pp-page table{border-collapse:collapse}.pp-page :is(th,td){text-align:left;vertical-align:top;padding:2px 12px 2px 0;
font-weight:400}.pp-page th{color:#4a5866}</style>"""


class SnapshotsView(View):
    """The kept pages of one product.

    Parameters
    ----------
    shop : Shop
    chain : str
    """

    def __init__(self, shop: Shop, chain: str) -> None:
        super().__init__()
        self._shop = shop
        self._chain = chain

    def make(self) -> None:
        """Make the choice and the place to read."""
        self.pages = newest_first(self._shop.product(self._chain))
        options = [(_("Choose"), ""), *((page_label(page, self._shop), page.sha256) for page in self.pages)]
        self.choice = w.Dropdown(
            options=options, description=_("Read a kept page"), layout=w.Layout(width="100%", max_width="720px"),
            style={"description_width": "150px"},
        )  # fmt: skip
        self.shown = w.HTML()

    def build(self) -> w.Widget:
        """Put the table over the page."""
        self.choice.observe(lambda change: self._read(change["new"]), names="value")
        table = w.HTML(render_fragment(self.sections()))
        box = w.VBox([w.HTML(CSS + FRAME), table, *([self.choice] if self.pages else []), self.shown, self.message])
        box.add_class("pp-form")
        return box

    @guarded(N_("nothing; the page could not be shown"))
    def _read(self, sha256: str) -> None:
        page = next((page for page in self.pages if page.sha256 == sha256), None)
        if page is None:
            self.shown.value = ""
            return
        safe = safe_page(self._shop, page)
        name = html.escape(safe.file_name)
        # As a stream of bytes and for saving only: the kept file itself is a stranger's page and never opens here.
        data = base64.b64encode(safe.data).decode("ascii")
        link = html.escape(_("Save the kept file {file}", file=safe.file_name))
        link = f'<a download="{name}" href="data:application/octet-stream;base64,{data}">{link}</a>'
        if not safe.data:
            link = html.escape(
                _("The kept file is large; it lies in the folder evidence of the shop as {name}.", name=page.sha256)
            )
        label, without = html.escape(_("Kept page")), html.escape(_("Shown without pictures, links and scripts."))
        self.shown.value = (
            f'<div class="pp-page" tabindex="0" aria-label="{label}">{safe.html}</div>'
            f'<div class="pp-why">{without} {link}</div>'
        )

    def sections(self) -> tuple[Section, ...]:
        """Return the table."""
        blocks = snapshot_blocks(self._shop.product(self._chain), self._shop)
        return (Section(id="snapshots", title="", blocks=blocks),)
