"""What the buyer paid for the goods, and the price of one piece, from the amounts that a file gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from parcelproof.orders.row import Line
from parcelproof.units import Money


def add(amounts: Iterable[Money | None]) -> Money | None:
    """Add amounts of one currency; None if there is none, or if they are in different currencies."""
    found = [amount for amount in amounts if amount is not None]
    if not found or len({amount.currency for amount in found}) > 1:
        return None
    return Money(amount=sum((a.amount for a in found), Decimal(0)), currency=found[0].currency)


def positive(amount: Money | None) -> Money | None:
    """Return the amount without its sign: some files write discounts as negative."""
    return Money(amount=abs(amount.amount), currency=amount.currency) if amount else None


def per_piece(total: Money | None, quantity: int) -> Money | None:
    """Return the price of one piece if the division comes out even to four decimals, else None."""
    if total is None or quantity < 1:
        return None
    share = (total.amount / quantity).quantize(Decimal("0.0001"))
    if share * quantity != total.amount:
        return None
    exponent = min(int(total.amount.as_tuple().exponent), 0)
    shorter = share.quantize(Decimal(1).scaleb(exponent))
    return Money(amount=shorter if shorter == share else share.normalize(), currency=total.currency)


def times(price: Money | None, quantity: int) -> Money | None:
    """Return the price of several pieces."""
    return Money(amount=price.amount * quantity, currency=price.currency) if price else None


def price_means(lines: Sequence[Line], paid: Money | None, extras: Sequence[Money | None]) -> str:
    """Tell what a price column of unclear meaning holds, by adding up the order.

    Parameters
    ----------
    lines : sequence of Line
        The lines with articles, with ``checked_price``.
    paid : Money or None
        Everything the buyer paid.
    extras : sequence of Money or None
        Shipping and taxes; any of the taxes may be part of ``paid`` or not.

    Returns
    -------
    str
        ``piece``, ``line``, ``same`` (each line has one piece), or empty if the sums do not tell.
    """
    if all(line.quantity == 1 for line in lines):
        return "same"
    if paid is None:
        return ""
    goods = _goods_by_rest(paid, extras)
    by_piece = add(times(line.money("checked_price"), line.quantity) for line in lines)
    by_line = add(line.money("checked_price") for line in lines)
    fits = [
        name for name, value in (("piece", by_piece), ("line", by_line)) if value is not None and value.amount in goods
    ]
    return fits[0] if len(fits) == 1 else ""


def _goods_by_rest(paid: Money, extras: Sequence[Money | None]) -> set[Decimal]:
    """Return what is left for the goods, with each tax taken as part of ``paid`` or not."""
    shipping, *taxes = extras
    sums = {Decimal(0)}
    for tax in taxes:
        sums |= {s + tax.amount for s in sums} if tax else set()
    return {paid.amount - (shipping.amount if shipping else Decimal(0)) - s for s in sums}


def adds_up(goods: Money | None, paid: Money | None, extras: Sequence[Money | None]) -> bool:
    """Tell whether goods, shipping and taxes come to the total; True if no total is known."""
    return goods is None or paid is None or goods.amount in _goods_by_rest(paid, extras)


def without_discount(
    stated: Money, discount: Money | None, paid: Money | None, extras: Sequence[Money | None]
) -> Money:
    """Return what the buyer paid for the goods, where a file states the goods before the seller's discount.

    The discount is taken off only if the order adds up with it and does not add up without it.
    """
    off = positive(discount)
    if off is None or paid is None or off.currency != stated.currency or adds_up(stated, paid, extras):
        return stated
    less = Money(amount=stated.amount - off.amount, currency=stated.currency)
    return less if adds_up(less, paid, extras) else stated
