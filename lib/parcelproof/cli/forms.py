"""The command that prints customs forms."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parcelproof.cli.console import JsonOption, ShopOption, complain, one_shipment, print_json, say, the_shop
from parcelproof.delivery.form_choice import FormName
from parcelproof.messages import N_, _
from parcelproof.shop_settings import SETTINGS_FILE


class Form(StrEnum):
    """Names of the forms on the command line."""

    CN22 = "CN22"
    CN23 = "CN23"
    INVOICE = "invoice"


_NAMES: dict[Form, FormName] = {Form.CN22: "CN22", Form.CN23: "CN23", Form.INVOICE: "commercial_invoice"}


def form(
    shipment: Annotated[str, typer.Argument(help=N_("Shipment id, order number or tracking number."))],
    wanted: Annotated[
        Form | None, typer.Option("--form", case_sensitive=False, help=N_("Which form; without it the one that fits."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=N_("Where to write the PDF; without it into forms/ of the shop."))
    ] = None,
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a filled customs form: CN22, CN23 or a commercial invoice."""
    from parcelproof.steps.print_form import print_form  # the PDF engine takes a while to load

    target = the_shop(shop)
    shipment_id = one_shipment(target, shipment)
    made = print_form(target, shipment_id, _NAMES[wanted] if wanted is not None else None, out)
    name, title = made.choice.form, _("Commercial invoice")
    if as_json:
        print_json({"file": str(made.path), "form": name, "why": made.choice.why, "missing": list(made.missing)})
        return
    say(f"{name if name in ('CN22', 'CN23') else title}: {made.path}")
    say(made.choice.why)
    if not made.declared:
        say(_("The customs declaration is not on record, so the lines are those of the order. Check every word."))
    if made.missing:
        complain(_("Missing, fill in by hand: {gaps}.", gaps="; ".join(gap.said for gap in made.missing)))
        if any("sender" in gap for gap in made.missing):
            say(_("Write your address once into {file}, under sender.", file=target.folder / SETTINGS_FILE))
