"""A part of a page that is made anew when the page turns to another product."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import ipywidgets as w

from parcelproof.report.document import Section, SectionGroup
from parcelproof.report.html import render_fragment
from parcelproof.widgets.base import View
from parcelproof.widgets.style import CSS

Shown: TypeAlias = "View | Section | SectionGroup"


class ChangingView(View):
    """Shows what a function returns now; `refresh` asks it again.

    Parameters
    ----------
    show : callable
        Returns a view, or sections to read.
    """

    def __init__(self, show: Callable[[], Shown]) -> None:
        super().__init__()
        self._show = show

    def make(self) -> None:
        """Make the place."""
        self.place = w.VBox()

    def build(self) -> w.Widget:
        """Show what there is now."""
        self.refresh()
        return w.VBox([self.place, self.message])

    def refresh(self) -> None:
        """Make the part anew."""
        if not self.made:
            return
        shown = self._show()
        if isinstance(shown, View):
            self.place.children = (shown.widget,)
        else:
            self.place.children = (w.HTML(CSS + render_fragment(_sections(shown))),)

    def sections(self) -> tuple[Section, ...]:
        """Return what there is now."""
        shown = self._show()
        return shown.sections() if isinstance(shown, View) else _sections(shown)


def _sections(shown: Section | SectionGroup) -> tuple[Section, ...]:
    return shown.sections if isinstance(shown, SectionGroup) else (shown,)
