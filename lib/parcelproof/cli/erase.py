"""``parcelproof erase``: take the personal data of a buyer out of the shop; the record stays whole."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from parcelproof.cli.console import JsonOption, ShopOption, print_json, say, the_shop
from parcelproof.erasing import erase_buyer
from parcelproof.errors import InputError
from parcelproof.messages import N_, _


def erase(
    shipment: Annotated[str, typer.Argument(help=N_("Id, order number or tracking number."))],
    reason: Annotated[str, typer.Option("--reason", help=N_("Why; kept in the record. Do not name the buyer in it."))],
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask; what is erased cannot be brought back."))] = False,
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase names, addresses and messages of a parcel, and the raw answers of tracking services about it."""
    target = the_shop(shop)
    if not yes:
        if not sys.stdin.isatty():
            raise InputError(_("Erasing cannot be undone."), where="erase", mend=_("Add --yes if you are sure."))
        typer.confirm(
            _("Erase the personal data of {shipment}? It cannot be brought back.", shipment=shipment), abort=True
        )
    for one in erase_buyer(target, shipment, reason):
        if as_json:
            print_json(vars(one))
        else:
            say(_("{shipment}: {values} personal values and {answers} raw answers erased.", **vars(one)))
