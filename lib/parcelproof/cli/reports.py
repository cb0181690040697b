"""The commands that make reports: ``report`` for some parcels, ``batch`` for thousands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parcelproof.cli.console import JsonOption, ShopOption, one_shipment, print_json, say, the_shop
from parcelproof.errors import InputError
from parcelproof.messages import N_, _

if TYPE_CHECKING:
    from parcelproof.batch.job import WorkOff
    from parcelproof.shop import Shop

WorkersOption = Annotated[int, typer.Option(min=1, max=64, help=N_("How many reports at the same time."))]
AgainOption = Annotated[bool, typer.Option(help=N_("Make reports again even if nothing changed."))]


def report(
    shipments: Annotated[
        list[str] | None, typer.Argument(help=N_("Shipment ids, order numbers or tracking numbers."))
    ] = None,
    all_shipments: Annotated[bool, typer.Option("--all", help=N_("Every shipment, and one page over all."))] = False,
    exports: Annotated[Path | None, typer.Option("--import", help=N_("First import this file or folder."))] = None,
    shop: ShopOption = None,
    workers: WorkersOption = 2,
    again: AgainOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make evidence reports: notebook, web page and PDF for each shipment."""
    target = the_shop(shop)
    if exports:
        from parcelproof.cli.files import run_import
        from parcelproof.imports import Options

        run_import(target, [exports], Options(), quiet=as_json)
    wanted = target.shipment_ids() if all_shipments else [one_shipment(target, text) for text in shipments or []]
    if not wanted:
        raise InputError(_("Which shipments? Name some, or say --all."), mend=_("See them with: parcelproof status"))
    _make(target, wanted, workers=workers, again=again, portfolio=all_shipments, as_json=as_json)


def batch(
    manifest: Annotated[
        Path | None, typer.Option(help=N_("A list of parcels: CSV, XLSX, YAML or JSON with shipment or order numbers."))
    ] = None,
    all_shipments: Annotated[bool, typer.Option("--all", help=N_("Every shipment, and one page over all."))] = False,
    where: Annotated[
        list[str] | None,
        typer.Option(
            help=N_(
                "Only parcels that fit, like channel=amazon or 'shipped>=2026-11-01'. Say it again for more: channel, "
                "country, carrier, status; ordered, shipped, delivered; ready, mend."
            )
        ),
    ] = None,
    retry_failed: Annotated[bool, typer.Option(help=N_("Only those that failed last time."))] = False,
    dry_run: Annotated[
        bool, typer.Option(help=N_("Say what would be made, and how long it takes. Nothing is made."))
    ] = False,
    scheduler: Annotated[
        str,
        typer.Option(help=N_("Address of a dask scheduler: its machines make the reports. See docs/many_machines.md.")),
    ] = "",
    shop: ShopOption = None,
    workers: WorkersOption = 2,
    again: AgainOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make thousands of reports: from a list, by conditions, or all; what is unchanged is left alone."""
    target = the_shop(shop)
    if manifest and (all_shipments or where):
        raise InputError(_("Say either --manifest, or --all, or --where."), mend=_("Leave the others out."))
    wanted = _wanted(target, manifest, all_shipments, where or [], retry_failed)
    _make(
        target,
        wanted,
        workers=workers,
        again=again,
        portfolio=all_shipments,
        as_json=as_json,
        dry_run=dry_run,
        scheduler=scheduler,
    )


def _wanted(
    shop: Shop, manifest: Path | None, all_shipments: bool, where: Sequence[str], retry_failed: bool
) -> list[str]:
    ids: list[str] | None = None
    if manifest:
        from parcelproof.batch.manifest import read_manifest

        ids = read_manifest(manifest, shop)
    elif where:
        from parcelproof.batch.where import choose

        ids = choose(shop, where)
    elif all_shipments:
        ids = shop.shipment_ids()
    if retry_failed:
        from parcelproof.batch.history import History

        here = set(shop.shipment_ids())
        failed = [name for name in History(shop.folder).failed() if name in here]
        ids = failed if ids is None else [name for name in failed if name in set(ids)]
    if ids is None:
        raise InputError(_("Which shipments? Say --manifest FILE, --where, --retry-failed or --all."),
                         mend=_("See them with: parcelproof status"))  # fmt: skip
    return ids


def _make(
    shop: Shop, wanted: Sequence[str], *, workers: int, again: bool, portfolio: bool, as_json: bool,
    dry_run: bool = False, scheduler: str = "",
) -> None:  # fmt: skip
    from parcelproof.batch.runner import ReportRunner
    from parcelproof.cli.making import carry_out

    if not wanted and not as_json:
        say(_("Nothing to make: no parcel fits, or none failed last time."))
        return
    runner = ReportRunner(shop, workers=workers, again=again, work_off=_who_works(shop, scheduler))
    plan = runner.plan(wanted)
    if dry_run:
        if as_json:
            print_json(plan.as_json())
        else:
            say(plan.words())
            say(_("Nothing was made: this was a dry run."))
        return
    if len(wanted) > 1 and plan.todo and not as_json:
        say(plan.words())
    carry_out(shop, runner, plan, portfolio=portfolio, as_json=as_json)


def _who_works(shop: Shop, scheduler: str) -> WorkOff:
    """Return who makes the reports: processes of this computer, or the machines of a cluster."""
    if not scheduler:
        from parcelproof.batch.workers import work_off

        return work_off
    from parcelproof.batch.cluster import Cluster

    return Cluster(scheduler, shop)
