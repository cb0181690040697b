"""A case as a person plays it: read the story, decide by clicking; every decision is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import ipywidgets as w

from parcelproof.clock import now
from parcelproof.errors import InputError
from parcelproof.messages import N_, _
from parcelproof.playbook import Playbook
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.training.casebook import CaseBook
from parcelproof.training.play_page import play_sections
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.countdown import Countdown
from parcelproof.widgets.learn_style import LEARN_CSS, ROW, button
from parcelproof.widgets.style import CSS, saved_html

LONGEST_CLOCK = 24 * 60


def minutes_of(text: str) -> int:
    """Return the minutes that a trainer wrote; 0 for none.

    Raises
    ------
    InputError
        If it is no number of minutes.
    """
    said = text.strip()
    if not said:
        return 0
    if not (said.isascii() and said.isdigit() and len(said) <= 4 and int(said) <= LONGEST_CLOCK):
        raise InputError(
            _("These are no minutes."), where=said[:40], mend=_("Write a number from 1 to {most}.", most=LONGEST_CLOCK)
        )
    return int(said)


class PlayView(View):
    """One case: story, claim, what was done, and buttons for what can be done now.

    Parameters
    ----------
    book : CaseBook
    playbook : Playbook
    changed : callable
        Called after every move.
    minutes : str
        Real time that a trainer gives for each case; empty for none.
    """

    def __init__(
        self, book: CaseBook, playbook: Playbook, changed: Callable[[], None] = lambda: None, minutes: str = ""
    ) -> None:
        super().__init__()
        self._book, self._playbook, self._changed = book, playbook, changed
        self._minutes = minutes_of(minutes)

    def make(self) -> None:
        """Make the places for story and options, and the buttons below."""
        self.story = w.HTML()
        self.clock = Countdown()
        self.options = w.VBox()
        self.saved = w.HTML()
        self.again = button(_("Begin again"))
        self.minutes = w.Text(
            value=str(self._minutes or ""), description=_("Minutes"), placeholder=_("for example 15"),
            layout=w.Layout(width="200px"), style={"description_width": "70px"},
        )  # fmt: skip
        self.start = button(_("Start the clock"))

    def build(self) -> w.Widget:
        """Put the story over the options over the clock."""
        self.again.on_click(lambda _: self._again())
        start_soon = Later(self._start, AFTER_TYPING)
        self.start.on_click(lambda _: start_soon())
        trainer = w.Accordion([w.HBox([self.minutes, self.start], layout=w.Layout(**ROW))], selected_index=None)
        trainer.set_title(0, _("For trainers: a limit of real time"))
        trainer.layout.max_width = "850px"
        self.refresh()
        box = w.VBox(
            [w.HTML(CSS + LEARN_CSS), self.story, self.clock, self.options, self.message,
             w.HBox([self.again, self.saved], layout=w.Layout(**ROW)), trainer]
        )  # fmt: skip
        box.add_class("pp-form")
        box.add_class("pp-wide")
        return box

    def refresh(self) -> None:
        """Draw the case as it stands."""
        if not self.made:
            return
        play = self._book.play
        self.story.value = render_fragment(play_sections(play, self._playbook, with_options=False))
        step = play.run.step
        self.options.children = [self._option(one.id, one.text) for one in step.options] if step else []
        self.clock.show(None if play.ended else play.until)
        self.again.layout.display = "" if play.begun else "none"
        self.start.disabled = play.ended or play.until is not None

    def _option(self, name: str, words: str) -> w.Button:
        made = w.Button(description=words)
        made.add_class("pp-option")
        made.on_click(lambda _: self._decide(name))
        return made

    @guarded(N_("this decision"))
    def _decide(self, option: str) -> None:
        play = self._book.play
        if self._minutes and play.until is None and not play.begun:
            play = play.start_clock(self._end(self._minutes))
        self._book.keep(play.decide(option))
        self._told()
        if self.options.children:
            self.options.children[0].focus()

    @guarded(N_("the new beginning"))
    def _again(self) -> None:
        self._book.keep(self._book.play.again())
        self._told()

    @guarded(N_("the clock; it does not run"))
    def _start(self) -> None:
        minutes = minutes_of(self.minutes.value)
        if minutes:
            self._book.keep(self._book.play.start_clock(self._end(minutes)))
            self._told()

    def _end(self, minutes: int) -> datetime:
        return now() + timedelta(minutes=minutes)

    def _told(self) -> None:
        self.saved.value = saved_html(_("Saved {time}", time=f"{now().astimezone():%H:%M}"))
        self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Return the case as it stands."""
        return play_sections(self._book.play, self._playbook, with_options=True)
