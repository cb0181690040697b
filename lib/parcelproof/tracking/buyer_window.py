"""Until when the buyer can open a dispute, beside which the carrier's own window must be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from parcelproof.ledger.records import Order
from parcelproof.messages import _
from parcelproof.playbook import Playbook, Rule
from parcelproof.tracking.working_days import deadline

TABLE = "deadlines"
KIND = "buyer_opens"
FALLBACK = "paypal"
"""A channel without a row of its own: its buyers may have paid with PayPal."""


@dataclass(frozen=True)
class BuyerWindow:
    """How long a buyer has.

    Attributes
    ----------
    closes : datetime
    rule : Rule
    own : bool
        The row is that of the order's own platform; otherwise it holds only if the buyer paid with PayPal.
    """

    closes: datetime
    rule: Rule
    own: bool

    @property
    def who(self) -> str:
        """The buyer, in words for the start of a sentence."""
        name = "PayPal" if self.rule.columns["door"] == FALLBACK else self.rule.columns["door"].capitalize()
        return _("A {platform} buyer", platform=name) if self.own else _("A buyer who paid with {name}", name=name)


def buyer_window(order: Order | None, playbook: Playbook, on: date) -> BuyerWindow | None:
    """Return until when the buyer of this order can open a dispute; None if nobody can say."""
    paid = (order.paid_at or order.placed_at) if order else None
    if order is None or paid is None:
        return None
    own = playbook.rules_for(TABLE, door=order.channel, kind=KIND, on=on)
    for rule in own or playbook.rules_for(TABLE, door=FALLBACK, kind=KIND, on=on):
        try:
            closes = deadline(paid, Decimal(str(rule.value)), rule.unit)
        except InvalidOperation:
            continue
        if closes is not None:
            return BuyerWindow(closes, rule, bool(own))
    return None
