"""The commands about carriers' own words: which nobody understood, and what they mean in this shop."""

from __future__ import annotations

from typing import Annotated

import typer

from parcelproof.cli.console import JsonOption, ShopOption, print_json, say, the_shop
from parcelproof.errors import InputError
from parcelproof.messages import N_, _, ngettext
from parcelproof.steps.wordings import take_back as take_back_wording
from parcelproof.steps.wordings import teach as teach_wording
from parcelproof.steps.wordings import unknown_wordings
from parcelproof.tracked import taught

app = typer.Typer(
    help=N_("See carriers' words that nobody understood, and teach this shop what they mean."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Words = Annotated[str, typer.Argument(help=N_("The words of the carrier."))]
Carrier = Annotated[str, typer.Option(help=N_("Only for this carrier; without it for any."))]
Code = Annotated[str, typer.Option(help=N_("The code beside the words."))]


@app.command("list", help=N_("List the words that nobody understood."))
def list_unknown(shop: ShopOption = None, as_json: JsonOption = False) -> None:
    """List the words that nobody understood."""
    target = the_shop(shop)
    for row in unknown_wordings(target):
        if as_json:
            print_json({"carrier": row.carrier, "code": row.code, "text": row.text, "scans": row.count})
        else:
            words = " ".join(filter(None, (row.carrier, row.code, row.text)))
            say(ngettext("{count} scan: {words}", "{count} scans: {words}", row.count, words=words))
    if not as_json:
        many = len(taught(target).all)
        say(ngettext("This shop was taught {count} wording.", "This shop was taught {count} wordings.", many))


@app.command("teach", help=N_("Teach this shop what a carrier's words mean."))
def teach(
    text: Words = "",
    status: Annotated[str, typer.Option(help=N_("What they mean, like in_transit or exception."))] = "",
    reason: Annotated[str, typer.Option(help=N_("The reason beside it, like docs_missing."))] = "",
    carrier: Carrier = "",
    code: Code = "",
    language: Annotated[str, typer.Option(help=N_("Language of the words, like de."))] = "",
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Teach this shop what a carrier's words mean."""
    _something(text, code)
    if not status:
        raise InputError(
            _("The meaning is missing."),
            where="--status",
            mend=_("Name a status, or ask the rules: parcelproof check wording."),
        )
    new = teach_wording(the_shop(shop), carrier, code, text, status, reason, language)
    if as_json:
        print_json({"carrier": new.carrier, "code": new.code, "text": new.text, "status": new.status.value})
        return
    say(_("Taught: {status}. Scans already on record are read anew; reports name it as taught by this shop.",
          status=new.status.value))  # fmt: skip


@app.command("forget", help=N_("Take back what this shop was taught."))
def forget(text: Words = "", carrier: Carrier = "", code: Code = "", shop: ShopOption = None) -> None:
    """Take back what this shop was taught."""
    _something(text, code)
    take_back_wording(the_shop(shop), carrier, code, text)
    say(_("Taken back. The scans are read by the rules of the playbook again."))


def _something(text: str, code: str) -> None:
    if not (text or code):
        raise InputError(
            _("The words of the carrier are missing."),
            where=_("the words, or --code"),
            mend=_("See the words that nobody understood: parcelproof wording list."),
        )
