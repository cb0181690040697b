"""A part of a page that is made anew when the page turns to another product or exercise."""

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
        Returns a view, or sections to read, or a list of these, from top to bottom.

    Attributes
    ----------
    parts : list
        What a person sees now.
    """

    def __init__(self, show: Callable[[], Shown | list[Shown]]) -> None:
        super().__init__()
        self._show = show
        self.parts: list[Shown] = []

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
        self.parts = self._now()
        self.place.children = tuple(_widget(part) for part in self.parts)

    def sections(self) -> tuple[Section, ...]:
        """Return what there is now."""
        return tuple(section for part in self._now() for section in _sections(part))

    def _now(self) -> list[Shown]:
        shown = self._show()
        return shown if isinstance(shown, list) else [shown]


def _widget(shown: Shown) -> w.Widget:
    return shown.widget if isinstance(shown, View) else w.HTML(CSS + render_fragment(_sections(shown)))


def _sections(shown: Shown) -> tuple[Section, ...]:
    if isinstance(shown, View):
        return shown.sections()
    return shown.sections if isinstance(shown, SectionGroup) else (shown,)
