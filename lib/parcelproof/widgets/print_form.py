"""Print the customs form: one button per form, the suggested one first."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping

import ipywidgets as w

from parcelproof.delivery.form_choice import FormName
from parcelproof.messages import N_, Wording, _
from parcelproof.report.blocks import Fact, KeyValues
from parcelproof.report.document import Section
from parcelproof.shop import Shop
from parcelproof.steps.print_form import FORM_NAMES, PrintedForm, print_form, suggest_form
from parcelproof.widgets.base import View, guarded
from parcelproof.widgets.style import CSS, saved_html

NAMES: Mapping[FormName, str] = Wording(
    {"CN22": "CN22", "CN23": "CN23", "commercial_invoice": N_("commercial invoice")}
)


class PrintView(View):
    """The forms of one shipment.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
    """

    def __init__(self, shop: Shop, shipment_id: str) -> None:
        super().__init__()
        self._shop = shop
        self._shipment_id = shipment_id

    def make(self) -> None:
        """Make the place for the result."""
        self.result = w.HTML()
        self.buttons: dict[FormName, w.Button] = {}

    def build(self) -> w.Widget:
        """Make the buttons."""
        choice = suggest_form(self._shop, self._shipment_id)
        for form in sorted(FORM_NAMES, key=lambda name: name != choice.form):
            button = w.Button(
                description=_("Print the {form}", form=NAMES[form]), layout=w.Layout(width="260px"),
                button_style="primary" if form == choice.form else "",
            )  # fmt: skip
            button.on_click(lambda _, name=form: self._click(name))
            self.buttons[form] = button
        why = w.HTML(f'<div class="pp-why">{html.escape(choice.why)}</div>')
        box = w.VBox([w.HTML(CSS), why, *self.buttons.values(), self.result, self.message])
        box.add_class("pp-form")
        return box

    def print(self, form: FormName) -> PrintedForm:
        """Print one form; the plain-function way to do what a click does."""
        return print_form(self._shop, self._shipment_id, form)

    @guarded(N_("the form; nothing was printed"))
    def _click(self, form: FormName) -> None:
        made = self.print(form)
        # The PDF travels inside the link: no server path, nothing remote, and it works under every root folder.
        data = base64.b64encode(made.pdf).decode("ascii")
        gaps = "".join(f"<li>{html.escape(gap.said)}</li>" for gap in made.missing)
        empty = html.escape(_("These fields are empty; the form marks them:"))
        missing = f'<div class="pp-why">{empty}<ul>{gaps}</ul></div>' if gaps else ""
        printed = _("Printed at {time}: {file}", time=f"{self._shop.now():%H:%M}", file=made.path)
        link = html.escape(_("Open or save {file}", file=f"{made.choice.form}.pdf"))
        self.result.value = (
            saved_html(printed)
            + f'<div class="pp-why"><a download="{made.choice.form}.pdf" href="data:application/pdf;base64,{data}">'
            f"{link}</a></div>{missing}"
        )

    def sections(self) -> tuple[Section, ...]:
        """Return the suggested form and why."""
        choice = suggest_form(self._shop, self._shipment_id)
        facts = (
            Fact(label=_("Form for this parcel"), value=NAMES[choice.form], note=choice.why),
            Fact(label=_("From the shell"), value=f"parcelproof form {self._shipment_id}", mono=True),
        )
        return (Section(id="print", title="", blocks=(KeyValues(rows=facts),)),)
