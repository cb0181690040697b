"""Measure 4, the form: the customs declaration is on record and agrees with the order and the weights."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.delivery.border import needs_no_form
from parcelproof.delivery.declared_value import (
    VALUE_LEVELS,
    Tolerance,
    ValueFacts,
    consent_state,
    declared_total,
    judge_value,
    value_consent,
)
from parcelproof.delivery.exchange import Converted, convert
from parcelproof.delivery.weights import shown, weight_in_grams
from parcelproof.fact_words import said
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Declaration, Order
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.units import Money

OLD_RATE_DAYS = 7
"""A rate further than this from the payment says nothing about a small gap."""
OLD_RATE_SHARE = Decimal("0.10")

HS_RULE = "declaration.hs_digits"
HS_DIGITS = 6

DECLARED_WEIGHT = "weight.declared_vs_packed.ok"
"""The tolerance of a declared weight; it holds for the net weights of the lines too."""


@check("delivery.declaration.on_record", "done", "not_needed", "missing", "missing_sent")
def on_record(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the customs declaration is on record."""
    declaration = shipment.declaration
    if declaration is not None and declaration.lines:
        facts = {"form": declaration.form.replace("_", " "), "lines": str(len(declaration.lines))}
        return [Outcome(code="done", level=Level.PASS, facts=facts)]
    if needs_no_form(shipment):
        return [Outcome(code="not_needed", level=Level.NOTE)]
    return [Outcome(code="missing_sent" if context.sent_at(shipment) else "missing", level=Level.WARN)]


@check("delivery.declaration.quantity", "matches", "fewer", "more", "split_order", "no_order_lines")
def quantity(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the form holds as many articles as the order."""
    if shipment.declaration is None or not shipment.declaration.lines:
        return []  # on_record says so
    declared = sum(line.quantity for line in shipment.declaration.lines if not line.is_gift)
    ordered = sum(item.quantity for item in shipment.items)
    facts = {"declared": str(declared), "ordered": str(ordered)}
    if not ordered:
        return [Outcome(code="no_order_lines", level=Level.UNKNOWN, facts=facts)]
    if declared == ordered:
        return [Outcome(code="matches", level=Level.PASS, facts=facts)]
    if declared < ordered and shipment.siblings:
        facts["parcels"] = str(len(shipment.siblings) + 1)
        return [Outcome(code="split_order", level=Level.NOTE, facts=facts)]
    return [Outcome(code="fewer" if declared < ordered else "more", level=Level.WARN, facts=facts)]


@check("delivery.declaration.net_weight", "matches", "differs", "line_without_weight", "no_net_weight", "no_rule")
def net_weight(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the net weights of the lines add up to the net weight of the goods."""
    if shipment.declaration is None or not shipment.declaration.lines:
        return []  # on_record says so
    lines = shipment.declaration.lines
    bare = [line for line in lines if line.net_weight is None]
    if bare:
        facts = {"lines": str(len(bare)), "first": quoted(bare[0].description)}
        return [Outcome(code="line_without_weight", level=Level.WARN, facts=facts)]
    total = sum((line.net_weight.grams for line in lines if line.net_weight is not None), Decimal(0))
    net = weight_in_grams(shipment, "net")
    if net is None:
        return [Outcome(code="no_net_weight", level=Level.UNKNOWN, facts={"declared": shown(total)})]
    facts = {"declared": shown(total), "net": shown(net)}
    percent = context.number(DECLARED_WEIGHT)
    if percent is None:
        return [Outcome(code="no_rule", level=Level.UNKNOWN, facts=facts)]
    allowed = max(context.column_number(DECLARED_WEIGHT, "at_least_g"), net * percent / 100)
    code, level = ("matches", Level.PASS) if abs(total - net) <= allowed else ("differs", Level.WARN)
    return [Outcome(code=code, level=level, facts=facts, rules=(DECLARED_WEIGHT,))]


@check("delivery.declaration.hs_code", "present", "missing", "too_short")
def hs_code(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that every article has an HS code of at least six digits."""
    if shipment.declaration is None or not shipment.declaration.lines:
        return []  # on_record says so
    lines = shipment.declaration.lines
    sent = context.sent_at(shipment)
    in_force = context.rule(HS_RULE, sent.date() if sent else None) is not None
    level = Level.FAIL if in_force and shipment.declaration.category != "documents" else Level.WARN
    outcomes = []
    for code, found in (
        ("missing", [line for line in lines if not line.hs_code]),
        ("too_short", [line for line in lines if line.hs_code and len(line.hs_code) < HS_DIGITS]),
    ):
        if found:
            facts = {"lines": str(len(found)), "first": quoted(found[0].description)}
            outcomes.append(Outcome(code=code, level=level, facts=facts, rules=(HS_RULE,)))
    return outcomes or [Outcome(code="present", level=Level.PASS, facts={"lines": str(len(lines))})]


@check("delivery.declaration.origin", "present", "missing")
def origin(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that every article names the country where it was made."""
    if shipment.declaration is None or not shipment.declaration.lines:
        return []  # on_record says so
    bare = [line for line in shipment.declaration.lines if line.origin is None]
    if not bare:
        return [Outcome(code="present", level=Level.PASS)]
    facts = {"lines": str(len(bare)), "first": quoted(bare[0].description)}
    return [Outcome(code="missing", level=Level.WARN, facts=facts)]


@check(
    "delivery.declaration.value",
    *VALUE_LEVELS, "no_lines", "mixed_currencies", "no_order_value", "part_of_order",
    "no_rate", "rate_too_old", "rate_used", "no_rule",
)  # fmt: skip
def value(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the declared value is the price of the goods."""
    declaration, order = shipment.declaration, shipment.order
    if declaration is None:
        return []  # on_record says so
    total = declared_total(declaration)
    if total is None:
        code = "mixed_currencies" if any(not line.is_gift for line in declaration.lines) else "no_lines"
        return [Outcome(code=code, level=Level.UNKNOWN)]
    if order is None or order.goods is None:
        # Zero and "gift" are wrong at any price, so they are said even where the price is not known.
        outcomes = [Outcome(code="no_order_value", level=Level.UNKNOWN, facts={"declared": str(total)})]
        if declaration.category == "gift":
            outcomes.insert(0, _outcome("commercial_as_gift", "G", {"declared": str(total)}))
        if total.amount == 0:
            outcomes.insert(0, _outcome("symbolic_value", "H", {"declared": str(total), "paid": _("not known")}))
        return outcomes
    return _judged(shipment, context, total, order, declaration)


def _outcome(code: str, case: str, facts: dict[str, str]) -> Outcome:
    rules = (f"declaration.case_{case.lower()}",) if case else ()
    return Outcome(code=code, level=VALUE_LEVELS[code], facts=facts | {"case": case}, rules=rules)


def _judged(
    shipment: Shipment, context: CheckContext, total: Money, order: Order, declaration: Declaration
) -> list[Outcome]:
    assert order.goods is not None
    paid_at = order.paid_at or order.placed_at or context.as_of
    facts = {"declared": str(total), "paid": str(order.goods)}
    changed = convert(total, order.goods.currency, paid_at.date())
    if changed is None:
        return [Outcome(code="no_rate", level=Level.UNKNOWN, facts=facts)]
    units, percent = context.number("declaration.tolerance_units"), context.number("declaration.tolerance_percent")
    symbolic = context.number("declaration.symbolic_up_to")
    if units is None or percent is None or symbolic is None:
        return [Outcome(code="no_rule", level=Level.UNKNOWN, facts=facts)]
    numbers = _value_facts(shipment, context, changed, order, declaration)
    price = numbers.paid + numbers.platform_share
    gap = abs(numbers.declared - price)
    facts |= _value_words(shipment, declaration, changed, price, gap)
    outcomes = []
    if total.currency != order.goods.currency:
        outcomes.append(Outcome(code="rate_used", level=Level.NOTE, facts=facts))
    verdict = judge_value(numbers, Tolerance(units, percent), symbolic)
    if shipment.siblings and verdict.case in ("C", "D", "E"):
        # The price is the price of the whole order, and this parcel holds only a part of it.
        facts["parcels"] = str(len(shipment.siblings) + 1)
        return [Outcome(code="part_of_order", level=Level.UNKNOWN, facts=facts), *outcomes]
    if changed.days_apart > OLD_RATE_DAYS and verdict.case in ("C", "D", "E", "F") and gap <= price * OLD_RATE_SHARE:
        return [Outcome(code="rate_too_old", level=Level.UNKNOWN, facts=facts), *outcomes]
    return [*(_outcome(code, verdict.case, facts) for code in verdict.codes), *outcomes]


def _value_facts(
    shipment: Shipment, context: CheckContext, changed: Converted, order: Order, declaration: Declaration
) -> ValueFacts:
    assert order.goods is not None
    currency = order.goods.currency
    return ValueFacts(
        declared=changed.money.amount,
        paid=order.goods.amount,
        platform_share=_amount(order.platform_discount, currency),
        seller_share=_amount(order.seller_discount, currency) if order.seller_discount else None,
        category=declaration.category,
        explained_by=declaration.value_explained_by,
        explanation=declaration.explanation,
        consent=consent_state(shipment, context.sent_at(shipment)),
    )


def _value_words(
    shipment: Shipment, declaration: Declaration, changed: Converted, price: Decimal, gap: Decimal
) -> dict[str, str]:
    currency = changed.money.currency
    consent = value_consent(shipment)
    return {
        "price": str(_rounded(Money(amount=price, currency=currency))),
        "gap": str(_rounded(Money(amount=gap, currency=currency))),
        "declared_there": str(_rounded(changed.money)),
        "rate": f"{changed.rate:.4f}",
        "rate_date": changed.rate_date.isoformat(),
        "explained_by": said(declaration.value_explained_by) or _("nothing"),
        "consent_at": show(consent.claimed_at) if consent and consent.claimed_at else _("an unknown time"),
        "asked_by": said(consent.asked_by) if consent else _("nobody"),
    }


def _rounded(money: Money) -> Money:
    return Money(amount=money.amount.quantize(Decimal("0.01"), ROUND_HALF_UP), currency=money.currency)


def _amount(money: Money | None, currency: str) -> Decimal:
    # A share in another currency than the price is left out: it cannot be added without a rate of its own.
    return abs(money.amount) if money is not None and money.currency == currency else Decimal(0)
