"""The base of views without controls: one place that shows sections, drawn anew when something changed."""

from __future__ import annotations

import ipywidgets as w

from parcelproof.widgets.base import View
from parcelproof.widgets.style import CSS


class ShownView(View):
    """A view that only shows; a subclass says which sections."""

    def make(self) -> None:
        """Make the place for what is shown."""
        self.shown = w.HTML()

    def build(self) -> w.Widget:
        """Show it."""
        self.refresh()
        return w.VBox([w.HTML(CSS), self.shown, self.message])

    def refresh(self) -> None:
        """Draw it as it is now; before anybody looks there is nothing to draw."""
        if self.made:
            self.shown.value = self.static_html()
