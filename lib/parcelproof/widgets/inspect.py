"""The form of one unit: another test plan asks other questions, and a confirmed unit leads to the next one."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.shop import Shop
from parcelproof.steps.form import Row
from parcelproof.steps.forms.inspection import PLAN
from parcelproof.steps.inspect import next_unit, unit_step
from parcelproof.steps.step import StepState
from parcelproof.widgets.base import AFTER_TYPING, Later, guarded
from parcelproof.widgets.form import FormView


class InspectView(FormView):
    """One unit after another.

    Parameters
    ----------
    shop : Shop
    chain : str
    changed : callable
        Called after a unit was confirmed.
    turned : callable
        Called when the questions change, or the next unit begins; it makes this view anew.
    """

    def __init__(self, shop: Shop, chain: str, changed: Callable[[], None], turned: Callable[[], None]) -> None:
        super().__init__(unit_step(shop, chain), changed)
        self._shop = shop
        self._chain = chain
        self._turned = turned

    def make(self) -> None:
        """Make the button of the next unit beside those of every form."""
        super().make()
        self.confirm.description = _("Confirm this unit")
        self.next = w.Button(description=_("Next unit"), layout=w.Layout(width="220px"))
        next_soon = Later(self._next, AFTER_TYPING)
        self.next.on_click(lambda _: next_soon())

    def build(self) -> w.Widget:
        """Put the button of the next unit below the form."""
        return w.VBox([super().build(), self.next])

    def set(self, name: str, value: str | list[Row]) -> None:
        """Take a new value; another test plan makes the form anew."""
        if name != PLAN:
            super().set(name, value)
        elif value:
            self.choose_plan(str(value))

    def choose_plan(self, plan: str) -> None:
        """Choose the test plan; the plain-function way to do what a choice does."""
        self.step.edit(test_plan=plan)
        self._turned()

    @guarded(N_("nothing; the next unit could not be begun"))
    def _next(self) -> None:
        self.begin_next()

    def begin_next(self) -> None:
        """Begin the next unit; the plain-function way to do what a click does."""
        next_unit(self._shop, self._chain)
        self._turned()

    def _draw(self) -> None:
        super()._draw()
        self.next.layout.display = "" if self.step.state is StepState.DONE else "none"
