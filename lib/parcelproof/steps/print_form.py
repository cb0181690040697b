"""Print the customs form of a shipment from what is on record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from parcelproof.delivery.form_choice import FormChoice, FormName, choose_form
from parcelproof.report.form_data import build_form, declared_lines
from parcelproof.report.forms import render_form
from parcelproof.shop import Shop

FORM_NAMES: tuple[FormName, ...] = get_args(FormName)


@dataclass(frozen=True)
class PrintedForm:
    """One printed form.

    Attributes
    ----------
    form : str
    path : Path
        Where the PDF is.
    pdf : bytes
    missing : tuple of str
        Mandatory fields without a value; the form marks each gap.
    """

    form: FormName
    path: Path
    pdf: bytes
    missing: tuple[str, ...]


def suggest_form(shop: Shop, shipment_id: str) -> FormChoice:
    """Return the form that this parcel needs, and why."""
    shipment = shop.shipment(shipment_id)
    values = [line.value for line in declared_lines(shipment)]
    return choose_form(shipment, values, shop.settings.origin, shop.playbook, shop.now().date())


def print_form(shop: Shop, shipment_id: str, form: FormName) -> PrintedForm:
    """Print one form into the folder ``forms`` of the shop."""
    shipment, now = shop.shipment(shipment_id), shop.now()
    data = build_form(
        shipment, form, sender=shop.settings.sender, origin=shop.settings.origin, on=now.date()
    )  # fmt: skip
    pdf = render_form(data, timestamp=now)
    path = shop.folder / "forms" / shipment_id / f"{form}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_bytes(pdf)
    draft.replace(path)
    return PrintedForm(form, path, pdf, data.missing)
