"""The form of a product page; another kind of product asks other questions, so the form is made anew."""

from __future__ import annotations

from collections.abc import Callable

from parcelproof.steps.form import Row
from parcelproof.steps.forms.description import PROFILE
from parcelproof.steps.step import Step
from parcelproof.widgets.form import FormView


class DescribeView(FormView):
    """The form of one product.

    Parameters
    ----------
    step : Step
    changed : callable
        Called after the step was saved or confirmed.
    turned : callable
        Called after another kind of product was chosen; it makes this view anew.
    """

    def __init__(self, step: Step, changed: Callable[[], None], turned: Callable[[], None]) -> None:
        super().__init__(step, changed)
        self._turned = turned

    def set(self, name: str, value: str | list[Row]) -> None:
        """Take a new value; another kind of product makes the form anew."""
        if name != PROFILE:
            super().set(name, value)
        elif value:
            self.choose_kind(str(value))

    def flush(self) -> None:
        """Save now what was typed a moment ago, before the form is made anew."""
        self._save_soon.now()

    def choose_kind(self, profile: str) -> None:
        """Choose the kind of product; the plain-function way to do what a choice does."""
        self.flush()
        self.step.edit(profile=profile)
        self._turned()
