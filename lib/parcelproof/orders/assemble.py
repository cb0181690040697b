"""Make one order bundle, and its tracking joins, of the rows that tell of one order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from parcelproof.ledger.records import Address, Item, Order, Shipping, Weights
from parcelproof.orders.formats import Format
from parcelproof.orders.model import OrderBundle, TrackingJoin
from parcelproof.orders.prices import add, adds_up, per_piece, positive, price_means, times, without_discount
from parcelproof.orders.row import Line
from parcelproof.units import Money

T = TypeVar("T")
_ADDRESS = ("name", "company", "line1", "line2", "line3", "city", "state", "postal_code")
_TEXTS = (
    "buyer_name", "buyer_username", "buyer_email", "buyer_phone", "buyer_note", "service_ordered",
)  # fmt: skip
_TIMES = ("placed_at", "paid_at", "ship_by", "promised_from", "promised_by", "cancelled_at")


class Assembler:
    """Builds the records of one order.

    Parameters
    ----------
    spec : Format
    lines : sequence of Line
        The rows of the order that could be read, in file order; not empty.
    complete : bool
        False if a row of the order was refused: then no sum is computed from the rows that are left.
    """

    def __init__(self, spec: Format, lines: Sequence[Line], *, complete: bool) -> None:
        self._spec = spec
        self._complete = complete
        self.unclear_price = False
        summary = [line for line in lines if not line.has_article]
        # Totals stand on the summary line if there is one; else each line holds its own.
        self._heads = [*summary, *(line for line in lines if line.has_article)] if spec.summary_line else list(lines)
        self._has_summary = bool(summary)
        self._lines = _distinct(line for line in lines if line.has_article)
        self.rows = tuple(sorted({line.number for line in lines}))
        self._order_id = lines[0].text("order_id")

    def bundle(self) -> OrderBundle:
        """Return the order with its items, parcels and weights."""
        meaning = self._price_meaning()
        order = self._order(meaning)
        items = self._items(meaning, order.placed_at)
        return OrderBundle(order, items, self.shippings(), self._weights(), self.rows)

    def joins(self) -> tuple[TrackingJoin, ...]:
        """Return one join per tracking number."""
        return tuple(
            TrackingJoin(self._order_id, shipping, self._rows_of(shipping.tracking_number))
            for shipping in self.shippings()
            if shipping.tracking_number
        )

    def _rows_of(self, number: str) -> tuple[int, ...]:
        return tuple(sorted({line.number for line in self._heads if number in line.numbers}))

    def _first(self, read: Callable[[Line], T | None]) -> T | None:
        return next((value for value in map(read, self._heads) if value not in (None, "")), None)

    def _text(self, name: str) -> str:
        return self._first(lambda line: line.text(name)) or ""

    def _time(self, name: str) -> datetime | None:
        return self._first(lambda line: line.time(name))

    def _amount(self, name: str) -> Money | None:
        if self._spec.summary_line and not self._has_summary and len(self._lines) > 1:
            return self._sum(name)
        return self._first(lambda line: line.money(name))

    def _sum(self, name: str) -> Money | None:
        return add(line.money(name) for line in self._lines) if self._complete else None

    def _price_meaning(self) -> str:
        if not any(line.money("checked_price") for line in self._lines):
            return ""
        meaning = price_means(self._lines, self._amount("total"), self._extras()) if self._complete else ""
        if not meaning and all(line.quantity == 1 for line in self._lines):
            meaning = "same"
        self.unclear_price = not meaning
        return meaning

    def _goods(self, meaning: str) -> Money | None:
        stated = self._amount("goods")
        if stated:
            return without_discount(stated, self._amount("seller_discount"), self._amount("total"), self._extras())
        if not self._complete or not self._lines:
            return None
        if meaning:
            counts = [line.quantity if meaning == "piece" else 1 for line in self._lines]
            prices = [times(line.money("checked_price"), n) for line, n in zip(self._lines, counts, strict=True)]
            return add(prices) if all(prices) else None
        if self._spec.summary_line and self._has_summary:
            return self._heads[0].money("checked_price")
        totals = [line.money("line_total") for line in self._lines]
        if all(totals):
            return self._less_line_discounts(add(totals))
        pieces = [times(line.money("unit_price"), line.quantity) for line in self._lines]
        goods = add(pieces) if all(pieces) else None
        # Prices that do not add up to the total hide a discount: then what was paid for the goods is unknown.
        return goods if adds_up(goods, self._amount("total"), self._extras()) else None

    def _less_line_discounts(self, goods: Money | None) -> Money | None:
        off = positive(self._sum("line_seller_discount"))
        if goods is None or off is None or not off.amount or self._spec.line_discount == "included":
            return goods
        if self._spec.line_discount == "unclear" or off.currency != goods.currency:
            return None
        return Money(amount=goods.amount - off.amount, currency=goods.currency)

    def _discount(self, name: str) -> Money | None:
        of_lines = None if self._spec.line_discount == "unclear" else self._sum(f"line_{name}")
        return positive(self._amount(name) or of_lines)

    def _extras(self) -> list[Money | None]:
        return [self._amount(name) for name in ("shipping_paid", "tax", "platform_tax")]

    def _order(self, meaning: str) -> Order:
        address = {name: self._text(f"ship_{name}") for name in _ADDRESS}
        states = dict.fromkeys(s for s in (self._text("status"), self._text("status_detail")) if s)
        times_read: dict[str, Any] = {name: self._time(name) for name in _TIMES}
        taxes = add([self._amount("tax"), self._amount("platform_tax")])
        return Order(
            channel=self._spec.channel,
            order_id=self._order_id,
            claimed_at=times_read["placed_at"],
            status=", ".join(states)[:500],
            goods=self._goods(meaning),
            shipping_paid=self._amount("shipping_paid") or self._sum("line_shipping"),
            tax=taxes or self._sum("line_tax"),
            seller_discount=self._discount("seller_discount"),
            platform_discount=self._discount("platform_discount"),
            total=self._amount("total"),
            destination=self._text("destination") or None,
            ship_to=Address(**address) if any(address.values()) else None,
            **times_read,
            **{name: self._text(name) for name in _TEXTS},
        )

    def _items(self, meaning: str, placed: datetime | None) -> tuple[Item, ...]:
        items: dict[str, Item] = {}
        for line in self._lines:
            line_id = line.text("line_id") or _free(_derived_id(line), items)
            items[line_id] = Item(
                line_id=line_id,
                claimed_at=placed,
                title=line.text("title"),
                quantity=line.quantity,
                sku=line.text("sku"),
                variation=line.text("variation"),
                listing_id=line.text("listing_id"),
                category=line.text("category"),
                unit_price=_unit_price(line, meaning),
            )
        return tuple(items.values())

    def shippings(self) -> tuple[Shipping, ...]:
        """Return one shipping per tracking number; one without a number if only other facts are known."""
        found: dict[str, Shipping] = {}
        for line in self._heads:
            for number in line.numbers:
                if number not in found:
                    found[number] = self._shipping(number, line)
        if found:
            return tuple(found.values())
        bare = self._shipping("", None)
        told = bare.carrier or bare.service or bare.shipped_at
        return (bare,) if told else ()

    def _shipping(self, number: str, line: Line | None) -> Shipping:
        def text(name: str) -> str:
            return (line.text(name) if line else "") or self._text(name)

        def amount(name: str) -> Money | None:
            return (line.money(name) if line else None) or self._first(lambda other: other.money(name))

        shipped = (line.time("shipped_at") if line else None) or self._time("shipped_at")
        return Shipping(
            carrier=text("carrier"),
            service=text("service"),
            tracking_number=number,
            shipped_at=shipped,
            claimed_at=shipped,
            signature_required=_signature(text("confirmation")),
            insured=amount("insured"),
            cost=amount("shipping_cost"),
        )

    def _weights(self) -> Weights | None:
        net = self._first(lambda line: line.weight("weight_net"))
        packed = self._first(lambda line: line.weight("weight_packed"))
        declared = self._first(lambda line: line.weight("weight_declared"))
        if not (net or packed or declared):
            return None
        return Weights(net=net, packed=packed, declared=declared, scale=self._spec.scale)


def _distinct(lines: Iterable[Line]) -> list[Line]:
    """Leave out further rows of an order line: they tell only of a further parcel, and must not be added up."""
    kept: dict[str, Line] = {}
    for line in lines:
        kept.setdefault(line.text("line_id") or f"\x00{line.number}", line)
    return list(kept.values())


def _derived_id(line: Line) -> str:
    """Name an order line that has no number: the same in every export of the order."""
    named = line.text("sku") or line.text("listing_id")
    if named:
        return named
    words = f"{line.text('title')}\x1f{line.text('variation')}"
    return "line-" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _free(wanted: str, taken: dict[str, Item]) -> str:
    name, count = wanted, 2
    while name in taken:
        name, count = f"{wanted[:490]}-{count}", count + 1
    return name


def _unit_price(line: Line, meaning: str) -> Money | None:
    checked = line.money("checked_price")
    if checked:
        if meaning == "line":
            return per_piece(checked, line.quantity)
        return checked if meaning or line.quantity == 1 else None
    return line.money("unit_price") or per_piece(line.money("line_total"), line.quantity)


def _signature(confirmation: str) -> bool | None:
    words = confirmation.casefold()
    if not words:
        return None
    return "signature" in words and not words.startswith("no ")
