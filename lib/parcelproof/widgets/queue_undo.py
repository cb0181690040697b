"""The answered cases: look what was answered, and bring one back."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as w

from parcelproof.messages import _
from parcelproof.steps.queue import LISTED, Queue
from parcelproof.steps.queue_answer_words import UNDO
from parcelproof.steps.queue_page import done_line
from parcelproof.widgets.case_list import CaseList


class UndoBox:
    """The list of answered cases with its buttons.

    Parameters
    ----------
    queue : Queue
    undo : callable
        Called with the shipment, and whether the message or inquiry happened all the same.
    """

    def __init__(self, queue: Queue, undo: Callable[[str, bool], None]) -> None:
        self._queue = queue
        self.done = CaseList(description=_("Done"))
        self.back = w.Button(description=_("Bring it back"), layout=w.Layout(width="160px"))
        self.mistake = w.Button(description=_("It was a mistake"), layout=w.Layout(width="160px"))
        self.back.on_click(lambda _: self._click(undo, True))
        self.mistake.on_click(lambda _: self._click(undo, False))
        self.done.observe(lambda _: self._draw_buttons(), names="value")
        asked, told = html.escape(_("Changed your mind?")), html.escape(_(UNDO))
        self.box = w.VBox(
            [
                w.HTML(f'<div class="pp-why"><b>{asked}</b> {told}</div>'),
                self.done,
                w.HBox([self.back, self.mistake], layout=w.Layout(flex_flow="row wrap")),
            ]
        )

    def draw(self) -> None:
        """Show the cases that are answered now, the last answer first."""
        done = self._queue.done[:LISTED]
        self.done.options = [done_line(case) for case in done]
        self.done.value = done[0].shipment_id if done else None
        self.box.layout.display = "" if done else "none"
        self._draw_buttons()

    def _click(self, undo: Callable[[str, bool], None], happened: bool) -> None:
        if self.done.value:
            undo(self.done.value, happened)

    def _draw_buttons(self) -> None:
        case = self._queue.case(self.done.value) if self.done.value else None
        # What came from another page is taken back there.
        own = any(t.given and t.given.answer and t.given.kind != "explained" for t in case.last) if case else False
        self.mistake.layout.display = "" if own else "none"
