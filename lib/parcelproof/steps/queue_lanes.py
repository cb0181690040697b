"""How long the shop's own parcels take: a curve of the busiest lanes, and a table of all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import pyarrow as pa

from parcelproof.checks import quoted
from parcelproof.messages import _, ngettext
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Survival, SurvivalCurve, Table
from parcelproof.report.document import Section
from parcelproof.steps.parcel_facts import ParcelFacts
from parcelproof.tracking.review.charts import Curve, lanes, survival

FEW = 30
"""With fewer parcels a lane says little (rule stale.own_history_from)."""
CURVES = 3
ROWS = 12


def lanes_section(parcels: Collection[ParcelFacts], as_of: datetime) -> Section:
    """Return picture and table; few parcels are said to be few."""
    scanned = [p for p in parcels if p.accepted_at is not None]
    if not scanned:
        words = _("No parcel has a first scan on record yet, so there is nothing to draw.")
        return Section(id="lanes", title="", blocks=(Paragraph(text=words, tone="unknown"),))
    table = _columns(scanned)
    blocks: list[Block] = []
    found = lanes(table)
    if max(lane.parcels for lane in found) < FEW:
        words = _(
            "These are few parcels: {count} with a scan, at most {most} on one lane. From {few} on a lane says "
            "something. Until then look at it as single stories.",
            count=len(scanned), most=max(lane.parcels for lane in found), few=FEW,
        )  # fmt: skip
        blocks.append(Paragraph(text=words, tone="note"))
    everything = survival(table, as_of, by=())
    drawn = [_curve(c, _("All parcels")) for c in everything]
    drawn += [_curve(c, _name(*c.lane)) for c in survival(table, as_of)[:CURVES] if c.parcels > 1]
    blocks.append(Survival(title=_("How long parcels stay undelivered"), curves=tuple(drawn), alt=_alt(everything[0])))
    columns = (
        Column(title=_("Carrier, service and country"), width=4),
        Column(title=_("Delivered"), align="end"),
        Column(title=_("Half of them within"), align="end", width=2),
        Column(title=_("Lost"), align="end"),
        Column(title=_("On the way"), align="end"),
    )
    rows = tuple(
        (
            Cell(text=_name(lane.carrier, lane.service, lane.destination)),
            Cell(text=_("{some} of {all}", some=lane.delivered, all=lane.parcels)),
            Cell(text=_days(lane.median), small=_nearly_all(lane.p95)),
            Cell(text=str(lane.lost)),
            Cell(text=str(lane.open)),
        )
        for lane in found[:ROWS]
    )
    caption = _("Lanes, the busiest first")
    if len(found) > ROWS:
        caption = _("The {shown} busiest of {all} lanes", shown=ROWS, all=len(found))
    blocks.append(Table(caption=caption, columns=columns, rows=rows))
    return Section(id="lanes", title="", blocks=tuple(blocks))


def _columns(parcels: Collection[ParcelFacts]) -> pa.Table:
    moment = pa.timestamp("us", tz="UTC")
    return pa.table(
        {
            "status": pa.array([p.status for p in parcels], pa.string()),
            "accepted_at": pa.array([p.accepted_at for p in parcels], moment),
            "delivered_at": pa.array([p.delivered_at for p in parcels], moment),
            "carrier": pa.array([quoted(p.carrier) for p in parcels], pa.string()),
            "service": pa.array([quoted(p.service) for p in parcels], pa.string()),
            "destination": pa.array([p.destination for p in parcels], pa.string()),
        }
    )


def _curve(curve: Curve, name: str) -> SurvivalCurve:
    return SurvivalCurve(title=f"{name} ({curve.parcels})", days=curve.days, shares=curve.share)


def _name(carrier: str, service: str, destination: str) -> str:
    way = " · ".join(p for p in (carrier, service) if p) or _("Carrier not on record")
    return _("{way} to {place}", way=way, place=destination) if destination else way


def _alt(curve: Curve) -> str:
    half = next((d for d, s in zip(curve.days, curve.share, strict=True) if s <= 0.5), None)
    facts = {"parcels": curve.parcels, "days": curve.days[-1], "share": round(100 * curve.share[-1])}
    if half is None:
        return _("{parcels} parcels with a first scan: after {days} days {share} of 100 are not delivered.", **facts)
    return _(
        "{parcels} parcels with a first scan: half of them are delivered within {half} days; after {days} days {share} "
        "of 100 are not delivered.", half=half, **facts,
    )  # fmt: skip


def _days(value: float | None) -> str:
    return "" if value is None else ngettext("{count} day", "{count} days", round(value))


def _nearly_all(value: float | None) -> str:
    return "" if value is None else _("95 of 100 within {days}", days=_days(value))
