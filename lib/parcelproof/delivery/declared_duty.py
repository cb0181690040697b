"""Measure 4, what the form leads to: duty at the destination, tax numbers, and the right form for the value."""

from __future__ import annotations

import re
from datetime import date

from parcelproof.checks import CheckContext, check
from parcelproof.delivery.border import EU
from parcelproof.delivery.declared_lines import destination_of
from parcelproof.delivery.duty import IOSS, DutyAnswer, DutyLine, duty_of
from parcelproof.delivery.exchange import convert
from parcelproof.delivery.form_choice import choose_form
from parcelproof.delivery.tax_numbers import check_ioss, check_tax_number
from parcelproof.fact_words import said
from parcelproof.findings import Level, Outcome
from parcelproof.messages import _
from parcelproof.shipment import Shipment

IOSS_CEILING = "threshold.eu.seller_vat_scheme_ceiling"
_S10 = re.compile(r"[A-Z]{2}\d{9}([A-Z]{2})")


def shipping_day(shipment: Shipment, context: CheckContext) -> date:
    """Return the day for which dated rows are looked up: hand-over, or today if the parcel is still here."""
    sent = context.sent_at(shipment)
    return sent.date() if sent else context.today


def parcel_duty(shipment: Shipment, context: CheckContext, *, with_gifts: bool = True) -> DutyAnswer | None:
    """Look up the duty of a parcel, with or without its free articles; None without destination or lines."""
    destination, declaration = destination_of(shipment), shipment.declaration
    if not destination or declaration is None:
        return None
    lines = [DutyLine(x.hs_code, x.value) for x in declaration.lines if with_gifts or not x.is_gift]
    scheme = IOSS if declaration.ioss else ""
    on = shipping_day(shipment, context)
    return duty_of(lines, destination, on, context.playbook, vat_scheme=scheme) if lines else None


@check("delivery.declaration.duty", "none_due", "flat", "due", "no_code", "no_rate", "no_row", "no_destination")
def duty(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Say what duty the parcel costs at its destination, with the source."""
    if shipment.declaration is None or not shipment.declaration.lines:
        return []  # on_record says so
    found = parcel_duty(shipment, context)
    if found is None:
        return [Outcome(code="no_destination", level=Level.UNKNOWN)]
    fees = ", ".join(str(fee.amount) for fee in found.fees)
    facts = {
        "destination": destination_of(shipment),
        "lines": str(found.lines) if found.lines is not None else _("not known"),
        "duty": str(found.duty) if found.duty else _("not known"),
        "fees": " " + _("A national fee of {fees} comes on top.", fees=fees) if fees else "",
        "source": found.source,
        "note": found.notes[0] if found.notes else "",
    }
    rules = tuple(rule.id for rule in found.rules)
    code, level = _duty_code(found)
    return [Outcome(code=code, level=level, facts=facts, rules=rules)]


def _duty_code(found: DutyAnswer) -> tuple[str, Level]:
    if found.duty is not None:
        return ("flat", Level.NOTE) if found.duty.amount else ("none_due", Level.PASS)
    if not any(rule.columns["kind"].startswith(("duty_", "flat_duty")) for rule in found.rules):
        return "no_row", Level.UNKNOWN
    limited = any(rule.value not in ("0", "none") for rule in found.rules if rule.columns["kind"].startswith("duty_"))
    if found.value is None and (limited or found.rules[0].columns["kind"] == "flat_duty_per_item"):
        return "no_rate", Level.UNKNOWN
    if found.lines is None:
        return "no_code", Level.UNKNOWN
    return "due", Level.NOTE


@check(
    "delivery.declaration.tax_numbers",
    "right", "form_only", "wrong", "ioss_elsewhere", "ioss_too_high", "no_ioss",
)  # fmt: skip
def tax_numbers(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check form and check digits of the tax numbers, and that IOSS is used where it may be."""
    declaration, destination = shipment.declaration, destination_of(shipment)
    if declaration is None or not declaration.lines:
        return []  # on_record says so
    outcomes = []
    for name, number, ask in (
        (_("IOSS number"), declaration.ioss, check_ioss),
        (_("tax number of the sender"), declaration.sender_tax_id, check_tax_number),
    ):
        if number:
            answer = ask(number)
            code, level = {
                "valid": ("right", Level.PASS),
                "form_only": ("form_only", Level.PASS),
                "not_valid": ("wrong", Level.WARN),
            }[answer.state]
            outcomes.append(Outcome(code=code, level=level, facts={"name": name, "reason": answer.words}))
    if declaration.ioss and destination and destination not in EU:
        outcomes.append(Outcome(code="ioss_elsewhere", level=Level.WARN, facts={"destination": destination}))
    elif destination in EU and (outcome := _ioss_limit(shipment, context)):
        outcomes.append(outcome)
    return outcomes


def _ioss_limit(shipment: Shipment, context: CheckContext) -> Outcome | None:
    on = shipping_day(shipment, context)
    ceiling = context.rule(IOSS_CEILING, on)
    if ceiling is None or shipment.declaration is None:
        return None
    values = [convert(line.value, ceiling.unit, on) for line in shipment.declaration.lines]
    total = sum(value.money.amount for value in values if value is not None)
    facts = {"limit": f"{ceiling.unit} {ceiling.value}"}
    above = total > ceiling.number
    if shipment.declaration.ioss:
        return Outcome(code="ioss_too_high", level=Level.WARN, facts=facts, rules=(ceiling.id,)) if above else None
    return None if above else Outcome(code="no_ioss", level=Level.NOTE, facts=facts, rules=(ceiling.id,))


@check("delivery.declaration.form", "fits", "cn23_needed", "invoice_needed")
def form(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the form is the one that the carrier, the weight and the value ask for."""
    declaration = shipment.declaration
    if declaration is None or not declaration.lines or declaration.form == "electronic":
        return []  # on_record says so, or there is no paper
    number = _S10.fullmatch(shipment.tracking_number.upper())
    origin = number[1] if number else ""
    values = [line.value for line in declaration.lines]
    choice = choose_form(shipment, values, origin, context.playbook, shipping_day(shipment, context))
    facts = {"form": said(declaration.form), "reason": choice.why}
    rules = (choice.rule,) if choice.rule else ()
    if choice.form == "commercial_invoice" and declaration.form in ("CN22", "CN23"):
        return [Outcome(code="invoice_needed", level=Level.WARN, facts=facts)]
    if choice.form == "CN23" and declaration.form == "CN22":
        return [Outcome(code="cn23_needed", level=Level.WARN, facts=facts, rules=rules)]
    return [Outcome(code="fits", level=Level.PASS, facts=facts, rules=rules)]
