"""A list to choose from, over what is said about the choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.report.blocks import Block
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.widgets.base import View, guarded
from parcelproof.widgets.style import CSS


class ChoiceView(View):
    """Shows blocks about one of several things.

    Parameters
    ----------
    label : str
        What is chosen.
    options : sequence of (str, str)
        What a person reads, and the value; the first one is shown at first.
    show : callable
        Value → blocks.
    """

    def __init__(
        self, label: str, options: Sequence[tuple[str, str]], show: Callable[[str], tuple[Block, ...]]
    ) -> None:
        super().__init__()
        self._label = label
        self._options = list(options) or [(_("Nothing to choose from"), "")]
        self._show = show

    def make(self) -> None:
        """Make the list and the place below it."""
        self.choice = w.Dropdown(
            options=self._options, description=self._label, layout=w.Layout(width="100%", max_width="720px"),
            style={"description_width": "150px"},
        )  # fmt: skip
        self.shown = w.HTML()

    def build(self) -> w.Widget:
        """Put the list over what is shown."""
        self.choice.observe(lambda change: self._draw(change["new"]), names="value")
        self._draw(self.choice.value)
        box = w.VBox([w.HTML(CSS), *([self.choice] if len(self._options) > 1 else []), self.shown, self.message])
        box.add_class("pp-form")
        box.add_class("pp-wide")
        return box

    @guarded(N_("nothing; this could not be shown"))
    def _draw(self, value: str) -> None:
        self.shown.value = render_fragment([Section(id="choice", title="", blocks=self._show(value))])

    def sections(self) -> tuple[Section, ...]:
        """Return what is said about the first choice."""
        return (Section(id="choice", title="", blocks=self._show(self._options[0][1])),)
