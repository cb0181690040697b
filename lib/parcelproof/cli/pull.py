"""``parcelproof pull``: ask a tracking service, with the seller's own key, and take the answers in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from parcelproof.cli.console import (
    EXIT_OK,
    EXIT_SOME_FAILED,
    JsonOption,
    ShopOption,
    complain,
    out,
    print_json,
    progress,
    say,
    the_shop,
)
from parcelproof.errors import InputError
from parcelproof.imports.live import Pull
from parcelproof.imports.live_choice import Selection, choose_named, choose_open
from parcelproof.imports.live_told import NAMES, Pulled
from parcelproof.messages import N_, _
from parcelproof.tracking.live import VENDORS, Code, Vendor, checked, find_key, store_key, vendor

LONGEST_TABLE = 40
_FAILED = (Code.REFUSED, Code.NOT_REACHED)


def pull(
    shipments: Annotated[list[str] | None, typer.Argument(help=N_("Ids, order numbers or tracking numbers."))] = None,
    source: Annotated[str, typer.Option("--from", help=N_("Service to ask: 17track, aftership, easypost."))] = "",
    every: Annotated[bool, typer.Option("--all", help=N_("Every parcel that is still on its way."))] = False,
    carrier: Annotated[str, typer.Option(help=N_("The service's own code of the carrier, if it cannot find it."))] = "",
    set_key: Annotated[
        bool, typer.Option("--set-key", help=N_("Store your key in the key store of this computer."))
    ] = False,
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a tracking service for scans. Running it twice doubles nothing; a stopped run goes on."""
    if not source:
        raise InputError(
            _("Name the service to ask."), where="--from", mend=_("Known: {names}.", names=", ".join(VENDORS))
        )
    service = vendor(source)
    if set_key:
        _store(service)
        return
    if bool(shipments) == every:
        raise InputError(_("Name the parcels to ask for, or use --all."), where="pull",
                         mend=_("For example: parcelproof pull --from {name} --all", name=service.name))  # fmt: skip
    key = find_key(service.name, service=service.title, get_one=service.get_one)
    target = the_shop(shop)
    selection = choose_named(target, shipments) if shipments else choose_open(target)
    client = service.client(key, carrier=carrier)
    try:
        rows = _run(Pull(target, service, client, key), selection, as_json)
    finally:
        client.close()
    if not as_json:
        _sum_up(service, rows)
    raise typer.Exit(EXIT_SOME_FAILED if any(r.code in _FAILED for r in rows) else EXIT_OK)


def _store(service: Vendor) -> None:
    if sys.stdin.isatty():
        text = typer.prompt(
            _("Your key for {title} (it is not shown)", title=service.title),
            hide_input=True,
            default="",
            show_default=False,
        )
    else:
        text = sys.stdin.readline()
    store_key(service.name, checked(text))
    say(_("Your key for {title} is in the key store of this computer.", title=service.title))
    say(_("Next: parcelproof pull --from {name} --all", name=service.name))


def _run(pulling: Pull, selection: Selection, as_json: bool) -> list[Pulled]:
    rows: list[Pulled] = []
    total = len(selection.numbers) + len(selection.broken)
    found = chain(selection.broken, pulling.run(selection.numbers))
    try:
        for one in found if as_json else progress(_("Asking"), found, total):
            rows.append(one)
            if as_json:
                print_json(one.as_json())
                sys.stdout.flush()  # a run that is killed has told what it finished
    except Exception:
        # What was taken in before the trouble is told before the trouble itself.
        if rows and not as_json:
            _show(rows)
        raise
    if not as_json:
        _show(rows)
    return rows


def _show(rows: Sequence[Pulled]) -> None:
    shown = rows if len(rows) <= LONGEST_TABLE else [r for r in rows if r.code not in (Code.NO_NEWS, Code.NOT_FOUND)]
    if not shown:
        return
    table = Table(_("shipment"), _("number"), _("outcome"), _("in words"), box=None, pad_edge=False)
    for row in shown[: 5 * LONGEST_TABLE]:
        name = _counted(row.scans, row.code) if row.code == Code.NEW_SCANS else NAMES[row.code]
        table.add_row(Text(row.shipment), Text(row.number), name, Text(row.words))
    out.print(table)
    if len(shown) < len(rows):
        say(_("{count} more parcels have no news.", count=len(rows) - len(shown)), style="dim")


def _counted(count: int, code: Code) -> str:
    return _("{count} {outcome}", count=count, outcome=NAMES[code])


def _sum_up(service: Vendor, rows: Sequence[Pulled]) -> None:
    if not rows:
        say(_("No parcel is on its way: there is nothing to ask for."))
        return
    counts = Counter(row.code for row in rows)
    told = ", ".join(_counted(counts[code], code) for code in NAMES if counts[code])
    say(_("{service}: {counts}.", service=service.title, counts=told))
    if kept := sorted({row.answer for row in rows if row.code == Code.REFUSED and row.answer}):
        complain(_("The answers that could not be taken in are kept in your shop's folder: {files}",
                   files=", ".join(kept[:3])))  # fmt: skip
    if counts[Code.NOT_REACHED]:
        complain(_("Nothing is lost. Run the same command again later; it goes on where it stopped."))
