"""Carriers' words: ask what one means, teach what is not understood, take a teaching back."""

from __future__ import annotations

import html
from typing import Any

import ipywidgets as w

from parcelproof.errors import InputError
from parcelproof.messages import N_, _, sentences
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Table
from parcelproof.report.document import Section
from parcelproof.shop import Shop, open_shop
from parcelproof.steps.wordings import TEACHABLE, UnknownWording, ask, take_back, teach, unknown_wordings
from parcelproof.tracked import taught
from parcelproof.tracking.events import Status
from parcelproof.tracking.said import said
from parcelproof.tracking.status_table import load_crosswalk
from parcelproof.tracking.wording.taught import Teaching
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.style import CSS, saved_html

SHOWN = 100
_WIDE = {"width": "100%", "max_width": "720px"}

NOTHING_UNKNOWN = N_("Every wording of this shop's scans is understood.")
NOTHING_TAUGHT = N_("This shop has taught no wording.")


def carrier_words(shop_folder: str = "") -> WordsView:
    """Return the view of this shop's carrier wordings.

    Parameters
    ----------
    shop_folder : str
        Empty: the shop that is found from here.
    """
    return WordsView(open_shop(shop_folder or None))


class WordsView(View):
    """Ask, teach, take back.

    Parameters
    ----------
    shop : Shop
    """

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._unknown: list[UnknownWording] = []
        self._taught: tuple[Teaching, ...] = ()

    def make(self) -> None:
        """Make fields, lists and buttons."""
        self.carrier = _text(_("Carrier"), _("empty: any carrier"))
        self.code = _text(_("Code"), _("the carrier's code, if there is one"))
        self.text = _text(_("Words"), _("the carrier's words, as they stand in the scan"))
        self.ask_button = _button(_("What does it mean?"))
        self.answer = w.HTML()
        self.unknown = w.Select(description=_("Not known"), rows=6, layout=w.Layout(**_WIDE))
        self.status = w.Dropdown(
            description=_("Means"), options=[(_("choose"), ""), *((said(s), s.value) for s in TEACHABLE)]
        )
        reasons = sorted(load_crosswalk().reasons)
        self.reason = w.Dropdown(description=_("Reason"), options=[(_("none"), ""), *((said(r), r) for r in reasons)])
        self.teach_button = _button(_("Teach it to this shop"))
        self.taught = w.Select(description=_("Taught"), rows=4, layout=w.Layout(**_WIDE))
        self.back_button = _button(_("Take it back"))
        self.lists = w.HTML()
        self.said = w.HTML()

    def build(self) -> w.Widget:
        """Put the list over the question, and the question over the teaching."""
        for button, handler in (
            (self.ask_button, self._ask), (self.teach_button, self._teach), (self.back_button, self._take_back)
        ):  # fmt: skip
            soon = Later(handler, AFTER_TYPING)
            button.on_click(lambda _, soon=soon: soon())
        self.unknown.observe(lambda _: self._take_unknown(), names="index")
        self.unknown_box = _box(_("Not known yet: choose one"), self.unknown)
        self.taught_box = _box(_("Taught by this shop"), self.taught, self.back_button)
        self.refresh()
        box = w.VBox(
            [
                w.HTML(CSS), self.lists, self.unknown_box,
                _box(_("The wording"), self.carrier, self.code, self.text, self.ask_button, self.answer),
                _box(_("What it means in this shop"), self.status, self.reason, self.teach_button),
                self.said, self.message, self.taught_box,
            ]
        )  # fmt: skip
        box.add_class("pp-form")
        return box

    def refresh(self) -> None:
        """Draw both lists anew."""
        self._unknown = unknown_wordings(self._shop)[:SHOWN]
        self._taught = taught(self._shop).all
        if not self.made:
            return
        self.unknown.options = [
            (f"{u.count} × {_name(u.carrier, u.code, u.text)}", i) for i, u in enumerate(self._unknown)
        ]
        self.unknown.index = None
        self.taught.options = [
            (f"{_name(t.carrier, t.code, t.text)} → {_meaning(t.status, t.reason)}", i)
            for i, t in enumerate(self._taught)
        ]
        self.taught.index = None
        # An empty list is a question mark for a person: words stand in its place.
        self.unknown_box.layout.display = "" if self._unknown else "none"
        self.taught_box.layout.display = "" if self._taught else "none"
        empty = [
            words
            for words, rows in ((_(NOTHING_UNKNOWN), self._unknown), (_(NOTHING_TAUGHT), self._taught))
            if not rows
        ]
        self.lists.value = "".join(f'<div class="pp-why">{html.escape(words, quote=False)}</div>' for words in empty)

    def _take_unknown(self) -> None:
        if self.unknown.index is not None:
            chosen = self._unknown[self.unknown.index]
            self.carrier.value, self.code.value, self.text.value = chosen.carrier, chosen.code, chosen.text

    @guarded(N_("nothing had to be saved"))
    def _ask(self) -> None:
        found = ask(self._shop, self.carrier.value, self.code.value, self.text.value)
        meant = found.verdict
        words = [found.why, _("Row: {rule}.", rule=meant.rule)]
        if meant.action_required:
            words.insert(0, _("A person must act."))
        title = html.escape(_meaning(meant.status, meant.reason))
        self.answer.value = f'<div class="pp-why"><b>{title}</b>. {html.escape(sentences(*words))}</div>'

    @guarded(N_("the teaching"))
    def _teach(self) -> None:
        status, reason = self.status.value or "", self.reason.value or ""
        new = teach(self._shop, self.carrier.value, self.code.value, self.text.value, status, reason)
        self.refresh()
        self.said.value = saved_html(
            _(
                "Saved {time}: it means {meaning} in this shop.",
                time=f"{self._shop.now():%H:%M}",
                meaning=_meaning(new.status, new.reason),
            )
        )

    @guarded(N_("the change"))
    def _take_back(self) -> None:
        if self.taught.index is None:
            raise InputError(_("No taught wording is chosen."), where=_("Taught"), mend=_("Choose one in the list."))
        old = self._taught[self.taught.index]
        take_back(self._shop, old.carrier, old.code, old.text)
        self.refresh()
        self.said.value = saved_html(_("Saved {time}: this shop no longer says so.", time=f"{self._shop.now():%H:%M}"))

    def sections(self) -> tuple[Section, ...]:
        """Return what is not understood, and what was taught."""
        unknown = unknown_wordings(self._shop)[:SHOWN]
        known = taught(self._shop).all
        blocks: list[Block] = [
            _table(_("Not understood"), _("Scans"), [(_name(u.carrier, u.code, u.text), str(u.count)) for u in unknown])
            if unknown
            else Paragraph(text=_(NOTHING_UNKNOWN)),
            _table(
                _("Taught by this shop"),
                _("Means"),
                [(_name(t.carrier, t.code, t.text), _meaning(t.status, t.reason)) for t in known],
            )
            if known
            else Paragraph(text=_(NOTHING_TAUGHT)),
        ]
        return (Section(id="carrier-words", title="", blocks=tuple(blocks)),)


def _table(caption: str, second: str, rows: list[tuple[str, str]]) -> Table:
    return Table(
        caption=caption,
        columns=(Column(title=_("Wording"), width=4), Column(title=second, width=2)),
        rows=tuple((Cell(text=a), Cell(text=b)) for a, b in rows),
    )


def _name(carrier: str, code: str, text: str) -> str:
    return " · ".join(part for part in (carrier, code, text[:160]) if part)


def _meaning(status: Status, reason: str) -> str:
    return f"{said(status)} {said(reason)}".strip()


def _box(title: str, *inner: w.Widget) -> w.VBox:
    box = w.VBox([w.HTML(f'<div class="pp-why"><b>{html.escape(title)}</b></div>'), *inner])
    box.add_class("pp-row")
    return box


def _text(name: str, hint: str) -> Any:
    return w.Text(description=name, placeholder=hint, layout=w.Layout(**_WIDE))


def _button(name: str) -> Any:
    return w.Button(description=name, layout=w.Layout(width="220px"))
