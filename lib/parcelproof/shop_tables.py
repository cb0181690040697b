"""What the first pages call: look at the computer, the shop and its files; each answer is a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parcelproof.doctor import examine
from parcelproof.errors import InputError, ParcelproofError
from parcelproof.imports import Intake, Outcome, collect
from parcelproof.messages import _, sentences
from parcelproof.overview import overview
from parcelproof.report import Section, SectionGroup, build_portfolio, stage_table
from parcelproof.report.blocks import Cell, Column, Fact, KeyValues, Paragraph, Table
from parcelproof.shop import open_shop


def check_computer(folder: str = "") -> Section:
    """Say whether this computer and this shop are fit to keep evidence.

    Parameters
    ----------
    folder : str
        The shop's folder; empty for the usual places.
    """
    rows = tuple(
        (
            Cell(text=_("ok") if e.ok else _("look here"), tone="good" if e.ok else "warn", badge=True),
            Cell(text=e.what, small="" if e.ok else e.mend),
        )
        for e in examine(Path(folder) if folder else None)
    )
    table = Table(
        caption=_("Your computer"), columns=(Column(title=_("State")), Column(title=_("What"), width=5)), rows=rows
    )
    return Section(id="computer", title="", blocks=(table,))


def show_shop(folder: str = "") -> SectionGroup:
    """Show every shipment, the ones that need you first; without a shop, say how to make one."""
    try:
        shop = open_shop(folder or None)
    except ParcelproofError as error:
        words = Paragraph(text=sentences(error.what, error.mend), tone="note")
        return SectionGroup(sections=(Section(id="shop", title="", blocks=(words,)),))
    as_of = shop.now()
    rows = list(overview(shop, as_of))
    # Links of the portfolio lead from the folder of the reports; a page lies elsewhere.
    rows = [row.model_copy(update={"link": ""}) for row in rows]
    report = build_portfolio(rows, as_of=as_of, title=shop.settings.name, playbook_version=shop.playbook.version)
    # The page has headings of its own.
    sections = tuple(section.model_copy(update={"title": ""}) for section in report.sections)
    stages = Section(id="stages", title="", blocks=(stage_table(rows),))
    return SectionGroup(sections=(*sections, stages))


def import_exports(exports: str, folder: str = "") -> Section:
    """Take a folder with export files into the shop; the same file twice doubles nothing.

    Parameters
    ----------
    exports : str
        File or folder. Empty: nothing is imported, and the answer says so.
    folder : str
        The shop's folder; empty for the usual places.
    """
    if not exports:
        words = Paragraph(text=_("Nothing was imported: the page names no folder yet."), tone="note")
        return Section(id="imported", title="", blocks=(words,))
    outcomes = list(Intake(open_shop(folder or None)).run(collect([Path(exports)])))
    return Section(id="imported", title="", blocks=(outcome_table(outcomes),))


def outcome_table(outcomes: Sequence[Outcome]) -> Table:
    """Return what became of each file, as a table."""
    columns = (
        Column(title=_("File"), width=3), Column(title=_("Read as"), width=2), Column(title=_("Rows"), align="end"),
        Column(title=_("New records"), align="end"), Column(title=_("What to know"), width=5),
    )  # fmt: skip
    rows = []
    for o in outcomes:
        state = _("imported before") if o.already else str(o.added)
        words = (
            o.rejected
            or "; ".join(_("{part}: {why}", part=r.where, why=sentences(r.what, r.mend)) for r in o.refused[:3])
            or "; ".join(o.notes)
        )
        tone = "bad" if o.rejected else "warn" if o.refused else "plain"
        rows.append(
            (
                Cell(text=o.name),
                Cell(text=o.kind),
                Cell(text=str(o.rows)),
                Cell(text=state),
                Cell(text=words, tone=tone),
            )
        )
    return Table(caption=_("What became of each file"), columns=columns, rows=tuple(rows))


def make_report(shipment: str, folder: str = "") -> Section:
    """Make the report of one shipment, and say where it is.

    Parameters
    ----------
    shipment : str
        Shipment id, order number or tracking number. Empty: the answer says so.
    folder : str
        The shop's folder; empty for the usual places.
    """
    if not shipment:
        words = Paragraph(text=_("No report was made: the page names no shipment yet."), tone="note")
        return Section(id="made", title="", blocks=(words,))
    shop = open_shop(folder or None)
    found = shop.find(shipment)
    if len(found) != 1:
        raise InputError(
            _("Several parcels have this number: {parcels}.", parcels=", ".join(found)) if found
            else _("No shipment has this id, order number or tracking number."), where=shipment[:80],
        )  # fmt: skip
    from parcelproof.batch.runner import ReportRunner  # papermill takes a second to load: only where it is needed

    result = next(iter(ReportRunner(shop, workers=1).run(found)))
    if result.error:
        return Section(id="made", title="", blocks=(Paragraph(text=result.error, tone="bad"),))
    where = result.folder
    facts = (
        Fact(label=_("Web page"), value=str(where / "report.html"), mono=True),
        Fact(label="PDF", value=str(where / "report.pdf"), mono=True),
        Fact(label=_("To send to a dispute desk"), value=str(where / "packet.pdf"), mono=True,
             note=_("It names no gaps and no internal notes.")),
    )  # fmt: skip
    return Section(id="made", title="", blocks=(KeyValues(rows=facts),))
