"""Whether the platform wants a signature for an order of this amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parcelproof.delivery.exchange import convert
from parcelproof.findings import RuleRef
from parcelproof.playbook import Playbook, Rule
from parcelproof.shipment import Shipment
from parcelproof.units import Money

TABLE = "signature_thresholds"
FALLBACK = "paypal"
"""A shop of its own has no rule of a platform; its buyers may have paid with PayPal."""


@dataclass(frozen=True)
class SignatureNeed:
    """The answer, with its reason in plain words.

    Attributes
    ----------
    needed : bool or None
        None if nobody can say.
    why : str
    rule : RuleRef or None
        The row that decided.
    """

    needed: bool | None
    why: str
    rule: RuleRef | None = None


def signature_need(shipment: Shipment, playbook: Playbook, on: date) -> SignatureNeed:
    """Compare the order total with the amount from which the platform wants a signature.

    Parameters
    ----------
    on : date
        The day of the rules and of the exchange rate, if the order does not say its own day.

    Notes
    -----
    Amounts in two currencies are compared at the rate of the European Central Bank, and its date is named.
    """
    order = shipment.order
    if order is None or order.total is None:
        return SignatureNeed(None, "The order total is not on record, so a signature may be needed.")
    paid = order.paid_at or order.placed_at
    day = paid.date() if paid else on
    own = playbook.rules_for(TABLE, platform=order.channel, kind="signature_from", on=day)
    unless = playbook.rules_for(TABLE, platform=order.channel, kind="signature_unless", on=day)
    if unless and not own:
        return SignatureNeed(False, unless[0].note, unless[0].ref)
    rules = own or playbook.rules_for(TABLE, platform=FALLBACK, kind="signature_from", on=day)
    if not rules:
        return SignatureNeed(None, "No rule says when a signature is needed.")
    exact = next((rule for rule in rules if rule.unit == order.total.currency), None)
    if exact:
        return _compare(order.total, exact, paypal=not own)
    rule = next((rule for rule in rules if rule.unit == "USD"), rules[0])
    converted = convert(order.total, rule.unit, day)
    if converted is None:
        why = f"There is no exchange rate from {order.total.currency} to {rule.unit}, so a signature may be needed."
        return SignatureNeed(None, why, rule.ref)
    rate = f" at the ECB rate of {converted.rate_date.isoformat()}"
    return _compare(converted.money, rule, paypal=not own, rate=rate)


def _compare(total: Money, rule: Rule, *, paypal: bool, rate: str = "") -> SignatureNeed:
    limit = Money(amount=rule.number, currency=rule.unit)
    shown = Money(amount=round(total.amount, 2), currency=total.currency)
    payer = " if the buyer paid with PayPal" if paypal else ""
    if total.amount >= limit.amount:
        return SignatureNeed(True, f"The order total of {shown}{rate} needs a signature from {limit}{payer}.", rule.ref)
    return SignatureNeed(False, f"The order total of {shown}{rate} is below {limit}.", rule.ref)
