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
from parcelproof.tracking.live import VENDORS, Code, Vendor, checked, find_key, store_key, vendor

LONGEST_TABLE = 40
_FAILED = (Code.REFUSED, Code.NOT_REACHED)


def pull(
    shipments: Annotated[list[str] | None, typer.Argument(help="Ids, order numbers or tracking numbers.")] = None,
    source: Annotated[str, typer.Option("--from", help="Service to ask: " + ", ".join(VENDORS) + ".")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every parcel that is still on its way.")] = False,
    carrier: Annotated[str, typer.Option(help="The service's own code of the carrier, if it cannot find it.")] = "",
    set_key: Annotated[
        bool, typer.Option("--set-key", help="Store your key in the key store of this computer.")
    ] = False,
    shop: ShopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a tracking service for scans. Running it twice doubles nothing; a stopped run goes on."""
    if not source:
        raise InputError("Name the service to ask.", where="--from", mend="Known: " + ", ".join(VENDORS) + ".")
    service = vendor(source)
    if set_key:
        _store(service)
        return
    if bool(shipments) == every:
        raise InputError("Name the parcels to ask for, or use --all.", where="pull",
                         mend=f"For example: parcelproof pull --from {service.name} --all")  # fmt: skip
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
            f"Your key for {service.title} (it is not shown)", hide_input=True, default="", show_default=False
        )
    else:
        text = sys.stdin.readline()
    store_key(service.name, checked(text))
    say(f"Your key for {service.title} is in the key store of this computer.")
    say(f"Next: parcelproof pull --from {service.name} --all")


def _run(pulling: Pull, selection: Selection, as_json: bool) -> list[Pulled]:
    rows: list[Pulled] = []
    total = len(selection.numbers) + len(selection.broken)
    found = chain(selection.broken, pulling.run(selection.numbers))
    try:
        for one in found if as_json else progress("Asking", found, total):
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
    table = Table("shipment", "number", "outcome", "in words", box=None, pad_edge=False)
    for row in shown[: 5 * LONGEST_TABLE]:
        name = f"{row.scans} {NAMES[row.code]}" if row.code == Code.NEW_SCANS else NAMES[row.code]
        table.add_row(Text(row.shipment), Text(row.number), name, Text(row.words))
    out.print(table)
    if len(shown) < len(rows):
        say(f"{len(rows) - len(shown)} more parcels have no news.", style="dim")


def _sum_up(service: Vendor, rows: Sequence[Pulled]) -> None:
    if not rows:
        say("No parcel is on its way: there is nothing to ask for.")
        return
    counts = Counter(row.code for row in rows)
    say(
        f"{service.title}: " + ", ".join(f"{counts[code]} {name}" for code, name in NAMES.items() if counts[code]) + "."
    )
    if kept := sorted({row.answer for row in rows if row.code == Code.REFUSED and row.answer}):
        complain("The answers that could not be taken in are kept in your shop's folder: " + ", ".join(kept[:3]))
    if counts[Code.NOT_REACHED]:
        complain("Nothing is lost. Run the same command again later; it goes on where it stopped.")
