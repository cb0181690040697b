"""The answer to a case: three kinds, the fields that each needs, and a note."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.steps.queue import Queue
from parcelproof.steps.queue_answer_words import ANSWERS, answer_help
from parcelproof.steps.queue_case import Case
from parcelproof.steps.queue_draft import read_draft, save_draft
from parcelproof.tracking.review.answers import AnswerKind
from parcelproof.widgets.base import AFTER_TYPING, Later, fault_html
from parcelproof.widgets.style import saved_html

SHOWN: dict[AnswerKind, tuple[str, ...]] = {
    "explained": (),
    "inquiry_opened": ("carrier", "reference"),
    "message_sent": ("channel", "text"),
}


def _wide() -> dict[str, Any]:
    # Each field needs a layout of its own: a shared one would hide them all together.
    return {"layout": w.Layout(width="100%", max_width="720px"), "style": {"description_width": "130px"}}


class AnswerBox:
    """The form under a case. What is typed is saved within a second, as a draft of this case.

    Parameters
    ----------
    queue : Queue
    answer : callable
        Called with the case when the person answers.
    """

    def __init__(self, queue: Queue, answer: Callable[[Case], None]) -> None:
        self._queue = queue
        self._answer = answer
        self._case: Case | None = None
        self._showing = False
        self._save_soon = Later(self._save)
        self.choice = w.ToggleButtons(
            options=[(words, kind) for kind, words in ANSWERS.items()], description="",
            style={"button_width": "160px"}, layout=w.Layout(width="auto"),
        )  # fmt: skip
        self.fields = {
            "carrier": w.Text(description=_("Carrier asked"), **_wide()),
            "reference": w.Text(
                description=_("Its number"), placeholder=_("number of the inquiry, if there is one"), **_wide()
            ),
            "channel": w.Text(description=_("Where"), placeholder=_("for example eBay messages"), **_wide()),
            "text": w.Textarea(description=_("What you wrote"), rows=4, **_wide()),
            "note": w.Textarea(description=_("Your note"), rows=2, **_wide()),
        }
        self.help = w.HTML()
        self.saved = w.HTML()
        self.go = w.Button(
            description=_("Save and show the next case"), button_style="primary", layout=w.Layout(width="240px")
        )
        answer_soon = Later(self._click, AFTER_TYPING)
        self.go.on_click(lambda _: answer_soon())
        self.choice.observe(lambda _: self._changed(), names="value")
        for control in self.fields.values():
            control.observe(lambda _: self._changed(), names="value")
        asked = html.escape(_("What did you do?"))
        self.box = w.VBox(
            [w.HTML(f'<div class="pp-why"><b>{asked}</b></div>'), self.choice, self.help,
             *self.fields.values(), w.HBox([self.go, self.saved], layout=w.Layout(flex_flow="row wrap"))]
        )  # fmt: skip
        self.box.add_class("pp-row")

    @property
    def kind(self) -> AnswerKind:
        """The answer that is chosen."""
        chosen: AnswerKind = self.choice.value
        return chosen

    @property
    def texts(self) -> dict[str, str]:
        """The texts that the chosen answer takes."""
        return {name: self.fields[name].value for name in ("note", *SHOWN[self.kind])}

    def show(self, case: Case | None) -> None:
        """Show the draft of a case; without a case, hide the form."""
        self._save_soon.now()
        self._case = case
        self.box.layout.display = "" if case else "none"
        if case is None:
            return
        draft = read_draft(self._queue.shop, case.shipment_id)
        self._showing = True
        self.choice.value = draft["kind"] if draft["kind"] in ANSWERS else "explained"
        for name, control in self.fields.items():
            control.value = draft[name]
        if not draft["carrier"]:
            self.fields["carrier"].value = case.carrier
        self._showing = False
        self.saved.value = ""
        self._draw()

    def _changed(self) -> None:
        if self._showing or self._case is None:
            return
        self._draw()
        self.saved.value = saved_html(_("Saving …"))
        self._save_soon()

    def _save(self) -> None:
        if self._case is None:
            return
        values = {"kind": self.kind, **{name: control.value for name, control in self.fields.items()}}
        try:
            save_draft(self._queue.shop, self._case.shipment_id, values)
        except Exception as error:
            self.saved.value = fault_html(error, N_("what you typed; it is still here"))
        else:
            self.saved.value = saved_html(_("Saved {time}", time=f"{self._queue.shop.now():%H:%M}"))

    def _click(self) -> None:
        self._save_soon.now()
        if self._case is not None:
            self._answer(self._case)

    def _draw(self) -> None:
        shown = SHOWN[self.kind]
        for name, control in self.fields.items():
            if name != "note":
                control.layout.display = "" if name in shown else "none"
        self.fields["note"].placeholder = (
            _("what the cause is") if self.kind == "explained" else _("for yourself; it never leaves the house")
        )
        self.help.value = f'<div class="pp-why">{html.escape(answer_help(self.kind, self._queue))}</div>'
