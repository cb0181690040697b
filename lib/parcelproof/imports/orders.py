"""Put order files and tracking-number files into the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from parcelproof.imports.index import ShipmentIndex
from parcelproof.imports.outcome import Outcome, Refusal
from parcelproof.ledger.records import Address, Item, Moved, Order, Record, Shipping, Weights
from parcelproof.messages import _
from parcelproof.orders import OrderBundle, OrdersFile, TrackingJoin, order_key
from parcelproof.shop import Shop

R = TypeVar("R", bound=Record)
Pair = tuple[str, Record]


def merge(old: R | None, new: R) -> R:
    """Return the new record, with what it leaves empty taken from the old one.

    Two reports of one order (all orders, unshipped orders) tell different parts; neither may wipe
    out what the other said.
    """
    if old is None:
        return new
    update = {name: getattr(new, name) for name in _filled(new)}
    if isinstance(old, Order) and isinstance(new, Order) and old.ship_to and new.ship_to:
        update["ship_to"] = _merge_address(old.ship_to, new.ship_to)
    return old.model_copy(update=update)


def _merge_address(old: Address, new: Address) -> Address:
    # The lines of another place are never mixed; a report that only leaves some of them out is.
    for name in ("line1", "city", "postal_code"):
        if getattr(new, name) and getattr(old, name) and getattr(new, name) != getattr(old, name):
            return new
    return old.model_copy(update={name: value for name, value in new.model_dump().items() if value})


def _filled(record: Record) -> list[str]:
    return [
        name
        for name, info in type(record).model_fields.items()
        if info.is_required() or getattr(record, name) != info.get_default(call_default_factory=True)
    ]


class OrderImporter:
    """Turns order bundles and joins into records of the right shipments."""

    def __init__(self, shop: Shop, index: ShipmentIndex) -> None:
        self._shop = shop
        self._index = index
        self._known: dict[str, dict[str, Record]] = {}

    def plan(self, file: OrdersFile, outcome: Outcome) -> list[Pair]:
        """Return the records of one file; what cannot be placed is added to ``outcome.refused``."""
        pairs: list[Pair] = []
        own = {order_key(bundle.order.order_id) for bundle in file.bundles}
        joined = set()
        by_order: dict[str, list[TrackingJoin]] = defaultdict(list)
        for join in file.joins:
            by_order[order_key(join.order_id)].append(join)
        for key, joins in by_order.items():
            # A shipping tool tells both: the number for an order that a marketplace file brought, or the order itself.
            if key not in own or self._known_elsewhere(file.channel, key):
                joined.add(key)
                pairs += self._join(joins, outcome)
        for bundle in file.bundles:
            if order_key(bundle.order.order_id) not in joined:
                pairs += self._bundle(bundle)
        outcome.shipments |= {chain for chain, _ in pairs}
        return pairs

    def _known_elsewhere(self, channel: str, order_id: str) -> bool:
        channels = self._index.channels_of(order_id)
        return bool(channels) and channel not in channels

    def _bundle(self, bundle: OrderBundle) -> Iterator[Pair]:
        order = bundle.order
        key = f"{order.channel}:{order.order_id}"
        if not self._index.of_order(order.channel, order.order_id):
            self._index.add_order(self._index.new_id(order.channel, order.order_id), key)
        yield from self._place(order.channel, order.order_id, bundle.shippings, bundle.weights)
        for chain in self._index.of_order(order.channel, order.order_id):
            yield from self._merged(chain, (order, *bundle.items))

    def _place(
        self, channel: str, order_id: str, shippings: Sequence[Shipping], weights: Weights | None
    ) -> Iterator[Pair]:
        """Give each tracking number of an order its parcel; make further parcels where needed."""
        stated = {s.tracking_number for s in shippings}
        for shipping in shippings:
            chain = self._parcel(channel, order_id, shipping.tracking_number, stated)
            if shipping.tracking_number:
                yield from self._fetch(chain, shipping.tracking_number)
                self._index.set_number(chain, shipping.tracking_number)
            yield from self._merged(chain, (shipping, *((weights,) if weights and len(shippings) == 1 else ())))

    def _parcel(self, channel: str, order_id: str, number: str, stated: set[str]) -> str:
        chains = self._index.of_order(channel, order_id)
        first = chains[0]
        if not number:
            return first
        if same := [c for c in chains if self._index.number(c) == number]:
            return same[0]
        if free := [c for c in chains if not self._index.number(c)]:
            return free[0]
        # A number that the file no longer states, and that no carrier ever scanned, was a slip: correct it.
        slips = [c for c in chains if self._index.number(c) not in stated and c not in self._index.with_scans]
        if slips:
            return slips[0]
        chain = self._index.further_id(first)
        self._index.add_order(chain, f"{channel}:{order_id}")
        return chain

    def _fetch(self, chain: str, number: str) -> Iterator[Pair]:
        """Bring over what was imported for this number before its order was known."""
        orphan = self._index.orphan_of(number)
        if not orphan:
            return
        yield from self._merged(chain, list(self._records(orphan).values()))
        yield orphan, Moved(to=chain)
        self._index.forget_number(orphan)

    def _join(self, joins: Sequence[TrackingJoin], outcome: Outcome) -> Iterator[Pair]:
        order_id = joins[0].order_id
        channels = self._index.channels_of(order_id)
        where = _("row {row}", row=joins[0].rows[0]) if joins[0].rows else _("this file")
        if len(channels) == 1:
            before = self._index.of_order(channels[0], order_id)
            yield from self._place(channels[0], order_id, [j.shipping for j in joins], None)
            for chain in self._index.of_order(channels[0], order_id):
                if chain not in before:
                    yield from self._copy_order(before[0], chain)
        elif channels:
            outcome.refused.append(
                Refusal(
                    where,
                    _("Two of your shops have an order with this number: {names}.", names=", ".join(channels)),
                    _("Add the tracking number in the shop's own order file."),
                )
            )
        else:
            outcome.refused.append(
                Refusal(
                    where, _("No order with this number is in your shop."), _("Import the order file first, then this.")
                )
            )

    def _copy_order(self, source: str, target: str) -> Iterator[Pair]:
        known = self._records(source)
        yield from self._merged(target, [r for r in known.values() if isinstance(r, (Order, Item))])

    def _merged(self, chain: str, new: Sequence[Record]) -> Iterator[Pair]:
        known = self._records(chain)
        for record in new:
            old = known.get(record.slot)
            replaces = isinstance(old, Shipping) and isinstance(record, Shipping) and bool(
                old.tracking_number and record.tracking_number and old.tracking_number != record.tracking_number
            )  # fmt: skip
            merged = record if old is None or replaces else merge(old, record)
            known[merged.slot] = merged
            yield chain, merged

    def _records(self, chain: str) -> dict[str, Record]:
        if chain not in self._known:
            self._known[chain] = {s.record.slot: s.record for s in self._shop.ledger.read(chain)}
        return self._known[chain]
