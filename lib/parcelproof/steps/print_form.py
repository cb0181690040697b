"""Print the customs form of a shipment from what is on record."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from parcelproof.delivery.form_choice import FormChoice, FormName, choose_form
from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.report.form_data import build_form, declared_lines
from parcelproof.report.form_gaps import Gap
from parcelproof.report.forms import render_form
from parcelproof.shop import Shop

FORM_NAMES: tuple[FormName, ...] = get_args(FormName)


@dataclass(frozen=True)
class PrintedForm:
    """One printed form.

    Attributes
    ----------
    choice : FormChoice
        Which form, and why.
    path : Path
        Where the PDF is.
    pdf : bytes
    declared : bool
        False if no declaration is on record: then the lines are those of the order.
    missing : tuple of Gap
        Mandatory fields without a value; the form marks each gap.
    """

    choice: FormChoice
    path: Path
    pdf: bytes
    declared: bool
    missing: tuple[Gap, ...]


def suggest_form(shop: Shop, shipment_id: str) -> FormChoice:
    """Return the form that this parcel needs, and why."""
    shipment = shop.shipment(shipment_id)
    values = [line.value for line in declared_lines(shipment)]
    return choose_form(shipment, values, shop.settings.origin, shop.playbook, shop.now().date())


def print_form(shop: Shop, shipment_id: str, form: FormName | None = None, path: Path | None = None) -> PrintedForm:
    """Print one form.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
    form : {'CN22', 'CN23', 'commercial_invoice'}, optional
        Without it the one that the parcel needs.
    path : Path, optional
        Without it into the folder ``forms`` of the shop.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    shipment, now = shop.shipment(shipment_id), shop.now()
    choice = FormChoice(form, _("You asked for this form.")) if form else suggest_form(shop, shipment_id)
    day = shipment.declaration.claimed_at if shipment.declaration else None
    data = build_form(
        shipment, choice.form, sender=shop.settings.sender, origin=shop.settings.origin,
        on=(day.astimezone(shop.zone) if day else now).date(),
    )  # fmt: skip
    pdf = render_form(data, timestamp=now)
    target = path or shop.folder / "forms" / f"{shipment_id}-{choice.form.replace('_', '-').lower()}.pdf"
    _write(target, pdf)
    return PrintedForm(choice, target, pdf, shipment.declaration is not None, data.missing)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise InputError(
            _("The form cannot be written: {why}.", why=error.strerror),
            where=str(path),
            mend=_("Name another file with --out."),
        ) from error
