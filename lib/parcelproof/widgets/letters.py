"""Letters as a person sees them: choose, read, edit, copy, and say that it was sent."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
import traitlets

from parcelproof.letters import FilledLetter, Promise
from parcelproof.messages import N_, _, sentences
from parcelproof.report.blocks import Fact, KeyValues, Paragraph
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.steps.form import parse_moment
from parcelproof.steps.letters import LetterDesk, split
from parcelproof.steps.queue_letters import letter_for
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.fields import LABEL
from parcelproof.widgets.style import CSS, saved_html

_STATIC = Path(__file__).parent / "static"


class LetterText(anywidget.AnyWidget):
    """The text of a letter in its own language and direction, with a button that copies it."""

    _esm = (_STATIC / "letter.js").read_text(encoding="utf-8")
    _css = (_STATIC / "letter.css").read_text(encoding="utf-8")

    text = traitlets.Unicode("").tag(sync=True)
    language = traitlets.Unicode("en").tag(sync=True)
    direction = traitlets.Unicode("ltr").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    """What the button says, and what it says after it was pressed."""

    def __init__(self) -> None:
        super().__init__(
            words={
                "copy": _("Copy the letter"),
                "copied": _("Copied"),
                "selected": _("The text is selected: press Ctrl+C (on a Mac ⌘C) to copy it."),
            }
        )


class LettersView(View):
    """The letters of one shipment.

    Parameters
    ----------
    desk : LetterDesk
    sent : callable, optional
        Called after a letter was recorded as sent, so that other views can draw themselves anew.
    """

    def __init__(self, desk: LetterDesk, sent: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.desk = desk
        self._after = sent
        self._filling = False

    def make(self) -> None:
        """Make the controls."""
        common: dict[str, Any] = {
            "style": {"description_width": LABEL}, "layout": w.Layout(width="100%", max_width="720px"),
        }  # fmt: skip
        desk = self.desk
        key = desk.suggested()
        self.letter = w.Dropdown(description=_("Letter"), options=self._options(), value=key, **common)
        self._reader = split(key)[0]
        self.language = w.Dropdown(
            description=_("Language"), options=self._languages(key), value=desk.language(key), **common
        )
        self.editor = LetterText()
        self.state = w.HTML()
        self.promised = w.HTML()
        self.channel = w.Text(description=_("Where you sent it"), value=desk.channel(key), **common)
        self.at = w.Text(description=_("When"), placeholder=_("Empty means now. Or 2026-10-02 16:20"), **common)
        self.button = w.Button(description=_("I sent it"), button_style="primary", layout=w.Layout(width="220px"))
        self.result = w.HTML()

    def build(self) -> w.Widget:
        """Tie the controls together."""
        self.letter.observe(lambda _: self._chosen(), names="value")
        self.language.observe(lambda _: self._fill(), names="value")
        self.editor.observe(lambda _: self._look(), names="text")
        sent_soon = Later(self._sent, AFTER_TYPING)
        self.button.on_click(lambda _: sent_soon())
        box = w.VBox(
            [
                w.HTML(CSS), self.letter, self.language, self.state, self.editor, self.promised, self.channel, self.at,
                self.button, self.result, self.message,
            ]
        )  # fmt: skip
        box.add_class("pp-form")
        self._fill()
        return box

    # -- handlers -----------------------------------------------------------------------------

    @guarded(N_("nothing was changed"))
    def _chosen(self) -> None:
        key = self.letter.value
        if split(key)[0] != self._reader:
            # The carrier does not read the messages of the platform.
            self._reader = split(key)[0]
            self.channel.value = self.desk.channel(key)
        options = self._languages(key)
        wanted = (
            self.language.value
            if self.language.value in {value for _name, value in options}
            else self.desk.language(key)
        )
        self._filling = True
        try:
            self.language.options = options
            self.language.value = wanted
        finally:
            self._filling = False
        self._fill()

    @guarded(N_("nothing was changed"))
    def _fill(self) -> None:
        if self._filling:
            return
        filled = self.desk.fill(self.letter.value, self.language.value)
        self.editor.language, self.editor.direction = filled.language, filled.direction
        self.editor.label = f"{self.letter.label}, {self.language.label}"
        self.editor.text = filled.text if filled.ready else ""
        self.state.value = render_fragment([Section(id="state", title="", blocks=state_blocks(filled))])
        self.result.value = ""
        self._look()

    @guarded(N_("nothing was changed"))
    def _look(self) -> None:
        found = self.desk.promises(self.editor.text, self.language.value)
        shown = render_fragment([Section(id="promises", title="", blocks=promise_blocks(found))])
        self.promised.value = f'<div role="status">{shown}</div>'

    @guarded(N_("the message; it is not in the log"))
    def _sent(self) -> None:
        at = parse_moment(self.at.value, self.desk.shop.zone) if self.at.value.strip() else None
        added = self.desk.sent(self.letter.value, self.editor.text, self.language.value, self.channel.value, at)
        self.result.value = saved_html(
            _("Saved {time}", time=f"{self.desk.shop.now():%H:%M}")
            if added
            else _("This message is on record already.")
        )
        self._after()

    def _options(self) -> list[tuple[str, str]]:
        named = [(letter_for(split(c.key)[0], c.title), c) for c in self.desk.choices()]
        return [(name if c.ready else _("{letter} (a fact is missing)", letter=name), c.key) for name, c in named]

    def _languages(self, key: str) -> list[tuple[str, str]]:
        return [(name, code) for code, name in self.desk.languages(key).items()]

    # -- static -------------------------------------------------------------------------------

    def static_html(self) -> str:
        """Return the letter that is owed first, as HTML in its own direction."""
        key = self.desk.suggested()
        filled = self.desk.fill(key, self.desk.language(key))
        return super().static_html() + (letter_html(filled) if filled.ready else "")

    def sections(self) -> tuple[Section, ...]:
        """Return which letter is suggested, and what stands in the way of it."""
        key = self.desk.suggested()
        filled = self.desk.fill(key, self.desk.language(key))
        title = self.desk.book.situation(filled.reader, filled.letter).title
        facts = (
            Fact(label=_("Letter"), value=letter_for(filled.reader, title)),
            Fact(label=_("Language"), value=self.desk.languages(key)[filled.language]),
        )
        found = promise_blocks(self.desk.promises(filled.text, filled.language)) if filled.ready else ()
        return (Section(id="letter", title="", blocks=(KeyValues(rows=facts), *state_blocks(filled), *found)),)


def letter_html(filled: FilledLetter) -> str:
    """Return a letter as HTML; every fact is isolated, so that it cannot turn the text around it."""
    rows = []
    for row in filled.rows:
        parts = (f"<bdi>{html.escape(piece.text)}</bdi>" if piece.fact else html.escape(piece.text) for piece in row)
        rows.append(f"<p>{''.join(parts)}</p>" if row else "")
    return f'<div class="pp-letter-shown" lang="{filled.language}" dir="{filled.direction}">{"".join(rows)}</div>'


def state_blocks(filled: FilledLetter) -> tuple[Paragraph | KeyValues, ...]:
    """Say if the letter is ready, which fact is missing, and what was left out."""
    if not filled.ready:
        lacking = ", ".join(filled.missing)
        return (
            Paragraph(
                text=_("This letter is not ready. The record does not hold: {facts}.", facts=lacking), tone="warn"
            ),
        )
    subject = KeyValues(rows=(Fact(label=_("Subject"), value=filled.subject),))
    if not filled.left_out:
        return (subject,)
    left = ", ".join(filled.left_out)
    return (subject, Paragraph(text=_("Left out, because it is not on record: {facts}.", facts=left), tone="note"))


def promise_blocks(found: list[Promise]) -> tuple[Paragraph, ...]:
    """Say what the text states that the record does not hold."""
    if not found:
        return (Paragraph(text=_("No known wording states something that is not on record."), tone="good"),)
    said = [_('The letter says "{words}".', words=promise.said) for promise in found]
    return tuple(Paragraph(text=sentences(words, p.missing), tone="warn") for words, p in zip(said, found, strict=True))
