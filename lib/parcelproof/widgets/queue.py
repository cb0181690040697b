"""The queue as a person works it: list, case, answer, next case; every change is saved at once."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets as w

from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.shop import open_shop
from parcelproof.steps.queue import LISTED, Queue
from parcelproof.steps.queue_case import Case
from parcelproof.steps.queue_lanes import lanes_section
from parcelproof.steps.queue_page import (
    UNDO,
    case_section,
    details_section,
    done_line,
    kind_title,
    left_section,
    line,
    list_section,
    progress,
)
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.queue_answer import AnswerBox
from parcelproof.widgets.style import CSS, saved_html

ALL = "*"
"""The filter that lets every carrier through; an empty name is a carrier that is not on record."""
QUEUE_CSS = """<style>
.pp-bar{height:10px;max-width:850px;border:1px solid #4a5866;border-radius:999px;overflow:hidden;background:#fff;
margin:6px 0 4px}
.pp-bar i{display:block;height:100%;background:#1d6b35}
.pp-progress{font-size:17px;font-weight:600;color:#17202a}
.pp-queue .pp section{margin-top:14px}
.pp-queue .widget-select select{height:auto}
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
        self.kind = w.Dropdown(description="Kind of trouble", **_wide())
        self.carrier = w.Dropdown(description="Carrier", **_wide())
        self.again = w.Button(description="Look again", icon="refresh", layout=w.Layout(width="160px"))
        self.list = w.Select(description="To do", rows=8, **_wide())
        self.more = w.HTML()
        self.case = w.HTML()
        self.details = w.HTML()
        self.said = w.HTML()
        self.answer = AnswerBox(self.queue, self._answer)
        self.done = w.Dropdown(description="Done", **_wide())
        self.undo = w.Button(description="Bring it back", layout=w.Layout(width="160px"))
        self.mistake = w.Button(description="It was a mistake", layout=w.Layout(width="160px"))
        self.undo_box = w.VBox()

    def build(self) -> w.Widget:
        """Put progress and filter over list, case, answer and the answered ones."""
        for control in (self.kind, self.carrier):
            control.observe(lambda _: self._filter(), names="value")
        self.list.observe(lambda _: self._pick(), names="value")
        self.done.observe(lambda _: self._draw_undo(), names="value")
        look_again = Later(self._look_again, AFTER_TYPING)
        self.again.on_click(lambda _: look_again())
        self.undo.on_click(lambda _: self._undo(True))
        self.mistake.on_click(lambda _: self._undo(False))
        self.undo_box.children = (
            w.HTML(f'<div class="pp-why"><b>Changed your mind?</b> {html.escape(UNDO)}</div>'),
            self.done,
            w.HBox([self.undo, self.mistake], layout=w.Layout(flex_flow="row wrap")),
        )
        self.refresh()
        box = w.VBox(
            [w.HTML(CSS + QUEUE_CSS), self.progress, self.kind, self.carrier, self.list, self.more, self.said,
             self.message, self.case, self.answer.box, self.details, self.undo_box, self.again]
        )  # fmt: skip
        box.add_class("pp-form")
        box.add_class("pp-queue")
        return box

    # -- handlers -----------------------------------------------------------------------------

    @guarded("nothing was to be saved")
    def _filter(self) -> None:
        if not self._drawing:
            self._draw()

    @guarded("nothing was to be saved")
    def _pick(self) -> None:
        if not self._drawing:
            self._draw_case()

    @guarded("nothing was to be saved")
    def _look_again(self) -> None:
        self.refresh()
        self.said.value = saved_html(f"Looked at {self.queue.as_of:%H:%M}")

    def _answer(self, case: Case) -> None:
        self._record(case)

    @guarded("your answer; what you typed is still here")
    def _record(self, case: Case) -> None:
        following = self._following(case.shipment_id)
        self.queue.answer(case, self.answer.kind, **self.answer.texts)
        self._draw(following)
        self.said.value = saved_html(f"Saved {self.queue.as_of:%H:%M}. {case.shipment_id} is done.")
        self._changed()
        self.list.focus()

    @guarded("the undo; the answer still counts")
    def _undo(self, happened: bool) -> None:
        name = self.done.value
        if not name:
            return
        self.queue.undo(name, happened=happened)
        with self._quietly():
            self.kind.value, self.carrier.value = "", ALL
        self._draw(name)
        self.said.value = saved_html(f"Saved {self.queue.as_of:%H:%M}. {name} is back in the queue.")
        self._changed()

    # -- drawing ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at the ledger again, and draw everything anew."""
        self.queue.refresh()
        if self.made:
            self._draw(self.list.value)
        self._changed()

    def _following(self, name: str) -> str:
        """Return the case that stands after one in the list, or before it if it is the last."""
        names = [value for _, value in self.list.options]
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
            self.list.options = [(line(c, queue.as_of), c.shipment_id) for c in cases[:LISTED]]
            names = [c.shipment_id for c in cases[:LISTED]]
            self.list.value = chosen if chosen in names else names[0] if names else None
            self.list.rows = max(2, min(8, len(names)))
            done = queue.done[:LISTED]
            self.done.options = [(done_line(c), c.shipment_id) for c in done]
            self.done.value = done[0].shipment_id if done else None
        hidden = len(cases) - len(names)
        self.more.value = (
            saved_html(f"{len(names)} of {len(cases)} are shown. Answer some, or filter.") if hidden else ""
        )
        counts = queue.counts
        share = round(100 * counts.done / counts.all) if counts.all else 100
        self.progress.value = (
            f'<div class="pp-progress" role="status">{html.escape(progress(counts))}</div>'
            f'<div class="pp-bar" aria-hidden="true"><i style="width:{share}%"></i></div>'
        )
        self.undo_box.layout.display = "" if queue.done else "none"
        self._draw_undo()
        self._draw_case()

    def _draw_filters(self) -> None:
        kind, carrier = self.kind.value or "", self.carrier.value
        kinds = [(f"All ({self.queue.counts.open})", "")]
        kinds += [(f"{kind_title(code)} ({count})", code.value) for code, count in self.queue.kinds().items()]
        carriers = [(f"All ({self.queue.counts.open})", ALL)]
        carriers += [(f"{name or 'Not on record'} ({count})", name) for name, count in self.queue.carriers().items()]
        self.kind.options, self.carrier.options = kinds, carriers
        # A filter whose last case was answered opens again, so that nobody thinks that all is done.
        self.kind.value = kind if kind in [value for _, value in kinds] else ""
        self.carrier.value = carrier if carrier in [value for _, value in carriers] else ALL
        if not self._picked():
            self.kind.value, self.carrier.value = "", ALL

    def _draw_case(self) -> None:
        case = self.queue.case(self.list.value) if self.list.value else None
        self.answer.show(case)
        if case is None:
            self.case.value = self.details.value = ""
            return
        shipment = self.queue.shipment(case)
        self.case.value = render_fragment([case_section(case, shipment, self.queue.as_of)])
        self.details.value = render_fragment([details_section(case, shipment)])

    def _draw_undo(self) -> None:
        case = self.queue.case(self.done.value) if self.done.value else None
        # What came from another page is taken back there.
        own = any(t.given and t.given.answer and t.given.kind != "explained" for t in case.last) if case else False
        self.mistake.layout.display = "" if own else "none"

    def _quietly(self) -> _Quiet:
        return _Quiet(self)

    def sections(self) -> tuple[Section, ...]:
        """Return the queue as a list."""
        return (list_section(self.queue),)


class _Quiet:
    """While a view draws itself, its lists do not count as touched."""

    def __init__(self, view: QueueView) -> None:
        self._view = view

    def __enter__(self) -> None:
        self._before, self._view._drawing = self._view._drawing, True

    def __exit__(self, *_: object) -> None:
        self._view._drawing = self._before


class LeftView(View):
    """What is still to do, in one sentence."""

    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self._queue = queue

    def make(self) -> None:
        """Make the place for the words."""
        self.html = w.HTML()

    def build(self) -> w.Widget:
        """Show the words."""
        self.refresh()
        return w.VBox([self.html, self.message])

    def refresh(self) -> None:
        """Draw the words as they are now."""
        if self.made:
            self.html.value = render_fragment(self.sections())

    def sections(self) -> tuple[Section, ...]:
        """Return the words."""
        return (left_section(self._queue),)


class ReviewPage:
    """The views of the review page; an answer in one draws the other anew.

    Parameters
    ----------
    queue : Queue
    """

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._left = LeftView(queue)
        self._work = QueueView(queue, self._left.refresh)

    def work(self) -> View:
        """Show the cases, to be answered one after the other."""
        return self._work

    def lanes(self) -> Section:
        """Show how long parcels take, by carrier, service and country."""
        return lanes_section(self._queue.parcels.values(), self._queue.as_of)

    def missing(self) -> View:
        """Show what is still to do."""
        return self._left


def review_queue(shop_folder: str = "") -> ReviewPage:
    """Open the review page of a shop.

    Parameters
    ----------
    shop_folder : str
        Empty for the usual places.
    """
    return ReviewPage(Queue(open_shop(shop_folder or None)))
