"""The page of a learner: the name, what is done, and the file for the trainer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ipywidgets as w

from parcelproof.clock import now
from parcelproof.messages import N_, _
from parcelproof.playbook import Playbook
from parcelproof.report.blocks import Fact, KeyValues, Paragraph
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.training.casebook import CaseBook
from parcelproof.training.learner import Learner
from parcelproof.training.progress_page import done_section, name_words, open_section
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.learn_style import LEARN_CSS, ROW, button
from parcelproof.widgets.shown import ShownView
from parcelproof.widgets.style import CSS, saved_html


class NameView(View):
    """The name of the learner; it is kept by a click."""

    def __init__(self, learner: Learner, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._learner, self._changed = learner, changed

    def make(self) -> None:
        """Make field and button."""
        self.name = w.Text(
            value=self._learner.progress.name if self._learner.named else "", description=_("Your name"),
            layout=w.Layout(width="100%", max_width="520px"), style={"description_width": "110px"},
        )  # fmt: skip
        self.go = button(_("Keep this name"), primary=True)
        self.saved = w.HTML()

    def build(self) -> w.Widget:
        """Put the field beside the button."""
        rename_soon = Later(self._rename, AFTER_TYPING)
        self.go.on_click(lambda _: rename_soon())
        self.saved.value = saved_html(name_words(self._learner))
        row = w.HBox([self.name, self.go], layout=w.Layout(**ROW))
        box = w.VBox([w.HTML(CSS + LEARN_CSS), row, self.saved, self.message])
        box.add_class("pp-form")
        return box

    @guarded(N_("the name"))
    def _rename(self) -> None:
        self._learner.rename(self.name.value)
        self.saved.value = saved_html(name_words(self._learner))
        self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Say under which name the learner goes."""
        return (Section(id="name", title="", blocks=(Paragraph(text=name_words(self._learner)),)),)


class DoneView(ShownView):
    """Everything that was done."""

    def __init__(self, learner: Learner, playbook: Playbook) -> None:
        super().__init__()
        self._learner, self._playbook = learner, playbook

    def sections(self) -> tuple[Section, ...]:
        """Return exercises, cases and quiz."""
        return (done_section(self._learner, CaseBook(self._learner).entries(), self._playbook),)


class OpenView(ShownView):
    """What is still open for the trainer."""

    def __init__(self, learner: Learner) -> None:
        super().__init__()
        self._learner = learner

    def sections(self) -> tuple[Section, ...]:
        """Return what is open."""
        return (open_section(self._learner),)


class ExportView(View):
    """The file for the trainer: one button, and where the file is."""

    def __init__(self, learner: Learner) -> None:
        super().__init__()
        self._learner = learner

    def make(self) -> None:
        """Make the button and the place for the answer."""
        self.go = button(_("Export my progress"), primary=True)
        self.shown = w.HTML()

    def build(self) -> w.Widget:
        """Put the button over the answer."""
        self.go.on_click(lambda _: self._export())
        box = w.VBox([w.HTML(CSS + LEARN_CSS), self.go, self.shown, self.message])
        box.add_class("pp-form")
        return box

    @guarded(N_("the file; your progress itself is safe"))
    def _export(self) -> None:
        file = self._learner.export()
        self.shown.value = render_fragment([_exported(file)])

    def sections(self) -> tuple[Section, ...]:
        """Say how to export."""
        words = _("In JupyterLab a button here writes the file for the trainer.")
        return (Section(id="export", title="", blocks=(Paragraph(text=words),)),)


def _exported(file: Path) -> Section:
    rows = (
        Fact(label=_("File"), value=file.name, mono=True),
        Fact(label=_("In the folder"), value=str(file.parent), mono=True),
        Fact(label=_("Written"), value=f"{now().astimezone():%Y-%m-%d %H:%M}"),
    )
    said = Paragraph(text=_("Give this file to your trainer."), tone="good")
    return Section(id="export", title="", blocks=(said, KeyValues(rows=rows)))
