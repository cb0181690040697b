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
from parcelproof.messages import _, ngettext
from parcelproof.overview import overview
from parcelproof.verify import verify_shop


def status(shop: ShopOption = None, as_json: JsonOption = False) -> None:
    """Show every shipment: where it is, and what is missing."""
    target = the_shop(shop)
    ids = target.shipment_ids()
    rows = list(progress(_("Reading"), overview(target, target.now()), len(ids)))
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
        return
    heads = (_("shipment"), _("to"), _("state"), _("to mend"), _("can answer"), _("first thing to do"))
    table = Table(*heads, box=None, pad_edge=False)
    for row in sorted(rows, key=lambda r: r.urgency):
        answer = _("{ready} of {reasons}", ready=row.ready, reasons=row.reasons)
        if row.against:
            answer = _("{answer}, {against} against you", answer=answer, against=row.against)
        first = row.error or row.first_thing
        table.add_row(
            *map(Text, (row.shipment_id, row.destination, row.state.text, str(row.fail or ""), answer, first))
        )
    out.print(table)
    say(ngettext("{count} shipment in {folder}.", "{count} shipments in {folder}.", len(rows), folder=target.folder))


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
            say(_("Note: {where}: {what}", where=note.where, what=note.what), style="dim")
        for problem in result.problems:
            complain(f"{problem.where}: {problem.what}")
        many = len(result.problems)
        verdict = (
            ngettext("{count} problem found", "{count} problems found", many) if many else _("Nothing was altered")
        )
        say(_("{verdict}: {entries} records and {files} evidence files were recomputed.",
              verdict=verdict, entries=result.entries, files=result.files))  # fmt: skip
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
