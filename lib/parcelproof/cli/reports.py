"""The command that makes reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parcelproof.cli.console import (
    EXIT_SOME_FAILED,
    JsonOption,
    ShopOption,
    complain,
    one_shipment,
    print_json,
    progress,
    say,
    the_shop,
)
from parcelproof.cli.files import run_import
from parcelproof.errors import InputError
from parcelproof.imports import Options

if TYPE_CHECKING:
    from parcelproof.batch.runner import Result


def report(
    shipments: Annotated[
        list[str] | None, typer.Argument(help="Shipment ids, order numbers or tracking numbers.")
    ] = None,
    all_shipments: Annotated[bool, typer.Option("--all", help="Every shipment, and one page over all.")] = False,
    exports: Annotated[Path | None, typer.Option("--import", help="First import this file or folder.")] = None,
    shop: ShopOption = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many reports at the same time.")] = 2,
    again: Annotated[bool, typer.Option(help="Make reports again even if nothing changed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make evidence reports: notebook, web page and PDF for each shipment."""
    from parcelproof.batch.runner import ReportRunner  # papermill takes a second to load: only where it is needed

    target = the_shop(shop)
    if exports:
        run_import(target, [exports], Options(), quiet=as_json)
    wanted = target.shipment_ids() if all_shipments else [one_shipment(target, text) for text in shipments or []]
    if not wanted:
        raise InputError("Which shipments? Name some, or say --all.", mend="See them with: parcelproof status")
    runner = ReportRunner(target, workers=workers, again=again)
    results = list(progress("Making reports", runner.run(wanted), len(wanted)))
    portfolio = runner.portfolio() if all_shipments else None
    if as_json:
        print_json({
            "reports": [r.as_json() for r in results],
            "portfolio": portfolio.as_json() if portfolio else None,
        })  # fmt: skip
    else:
        _show(results, portfolio)
    if any(r.error for r in results) or (portfolio and portfolio.error):
        raise typer.Exit(EXIT_SOME_FAILED)


def _show(results: list[Result], portfolio: Result | None) -> None:
    made = [r for r in results if not r.error and not r.unchanged]
    unchanged = sum(r.unchanged for r in results)
    for result in results:
        if result.error:
            complain(f"{result.shipment_id}: {result.error}")
    say(f"{len(made)} reports made, {unchanged} unchanged, {sum(bool(r.error) for r in results)} failed.")
    if portfolio and portfolio.error:
        complain(f"The page over all shipments: {portfolio.error}")
    elif portfolio:
        say(f"Start here: {portfolio.folder / 'portfolio.html'}")
    elif len(results) == 1 and not results[0].error:
        say(f"Web page: {results[0].folder / 'report.html'}")
        say(f"PDF:      {results[0].folder / 'report.pdf'}")
        say(f"To send:  {results[0].folder / 'packet.pdf'}")
