"""Measure 2: the packaging fits the goods, and photos show it."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check
from parcelproof.delivery.battery import classify_battery
from parcelproof.delivery.battery_facts import BatteryFacts
from parcelproof.delivery.packing import cushion_needed
from parcelproof.errors import InputError
from parcelproof.fact_words import said
from parcelproof.findings import Level, Outcome
from parcelproof.messages import sentences
from parcelproof.shipment import Shipment

MEASURE = "delivery.packaging"


@check("delivery.packaging.questions", "done", "partly", "missing", "answered_no")
def questions(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the packing questions are answered, and none with no."""
    ids = [question.id for question in context.playbook.measure(MEASURE).questions]
    given = [shipment.answers[name] for name in ids if name in shipment.answers]
    refused = [answer for answer in given if answer.answer == "no"]
    facts = {"answered": str(len(given)), "asked": str(len(ids)), "refused": str(len(refused))}
    if not given:
        return [Outcome(code="missing", level=Level.WARN, facts=facts)]
    outcomes = []
    if refused:
        outcomes.append(Outcome(code="answered_no", level=Level.WARN, facts=facts))
    if len(given) < len(ids):
        outcomes.append(Outcome(code="partly", level=Level.NOTE, facts=facts))
    return outcomes or [Outcome(code="done", level=Level.PASS, facts=facts)]


@check("delivery.packaging.photos", "done", "missing", "missing_sent", "no_cushioning", "no_closed_parcel")
def photos(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a photo of the cushioning, and one of the closed parcel."""
    cushioning = bool(shipment.photos_of("cushioning"))
    closed = bool(shipment.photos_of("after_packing"))
    if cushioning and closed:
        return [Outcome(code="done", level=Level.PASS)]
    if cushioning:
        return [Outcome(code="no_closed_parcel", level=Level.WARN)]
    if closed:
        return [Outcome(code="no_cushioning", level=Level.WARN)]
    return [Outcome(code="missing_sent" if context.sent_at(shipment) else "missing", level=Level.WARN)]


@check("delivery.packaging.cushion", "enough", "thin", "moves")
def cushion(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the cushion on record is as thick as weight and fragility ask for, and that nothing moves."""
    packing = shipment.packing
    if packing is None:
        return []  # the questions and photos say so
    needed, fall = cushion_needed(shipment.weights.get("packed"), packing.fragility, context.playbook)
    facts = {
        "cushion": str(packing.cushion_mm), "needed": str(needed), "fall": str(fall),
        "fragility": said(packing.fragility),
    }  # fmt: skip
    thin = packing.cushion_mm < needed
    outcomes = [Outcome(code="thin", level=Level.WARN, facts=facts)] if thin else []
    if packing.shake_test_passed is False:
        outcomes.append(Outcome(code="moves", level=Level.WARN))
    return outcomes or [Outcome(code="enough", level=Level.PASS, facts=facts)]


@check("delivery.packaging.battery", "no_mark", "mark_needed", "trained_shipper", "unknown", "no_summary")
def battery(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check how the lithium battery in the parcel may travel by air, the strictest way."""
    known = shipment.packing.battery if shipment.packing else None
    if known is None:
        return []
    try:
        facts = BatteryFacts(
            chemistry=known.chemistry, configuration=known.configuration, count=known.count, wh_cell=known.wh_cell,
            wh_battery=known.wh_battery, lithium_g=known.lithium_g,
        )  # fmt: skip
    except InputError as error:
        return [Outcome(code="unknown", level=Level.UNKNOWN, facts={"missing": f"{error.what} {error.mend}".strip()})]
    sent = context.sent_at(shipment)
    answer = classify_battery(facts, context.playbook, (sent or context.as_of).date())
    told = {"un": answer.un, "instruction": answer.packing_instruction, "section": answer.section}
    if answer.trained_shipper == "yes":
        found = Outcome(code="trained_shipper", level=Level.WARN, facts=told, rules=answer.rules)
    elif answer.trained_shipper == "unknown" or answer.mark == "unknown":
        missing = told | {"missing": sentences(*answer.missing)}
        found = Outcome(code="unknown", level=Level.UNKNOWN, facts=missing, rules=answer.rules)
    elif answer.mark == "yes":
        found = Outcome(code="mark_needed", level=Level.NOTE, facts=told, rules=answer.rules)
    else:
        found = Outcome(code="no_mark", level=Level.PASS, facts=told, rules=answer.rules)
    if known.un38_3_summary is False:
        return [found, Outcome(code="no_summary", level=Level.WARN, rules=("lithium.un383",))]
    return [found]
