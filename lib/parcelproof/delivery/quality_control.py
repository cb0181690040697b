"""Measure 1: every parcel is looked at before it is closed, and the result is on record."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.delivery.sampling import covers_every_piece, read_plan
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Inspection
from parcelproof.shipment import Shipment


def quality_control(shipment: Shipment) -> Inspection | None:
    """Return the quality control record of this parcel, or None."""
    return next((i for i in shipment.inspections if i.stage == "quality_control"), None)


@check("delivery.quality_control.on_record", "done", "missing", "missing_sent", "no_units")
def on_record(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a record of quality control with at least one unit checked."""
    record = quality_control(shipment)
    if record is None:
        code = "missing_sent" if context.sent_at(shipment) else "missing"
        return [Outcome(code=code, level=Level.WARN)]
    if record.units_checked == 0:
        return [Outcome(code="no_units", level=Level.WARN)]
    facts = {"units": str(record.units_checked), "lot": str(record.lot_size)}
    return [Outcome(code="done", level=Level.PASS, facts=facts)]


@check("delivery.quality_control.before_dispatch", "in_time", "late", "undated", "not_sent_yet")
def before_dispatch(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the control was done before the parcel was handed over."""
    record = quality_control(shipment)
    if record is None:
        return []  # on_record says so
    return [timing(record, shipment, context)]


def timing(record: Inspection, shipment: Shipment, context: CheckContext) -> Outcome:
    """Compare the time of an inspection with the time of the hand-over."""
    if record.claimed_at is None:
        return Outcome(code="undated", level=Level.UNKNOWN)
    sent = context.sent_at(shipment)
    facts = {"checked_at": show(record.claimed_at)}
    if sent is None:
        return Outcome(code="not_sent_yet", level=Level.PASS, facts=facts)
    facts["sent_at"] = show(sent)
    if record.claimed_at > sent:
        return Outcome(code="late", level=Level.WARN, facts=facts)
    return Outcome(code="in_time", level=Level.PASS, facts=facts)


@check(
    "delivery.quality_control.verdict",
    "accepted", "reworked", "partly_checked", "rejected", "rejected_sent", "critical_accepted", "critical_sent",
)  # fmt: skip
def verdict(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the goods passed, and that rejected goods were kept back."""
    record = quality_control(shipment)
    if record is None or record.units_checked == 0:
        return []  # on_record says so
    sent = context.sent_at(shipment) is not None
    facts = {"units": str(record.units_checked), "lot": str(record.lot_size), "critical": str(record.critical)}
    if record.verdict == "rejected":
        code, level = ("rejected_sent", Level.FAIL) if sent else ("rejected", Level.WARN)
    elif record.critical > 0 and record.verdict == "accepted":
        code, level = ("critical_sent", Level.FAIL) if sent else ("critical_accepted", Level.WARN)
    elif record.verdict == "reworked":
        code, level = "reworked", Level.NOTE
    elif record.units_checked < record.lot_size:
        code, level = "partly_checked", Level.NOTE
    else:
        code, level = "accepted", Level.PASS
    return [Outcome(code=code, level=level, facts=facts)]


@check("delivery.quality_control.plan", "followed", "too_few", "accepted_against_plan", "not_read")
def plan(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that as many pieces were checked as the plan on record asks for, and that the verdict follows it."""
    record = quality_control(shipment)
    if record is None or record.units_checked == 0 or not record.plan:
        return []  # on_record and verdict say so
    facts = {"checked": str(record.units_checked), "lot": str(record.lot_size), "bad": str(record.major)}
    if covers_every_piece(record.plan):
        if record.units_checked >= record.lot_size:
            return []  # the verdict says so
        facts |= {"needed": str(record.lot_size)}
        return [Outcome(code="too_few", level=Level.WARN, facts=facts)]
    wanted = read_plan(record.plan, record.lot_size, context.playbook)
    if wanted is None:
        return [Outcome(code="not_read", level=Level.NOTE, facts=facts | {"plan": quoted(record.plan)})]
    facts |= {"needed": str(wanted.sample_size), "accept": str(wanted.accept), "reject": str(wanted.reject)}
    outcomes = []
    if record.verdict == "accepted" and record.major >= wanted.reject:
        outcomes.append(Outcome(code="accepted_against_plan", level=Level.WARN, facts=facts))
    if record.units_checked < wanted.sample_size and record.verdict != "rejected":
        outcomes.append(Outcome(code="too_few", level=Level.WARN, facts=facts))
    return outcomes or [Outcome(code="followed", level=Level.PASS, facts=facts)]
