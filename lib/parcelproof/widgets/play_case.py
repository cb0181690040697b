"""A case as a person plays it: choose one, read the story, decide by clicking; every decision is kept at once."""

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
from parcelproof.training.play_page import about, list_section, play_sections
from parcelproof.training.play_words import standing_words, title_of
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.case_list import CaseList
from parcelproof.widgets.countdown import Countdown
from parcelproof.widgets.style import CSS, saved_html

LEARN_CSS = """<style>
.pp-form .pp-option.jupyter-button{width:100%;max-width:850px;height:auto;min-height:42px;white-space:normal;
text-align:start;line-height:1.4;padding:9px 14px;margin:3px 0;font-size:15px;background:#fff;color:#17202a;
border:1.5px solid #8794a1;border-radius:6px}
.pp-form .pp-option.jupyter-button:hover{background:#e8f0fa;border-color:#1f5a94}
.pp-form .pp-option.jupyter-button:disabled{opacity:1;color:#4a5866;background:#f3f6f9}
.pp-form .pp-button.jupyter-button{width:auto;min-width:150px;height:auto;min-height:34px;white-space:normal;
line-height:1.3;padding:5px 14px;align-self:flex-start}
.pp-form .pp section>dl,.pp-form .pp section>table{margin-top:14px}
.pp-form .pp td:first-child{min-width:210px}
.pp-countdown{display:inline-block;font:600 16px/1.4 "Noto Sans",system-ui,sans-serif;color:#17202a;
border:2px solid #8a5300;border-radius:6px;padding:4px 12px;margin:6px 0;font-variant-numeric:tabular-nums}
.pp-countdown.pp-over{border-color:#9c2b1c;color:#9c2b1c}
</style>"""
"""Buttons whose words wrap: an option is a sentence."""

LONGEST_CLOCK = 24 * 60
ROW = {"flex_flow": "row wrap", "align_items": "center", "margin": "8px 0 0"}


def button(words: str, *, primary: bool = False) -> w.Button:
    """Return a button as wide as its words."""
    made = w.Button(description=words, button_style="primary" if primary else "")
    made.add_class("pp-button")
    return made


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
