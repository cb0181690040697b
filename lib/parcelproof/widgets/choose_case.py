"""The cases of a learner to choose from, and a new one by chance."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.playbook import Playbook
from parcelproof.report.document import Section
from parcelproof.training.casebook import CaseBook
from parcelproof.training.play_page import about, list_section
from parcelproof.training.play_words import standing_words, title_of
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.case_list import CaseList
from parcelproof.widgets.learn_style import LEARN_CSS, ROW, button
from parcelproof.widgets.style import CSS, saved_html


class ChooseCaseView(View):
    """All cases, and a new one by chance.

    Parameters
    ----------
    book : CaseBook
    playbook : Playbook
    changed : callable
        Called after another case was chosen.
    """

    def __init__(self, book: CaseBook, playbook: Playbook, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._book, self._playbook, self._changed = book, playbook, changed

    def make(self) -> None:
        """Make the list and the two ways to a case."""
        stages = [(_("All stages"), ""), *((stage.title, stage.id) for stage in self._playbook.stages)]
        wide = {"layout": w.Layout(width="100%", max_width="520px"), "style": {"description_width": "110px"}}
        self.stage = w.Dropdown(options=stages, description=_("About"), **wide)
        self.list = CaseList(description=_("Cases"))
        self.go = button(_("Play this case"), primary=True)
        self.number = w.Text(description=_("Number"), placeholder=_("empty: by chance"), **wide)
        self.chance = button(_("Make a new case by chance"))
        self.said = w.HTML()

    def build(self) -> w.Widget:
        """Put the list over the buttons."""
        self.stage.observe(lambda _: self._filter(), names="value")
        self.go.on_click(lambda _: self._choose())
        chance_soon = Later(self._by_chance, AFTER_TYPING)
        self.chance.on_click(lambda _: chance_soon())
        self.refresh()
        new = w.HBox([self.number, self.chance], layout=w.Layout(**ROW))
        box = w.VBox([w.HTML(CSS + LEARN_CSS), self.stage, self.list, self.go, new, self.said, self.message])
        box.add_class("pp-form")
        return box

    def refresh(self) -> None:
        """Draw the list anew."""
        if not self.made:
            return
        entries = [
            one
            for one in self._book.entries()
            if not self.stage.value or any(name.startswith(f"{self.stage.value}.") for name in one.case.measures)
        ]
        self.list.options = [
            {
                "id": one.case.id, "due": standing_words(one), "what": title_of(one.case),
                "parcel": about(one.case, self._playbook), "done": one.best in ("won", "settled"),
            }
            for one in entries
        ]  # fmt: skip
        playing = self._book.play.case
        names = self.list.ids
        if self.list.value not in names or self.list.value is None:
            self.list.value = playing.id if playing.id in names else names[0] if names else None
        self.said.value = saved_html(_("You play: {title}", title=title_of(playing)))

    @guarded(N_("nothing was to be saved"))
    def _filter(self) -> None:
        self.refresh()

    @guarded(N_("your choice"))
    def _choose(self) -> None:
        if self.list.value:
            self._book.choose(self.list.value)
            self._changed()

    @guarded(N_("nothing; no case was made"))
    def _by_chance(self) -> None:
        name = self._book.by_chance(self.number.value)
        self.stage.value, self.number.value = "", ""
        self.refresh()
        self.list.value = name
        self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Return all cases as a table."""
        return (list_section(self._book.entries(), self._playbook),)
