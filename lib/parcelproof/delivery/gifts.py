"""Measure 5: a free article is agreed with the buyer, declared with a value, and never a "gift" parcel."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.delivery.border import EU
from parcelproof.delivery.declared_duty import parcel_duty, shipping_day
from parcelproof.delivery.exchange import convert
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Gift
from parcelproof.shipment import Shipment

PROMISED = "delivery.gifts.promised"
"""The question whether the product page promises a free article."""

RESTRICTED_ALLOWED = "delivery.gifts.restricted_allowed"
"""The question whether the carrier takes a free article that is restricted."""

UNCONFIRMED = ("gift.not_on_page_unconfirmed",)
HS6 = 6


@check(
    "delivery.gifts.agreed",
    "on_page", "confirmed", "gift_not_on_page_unconfirmed", "confirmed_late", "gift_promised_missing", "no_gift",
    "not_asked",
)  # fmt: skip
def agreed(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that free articles are promised or confirmed, and that a promised one is there."""
    answer = shipment.answers.get(PROMISED)
    promised = answer.answer if answer else ""
    outcomes = [_agreed(gift, shipment, context) for gift in shipment.gifts]
    if promised == "yes" and not any(gift.on_product_page for gift in shipment.gifts):
        outcomes.insert(0, Outcome(code="gift_promised_missing", level=Level.FAIL, rules=("gift.promised_missing",)))
    if outcomes:
        return outcomes
    return [Outcome(code="no_gift", level=Level.PASS) if promised else Outcome(code="not_asked", level=Level.UNKNOWN)]


def _agreed(gift: Gift, shipment: Shipment, context: CheckContext) -> Outcome:
    facts = {"gift": quoted(gift.description)}
    if gift.on_product_page:
        return Outcome(code="on_page", level=Level.PASS, facts=facts)
    sent = context.sent_at(shipment)
    if gift.confirmed_at is None:
        return Outcome(code="gift_not_on_page_unconfirmed", level=Level.WARN, facts=facts, rules=UNCONFIRMED)
    if sent is not None and gift.confirmed_at >= sent:
        return Outcome(code="confirmed_late", level=Level.WARN, facts=facts, rules=UNCONFIRMED)
    return Outcome(code="confirmed", level=Level.PASS, facts=facts | {"channel": quoted(gift.confirmed_channel)})


@check("delivery.gifts.declared", "declared", "gift_undeclared", "gift_zero_value", "no_declaration")
def declared(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that every free article is on the customs form, with a value above zero."""
    if not shipment.gifts:
        return []  # agreed says so
    if shipment.declaration is None:
        return [Outcome(code="no_declaration", level=Level.UNKNOWN)]
    lines = [line for line in shipment.declaration.lines if line.is_gift]
    inside = sum(gift.quantity for gift in shipment.gifts)
    on_form = sum(line.quantity for line in lines)
    facts = {"inside": str(inside), "on_form": str(on_form)}
    outcomes = []
    if on_form < inside:
        outcomes.append(Outcome(code="gift_undeclared", level=Level.FAIL, facts=facts, rules=("gift.undeclared",)))
    free = [line for line in lines if line.value.amount <= 0]
    if free:
        facts = facts | {"gift": quoted(free[0].description)}
        outcomes.append(Outcome(code="gift_zero_value", level=Level.FAIL, facts=facts, rules=("gift.zero_value",)))
    return outcomes or [Outcome(code="declared", level=Level.PASS, facts=facts)]


@check("delivery.gifts.allowed", "allowed", "gift_restricted", "restricted_but_taken")
def allowed(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that no free article is one that may not travel like the rest."""
    if not shipment.gifts:
        return []  # agreed says so
    answer = shipment.answers.get(RESTRICTED_ALLOWED)
    taken = answer is not None and answer.answer == "yes"
    code, level = ("restricted_but_taken", Level.NOTE) if taken else ("gift_restricted", Level.FAIL)
    return [
        Outcome(code=code, level=level, facts={"gift": quoted(gift.description)}, rules=("gift.restricted",))
        for gift in shipment.gifts
        if gift.restricted
    ] or [Outcome(code="allowed", level=Level.PASS)]


@check("delivery.gifts.category", "sale", "parcel_marked_gift")
def category(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the parcel is declared as a sale although a free article is inside."""
    if not shipment.gifts or shipment.declaration is None:
        return []  # agreed and declared say so
    if shipment.declaration.category == "gift":
        return [Outcome(code="parcel_marked_gift", level=Level.FAIL, rules=("gift.parcel_marked_gift",))]
    return [Outcome(code="sale", level=Level.PASS)]


@check(
    "delivery.gifts.duty_line",
    "same_line",
    "gift_adds_duty_line",
    "gift_crosses_limit",
    "above_ceiling",
    "no_code",
    "no_such_duty",
    "no_destination",
)
def duty_line(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check whether a free article adds a tariff line that costs the flat duty of the European Union."""
    if not shipment.gifts or shipment.declaration is None:
        return []  # agreed and declared say so
    destination = shipment.order.destination if shipment.order else None
    if destination is None:
        return [Outcome(code="no_destination", level=Level.UNKNOWN)]
    if crossed := _crossed(shipment, context):
        return [crossed]
    rule = context.rule("threshold.eu.flat_duty_per_item", shipping_day(shipment, context))
    if destination not in EU or rule is None:
        return [Outcome(code="no_such_duty", level=Level.PASS, facts={"destination": destination})]
    if _above_ceiling(shipment, context):
        return [Outcome(code="above_ceiling", level=Level.NOTE)]
    lines = shipment.declaration.lines
    gifts = [line for line in lines if line.is_gift]
    if not gifts or any(line.hs_code is None or len(line.hs_code) < HS6 for line in lines):
        return [Outcome(code="no_code", level=Level.UNKNOWN)]
    bought = {line.hs_code[:HS6] for line in lines if line.hs_code and not line.is_gift}
    added = {line.hs_code[:HS6] for line in gifts if line.hs_code} - bought
    if not added:
        return [Outcome(code="same_line", level=Level.PASS)]
    facts = {"lines": str(len(added)), "duty": f"{rule.unit} {rule.value}"}
    return [Outcome(code="gift_adds_duty_line", level=Level.NOTE, facts=facts, rules=(rule.id,))]


def _crossed(shipment: Shipment, context: CheckContext) -> Outcome | None:
    """Say if the parcel is within a limit without its free articles, and above it with them."""
    whole, bare = parcel_duty(shipment, context), parcel_duty(shipment, context, with_gifts=False)
    if whole is None or bare is None or bare.duty is None or whole.duty is not None or whole.value is None:
        return None
    below, above = bare.value.amount if bare.value else None, whole.value.amount
    same = [rule for rule in whole.rules if rule.unit == whole.value.currency]
    limit = next((rule for rule in same if below is not None and below <= rule.number < above), None)
    if limit is None:
        return None
    facts = {"limit": f"{limit.unit} {limit.value}"}
    return Outcome(code="gift_crosses_limit", level=Level.WARN, facts=facts, rules=(limit.id,))


def _above_ceiling(shipment: Shipment, context: CheckContext) -> bool:
    """Whether the declared value is above the limit up to which the flat duty takes the place of the usual one."""
    ceiling = context.rule("threshold.eu.flat_duty_consignment_ceiling", shipping_day(shipment, context))
    if ceiling is None or shipment.declaration is None:
        return False
    day = shipping_day(shipment, context)
    values = [convert(line.value, ceiling.unit, day) for line in shipment.declaration.lines]
    return sum(value.money.amount for value in values if value is not None) > ceiling.number
