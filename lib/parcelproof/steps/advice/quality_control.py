"""Advice on the inspection plan: what to do, and what it can and cannot catch."""

from __future__ import annotations

from decimal import Decimal

from parcelproof.delivery.sampling import SamplingPlan, sampling_plan
from parcelproof.delivery.sampling_risk import explain, one_piece_steps
from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.product.description import is_electronics
from parcelproof.report.blocks import Block, Cell, Column, Heading, OcCurve, Paragraph, Table
from parcelproof.report.oc_chart import describe_oc, oc_table
from parcelproof.steps.form import Context, Values, parse_count, text


def advise(values: Values, context: Context) -> tuple[Block, ...]:
    """Return the plan for the lot as typed; nothing while the lot cannot be read."""
    plan = plan_of(values, context)
    if plan is None:
        return ()
    said: list[Block] = [Heading(text=_("What to do")), *(Paragraph(text=s) for s in explain(plan, context.playbook))]
    if plan.lot == 1:
        electronic = is_electronics(context.shipment)
        return (*said, *(Paragraph(text=step) for step in one_piece_steps(electronic)))
    if not plan.inspect_all:
        curve = OcCurve(
            lot=plan.lot, level=plan.level, aql=str(plan.aql), severity=plan.severity, alt=describe_oc(plan)
        )  # fmt: skip
        said += [curve, _table(plan)]
    return tuple(said)


def plan_of(values: Values, context: Context) -> SamplingPlan | None:
    """Return the plan that the form asks for, or None while something is missing or unknown."""
    try:
        lot = parse_count(text(values, "lot"))
        return sampling_plan(
            lot, text(values, "level") or "II", Decimal(text(values, "aql") or "2.5"),
            text(values, "severity") or "normal", context.playbook,
        )  # fmt: skip
    except InputError:
        return None


def _table(plan: SamplingPlan) -> Table:
    rows = tuple((Cell(text=row.bad), Cell(text=row.share), Cell(text=row.passes)) for row in oc_table(plan))
    columns = (Column(title=_("Bad pieces")), Column(title=_("Share")), Column(title=_("The lot")))
    return Table(caption=_("What the plan lets pass"), columns=columns, rows=rows)
