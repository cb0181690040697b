"""One field of a form as a widget: the label is a real label, the value always a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.steps.field import Field

LABEL = "250px"
YES_NO = ((N_("Yes"), "yes"), (N_("No"), "no"))


def field_widget(field: Field, value: str, changed: Callable[[str], None]) -> w.Widget:
    """Return the control of one field.

    Parameters
    ----------
    field : Field
    value : str
        As typed before.
    changed : callable
        Called with the new text at every change.
    """
    control = _control(field.said(), value)
    control.observe(lambda change: changed(change["new"] or ""), names="value")
    if field.required:
        control.add_class("pp-required")
    return control


def _control(field: Field, value: str) -> Any:
    common: dict[str, Any] = {
        "description": field.label, "description_allow_html": False, "tooltip": field.help or field.label,
        "style": {"description_width": LABEL}, "layout": w.Layout(width="100%", max_width="720px"),
    }  # fmt: skip
    if field.kind in ("choice", "yesno"):
        answers = field.choices if field.kind == "choice" else [(_(label), answer) for label, answer in YES_NO]
        options = [(_("Choose"), ""), *answers]
        known = [answer for _label, answer in options]
        return w.Dropdown(options=options, value=value if value in known else "", **common)
    placeholder = field.example
    if field.kind == "long":
        return w.Textarea(value=value, placeholder=placeholder, rows=3, **common)
    return w.Text(value=value, placeholder=placeholder, **common)
