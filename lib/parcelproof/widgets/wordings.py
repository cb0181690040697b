"""Carriers' words: ask what one means, teach what is not understood, take a teaching back."""

from __future__ import annotations

import html
from typing import Any

import ipywidgets as w

from parcelproof.errors import InputError
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Table
from parcelproof.report.document import Section
from parcelproof.shop import Shop, open_shop
from parcelproof.steps.wordings import TEACHABLE, UnknownWording, ask, take_back, teach, unknown_wordings
from parcelproof.tracked import taught
from parcelproof.tracking.status_table import load_crosswalk
from parcelproof.tracking.wording.taught import Teaching
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.style import CSS, saved_html

SHOWN = 100
_WIDE = {"width": "100%", "max_width": "720px"}

NOTHING_UNKNOWN = "Every wording of this shop's scans is understood."
NOTHING_TAUGHT = "This shop has taught no wording."


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
        self.carrier = _text("Carrier", "empty: any carrier")
        self.code = _text("Code", "the carrier's code, if there is one")
        self.text = _text("Words", "the carrier's words, as they stand in the scan")
        self.ask_button = _button("What does it mean?")
        self.answer = w.HTML()
        self.unknown = w.Select(description="Not known", rows=6, layout=w.Layout(**_WIDE))
        self.status = w.Dropdown(
            description="Means", options=[("choose", ""), *((s.value.replace("_", " "), s.value) for s in TEACHABLE)]
        )
        reasons = sorted(load_crosswalk().reasons)
        self.reason = w.Dropdown(
            description="Reason", options=[("none", ""), *((r.replace("_", " "), r) for r in reasons)]
        )
        self.teach_button = _button("Teach it to this shop")
        self.taught = w.Select(description="Taught", rows=4, layout=w.Layout(**_WIDE))
        self.back_button = _button("Take it back")
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
        self.unknown_box = _box("Not known yet: choose one", self.unknown)
        self.taught_box = _box("Taught by this shop", self.taught, self.back_button)
        self.refresh()
        box = w.VBox(
            [
                w.HTML(CSS), self.lists, self.unknown_box,
                _box("The wording", self.carrier, self.code, self.text, self.ask_button, self.answer),
                _box("What it means in this shop", self.status, self.reason, self.teach_button),
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
            (f"{_name(t.carrier, t.code, t.text)} → {_meaning(t)}", i) for i, t in enumerate(self._taught)
        ]
        self.taught.index = None
        # An empty list is a question mark for a person: words stand in its place.
        self.unknown_box.layout.display = "" if self._unknown else "none"
        self.taught_box.layout.display = "" if self._taught else "none"
        empty = [
            words for words, rows in ((NOTHING_UNKNOWN, self._unknown), (NOTHING_TAUGHT, self._taught)) if not rows
        ]
        self.lists.value = "".join(f'<div class="pp-why">{words}</div>' for words in empty)

    def _take_unknown(self) -> None:
        if self.unknown.index is not None:
            chosen = self._unknown[self.unknown.index]
            self.carrier.value, self.code.value, self.text.value = chosen.carrier, chosen.code, chosen.text

    @guarded("nothing had to be saved")
    def _ask(self) -> None:
        found = ask(self._shop, self.carrier.value, self.code.value, self.text.value)
        meant = found.verdict
        words = f"{meant.status.value} {meant.reason}".replace("_", " ").strip()
        person = " A person must act." if meant.action_required else ""
        self.answer.value = (
            f'<div class="pp-why"><b>{html.escape(words)}</b>.{person} {html.escape(found.why)} '
            f"Row: {html.escape(meant.rule)}.</div>"
        )

    @guarded("the teaching")
    def _teach(self) -> None:
        status, reason = self.status.value or "", self.reason.value or ""
        new = teach(self._shop, self.carrier.value, self.code.value, self.text.value, status, reason)
        self.refresh()
        self.said.value = saved_html(f"Saved {self._shop.now():%H:%M}: it means {_meaning(new)} in this shop.")

    @guarded("the change")
    def _take_back(self) -> None:
        if self.taught.index is None:
            raise InputError("No taught wording is chosen.", where="Taught", mend="Choose one in the list.")
        old = self._taught[self.taught.index]
        take_back(self._shop, old.carrier, old.code, old.text)
        self.refresh()
        self.said.value = saved_html(f"Saved {self._shop.now():%H:%M}: this shop no longer says so.")

    def sections(self) -> tuple[Section, ...]:
        """Return what is not understood, and what was taught."""
        unknown = unknown_wordings(self._shop)[:SHOWN]
        known = taught(self._shop).all
        blocks: list[Block] = [
            _table("Not understood", "Scans", [(_name(u.carrier, u.code, u.text), str(u.count)) for u in unknown])
            if unknown
            else Paragraph(text=NOTHING_UNKNOWN),
            _table("Taught by this shop", "Means", [(_name(t.carrier, t.code, t.text), _meaning(t)) for t in known])
            if known
            else Paragraph(text=NOTHING_TAUGHT),
        ]
        return (Section(id="carrier-words", title="", blocks=tuple(blocks)),)


def _table(caption: str, second: str, rows: list[tuple[str, str]]) -> Table:
    return Table(
        caption=caption,
        columns=(Column(title="Wording", width=4), Column(title=second, width=2)),
        rows=tuple((Cell(text=a), Cell(text=b)) for a, b in rows),
    )


def _name(carrier: str, code: str, text: str) -> str:
    return " · ".join(part for part in (carrier, code, text[:160]) if part)


def _meaning(teaching: Teaching) -> str:
    return f"{teaching.status.value} {teaching.reason}".replace("_", " ").strip()


def _box(title: str, *inner: w.Widget) -> w.VBox:
    box = w.VBox([w.HTML(f'<div class="pp-why"><b>{html.escape(title)}</b></div>'), *inner])
    box.add_class("pp-row")
    return box


def _text(name: str, hint: str) -> Any:
    return w.Text(description=name, placeholder=hint, layout=w.Layout(**_WIDE))


def _button(name: str) -> Any:
    return w.Button(description=name, layout=w.Layout(width="220px"))
