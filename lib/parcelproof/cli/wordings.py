"""The command that teaches a shop what a carrier's words mean."""

from __future__ import annotations

from typing import Annotated

import typer

from parcelproof.cli.console import JsonOption, ShopOption, print_json, say, the_shop
from parcelproof.errors import InputError
from parcelproof.shop import Shop
from parcelproof.steps.wordings import take_back as take_back_wording
from parcelproof.steps.wordings import teach as teach_wording
from parcelproof.steps.wordings import unknown_wordings
from parcelproof.tracked import taught


def teach(
    text: Annotated[str, typer.Argument(help="The words of the carrier; without them: what is not understood.")] = "",
    status: Annotated[str, typer.Option(help="What they mean, like in_transit or exception.")] = "",
    reason: Annotated[str, typer.Option(help="The reason beside it, like docs_missing.")] = "",
    carrier: Annotated[str, typer.Option(help="Only for this carrier; without it for any.")] = "",
    code: Annotated[str, typer.Option(help="The code beside the words.")] = "",
    language: Annotated[str, typer.Option(help="Language of the words, like de.")] = "",
    back: Annotated[bool, typer.Option("--take-back", help="Take back what was taught.")] = False,
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Teach this shop what a carrier's words mean, or list the words that nobody understood."""
    target = the_shop(shop)
    if not (text or code):
        _list(target, as_json)
        return
    if back:
        take_back_wording(target, carrier, code, text)
        say("Taken back. The scans are read by the rules of the playbook again.")
        return
    if not status:
        raise InputError(
            "The meaning is missing.",
            where="--status",
            mend="Name a status, or ask the rules: parcelproof check wording.",
        )
    new = teach_wording(target, carrier, code, text, status, reason, language)
    if as_json:
        print_json({"carrier": new.carrier, "code": new.code, "text": new.text, "status": new.status.value})
        return
    say(f"Taught: {new.status.value}. Scans already on record are read anew; reports name it as taught by this shop.")


def _list(shop: Shop, as_json: bool) -> None:
    for row in unknown_wordings(shop):
        if as_json:
            print_json({"carrier": row.carrier, "code": row.code, "text": row.text, "scans": row.count})
        else:
            say(f"{row.count} scans: {' '.join(filter(None, (row.carrier, row.code, row.text)))}")
    if not as_json:
        known = taught(shop).all
        say(f"This shop was taught {len(known)} wordings.")
