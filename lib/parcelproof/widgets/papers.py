"""Take the paper of a supplier in: choose its file, write down what it says."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets as w

from parcelproof.ledger.records import SupplierProof
from parcelproof.messages import N_, _, sentences
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.shop import Shop
from parcelproof.steps.form import Values, text
from parcelproof.steps.forms.paper import PARTS
from parcelproof.steps.papers import DOCUMENTS, SUFFIXES, first_values, paper_problems, paper_step, take_paper
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.fields import field_widget
from parcelproof.widgets.style import CSS, saved_html


class PaperIntakeView(View):
    """The form of one paper; after it is taken in, the fields are free for the next one.

    Parameters
    ----------
    shop : Shop
    chain : str
    changed : callable, optional
        Called after a paper was taken in.
    """

    def __init__(self, shop: Shop, chain: str, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._shop = shop
        self._chain = chain
        self._changed = changed
        self.step = paper_step(shop, chain)
        self._save_soon = Later(self._save)

    @property
    def values(self) -> Values:
        """What is typed; it is saved within a second, and there again in a new kernel."""
        return self.step.values

    def make(self) -> None:
        """Make the fields and the button."""
        self.fields: dict[str, Any] = {
            part.name: field_widget(part, text(self.values, part.name), self._set(part.name)) for part in PARTS
        }
        self.saved = w.HTML()
        self.upload = w.FileUpload(
            accept=",".join(SUFFIXES), multiple=False, description=_("Choose the paper"), layout=w.Layout(width="220px")
        )
        self.chosen = w.HTML()
        self.go = w.Button(description=_("Take the paper in"), button_style="primary", layout=w.Layout(width="220px"))
        self.said = w.HTML()
        self.why = w.HTML()

    def build(self) -> w.Widget:
        """Put the file over the fields over the button."""
        self.upload.observe(lambda _: self._name_file(), names="value")
        take_soon = Later(self._take, AFTER_TYPING)
        self.go.on_click(lambda _: take_soon())
        parts: list[w.Widget] = []
        for part in PARTS:
            if part.section:
                parts.append(w.HTML(f'<h3 class="pp-section">{html.escape(part.said().section)}</h3>'))
            parts.append(self.fields[part.name])
            if part.help:
                parts.append(w.HTML(f'<div class="pp-help">{html.escape(part.said().help)}</div>'))
        title, how = _("The file"), _("PDF or picture, unchanged. You may black out prices.")
        head = w.HTML(f'<b>{html.escape(title)}</b><div class="pp-why">{html.escape(how)}</div>')
        foot = [self.saved, self.why, self.go, self.said, self.message]
        box = w.VBox([w.HTML(CSS), head, self.upload, self.chosen, *parts, *foot])
        box.add_class("pp-form")
        self._draw()
        return box

    # -- taking in ----------------------------------------------------------------------------

    def take(self, data: bytes, name: str = "paper") -> tuple[SupplierProof, bool]:
        """Take one paper in; the plain-function way to do what a click does."""
        return take_paper(self._shop, self._chain, self.values, data, name)

    @guarded(N_("this paper; what you typed is still in the form"))
    def _take(self) -> None:
        given = self.upload.value[0] if self.upload.value else None
        paper, is_new = self.take(bytes(given["content"]) if given else b"", str(given["name"])[:200] if given else "")
        kept = f"SHA-256 {paper.sha256[:12]}" if paper.sha256 else _("without a file, which proves little")
        words = _(
            "{paper} of {supplier}, {kept}.",
            paper=DOCUMENTS[paper.document], supplier=paper.supplier[:80], kept=kept,
        )  # fmt: skip
        saved = _("Saved {time}.", time=f"{self._shop.now():%H:%M}")
        self.said.value = saved_html(sentences(saved, words) if is_new else _("On record before: {paper}", paper=words))
        self.upload.value = ()
        known = first_values(self._shop, self._chain)
        for name, control in self.fields.items():
            control.value = known.get(name, "")
        self._changed()

    # -- drawing ------------------------------------------------------------------------------

    def _set(self, name: str) -> Callable[[str], None]:
        def changed(value: str) -> None:
            self.step.values = {**self.step.values, name: value}
            self._draw()
            self._save_soon()

        return changed

    @guarded(N_("your last change; it is still in the form"))
    def _save(self) -> None:
        self.step.save()
        self.saved.value = saved_html(
            _("Saved {time}", time=f"{self.step.saved_at:%H:%M}") if self.step.saved_at else ""
        )

    def _draw(self) -> None:
        blockers = paper_problems(self.values, self._shop, self._chain)
        self.go.disabled = bool(blockers)
        lines = "".join(f"<li>{html.escape(blocker.text)}</li>" for blocker in blockers[:6])
        words = html.escape(_("You can take it in when this is mended:"))
        self.why.value = f'<div class="pp-why">{words}<ul>{lines}</ul></div>' if blockers else ""

    def _name_file(self) -> None:
        given = self.upload.value[0] if self.upload.value else None
        self.chosen.value = saved_html(_("Chosen: {names}", names=str(given["name"])[:80]) if given else "")

    def sections(self) -> tuple[Section, ...]:
        """Say how to take a paper in."""
        # Without facts the braces of a sentence stay as they are.
        words = _('In JupyterLab you can take a paper in here. From the shell: a line {"record": "supplier_proof", …}.')
        return (Section(id="papers", title="", blocks=(Paragraph(text=words),)),)
