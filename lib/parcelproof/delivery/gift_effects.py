"""Measure 5, the effects: what a free article adds to the parcel, a battery or anything else that a check finds."""

from __future__ import annotations

from dataclasses import replace

from parcelproof.checks import CheckContext, check, quoted, registry
from parcelproof.delivery.description_words import tokens, words_of
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import DeclarationLine
from parcelproof.messages import _, sentences
from parcelproof.shipment import Shipment

BATTERY_HEADINGS = ("8506", "8507")
NEGATIONS = frozenset({"no", "without", "excluding", "excl"})
MEASURES = ("delivery.declaration", "delivery.delivery_receipt")
_BAD = (Level.FAIL, Level.WARN)
_MOST = 4
"""Findings that are named; more are only counted."""


def names_battery(text: str, context: CheckContext) -> bool:
    """Tell whether a description names a battery that is inside; "without battery" does not."""
    lists, words = words_of(context.playbook), tokens(text)
    return any(
        lists.has("battery", word) and not (place and words[place - 1].casefold() in NEGATIONS)
        for place, word in enumerate(words)
    )


@check("delivery.gifts.battery", "no_battery", "gift_adds_battery")
def battery(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that a free article that looks like a battery is known as a restricted one."""
    if not shipment.gifts:
        return []  # agreed says so
    found = [
        gift.description for gift in shipment.gifts if not gift.restricted and names_battery(gift.description, context)
    ]
    if not any(gift.restricted for gift in shipment.gifts):
        lines = shipment.declaration.lines if shipment.declaration else ()
        found += [line.description for line in lines if line.is_gift and _is_battery(line, context)]
    if found:
        facts = {"gift": quoted(found[0])}
        return [Outcome(code="gift_adds_battery", level=Level.WARN, facts=facts, rules=("gift.restricted",))]
    return [Outcome(code="no_battery", level=Level.PASS)]


def _is_battery(line: DeclarationLine, context: CheckContext) -> bool:
    return (line.hs_code or "").startswith(BATTERY_HEADINGS) or names_battery(line.description, context)


@check("delivery.gifts.whole_parcel", "no_change", "adds_findings")
def whole_parcel(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Run the checks of form and weights with the free articles and without them; say what they add."""
    declaration = shipment.declaration
    if not shipment.gifts or declaration is None or not any(line.is_gift for line in declaration.lines):
        return []  # agreed and declared say so
    bare_form = declaration.model_copy(update={"lines": tuple(x for x in declaration.lines if not x.is_gift)})
    without = _bad_findings(replace(shipment, gifts=(), declaration=bare_form), context)
    added = [title for name, title in _bad_findings(shipment, context).items() if name not in without]
    if not added:
        return [Outcome(code="no_change", level=Level.PASS)]
    more = " " + _("and {count} more", count=len(added) - _MOST) if len(added) > _MOST else ""
    facts = {"count": str(len(added)), "findings": sentences(*added[:_MOST]) + more}
    return [Outcome(code="adds_findings", level=Level.WARN, facts=facts)]


def _bad_findings(shipment: Shipment, context: CheckContext) -> dict[tuple[str, str], str]:
    """Return the titles of failures and warnings about form and weights, by check and code."""
    found: dict[tuple[str, str], str] = {}
    known = registry()
    for name in MEASURES:
        for spec in context.playbook.measure(name).checks:
            registered = known.get(spec.function)
            for outcome in registered.function(shipment, context) if registered else ():
                if outcome.level in _BAD:
                    found[spec.id, outcome.code] = spec.messages[outcome.code].title
    return found
