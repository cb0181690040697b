"""The queue as a person works it: list, case, answer, next case; every change is saved at once."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.start_page import page_in
from parcelproof.steps.current import choose_letter
from parcelproof.steps.queue import LISTED, Queue
from parcelproof.steps.queue_case import Case
from parcelproof.steps.queue_letters import PAGE, fitting_letters
from parcelproof.steps.queue_page import (
    case_section,
    details_section,
    kind_title,
    line,
    list_section,
    progress,
)
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.case_list import CaseList
from parcelproof.widgets.page_links import PageLinks
from parcelproof.widgets.queue_answer import AnswerBox
from parcelproof.widgets.queue_undo import UndoBox
from parcelproof.widgets.style import CSS, saved_html

ALL = "*"
"""The filter that lets every carrier through; an empty name is a carrier that is not on record."""
QUEUE_CSS = """<style>
.pp-bar{height:10px;max-width:850px;border:1px solid #4a5866;border-radius:999px;overflow:hidden;background:#fff;
margin:6px 0 4px}
.pp-bar i{display:block;height:100%;background:#1d6b35}
.pp-progress{font-size:17px;font-weight:600;color:#17202a}
.pp-queue .pp section{margin-top:14px}
</style>"""


def _wide() -> dict[str, Any]:
    return {"layout": w.Layout(width="100%", max_width="850px"), "style": {"description_width": "130px"}}


class QueueView(View):
    """The queue of one shop.

    Parameters
    ----------
    queue : Queue
    changed : callable, optional
        Called after every answer and every undo.
    """

    def __init__(self, queue: Queue, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.queue = queue
        self._changed = changed
        self._drawing = False

    def make(self) -> None:
        """Make list, case, answer and the answered ones."""
        self.progress = w.HTML()
        self.kind = w.Dropdown(description=_("Kind of trouble"), **_wide())
        self.carrier = w.Dropdown(description=_("Carrier"), **_wide())
        self.again = w.Button(description=_("Look again"), icon="refresh", layout=w.Layout(width="160px"))
        self.list = CaseList(description=_("To do"))
        self.more = w.HTML()
        self.case = w.HTML()
        self.details = w.HTML()
        self.said = w.HTML()
        self.answer = AnswerBox(self.queue, self._answer)
        self.letters = PageLinks(page_in(PAGE), _("Write a letter:"), self._write)
        self.undo = UndoBox(self.queue, self._undo)

    def build(self) -> w.Widget:
        """Put progress and filter over list, case, answer and the answered ones."""
        for control in (self.kind, self.carrier):
            control.observe(lambda _: self._filter(), names="value")
        self.list.observe(lambda _: self._pick(), names="value")
        look_again = Later(self._look_again, AFTER_TYPING)
        self.again.on_click(lambda _: look_again())
        self.refresh()
        box = w.VBox(
            [w.HTML(CSS + QUEUE_CSS), self.progress, self.kind, self.carrier, self.list, self.more, self.said,
             self.message, self.case, self.letters, self.answer.box, self.details, self.undo.box, self.again]
        )  # fmt: skip
        box.add_class("pp-form")
        box.add_class("pp-queue")
        return box

    # -- handlers -----------------------------------------------------------------------------

    @guarded(N_("nothing was to be saved"))
    def _filter(self) -> None:
        if not self._drawing:
            self._draw()

    @guarded(N_("nothing was to be saved"))
    def _pick(self) -> None:
        if not self._drawing:
            self._draw_case()

    @guarded(N_("nothing was to be saved"))
    def _look_again(self) -> None:
        self.refresh()
        self.said.value = saved_html(_("Looked at {time}", time=f"{self.queue.as_of:%H:%M}"))

    def _answer(self, case: Case) -> None:
        self._record(case)

    @guarded(N_("your answer; what you typed is still here"))
    def _record(self, case: Case) -> None:
        following = self._following(case.shipment_id)
        self.queue.answer(case, self.answer.kind, **self.answer.texts)
        self._draw(following)
        self.said.value = saved_html(
            _("Saved {time}. {parcel} is done.", time=f"{self.queue.as_of:%H:%M}", parcel=case.shipment_id)
        )
        self._changed()
        self.list.focus()

    @guarded(N_("the undo; the answer still counts"))
    def _undo(self, name: str, happened: bool) -> None:
        self.queue.undo(name, happened=happened)
        with self._quietly():
            self.kind.value, self.carrier.value = "", ALL
        self._draw(name)
        self.said.value = saved_html(
            _("Saved {time}. {parcel} is back in the queue.", time=f"{self.queue.as_of:%H:%M}", parcel=name)
        )
        self._changed()

    @guarded(N_("which letter you want; choose it on the page of the letters"))
    def _write(self, letter: str) -> None:
        name = str(self.list.value)
        choose_letter(self.queue.shop, name, letter)
        self.said.value = saved_html(
            _("The page of the letters now speaks of {parcel}. Run all its cells.", parcel=name)
        )

    # -- drawing ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at the ledger again, and draw everything anew."""
        self.queue.refresh()
        if self.made:
            self._draw(self.list.value)
        self._changed()

    def _following(self, name: str) -> str:
        """Return the case that stands after one in the list, or before it if it is the last."""
        names = self.list.ids
        if name not in names:
            return ""
        at = names.index(name)
        return next(iter([*names[at + 1 :], *reversed(names[:at])]), "")

    def _picked(self) -> tuple[Case, ...]:
        carrier = None if self.carrier.value in (ALL, None) else self.carrier.value
        return self.queue.pick(self.kind.value or "", carrier)

    def _draw(self, chosen: str | None = "") -> None:
        queue = self.queue
        with self._quietly():
            self._draw_filters()
            cases = self._picked()
            self.list.options = [line(c, queue.as_of) for c in cases[:LISTED]]
            names = self.list.ids
            self.list.value = chosen if chosen in names else names[0] if names else None
        hidden = len(cases) - len(names)
        self.more.value = (
            saved_html(_("{shown} of {all} are shown. Answer some, or filter.", shown=len(names), all=len(cases)))
            if hidden
            else ""
        )
        counts = queue.counts
        share = round(100 * counts.done / counts.all) if counts.all else 100
        self.progress.value = (
            f'<div class="pp-progress" role="status">{html.escape(progress(counts))}</div>'
            f'<div class="pp-bar" aria-hidden="true"><i style="width:{share}%"></i></div>'
        )
        self.undo.draw()
        self._draw_case()

    def _draw_filters(self) -> None:
        kind, carrier = self.kind.value or "", self.carrier.value
        every = _("All ({count})", count=self.queue.counts.open)
        kinds = [(every, "")]
        kinds += [(f"{kind_title(code)} ({count})", code.value) for code, count in self.queue.kinds().items()]
        carriers = [(every, ALL)]
        unnamed = _("Not on record")
        carriers += [(f"{name or unnamed} ({count})", name) for name, count in self.queue.carriers().items()]
        self.kind.options, self.carrier.options = kinds, carriers
        # A filter whose last case was answered opens again, so that nobody thinks that all is done.
        self.kind.value = kind if kind in [value for _label, value in kinds] else ""
        self.carrier.value = carrier if carrier in [value for _label, value in carriers] else ALL
        if not self._picked():
            self.kind.value, self.carrier.value = "", ALL

    def _draw_case(self) -> None:
        case = self.queue.case(self.list.value) if self.list.value else None
        self.answer.show(case)
        self.letters.links = [vars(letter) for letter in fitting_letters(case)] if case else []
        if case is None:
            self.case.value = self.details.value = ""
            return
        shipment = self.queue.shipment(case)
        self.case.value = render_fragment([case_section(case, shipment, self.queue.as_of)])
        self.details.value = render_fragment([details_section(case, shipment)])

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """While the view draws itself, its lists do not count as touched."""
        before, self._drawing = self._drawing, True
        try:
            yield
        finally:
            self._drawing = before

    def sections(self) -> tuple[Section, ...]:
        """Return the queue as a list."""
        return (list_section(self.queue),)
