"""Measure 4, line by line: would customs understand the words, and do the HS codes exist."""

from __future__ import annotations

import re

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.delivery.description import lint_description
from parcelproof.delivery.description_party import lint_party
from parcelproof.delivery.hs_code import HsAnswer, check_hs
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import DeclarationLine
from parcelproof.shipment import Shipment

HS_EDITION = "declaration.hs_2022"
_VERDICTS = {"reject": ("refused", Level.FAIL), "warn": ("doubtful", Level.WARN)}
_HS_CODES = {"no_chapter": "unknown_code", "no_heading": "unknown_code", "no_subheading": "unknown_code",
             "special_chapter": "special_chapter", "known": ""}  # fmt: skip


def destination_of(shipment: Shipment) -> str:
    """Return the country that the parcel goes to, or an empty string."""
    return (shipment.order.destination or "") if shipment.order else ""


@check("delivery.declaration.description", "accepted", "doubtful", "refused")
def description(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that no line of the form would be refused for its words."""
    if shipment.declaration is None or not shipment.declaration.lines:
        return []  # on_record says so
    lines, outcomes = shipment.declaration.lines, []
    judged = [(line, lint_description(line.description, destination_of(shipment), context.playbook)) for line in lines]
    for verdict, (code, level) in _VERDICTS.items():
        found = [(line, answer) for line, answer in judged if answer.verdict == verdict]
        if found:
            line, answer = found[0]
            reasons = [reason for reason in answer.reasons if reason.weight == verdict]
            facts = {
                "lines": str(len(found)),
                "first": quoted(line.description),
                "reason": reasons[0].words,
                "suggestion": answer.suggestion,
            }
            rules = tuple(dict.fromkeys(reason.rule for reason in reasons if reason.rule))[:1]
            outcomes.append(Outcome(code=code, level=level, facts=facts, rules=rules))
    if outcomes:
        return outcomes
    lists = {reason.rule for _, answer in judged for reason in answer.reasons if reason.code == "list_incomplete"}
    return [Outcome(code="accepted", level=Level.PASS, facts={"lines": str(len(lines))}, rules=tuple(lists))]


@check("delivery.declaration.parties", "names_fit", "filler", "not_latin")
def parties(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that name and address of the addressee hold no filler that customs refuse."""
    address = shipment.order.ship_to if shipment.order else None
    if shipment.declaration is None or address is None:
        return []  # on_record says so, or the personal data was erased
    fields = {"name": address.name, "company": address.company, "street": address.line1, "city": address.city}
    outcomes: dict[str, Outcome] = {}
    for name, text in fields.items():
        for reason in lint_party(text, destination_of(shipment), context.playbook) if text else ():
            code, level = ("not_latin", Level.NOTE) if reason.weight == "hint" else ("filler", Level.WARN)
            rules = (reason.rule,) if reason.rule else ()
            outcomes.setdefault(code, Outcome(code=code, level=level, facts={"field": name}, rules=rules))
    return list(outcomes.values()) or [Outcome(code="names_fit", level=Level.PASS)]


@check(
    "delivery.declaration.hs_list",
    "known", "unknown_code", "leftover", "special_chapter", "words_differ", "edition_over",
)  # fmt: skip
def hs_list(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the HS codes are in the list of HS 2022, level by level."""
    if shipment.declaration is None:
        return []  # on_record says so
    judged = [
        (line, check_hs(line.hs_code, line.description, context.playbook))
        for line in shipment.declaration.lines
        if line.hs_code
    ]
    judged = [(line, answer) for line, answer in judged if answer.well_formed]
    if not judged:
        return []  # hs_code says so
    sent = context.sent_at(shipment)
    if context.rule(HS_EDITION, sent.date() if sent else None) is None:
        return [Outcome(code="edition_over", level=Level.UNKNOWN, rules=(HS_EDITION,))]
    outcomes: dict[str, Outcome] = {}
    for line, answer in judged:
        if (code := _hs_code(answer)) and code not in outcomes:
            outcomes[code] = _hs_outcome(code, line, answer)
    return list(outcomes.values()) or [Outcome(code="known", level=Level.PASS, facts={"lines": str(len(judged))})]


def _hs_code(answer: HsAnswer) -> str:
    if answer.leftover:
        return "leftover"
    return _HS_CODES[answer.state] or ("words_differ" if answer.words_differ else "")


def _hs_outcome(code: str, line: DeclarationLine, answer: HsAnswer) -> Outcome:
    level = Level.NOTE if code in ("words_differ", "special_chapter") else Level.WARN
    missing = {"no_chapter": "chapter", "no_heading": "heading", "no_subheading": "subheading"}
    facts = {
        "code": answer.code,
        "first": quoted(line.description),
        "level": missing.get(answer.state, ""),
        "newer": ", ".join(answer.newer[:6]) or "none",
        "says": quoted(re.split(r"[;(]", answer.description)[0].strip()),
    }
    return Outcome(code=code, level=level, facts=facts, rules=(HS_EDITION,))
