"""Take the page of a product in: paste its text, or choose saved pages, exports and pictures."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import ipywidgets as w

from parcelproof.messages import N_, _, ngettext, sentences
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.shop import Shop
from parcelproof.steps.field import Field
from parcelproof.steps.form import Values, parse_moment, text
from parcelproof.steps.listings import (
    PASTED,
    PICTURES,
    SUFFIXES,
    GivenFile,
    TakenPage,
    pasted_page,
    take_page,
    take_pages,
)
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.fields import field_widget
from parcelproof.widgets.style import CSS, saved_html

FIELDS = (
    Field("title", N_("Title of the page"), example="65 W USB-C charger, EU plug, black"),
    Field("price", N_("Price on the page"), example="USD 24.90"),
    Field("url", N_("Address of the page"), example="https://www.ebay.com/itm/…"),
    Field("text", N_("Text of the page"), "long",
          example=N_("Paste everything: description, item specifics, box contents.")),
)  # fmt: skip
CAPTURED = Field(
    "captured", N_("When was the page like this"), "time", example="2026-10-02 16:20",
    help=N_(
        "Leave it empty if it is like this now, or if the saved page carries its own time. "
        "A time of the file alone proves little."
    ),
)  # fmt: skip


class ListingIntakeView(View):
    """The ways to take a page in.

    Parameters
    ----------
    shop : Shop
    chain : str
    changed : callable, optional
        Called after a page was taken in.
    """

    def __init__(self, shop: Shop, chain: str, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._shop = shop
        self._chain = chain
        self._changed = changed
        self.values: Values = {}

    def make(self) -> None:
        """Make the fields and the button."""
        self.fields: dict[str, Any] = {
            field.name: field_widget(field, "", self._set(field.name)) for field in (*FIELDS, CAPTURED)
        }
        self.upload = w.FileUpload(
            accept=",".join((*SUFFIXES, *PICTURES)), multiple=True, description=_("Choose files"),
            layout=w.Layout(width="220px"),
        )  # fmt: skip
        self.chosen = w.HTML()
        self.go = w.Button(description=_("Take the page in"), button_style="primary", layout=w.Layout(width="220px"))
        self.said = w.HTML()

    def build(self) -> w.Widget:
        """Put files over text over the button."""
        self.upload.observe(lambda _: self._name_files(), names="value")
        take_soon = Later(self._take, AFTER_TYPING)
        self.go.on_click(lambda _: take_soon())
        choose, pasting = html.escape(_("Choose the saved page")), html.escape(_("Or paste its text"))
        kinds = html.escape(
            _(
                "Or an export of eBay, Amazon, Shopify or AliExpress. "
                "Pictures that you choose with it are kept beside it."
            )
        )
        files = w.HTML(f'<b>{choose}</b><div class="pp-why">{kinds}</div>')
        paste = w.HTML(f"<b>{pasting}</b>")
        when = w.HTML(f'<div class="pp-help">{html.escape(CAPTURED.said().help)}</div>')
        box = w.VBox(
            [w.HTML(CSS), files, self.upload, self.chosen, paste, *(self.fields[field.name] for field in FIELDS),
             self.fields[CAPTURED.name], when, self.go, self.said, self.message]
        )  # fmt: skip
        box.add_class("pp-form")
        return box

    # -- taking in ----------------------------------------------------------------------------

    def take(self, files: list[GivenFile]) -> list[TakenPage]:
        """Take the chosen files and the pasted text in; the plain-function way to do what a click does."""
        captured = self._captured()
        given = {field.name: text(self.values, field.name) for field in FIELDS}
        taken: list[TakenPage] = []
        if files:
            taken += take_pages(self._shop, self._chain, files, captured=captured)
        if not files or given["title"] or given["text"]:
            page = GivenFile("pasted text", pasted_page(**given))
            taken.append(take_page(self._shop, self._chain, page, captured=captured, format=PASTED))
        return taken

    @guarded(N_("this page; pages before it are kept"))
    def _take(self) -> None:
        files = [_given(file) for file in self.upload.value]
        try:
            taken = self.take(files)
        finally:
            self._changed()
        self.said.value = saved_html(
            sentences(_("Saved {time}.", time=f"{self._shop.now():%H:%M}"), *map(_words, taken))
        )
        self.upload.value = ()
        for control in self.fields.values():
            control.value = ""

    def _captured(self) -> datetime | None:
        said = text(self.values, CAPTURED.name)
        return parse_moment(said, self._shop.zone) if said else None

    def _set(self, name: str) -> Callable[[str], None]:
        return lambda value: self.values.update({name: value})

    def _name_files(self) -> None:
        names = ", ".join(str(file["name"])[:80] for file in self.upload.value)
        self.chosen.value = saved_html(_("Chosen: {names}", names=names) if names else "")

    def sections(self) -> tuple[Section, ...]:
        """Say how to take a page in."""
        words = _(
            "In JupyterLab you can take the page in here. From the shell: parcelproof import PAGE.html --product SKU"
        )
        return (Section(id="intake", title="", blocks=(Paragraph(text=words),)),)


def _given(file: Mapping[str, Any]) -> GivenFile:
    name = str(file["name"]).replace("\\", "/").rsplit("/", 1)[-1] or "file"
    modified = file.get("last_modified")
    return GivenFile(name[:200], bytes(file["content"]), modified if isinstance(modified, datetime) else None)


def _words(taken: TakenPage) -> str:
    page = taken.listing
    if not taken.is_new:
        return sentences(*(taken.notes or (_("This page is on record."),)))
    kept = ngettext(
        "Kept “{title}”, SHA-256 {digest}, {count} fact.", "Kept “{title}”, SHA-256 {digest}, {count} facts.",
        len(page.attributes), title=" ".join(page.title.split())[:80], digest=page.sha256[:12],
    )  # fmt: skip
    return sentences(kept, *taken.notes)
