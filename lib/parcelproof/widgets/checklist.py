"""The questions of one measure: each answer is a record at once."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as w

from parcelproof.checklist import ChecklistLine, checklist
from parcelproof.ledger.records import Answer
from parcelproof.messages import N_, _
from parcelproof.report.blocks import Check, Checklist, Tone
from parcelproof.report.document import Section
from parcelproof.shop import Shop
from parcelproof.widgets.base import View, guarded
from parcelproof.widgets.style import CSS, saved_html

CHOICES = [(N_("Yes"), "yes"), (N_("No"), "no"), (N_("Does not apply"), "not_applicable")]
WORDS: dict[str, tuple[str, Tone]] = {
    "yes": (N_("Yes"), "good"),
    "no": (N_("No"), "bad"),
    "not_applicable": (N_("Does not apply"), "plain"),
    "not needed": (N_("Not needed"), "plain"),
}
OPEN: tuple[str, Tone] = (N_("Not answered"), "unknown")


class ChecklistView(View):
    """The checklist of one measure for one shipment.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
    measure : str
        Id of the measure.
    changed : callable, optional
        Called after an answer was saved.
    """

    def __init__(self, shop: Shop, shipment_id: str, measure: str, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._shop = shop
        self._shipment_id = shipment_id
        self._measure = measure
        self._changed = changed

    def make(self) -> None:
        """Make the line that says when an answer was saved."""
        self.saved = w.HTML()
        self.controls: dict[str, w.Widget] = {}

    def lines(self) -> list[ChecklistLine]:
        """Return the questions of this measure that apply to this shipment, with their answers."""
        shipment = self._shop.subject(self._shipment_id)
        wanted = {q.id for q in self._shop.playbook.measure(self._measure).questions}
        return [
            x for x in checklist(shipment, self._shop.playbook) if x.question in wanted and x.answer != "not needed"
        ]

    def answer(self, question: str, answer: str) -> None:
        """Record one answer; the plain-function way to do what a click does."""
        record = Answer.model_validate({"question": question, "answer": answer, "claimed_at": self._shop.now()})
        self._shop.record(self._shipment_id, record, source=f"page:{self._measure}")

    def build(self) -> w.Widget:
        """Make one row of buttons per question."""
        parts: list[w.Widget] = [w.HTML(CSS)]
        for line in self.lines():
            given = line.answer if line.answer in {value for _label, value in CHOICES} else None
            control = w.ToggleButtons(
                options=[(_(label), value) for label, value in CHOICES], value=given,
                tooltips=[line.text] * 3, description="", style={"button_width": "130px"},
                layout=w.Layout(width="auto"),
            )  # fmt: skip
            control.observe(lambda change, q=line.question: self._click(q, change["new"]), names="value")
            self.controls[line.question] = control
            parts += [w.HTML(f'<div class="pp-why"><b>{html.escape(line.text)}</b></div>'), control]
        parts += [self.saved, self.message]
        box = w.VBox(parts)
        box.add_class("pp-form")
        return box

    @guarded(N_("this answer"))
    def _click(self, question: str, answer: str | None) -> None:
        if answer is None:
            return
        self.answer(question, answer)
        self.saved.value = saved_html(_("Saved {time}", time=f"{self._shop.now():%H:%M}"))
        self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Return the questions with their answers."""
        items = tuple(
            Check(question=x.text, answer=_(WORDS.get(x.answer, OPEN)[0]), tone=WORDS.get(x.answer, OPEN)[1])
            for x in self.lines()
        )  # fmt: skip
        return (Section(id="checklist", title="", blocks=(Checklist(items=items),)),)
