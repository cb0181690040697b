"""All shipments on one page, what needs attention first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from parcelproof import __version__
from parcelproof.findings import Finding, Level
from parcelproof.messages import _, sentences
from parcelproof.report.advice import Readiness, urgent
from parcelproof.report.blocks import Badge, Cell, Column, Paragraph, Table, View, Views
from parcelproof.report.cover import country, place_of, without_day
from parcelproof.report.document import Report, Section
from parcelproof.report.template_words import stage_name
from parcelproof.shipment import Shipment

ALL_VIEWS_UP_TO = 2000
"""With more shipments the page holds only the view by attention, to stay small."""


class StageState(BaseModel):
    """One stage of one shipment: how many of its measures are in order; what is not known is not in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: str
    in_order: int
    measures: int


class PortfolioRow(BaseModel):
    """One shipment in the portfolio.

    Attributes
    ----------
    stages : tuple of StageState
        How many measures of each stage the checks find in order.
    link : str
        Relative address of the shipment's report, or empty.
    first_thing : str
        The most serious finding in words, or empty.
    ready, reasons : int
        Dispute reasons that could be answered today, of those that apply.
    against : int
        Dispute reasons for which the record speaks against the seller.
    error : str
        Why there is no report, in words, or empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shipment_id: str
    order_id: str = ""
    destination: str = ""
    dispatched_at: AwareDatetime | None = None
    paid_at: AwareDatetime | None = None
    state: Badge
    fail: int = 0
    warn: int = 0
    unknown: int = 0
    ready: int = 0
    reasons: int = 0
    against: int = 0
    first_thing: str = ""
    stages: tuple[StageState, ...] = ()
    link: str = ""
    error: str = ""

    @property
    def urgency(self) -> tuple[int, int, int, int, str]:
        """Sort key: no report first, then most to mend, to care for, not known; then by id."""
        return (0 if self.error else 1, -self.fail, -self.warn, -self.unknown, self.shipment_id)


def portfolio_row(
    shipment: Shipment, findings: Sequence[Finding], readiness: Sequence[Readiness], *, link: str = ""
) -> PortfolioRow:
    """Sum up one shipment for the portfolio."""
    order = shipment.order
    first = urgent(shipment, findings)
    return PortfolioRow(
        shipment_id=shipment.id,
        order_id=order.order_id if order else "",
        destination=(order.destination or "") if order else "",
        dispatched_at=shipment.handed_over_at,
        paid_at=order.paid_at if order else None,
        state=place_of(shipment),
        fail=sum(f.level is Level.FAIL for f in findings),
        warn=sum(f.level is Level.WARN for f in findings),
        unknown=sum(f.level is Level.UNKNOWN for f in findings),
        ready=sum(r.state == "ready" for r in readiness),
        reasons=sum(r.state != "not_applicable" for r in readiness),
        against=sum(r.state == "against" for r in readiness),
        first_thing=first[0].title if first else "",
        stages=_stages(findings),
        link=link,
    )


def _stages(findings: Sequence[Finding]) -> tuple[StageState, ...]:
    open_ = {f.measure for f in findings if f.level in (Level.FAIL, Level.WARN, Level.UNKNOWN)}
    measures = dict.fromkeys(f.measure for f in findings)
    stages: dict[str, list[str]] = {}
    for measure in measures:
        stages.setdefault(measure.partition(".")[0], []).append(measure)
    return tuple(
        StageState(stage=stage, in_order=sum(m not in open_ for m in names), measures=len(names))
        for stage, names in stages.items()
    )


def stage_table(rows: Sequence[PortfolioRow]) -> Table:
    """Return all shipments by stage: how many measures of each are in order."""
    names = list(dict.fromkeys(state.stage for row in rows for state in row.stages))
    columns = (Column(title=_("Shipment"), width=3), *(Column(title=stage_name(name), width=2) for name in names))
    body = []
    for row in sorted(rows, key=lambda r: r.urgency):
        states = {state.stage: state for state in row.stages}
        cells = [Cell(text=row.shipment_id)]
        for name in names:
            state = states.get(name)
            whole = state is not None and state.in_order == state.measures
            text = _in_order(state)
            cells.append(Cell(text=text, tone="good" if whole else "warn", badge=state is not None))
        body.append(tuple(cells))
    return Table(caption=_("All shipments, by stage"), columns=columns, rows=tuple(body))


def _columns() -> tuple[Column, ...]:
    """Return the heads; ``Ready`` counts the dispute reasons that could be answered today."""
    return (
        Column(title=_("Shipment"), width=9),
        Column(title=_("Where it is"), width=9),
        Column(title=_("Mend"), align="end", width=4, tight=True),
        Column(title=_("Care"), align="end", width=4, tight=True),
        Column(title=_("First thing to do"), width=12),
        Column(title=_("Ready"), align="end", width=5, tight=True),
        Column(title=_("To"), width=7),
        Column(title=_("Handed over"), width=7, tight=True),
    )


def _in_order(state: StageState | None) -> str:
    if state is None:
        return _("Not known")
    return _("{count} of {all} in order", count=state.in_order, all=state.measures)


def _cells(row: PortfolioRow) -> tuple[Cell, ...]:
    return (
        Cell(text=row.shipment_id, small=row.order_id if row.order_id != row.shipment_id else "", href=row.link),
        Cell(text=row.state.text, tone=row.state.tone, badge=True),
        Cell(text=str(row.fail), tone="bad" if row.fail else "plain"),
        Cell(text=str(row.warn), tone="warn" if row.warn else "plain"),
        Cell(text=row.error or row.first_thing or _("Nothing to mend"), tone="bad" if row.error else "plain"),
        Cell(
            text=_("{ready} of {all}", ready=row.ready, all=row.reasons),
            small=_("{count} against", count=row.against) if row.against else "",
            tone="bad" if row.against else "plain",
        ),
        Cell(text=country(row.destination)),
        Cell(text=f"{row.dispatched_at:%Y-%m-%d}" if row.dispatched_at else ""),
    )


def _view(title: str, rows: Sequence[PortfolioRow]) -> View:
    table = Table(
        caption=_("All shipments, {order}", order=title.lower()),
        columns=_columns(),
        rows=tuple(_cells(r) for r in rows),
    )
    return View(title=title, table=table)


def _age(row: PortfolioRow) -> float:
    date = row.dispatched_at or row.paid_at
    return -date.timestamp() if date else float("inf")


def _views(rows: Sequence[PortfolioRow]) -> Views:
    attention = sorted(rows, key=lambda r: r.urgency)
    views = [_view(_("By attention"), attention)]
    if len(rows) <= ALL_VIEWS_UP_TO:
        dated = sorted(attention, key=_age)
        views.append(_view(_("Newest first"), dated))
        views.append(
            _view(_("By destination"), sorted(attention, key=lambda r: (not r.destination, country(r.destination))))
        )
        views.append(_view(_("By where it is"), sorted(attention, key=lambda r: without_day(r.state.text))))
    return Views(views=tuple(views))


def build_portfolio(
    rows: Sequence[PortfolioRow], *, as_of: datetime, title: str = "", playbook_version: str = ""
) -> Report:
    """Build the portfolio.

    Parameters
    ----------
    rows : sequence of PortfolioRow
    as_of : datetime
        The moment for which the page speaks, with offset.
    title : str
        Name of the shop; "All shipments" without one.
    playbook_version : str

    Returns
    -------
    Report
    """
    mend, failed = sum(bool(r.fail) for r in rows), sum(bool(r.error) for r in rows)
    states = Counter(without_day(r.state.text) for r in rows)
    badge = Badge(
        text=_("{mend} of {all} need something", mend=mend, all=len(rows)), tone="bad" if mend or failed else "good"
    )
    said = _("{count} shipments. {mend} have something to mend.", count=len(rows), mend=mend)
    said = sentences(said, _("For {count} no report could be made.", count=failed) if failed else "")
    counts = " · ".join(f"{text} {count}" for text, count in states.most_common())
    overview = Section(
        id="overview", title=_("Overview"), blocks=(Paragraph(text=said, tone=badge.tone), Paragraph(text=counts))
    )
    how = _(
        "'Ready' counts the dispute reasons that you could answer today; 'against' those for which your own record "
        "proves the buyer right. 'Mend' and 'Care' count what the checks found."
    )
    table = Section(id="shipments", title=_("Shipments"), blocks=(Paragraph(text=how), _views(rows)))
    return Report(
        kind="portfolio",
        shipment_id=title or _("All shipments"),
        title=_("Portfolio"),
        subtitle=said,
        as_of=as_of,
        state=badge,
        sections=(overview, table),
        complete=True,
        generator_version=__version__,
        playbook_version=playbook_version,
    )
