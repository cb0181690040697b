"""Measure 4, the value: decision table A to H for the declared value, with the buyer's consent beside it.

Consent is evidence and never a defence: a value below the price stays a failure with or without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from parcelproof.findings import Level
from parcelproof.ledger.records import Consent, Declaration
from parcelproof.shipment import Shipment
from parcelproof.units import Money

Case = Literal["A", "B", "C", "D", "E", "F", "G", "H", ""]
ConsentState = Literal["recorded", "after_dispatch", "undated", "refused", "none"]


@dataclass(frozen=True)
class Tolerance:
    """What still counts as equal: the larger of a fixed amount and a share of the price."""

    units: Decimal
    percent: Decimal

    def of(self, price: Decimal) -> Decimal:
        """The allowed gap for a price, in the same currency."""
        return max(self.units, price * self.percent / 100)


@dataclass(frozen=True)
class ValueFacts:
    """The facts that the decision table looks at; all money in one currency, at the payment date.

    Attributes
    ----------
    declared : Decimal
        Sum of the lines that are no gifts.
    paid : Decimal
        What the buyer paid for goods, freight apart.
    platform_share : Decimal
        Part of the price that the platform paid.
    seller_share : Decimal or None
        Discount or coupon that the seller gave, if known.
    category : str
        Category of the customs form.
    explained_by, explanation : str
        Why the value differs, and the document that shows it.
    consent : ConsentState
    """

    declared: Decimal
    paid: Decimal
    platform_share: Decimal = Decimal(0)
    seller_share: Decimal | None = None
    category: str = "sale_of_goods"
    explained_by: str = ""
    explanation: str = ""
    consent: ConsentState = "none"


@dataclass(frozen=True)
class ValueVerdict:
    """The row of the decision table, and the codes that it gives, worst first."""

    case: Case
    codes: tuple[str, ...]


def judge_value(facts: ValueFacts, tolerance: Tolerance, symbolic: Decimal) -> ValueVerdict:
    """Apply decision table A to H.

    Parameters
    ----------
    facts : ValueFacts
    tolerance : Tolerance
    symbolic : Decimal
        A value of at most so many currency units is a token, if the buyer paid more than that.
    """
    price = facts.paid + facts.platform_share
    marked = ("commercial_as_gift",) if facts.category == "gift" else ()
    token = facts.declared <= symbolic and facts.declared < price - tolerance.of(price)
    if facts.declared <= 0 or token:
        return ValueVerdict("H", ("symbolic_value", *marked))
    if marked:
        return ValueVerdict("G", marked)
    if price <= 0:
        explained = facts.explained_by == "replacement"
        return ValueVerdict("B" if explained else "", (_explained(facts) if explained else "no_price",))
    allowed = tolerance.of(price)
    if facts.declared > price + allowed:
        return ValueVerdict("F", ("over_declared",))
    if facts.declared >= price - allowed:
        return ValueVerdict("A", ("truthful",))
    if _explains(facts, price, allowed):
        return ValueVerdict("B", (_explained(facts),))
    if facts.platform_share > 0 and facts.declared >= facts.paid - tolerance.of(facts.paid):
        return ValueVerdict("C", ("platform_share_left_out",))
    if facts.consent == "recorded":
        return ValueVerdict("E", ("under_declared", "buyer_consent_recorded"))
    return ValueVerdict("D", ("under_declared", _NO_CONSENT[facts.consent]))


_NO_CONSENT: dict[ConsentState, str] = {
    "none": "no_buyer_consent",
    "refused": "consent_refused",
    "after_dispatch": "consent_after_dispatch",
    "undated": "consent_undated",
}


def _explains(facts: ValueFacts, price: Decimal, allowed: Decimal) -> bool:
    if not facts.explained_by:
        return False
    # A discount explains no more than its own amount.
    if facts.explained_by in ("seller_discount", "seller_coupon") and facts.seller_share is not None:
        return facts.declared >= price - facts.seller_share - allowed
    return True


def _explained(facts: ValueFacts) -> str:
    return "explained" if facts.explanation.strip() else "explained_without_paper"


VALUE_LEVELS = {
    "truthful": Level.PASS,
    "explained": Level.NOTE,
    "explained_without_paper": Level.WARN,
    "platform_share_left_out": Level.FAIL,
    "under_declared": Level.FAIL,
    "no_buyer_consent": Level.FAIL,
    "consent_refused": Level.FAIL,
    "consent_after_dispatch": Level.FAIL,
    "consent_undated": Level.FAIL,
    "buyer_consent_recorded": Level.NOTE,
    "over_declared": Level.WARN,
    "commercial_as_gift": Level.FAIL,
    "symbolic_value": Level.FAIL,
    "no_price": Level.UNKNOWN,
}


def consent_state(shipment: Shipment, sent: datetime | None) -> ConsentState:
    """Say whether the buyer agreed to the declared value, and whether that was before dispatch."""
    consent = value_consent(shipment)
    if consent is None:
        return "none"
    if not consent.agreed:
        return "refused"
    if consent.claimed_at is None:
        return "undated"
    return "recorded" if sent is None or consent.claimed_at < sent else "after_dispatch"


def value_consent(shipment: Shipment) -> Consent | None:
    """Return the buyer's answer about the declared value, or None."""
    return next((c for c in shipment.consents if c.about == "declared_value"), None)


def declared_total(declaration: Declaration) -> Money | None:
    """Sum the lines that are no gifts; None if there are none or the currencies differ."""
    lines = [line for line in declaration.lines if not line.is_gift]
    if not lines or len({line.value.currency for line in lines}) > 1:
        return None
    return Money(amount=sum((line.value.amount for line in lines), Decimal(0)), currency=lines[0].value.currency)
