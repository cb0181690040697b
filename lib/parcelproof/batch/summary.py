"""The page about one run: how many reports, which ones failed and why, and where they are."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from parcelproof import __version__
from parcelproof.batch.job import PORTFOLIO
from parcelproof.batch.plan import duration
from parcelproof.batch.result import Result
from parcelproof.messages import _, sentences
from parcelproof.report import Report, Section, render_html
from parcelproof.report.blocks import Badge, Cell, Column, Fact, KeyValues, Paragraph, Table
from parcelproof.shop import Shop

SUMMARY_FILE = "batch.html"


@dataclass(frozen=True)
class Run:
    """What one run did.

    Attributes
    ----------
    results : sequence of Result
        Of the shipments, as they came.
    wanted : int
        Reports that were asked for; more than there are results if the run was stopped.
    began : datetime
    seconds : float
        Wall time.
    """

    results: Sequence[Result]
    wanted: int
    began: datetime
    seconds: float

    @property
    def made(self) -> int:
        """Reports that this run made."""
        return sum(result.made for result in self.results)

    @property
    def failed(self) -> list[Result]:
        """The results of reports that could not be made, by shipment."""
        return sorted((r for r in self.results if r.failure), key=lambda r: r.shipment_id)

    @property
    def stopped(self) -> int:
        """Reports that the run did not come to."""
        return self.wanted - len(self.results)

    def words(self) -> str:
        """Say in one line what became of the reports."""
        unchanged, elsewhere = sum(r.unchanged for r in self.results), sum(r.elsewhere for r in self.results)
        said = [_("{made} reports made, {unchanged} unchanged, {failed} failed.",
                  made=self.made, unchanged=unchanged, failed=len(self.failed))]  # fmt: skip
        if elsewhere:
            said.append(_("{count} were made by another run.", count=elsewhere))
        if self.stopped:
            said.append(_("The run was stopped; {count} are not made yet.", count=self.stopped))
        return sentences(*said)


def write_summary(shop: Shop, run: Run) -> Path:
    """Write the page about a run into the folder of the reports, whole or not at all; return where it is."""
    target = shop.reports_folder / SUMMARY_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".tmp-{SUMMARY_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        draft.write_text(render_html(_page(shop, run)), encoding="utf-8", newline="\n")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _page(shop: Shop, run: Run) -> Report:
    failed = run.failed
    bad = bool(failed or run.stopped)
    state = _("All reports are there")
    if bad:
        state = _("{count} failed", count=len(failed)) if failed else _("Stopped before the end")
    sections = [Section(id="run", title=_("This run"), blocks=(_facts(run),))]
    if failed:
        words = Paragraph(text=_("Mend what is said, then run: parcelproof batch --retry-failed"), tone="note")
        sections.append(Section(id="failed", title=_("Not made"), blocks=(words, _failures(run))))
    good = [r for r in run.results if not r.failure]
    if good:
        sections.append(Section(id="reports", title=_("Reports"), blocks=(_reports(good),)))
    return Report(
        kind="portfolio", shipment_id=shop.settings.name, title=_("Batch of reports"), subtitle=run.words(),
        as_of=run.began, state=Badge(text=state, tone="bad" if bad else "good"), sections=tuple(sections),
        complete=True, generator_version=__version__,
    )  # fmt: skip


def _facts(run: Run) -> KeyValues:
    each = _("{seconds} s for each report made", seconds=f"{run.seconds / run.made:.2f}") if run.made else ""
    return KeyValues(rows=(
        Fact(label=_("What became of them"), value=run.words()),
        Fact(label=_("Asked for"), value=_("{count} reports", count=run.wanted)),
        Fact(label=_("Began"), value=f"{run.began:%Y-%m-%d %H:%M %Z}"),
        Fact(label=_("Took"), value=duration(run.seconds), note=each),
    ))  # fmt: skip


def _failures(run: Run) -> Table:
    columns = (
        Column(title=_("Shipment"), width=3), Column(title=_("Step"), width=2), Column(title=_("Why"), width=4),
        Column(title=_("How to mend it"), width=4),
    )  # fmt: skip
    rows = tuple(
        (_name(r), Cell(text=r.failure.step), Cell(text=r.failure.reason, tone="bad"), Cell(text=r.failure.mend))
        for r in run.failed
        if r.failure
    )
    return Table(caption=_("Reports that could not be made"), columns=columns, rows=rows)


def _reports(results: Sequence[Result]) -> Table:
    columns = (
        Column(title=_("Shipment"), width=3),
        Column(title=_("State"), width=2),
        Column(title=_("Files"), width=3),
    )
    rows = tuple(
        (_name(r), Cell(text=_state(r)), Cell(text="PDF", href=f"{r.shipment_id}/report.pdf"))
        for r in sorted(results, key=lambda r: (r.unchanged, r.shipment_id))
    )
    return Table(caption=_("Reports that are there"), columns=columns, rows=rows)


def _name(result: Result) -> Cell:
    there = result.page.exists() and result.shipment_id != PORTFOLIO
    return Cell(text=result.shipment_id, mono=True, href=f"{result.shipment_id}/{result.page.name}" if there else "")


def _state(result: Result) -> str:
    if result.unchanged:
        return _("unchanged")
    return _("made by another run") if result.elsewhere else _("made")
