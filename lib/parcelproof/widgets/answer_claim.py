"""The answer to a claim: choose what to show, write the letter, send it, read what the desk says and why."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as w

from parcelproof.clock import now
from parcelproof.messages import N_, _
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.training.casebook import CaseBook
from parcelproof.training.hearing import Hearing, Thing
from parcelproof.training.hearing_page import chosen_words, decision_sections, details, record_section, since
from parcelproof.training.progress import LONGEST_LETTER
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.learn_style import LEARN_CSS, ROW, button
from parcelproof.widgets.style import CSS, saved_html

ANSWER_CSS = """<style>
.pp-form .pp-things{max-width:850px;border:1px solid #8794a1;border-radius:6px;padding:2px 0;margin:4px 0}
.pp-form .pp-thing{padding:4px 10px;border-bottom:1px solid #e3e8ed}
.pp-form .pp-thing:last-child{border-bottom:0}
.pp-form .pp-thing .widget-checkbox{width:100%;font-weight:600}
.pp-form .pp-wants{color:#4a5866;font-size:13px;line-height:1.35;margin:0 0 2px 24px}
.pp-form .pp-there{white-space:nowrap;color:#17202a}
.pp-form .pp-count{font-weight:600;color:#17202a;line-height:1.4;margin:4px 0}
.pp-form .pp-count.pp-over{color:#9c2b1c}
</style>"""


class AnswerView(View):
    """The answer to the claim of the case that is played.

    Parameters
    ----------
    book : CaseBook
    changed : callable
        Called after the answer was sent, or a day went by.
    """

    def __init__(self, book: CaseBook, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._book, self._changed = book, changed
        self._drawing = False
        self._save_soon = Later(self._save)

    def make(self) -> None:
        """Make the places for record and decision, the letter, and the buttons."""
        self.shown = w.HTML()
        self.details = w.HTML()
        self.folded = w.Accordion([self.details], selected_index=None)
        self.boxes: dict[str, w.Checkbox] = {}
        self.things = w.VBox()
        self.things.add_class("pp-things")
        self.text = w.Textarea(
            rows=5, layout=w.Layout(width="100%", max_width="850px"),
            placeholder=_("What happened, with dates and numbers that are on record. It can stay empty."),
        )  # fmt: skip
        self.count = w.HTML()
        self.saved = w.HTML()
        self.send = button(_("Send the answer"), primary=True)
        self.wait = button(_("Wait a day"))
        self.refund = button(_("Give the money back instead"))
        self.replace = button(_("Send a new article instead"))

    def build(self) -> w.Widget:
        """Put the record over the boxes over the letter over the buttons."""
        self.text.observe(lambda _: self._typed(), names="value")
        for one, call in (
            (self.send, self._send), (self.wait, self._wait),
            (self.refund, self._refund), (self.replace, self._replace),
        ):  # fmt: skip
            later = Later(call, AFTER_TYPING)
            one.on_click(lambda _, later=later: later())
        self.asked = w.VBox(
            [_heading(_("What do you show?")), self.things,
             _heading(_("Your letter to the desk")), self.text, self.count,
             w.HBox([self.send, self.wait, self.refund, self.replace], layout=w.Layout(**ROW)), self.saved]
        )  # fmt: skip
        self.folded.set_title(0, _("Look into the record"))
        self.refresh()
        box = w.VBox([w.HTML(CSS + LEARN_CSS + ANSWER_CSS), self.shown, self.folded, self.asked, self.message])
        box.add_class("pp-form")
        box.add_class("pp-wide")
        return box

    # -- drawing ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw the answer as it stands; the record is built when the decisions are over."""
        if not self.made:
            return
        play = self._book.play
        open_ = play.run.ended and not play.ended
        if play.run.ended and not play.run.settled:
            self.shown.value = saved_html(_("The record of this case is being built …"))
        self.asked.layout.display = "" if open_ else "none"
        self.shown.value = render_fragment(self._sections(with_things=False))
        heard = play.run.ended and not play.run.settled
        self.folded.layout.display = "" if heard else "none"
        self.details.value = render_fragment(details(self._book.hearing())) if heard else ""
        if open_:
            self._draw_asked(self._book.hearing())

    def _draw_asked(self, hearing: Hearing) -> None:
        self._drawing = True
        try:
            answer = hearing.play.answer
            self.boxes = {one.id: self._box(one, ticked=one.id in answer.items) for one in hearing.things}
            self.things.children = [self._row(one) for one in hearing.things]
            self.text.value = answer.text
        finally:
            self._drawing = False
        self._draw_count()

    def _box(self, thing: Thing, *, ticked: bool) -> w.Checkbox:
        box = w.Checkbox(value=ticked, description=thing.title, indent=False)
        box.observe(lambda _: self._typed(), names="value")
        return box

    def _row(self, thing: Thing) -> w.Widget:
        kind = _("a file") if thing.file else _("typed into a field")
        there = _("On record since {day}; {kind}.", day=since(thing.since), kind=kind)
        words = f'{html.escape(thing.wants)} <span class="pp-there">{html.escape(there)}</span>'
        row = w.VBox([self.boxes[thing.id], w.HTML(f'<div class="pp-wants">{words}</div>')])
        row.add_class("pp-thing")
        return row

    def _draw_count(self) -> None:
        words, over = chosen_words(self._book.hearing(), self.chosen, self.text.value)
        self.count.value = f'<div role="status" class="pp-count{" pp-over" if over else ""}">{html.escape(words)}</div>'

    @property
    def chosen(self) -> tuple[str, ...]:
        """The items that are ticked."""
        return tuple(name for name, box in self.boxes.items() if box.value)

    # -- handlers -----------------------------------------------------------------------------

    def _typed(self) -> None:
        if self._drawing:
            return
        self._draw_count()
        self.saved.value = saved_html(_("Saving …"))
        self._save_soon()

    @guarded(N_("your last change; it is still here"))
    def _save(self) -> None:
        self._book.keep(self._book.play.draft(self.chosen, self.text.value[:LONGEST_LETTER]))
        self.saved.value = saved_html(_("Saved {time}", time=f"{now().astimezone():%H:%M}"))

    @guarded(N_("the answer; it was not sent"))
    def _send(self) -> None:
        self._save_soon.now()
        self._book.send()
        self._changed()

    @guarded(N_("the day; no time has passed"))
    def _wait(self) -> None:
        self._save_soon.now()
        self._book.keep(self._book.play.wait())
        self._changed()

    @guarded(N_("this; nothing was given back"))
    def _refund(self) -> None:
        self._book.send(settles="refund")
        self._changed()

    @guarded(N_("this; nothing was sent"))
    def _replace(self) -> None:
        self._book.send(settles="replace")
        self._changed()

    # -- static -------------------------------------------------------------------------------

    def sections(self) -> tuple[Section, ...]:
        """Return the record and, once the answer was sent, what the desk decided."""
        return self._sections(with_things=True)

    def _sections(self, *, with_things: bool) -> tuple[Section, ...]:
        play = self._book.play
        if play.run.settled:
            said = _("The buyer got what is due. There is no claim to answer.")
        elif not play.run.ended:
            said = _("First decide what to do, above. Then the claim is answered here.")
        else:
            hearing = self._book.hearing()
            if play.sent:
                return decision_sections(hearing)
            return (record_section(hearing, with_things=with_things),)
        return (Section(id="answer", title="", blocks=(Paragraph(text=said, tone="note"),)),)


def _heading(words: str) -> w.HTML:
    return w.HTML(f'<h3 class="pp-section">{html.escape(words)}</h3>')
