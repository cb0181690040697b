"""The quiz as a person takes it: question by question, answered by a click, told at once if it is right and why."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.playbook import Playbook
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.training.course.quiz import Option, Question
from parcelproof.training.quiz_page import head_words, question_section, result_section, sheet_section, told_blocks
from parcelproof.training.quiz_round import QuizRound
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.learn_style import LEARN_CSS, ROW, button
from parcelproof.widgets.shown import ShownView
from parcelproof.widgets.style import CSS


class QuizView(View):
    """One sheet, question by question.

    Parameters
    ----------
    sheet : QuizRound
    playbook : Playbook
    changed : callable
        Called after every answer, and after another sheet was chosen.
    """

    def __init__(self, sheet: QuizRound, playbook: Playbook, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._sheet, self._playbook, self._changed = sheet, playbook, changed
        self._place = min(sheet.place, len(sheet.questions) - 1)
        self._tried: Option | None = None

    def make(self) -> None:
        """Make the choice of the sheet, the place for the question, and the buttons."""
        stages = [(_("All stages"), ""), *((stage.title, stage.id) for stage in self._playbook.stages)]
        wide = {"layout": w.Layout(width="320px"), "style": {"description_width": "90px"}}
        self.stage = w.Dropdown(options=stages, value=self._sheet.stage, description=_("About"), **wide)
        self.number = w.Text(
            value=str(self._sheet.number), description=_("Sheet"), layout=w.Layout(width="180px"),
            style={"description_width": "70px"},
        )  # fmt: skip
        self.take = button(_("Take this sheet"))
        self.head = w.HTML()
        self.question = w.HTML()
        self.options = w.VBox()
        self.told = w.HTML()
        self.back = button(_("Back"))
        self.next = button(_("Next question"), primary=True)

    def build(self) -> w.Widget:
        """Put the sheet over the question over the options."""
        take_soon = Later(self._take, AFTER_TYPING)
        self.take.on_click(lambda _: take_soon())
        self.back.on_click(lambda _: self._go(-1))
        self.next.on_click(lambda _: self._go(1))
        self.refresh()
        sheet = w.HBox([self.stage, self.number, self.take], layout=w.Layout(**ROW))
        box = w.VBox(
            [w.HTML(CSS + LEARN_CSS), sheet, self.head, self.question, self.options, self.told,
             w.HBox([self.back, self.next], layout=w.Layout(**ROW)), self.message]
        )  # fmt: skip
        box.add_class("pp-form")
        box.add_class("pp-wide")
        return box

    @property
    def now(self) -> Question:
        """The question that is shown."""
        return self._sheet.questions[self._place]

    def refresh(self) -> None:
        """Draw the question that is shown."""
        if not self.made:
            return
        question, first = self.now, self._sheet.first(self.now)
        words = html.escape(head_words(self._sheet, self._place))
        self.head.value = f'<div class="pp-count" role="status"><b>{words}</b></div>'
        self.question.value = render_fragment([question_section(question, self._playbook)])
        self.options.children = [self._option(one, first) for one in self._sheet.options(question)]
        shown = self._tried or first
        told = told_blocks(question, shown, self._playbook, counts=shown is first) if shown else ()
        self.told.value = (
            f'<div role="status">{render_fragment([Section(id="told", title="", blocks=told)])}</div>' if told else ""
        )
        self.back.disabled = self._place == 0
        self.next.disabled = self._place == len(self._sheet.questions) - 1

    def _option(self, option: Option, first: Option | None) -> w.Button:
        # A sign as well as words: what was answered first, and after that what is right.
        sign = "" if first is None else "✓ " if option.right else "✕ " if option is first else ""
        made = w.Button(description=sign + option.text)
        made.add_class("pp-option")
        made.on_click(lambda _: self._answer(option.id))
        return made

    @guarded(N_("this answer"))
    def _answer(self, option: str) -> None:
        before = self._sheet.first(self.now)
        chosen = self._sheet.answer(self.now, option)
        self._tried = chosen if before else None
        self.refresh()
        self._changed()

    @guarded(N_("nothing was to be saved"))
    def _go(self, step: int) -> None:
        self._place = min(max(self._place + step, 0), len(self._sheet.questions) - 1)
        self._tried = None
        self.refresh()

    @guarded(N_("your choice of the sheet"))
    def _take(self) -> None:
        self._sheet.choose(self.stage.value, self.number.value)
        self._place = min(self._sheet.place, len(self._sheet.questions) - 1)
        self._tried = None
        self.refresh()
        self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Return the whole sheet; an open question shows no answer."""
        return (sheet_section(self._sheet, self._playbook),)


class ResultView(ShownView):
    """How the sheet went."""

    def __init__(self, sheet: QuizRound, playbook: Playbook) -> None:
        super().__init__()
        self._sheet, self._playbook = sheet, playbook

    def sections(self) -> tuple[Section, ...]:
        """Return the result, or how many questions are left."""
        return (result_section(self._sheet, self._playbook),)
