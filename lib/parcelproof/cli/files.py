"""Commands that bring things into a shop: init, import, sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from parcelproof.cli.console import (
    EXIT_BAD_INPUT,
    EXIT_OK,
    EXIT_SOME_FAILED,
    JsonOption,
    ShopOption,
    complain,
    err,
    out,
    print_json,
    say,
    steps,
    the_shop,
)
from parcelproof.cli.mapping import ask_for_mapping
from parcelproof.errors import InputError, nearest
from parcelproof.imports import Intake, Options, Outcome, collect
from parcelproof.imports.photos import ROLES
from parcelproof.imports.recognise import KEPT
from parcelproof.messages import N_, _, sentences
from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings


def init(
    folder: Annotated[Path, typer.Argument(help=N_("Where the shop's data will live."))] = Path("shop"),
    name: Annotated[str, typer.Option(help=N_("Name printed on reports."))] = "My shop",
    zone: Annotated[str, typer.Option(help=N_("Your time zone, like Asia/Shanghai."))] = "UTC",
    currency: Annotated[str, typer.Option(help=N_("Your usual currency, like USD."))] = "",
    origin: Annotated[str, typer.Option(help=N_("Country you ship from, like CN."))] = "",
) -> None:
    """Make a new shop."""
    try:
        settings = ShopSettings(name=name, zone=zone, currency=currency.upper(), origin=origin.upper())
    except ValueError as error:
        raise InputError(
            _("A setting cannot be used. A time zone looks like Asia/Shanghai, a currency like USD, a country like CN.")
        ) from error
    shop = create_shop(folder, settings)
    say(_("Your shop is ready: {folder}", folder=shop.folder))
    say(_("Next: parcelproof import FOLDER-WITH-YOUR-EXPORTS"))


def import_files(
    paths: Annotated[list[Path], typer.Argument(help=N_("Files, or folders with files."))],
    shop: ShopOption = None,
    format: Annotated[str, typer.Option("--as", help=N_("Read tables as this format instead of recognising it."))] = "",
    shipment: Annotated[str, typer.Option(help=N_("For photos: the shipment they belong to."))] = "",
    role: Annotated[str, typer.Option(help=N_("For photos: what they show."))] = "",
    product: Annotated[str, typer.Option(help=N_("For a saved product page: the SKU of the product."))] = "",
    again: Annotated[bool, typer.Option(help=N_("Read files even if they were imported before."))] = False,
    as_json: JsonOption = False,
) -> None:
    """Take in orders, listings, tracking, records and photos. Running it twice doubles nothing."""
    target = the_shop(shop)
    options = replace(_options(target, format, shipment, role, again), product=product)
    outcomes = run_import(target, paths, options, quiet=as_json)
    if as_json:
        print_json([o.as_json() for o in outcomes])
    raise typer.Exit(exit_code(outcomes))


def sample(
    folder: Annotated[Path, typer.Argument(help=N_("Where to write the sample files."))] = Path("sample-exports"),
) -> None:
    """Write the sample shop's export files, records and photos."""
    from parcelproof.sample import write_sample  # draws pictures: loaded only where it is wanted

    summary = write_sample(folder)
    size = summary.bytes / 1e6
    say(_("The sample files are in {folder}: {shipments} shipments, {photos} photos, {size} MB.",
          folder=folder, shipments=summary.shipments, photos=summary.photos, size=f"{size:.1f}"))  # fmt: skip
    say(_("Next: parcelproof init sample-shop, then parcelproof import {folder} --shop sample-shop", folder=folder))


def run_import(shop: Shop, paths: Sequence[Path], options: Options, *, quiet: bool = False) -> list[Outcome]:
    """Import files with a progress bar and a table of what became of each."""
    files = collect(paths)
    if not files:
        raise InputError(_("There is no file to import here."), where=", ".join(map(str, paths)))
    with steps(_("Importing"), len(files)) as step:
        outcomes = []
        for outcome in Intake(shop, replace(options, progress=step.within)).run(files):
            outcomes.append(outcome)
            step.done()
    if not quiet:
        _show(outcomes)
    return outcomes


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 if everything came in, 1 if something was refused, 2 if nothing could be read."""
    rejected = [o for o in outcomes if o.rejected]
    if outcomes and len(rejected) == len(outcomes):
        return EXIT_BAD_INPUT
    return EXIT_SOME_FAILED if rejected or any(o.refused for o in outcomes) else EXIT_OK


def _options(shop: Shop, format: str, shipment: str, role: str, again: bool) -> Options:
    if role and role not in ROLES:
        raise InputError(
            _("This photo role is not known."),
            where=role,
            mend=nearest(role, ROLES) or _("Known: {names}", names=", ".join(ROLES)),
        )
    if shipment:
        found = shop.find(shipment)
        if len(found) != 1:
            shop.shipment(shipment)
        shipment = found[0] if found else shipment
    return Options(
        format=format, shipment=shipment, role=role or None, again=again,
        ask=ask_for_mapping if err.is_terminal else None,
    )  # fmt: skip


def _show(outcomes: Sequence[Outcome]) -> None:
    notes: dict[str, list[str]] = {}
    for o in outcomes:
        for note in o.notes:
            notes.setdefault(note, []).append(o.name)
    photos = [o for o in outcomes if o.kind == "photo"]
    heads = (_("file"), _("read as"), _("rows"), _("new records"), _("refused"))
    table = Table(*heads, box=None, pad_edge=False)
    for o in outcomes:
        if o.kind not in ("photo", KEPT):
            state = _("refused") if o.rejected else _("imported before") if o.already else str(o.added)
            table.add_row(o.name, o.kind, str(o.rows or ""), state, str(len(o.refused) or ""))
    if table.row_count:
        out.print(table)
    if photos:
        taken, before = sum(bool(o.added) for o in photos), sum(o.already for o in photos)
        refused = sum(bool(o.rejected) for o in photos)
        say(_("Photos: {taken} taken in, {before} here before, {refused} refused.",
              taken=taken, before=before, refused=refused))  # fmt: skip
    if kept := sum(o.kind == KEPT for o in outcomes):
        say(_("{count} pages and papers are kept where a record names them.", count=kept))
    for o in outcomes:
        if o.rejected:
            complain(f"{o.name}: {o.rejected}")
        for refusal in o.refused[:5]:
            say(f"{o.name}, {refusal.where}: {sentences(refusal.what, refusal.mend)}", style="yellow")
        if o.problems_file:
            words = _("{name}: all {count} refused rows are listed in {file}",
                      name=o.name, count=len(o.refused), file=o.problems_file)  # fmt: skip
            say(words, style="yellow")
    for note, names in notes.items():
        shown, more = ", ".join(names[:3]), len(names) - 3
        if more > 0:
            say(_("Note for {names} and {count} more: {note}", names=shown, count=more, note=note), style="dim")
        else:
            say(_("Note for {names}: {note}", names=shown, note=note), style="dim")
