"""Which shipment an order number or a tracking number belongs to."""

from __future__ import annotations

from collections import defaultdict

from parcelproof.ids import make_id, next_parcel_id
from parcelproof.ledger.store import Ledger
from parcelproof.orders.model import order_key


class ShipmentIndex:
    """The shop's orders and parcels by number, kept up to date while a file is taken in.

    Parameters
    ----------
    ledger : Ledger
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ids = set(ledger.chains())
        self._orders: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._channels: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, str] = {}
        self._chains: dict[str, list[str]] = defaultdict(list)
        self._ordered: set[str] = set()
        self.with_scans = {chain for chain, _, _ in ledger.lookups("tracking_import")}
        for chain, _, key in ledger.lookups("order"):
            self.add_order(chain, key)
        moved = {chain for chain, _, _ in ledger.lookups("moved")}
        for chain, _, number in ledger.lookups("shipping"):
            if chain not in moved:
                self.set_number(chain, number)

    def add_order(self, chain: str, key: str) -> None:
        """Note that a chain holds a parcel of an order (``channel:number``)."""
        channel, _, number = key.partition(":")
        chains = self._orders[channel, order_key(number)]
        if chain not in chains:
            chains.append(chain)
        self._ordered.add(chain)
        self._channels[order_key(number)].add(channel)
        self.ids.add(chain)

    def set_number(self, chain: str, number: str) -> None:
        """Note the tracking number of a chain."""
        self.ids.add(chain)
        if (old := self._numbers.get(chain)) and chain in self._chains[old]:
            self._chains[old].remove(chain)
        self._numbers[chain] = number
        self._chains[number].append(chain)

    def forget_number(self, chain: str) -> None:
        """Note that a chain was moved to another one."""
        self._chains[self._numbers.pop(chain, "")].remove(chain)

    def number(self, chain: str) -> str:
        """Return the tracking number of a chain, or an empty string."""
        return self._numbers.get(chain, "")

    def of_order(self, channel: str, order_id: str) -> list[str]:
        """Return the parcels of one order of one channel, first parcel first."""
        return list(self._orders.get((channel, order_key(order_id)), ()))

    def channels_of(self, order_id: str) -> list[str]:
        """Return the channels that have an order with this number."""
        return sorted(self._channels.get(order_key(order_id), ()))

    def of_number(self, number: str) -> list[str]:
        """Return the parcels with this tracking number."""
        return list(self._chains.get(number, ())) if number else []

    def orphan_of(self, number: str) -> str:
        """Return a parcel with this number that has no order yet, or an empty string."""
        return next((chain for chain in self.of_number(number) if chain not in self._ordered), "")

    def new_id(self, channel: str, reference: str) -> str:
        """Return an unused id for the first parcel of an order, or for a parcel without order."""
        first = make_id(channel, reference)
        # A second order that would be written alike is kept apart by the hash that an odd character brings.
        return first if first not in self.ids else make_id(channel, f"{channel}\x00{reference}")

    def further_id(self, first: str) -> str:
        """Return an unused id for a further parcel of an order."""
        return next_parcel_id(first, self.ids)
