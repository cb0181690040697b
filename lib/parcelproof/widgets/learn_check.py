"""Check, hint, solution: the buttons under an exercise, and the list from which one is chosen."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.report.blocks import Block
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.training.attempt import Attempt
from parcelproof.training.lesson import Lesson
from parcelproof.training.lesson_page import (
    Solution,
    check_section,
    hint_blocks,
    index_section,
    solution_blocks,
    title_of,
    told_blocks,
)
from parcelproof.widgets.base import Later, View, guarded
from parcelproof.widgets.learn_style import LEARN_CSS, ROW, button
from parcelproof.widgets.style import CSS

SAVED = 0.9
"""Seconds to wait after a click: what was typed last is saved by then."""


class CheckView(View):
    """The buttons of one exercise, and what the learner is told.

    Parameters
    ----------
    lesson : Lesson
    noted : callable
        Called after the progress changed.
    turned : callable
        Called after another exercise was chosen, or this one was begun again.
    """

    def __init__(
        self, lesson: Lesson, noted: Callable[[], None] = lambda: None, turned: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self.lesson = lesson
        self._noted, self._turned = noted, turned

    def make(self) -> None:
        """Make buttons, and places for what is told."""
        self.check = button(_("Check my answer"), primary=True)
        self.hint = button("")
        self.solution = button(_("Show the solution"))
        self.again = button(_("Begin again"))
        self.next = button(_("Next exercise"), primary=True)
        self.told, self.hints, self.solved = w.HTML(), w.HTML(), w.HTML()

    def build(self) -> w.Widget:
        """Put the buttons over what is told."""
        check_soon = Later(self._check, SAVED)
        self.check.on_click(lambda _: check_soon())
        self.hint.on_click(lambda _: self._hint())
        self.solution.on_click(lambda _: self._show_solution())
        self.again.on_click(lambda _: self._begin_again())
        self.next.on_click(lambda _: self._next())
        self.refresh()
        row = w.HBox([self.check, self.hint, self.solution, self.again], layout=w.Layout(**ROW))
        box = w.VBox([w.HTML(CSS + LEARN_CSS), row, self.told, self.message, self.next, self.hints, self.solved])
        box.add_class("pp-form")
        return box

    def refresh(self) -> None:
        """Draw anew what stands in the progress: another exercise, or a new kernel."""
        if not self.made:
            return
        self._sure = False
        self._say(check_section(self.lesson).blocks)
        self.solved.value = ""
        self._draw()

    def _draw(self) -> None:
        lesson = self.lesson
        left = len(lesson.exercise.hints) - len(lesson.hints)
        self.hint.description = _("Hint ({count} left)", count=left) if left else _("No more hints")
        self.hint.disabled = not left
        self.hints.value = _drawn(hint_blocks(lesson))
        noted = lesson.noted()
        right = noted is not None and noted.outcome == "right"
        self.next.layout.display = "" if right and lesson.following else "none"

    def _say(self, blocks: tuple[Block, ...]) -> None:
        self.told.value = f'<div role="status">{_drawn(blocks)}</div>'

    # -- handlers -----------------------------------------------------------------------------

    @guarded(N_("the result of this check; your entries are saved"))
    def _check(self) -> None:
        self.tell(self.lesson.check())

    def tell(self, told: Attempt) -> None:
        """Show how a check went."""
        self._sure = False
        self._say(told_blocks(told))
        self._draw()
        self._noted()

    @guarded(N_("that a hint was opened"))
    def _hint(self) -> None:
        self.lesson.hint()
        self._draw()
        self._noted()

    @guarded(N_("that the solution was opened"))
    def _show_solution(self) -> None:
        parts: Solution = self.lesson.see_solution()
        self.solved.value = _drawn(solution_blocks(self.lesson, parts))
        self._noted()

    @guarded(N_("nothing; the exercise is as it was"))
    def _begin_again(self) -> None:
        if not self._sure:
            # One click too many must not take an answer away.
            self._sure = True
            words = _("This takes away what you entered here. Choose 'Begin again' once more to do it.")
            self._say(told_blocks(Attempt("not_attempted", words)))
            return
        self.lesson.begin_again()
        self._turned()

    @guarded(N_("nothing; the exercise is as it was"))
    def _next(self) -> None:
        if self.lesson.following:
            self.lesson.choose(self.lesson.following.id)
            self._turned()

    def sections(self) -> tuple[Section, ...]:
        """Return how the exercise stands; never the solution."""
        return (check_section(self.lesson),)


class IndexView(View):
    """The exercises of a measure, to choose from.

    Parameters
    ----------
    lesson : Lesson
    turned : callable
        Called after another one was chosen.
    """

    def __init__(self, lesson: Lesson, turned: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.lesson = lesson
        self._turned = turned
        self._drawing = False

    def make(self) -> None:
        """Make the list."""
        self.choice = w.Dropdown(
            description=_("Exercise"), layout=w.Layout(width="100%", max_width="720px"),
            style={"description_width": "110px"},
        )  # fmt: skip

    def build(self) -> w.Widget:
        """Show the list."""
        self.choice.observe(lambda change: self._choose(change["new"]), names="value")
        self.refresh()
        box = w.VBox([w.HTML(CSS + LEARN_CSS), self.choice, self.message])
        box.add_class("pp-form")
        return box

    def refresh(self) -> None:
        """Draw the list anew, with how each exercise stands now."""
        if not self.made:
            return
        self._drawing = True
        try:
            self.choice.options = [(title_of(self.lesson, one), one.id) for one in self.lesson.exercises]
            self.choice.value = self.lesson.exercise.id
        finally:
            self._drawing = False

    @guarded(N_("nothing; the exercise is as it was"))
    def _choose(self, name: str | None) -> None:
        if self._drawing or name is None or name == self.lesson.exercise.id:
            return
        self.lesson.choose(name)
        self._turned()

    def sections(self) -> tuple[Section, ...]:
        """Return all exercises as a table."""
        return (index_section(self.lesson),)


def _drawn(blocks: tuple[Block, ...]) -> str:
    return render_fragment([Section(id="said", title="", blocks=blocks)]) if blocks else ""
