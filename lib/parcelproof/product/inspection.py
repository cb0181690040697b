"""Measure 10: appearance and function of this very unit are looked at before it leaves, with its serial number."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.delivery.quality_control import timing
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Inspection
from parcelproof.product.electronics import is_electronics
from parcelproof.product.units import units_in_parcel
from parcelproof.serials import bare_serial
from parcelproof.shipment import Shipment


def product_inspection(shipment: Shipment) -> Inspection | None:
    """Return the product inspection; quality control counts too, if it names appearance or function."""
    for record in shipment.inspections:
        if record.stage == "product_inspection":
            return record
    return next(
        (i for i in shipment.inspections if i.appearance_ok is not None or i.function_ok is not None),
        None,
    )


@check(
    "product.inspection.on_record",
    "done", "by_unit", "missing", "missing_sent", "no_appearance", "no_function", "appearance_bad", "function_bad",
)  # fmt: skip
def on_record(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that appearance and function are on record, and good."""
    record = product_inspection(shipment)
    sent = context.sent_at(shipment) is not None
    if record is None and (looked := units_in_parcel(shipment)):
        return [Outcome(code="by_unit", level=Level.PASS, facts={"units": str(len(looked))})]
    if record is None:
        return [Outcome(code="missing_sent" if sent else "missing", level=Level.WARN)]
    bad = Level.FAIL if sent and record.verdict != "reworked" else Level.WARN
    outcomes = []
    if record.appearance_ok is None:
        outcomes.append(Outcome(code="no_appearance", level=Level.WARN))
    elif not record.appearance_ok:
        outcomes.append(Outcome(code="appearance_bad", level=bad))
    if record.function_ok is None:
        # A plate or a scarf has no function to test; an electronic product has.
        level = Level.WARN if is_electronics(shipment) else Level.NOTE
        outcomes.append(Outcome(code="no_function", level=level))
    elif not record.function_ok:
        outcomes.append(Outcome(code="function_bad", level=bad))
    return outcomes or [Outcome(code="done", level=Level.PASS, facts={"units": str(record.units_checked)})]


@check("product.inspection.before_dispatch", "in_time", "late", "undated", "not_sent_yet")
def before_dispatch(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the inspection was done before the parcel was handed over."""
    record = product_inspection(shipment)
    return [] if record is None else [timing(record, shipment, context)]  # on_record says so


@check("product.inspection.serials", "match", "differ", "repeated", "recorded", "missing", "none_expected")
def serials(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the serial numbers are on record, and the same in the order and the inspection."""
    read = [s for record in shipment.inspections for s in record.serials]
    read += [unit.serial for unit in units_in_parcel(shipment)]
    seen = [bare_serial(s) for s in read if bare_serial(s)]
    seen_once = list(dict.fromkeys(seen))
    ordered = [bare_serial(s) for item in shipment.items for s in item.serials if bare_serial(s)]
    facts = {"inspected": str(len(seen_once)), "ordered": str(len(ordered))}
    if not seen_once and not ordered:
        if is_electronics(shipment):
            return [Outcome(code="missing", level=Level.WARN, facts=facts)]
        return [Outcome(code="none_expected", level=Level.NOTE)]
    if len(set(ordered)) < len(ordered):
        return [Outcome(code="repeated", level=Level.WARN, facts=facts)]
    if not seen_once:
        return [Outcome(code="missing", level=Level.WARN, facts=facts)]
    if not ordered:
        return [Outcome(code="recorded", level=Level.PASS, facts=facts)]
    # Serials of the order that are not here may be in another parcel of the same order.
    missing = set() if shipment.siblings else set(ordered) - set(seen_once)
    strange = sorted((set(seen_once) - set(ordered)) | missing)
    if strange:
        return [Outcome(code="differ", level=Level.WARN, facts=facts | {"first": quoted(strange[0])})]
    return [Outcome(code="match", level=Level.PASS, facts=facts)]
