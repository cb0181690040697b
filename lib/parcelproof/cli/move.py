"""The command that moves a shop out of its folder, so that many machines can work on it."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import ValidationError

from parcelproof.cli.console import JsonOption, ShopOption, print_json, progress_told, say, the_shop
from parcelproof.errors import InputError
from parcelproof.messages import N_, _


def move(
    ledger: Annotated[str, typer.Option(help=N_("Address of a PostgreSQL database, without a password."))] = "",
    evidence: Annotated[str, typer.Option(help=N_("Place in a bucket for evidence, like s3://bucket/evidence."))] = "",
    reports: Annotated[str, typer.Option(help=N_("Place in a bucket for reports, like s3://bucket/reports."))] = "",
    endpoint: Annotated[str, typer.Option(help=N_("Address of the S3 server, if it is not Amazon's."))] = "",
    region: Annotated[str, typer.Option(help=N_("Region of the bucket."))] = "",
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move a shop into a database and a bucket; everything is verified there before the shop uses it."""
    from parcelproof.moving import move_shop
    from parcelproof.shop_settings import ShopSettings

    given = {"ledger": ledger, "evidence": evidence, "reports": reports, "endpoint": endpoint, "region": region}
    wanted = {name: value for name, value in given.items() if value}
    if not {"ledger", "evidence", "reports"} & wanted.keys():
        raise InputError(
            _("Move what? Name a new place."), mend=_("Say --ledger, --evidence or --reports, or several.")
        )
    target = the_shop(shop)
    try:
        places = ShopSettings.model_validate(target.settings.model_dump() | wanted)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            str(first.get("ctx", {}).get("error") or first["msg"]),
            where="--" + ".".join(map(str, first["loc"])),
            mend=_("Correct it."),
        ) from None
    with progress_told(_("Copying evidence")) as told:
        moved = move_shop(target, places, told=told)
    if as_json:
        print_json({"entries": moved.entries, "files": moved.files, "places": wanted})
        return
    say(_("{entries} records and {files} files are in their new places and verified.", **vars(moved)))
    say(_("What was in the folder of the shop is still there. Keep it until you have a backup of the new places."))
