"""The command that prints customs forms."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parcelproof.cli.console import JsonOption, ShopOption, complain, one_shipment, print_json, say, the_shop
from parcelproof.delivery.form_choice import FormChoice, FormName, choose_form
from parcelproof.errors import InputError
from parcelproof.shop import SETTINGS_FILE

if TYPE_CHECKING:
    from parcelproof.shop import Shop


class Form(StrEnum):
    """Names of the forms on the command line."""

    CN22 = "CN22"
    CN23 = "CN23"
    INVOICE = "invoice"


_NAMES: dict[Form, FormName] = {Form.CN22: "CN22", Form.CN23: "CN23", Form.INVOICE: "commercial_invoice"}


def form(
    shipment: Annotated[str, typer.Argument(help="Shipment id, order number or tracking number.")],
    wanted: Annotated[
        Form | None, typer.Option("--form", case_sensitive=False, help="Which form; without it the one that fits.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write the PDF; without it into forms/ of the shop.")
    ] = None,
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a filled customs form: CN22, CN23 or a commercial invoice."""
    from parcelproof.report.form_data import build_form, declared_lines  # the PDF engine takes a while to load
    from parcelproof.report.forms import render_form

    target = the_shop(shop)
    shipment_id = one_shipment(target, shipment)
    parcel, now, settings = target.shipment(shipment_id), target.now(), target.settings
    values = [line.value for line in declared_lines(parcel)]
    choice = choose_form(parcel, values, settings.origin, target.playbook, now.date())
    if wanted is not None:
        choice = FormChoice(_NAMES[wanted], "You asked for this form.")
    day = parcel.declaration.claimed_at if parcel.declaration else None
    data = build_form(
        parcel, choice.form, sender=settings.sender, origin=settings.origin,
        on=(day.astimezone(target.zone) if day else now).date(),
    )  # fmt: skip
    path = out or _place(target, shipment_id, choice.form)
    _write(path, render_form(data, timestamp=now))
    if as_json:
        print_json({"file": str(path), "form": choice.form, "why": choice.why, "missing": list(data.missing)})
        return
    say(f"{choice.form.replace('_', ' ').capitalize() if '_' in choice.form else choice.form}: {path}")
    say(choice.why)
    if parcel.declaration is None:
        say("The customs declaration is not on record, so the lines are those of the order. Check every word.")
    if data.missing:
        complain(f"Missing, fill in by hand: {'; '.join(data.missing)}.")
        if any("sender" in gap for gap in data.missing):
            say(f"Write your address once into {target.folder / SETTINGS_FILE}, under sender.")


def _place(target: Shop, shipment_id: str, name: FormName) -> Path:
    return target.folder / "forms" / f"{shipment_id}-{name.replace('_', '-').lower()}.pdf"


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
            f"The form cannot be written: {error.strerror}.", where=str(path), mend="Choose another file with --out."
        ) from error
