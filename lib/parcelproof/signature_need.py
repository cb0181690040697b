"""Whether the platform wants a signature for an order of this amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parcelproof.delivery.exchange import convert
from parcelproof.findings import RuleRef
from parcelproof.messages import _
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
        return SignatureNeed(None, _("The order total is not on record, so a signature may be needed."))
    paid = order.paid_at or order.placed_at
    day = paid.date() if paid else on
    own = playbook.rules_for(TABLE, platform=order.channel, kind="signature_from", on=day)
    unless = playbook.rules_for(TABLE, platform=order.channel, kind="signature_unless", on=day)
    if unless and not own:
        return SignatureNeed(False, unless[0].note, unless[0].ref)
    rules = own or playbook.rules_for(TABLE, platform=FALLBACK, kind="signature_from", on=day)
    if not rules:
        return SignatureNeed(None, _("No rule says when a signature is needed."))
    exact = next((rule for rule in rules if rule.unit == order.total.currency), None)
    if exact:
        return _compare(order.total, exact, paypal=not own)
    rule = next((rule for rule in rules if rule.unit == "USD"), rules[0])
    converted = convert(order.total, rule.unit, day)
    if converted is None:
        why = _(
            "There is no exchange rate from {currency} to {other}, so a signature may be needed.",
            currency=order.total.currency, other=rule.unit,
        )  # fmt: skip
        return SignatureNeed(None, why, rule.ref)
    return _compare(converted.money, rule, paypal=not own, rate_day=converted.rate_date.isoformat())


def _compare(total: Money, rule: Rule, *, paypal: bool, rate_day: str = "") -> SignatureNeed:
    limit = Money(amount=rule.number, currency=rule.unit)
    shown = Money(amount=round(total.amount, 2), currency=total.currency)
    total_words = _("{amount} at the ECB rate of {day}", amount=shown, day=rate_day) if rate_day else str(shown)
    facts = {"total": total_words, "limit": limit}
    if total.amount >= limit.amount:
        why = _("The order total of {total} needs a signature from {limit}.", **facts)
        if paypal:
            why = _("The order total of {total} needs a signature from {limit} if the buyer paid with PayPal.", **facts)
        return SignatureNeed(True, why, rule.ref)
    return SignatureNeed(False, _("The order total of {total} is below {limit}.", **facts), rule.ref)
