"""Measure 2: the packaging fits the goods, and photos show it."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check
from parcelproof.findings import Level, Outcome
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
