"""Commands that look: status, verify, doctor."""

from __future__ import annotations

import typer
from rich.table import Table
from rich.text import Text

from parcelproof.cli.console import (
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
from parcelproof.doctor import examine
from parcelproof.overview import overview
from parcelproof.verify import verify_shop


def status(shop: ShopOption = None, as_json: JsonOption = False) -> None:
    """Show every shipment: where it is, and what is missing."""
    target = the_shop(shop)
    ids = target.shipment_ids()
    rows = list(progress("Reading", overview(target, target.now()), len(ids)))
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
        return
    table = Table("shipment", "to", "state", "to mend", "can answer", "first thing to do", box=None, pad_edge=False)
    for row in sorted(rows, key=lambda r: r.urgency):
        answer = f"{row.ready} of {row.reasons}" + (f", {row.against} against you" if row.against else "")
        first = row.error or row.first_thing
        table.add_row(
            *map(Text, (row.shipment_id, row.destination, row.state.text, str(row.fail or ""), answer, first))
        )
    out.print(table)
    say(f"{len(rows)} shipments in {target.folder}.")


def verify(shop: ShopOption = None, as_json: JsonOption = False) -> None:
    """Recompute every record and every evidence file; say exactly what was altered."""
    target = the_shop(shop)
    result = verify_shop(target.ledger, target.evidence, target.folder)
    if as_json:
        problems = [{"where": p.where, "what": p.what} for p in result.problems]
        notes = [{"where": p.where, "what": p.what} for p in result.notes]
        print_json({"entries": result.entries, "files": result.files, "problems": problems, "notes": notes})
    else:
        for note in result.notes:
            say(f"Note: {note.where}: {note.what}", style="dim")
        for problem in result.problems:
            complain(f"{problem.where}: {problem.what}")
        verdict = f"{len(result.problems)} problems found" if result.problems else "Nothing was altered"
        say(f"{verdict}: {result.entries} records and {result.files} evidence files were recomputed.")
    if result.problems:
        raise typer.Exit(EXIT_SOME_FAILED)


def doctor(shop: ShopOption = None, as_json: JsonOption = False) -> None:
    """Check this computer and this installation."""
    findings = examine(shop)
    if as_json:
        print_json([f.as_json() for f in findings])
    else:
        for finding in findings:
            say(f"{finding.mark} {finding.what}", style="" if finding.ok else "bold yellow")
            if not finding.ok and finding.mend:
                say(f"    {finding.mend}")
    if not all(f.ok for f in findings):
        raise typer.Exit(EXIT_SOME_FAILED)
