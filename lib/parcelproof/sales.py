"""What the whole shop sold: pieces per SKU, and in which orders a serial number stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from parcelproof.ids import is_product_chain
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Inspection, Item, Moved, Order, UnitInspection
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.stored import Row, text_of
from parcelproof.serials import bare_serial

SALES_KINDS = (Order.kind, Item.kind, Inspection.kind, UnitInspection.kind, Moved.kind)


@dataclass(frozen=True)
class _Line:
    sku: str
    pieces: int
    serials: tuple[str, ...]
    listing: str = ""


class Sales:
    """Counts over all orders of one shop, kept up to date from the ledger.

    Parameters
    ----------
    ledger : Ledger
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._position = 0
        self._orders: dict[str, str] = {}
        self._gone: set[str] = set()
        self._lines: dict[tuple[str, str], _Line] = {}
        self._by_sku: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._by_listing: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._by_serial: dict[str, set[tuple[str, str]]] = defaultdict(set)

    def sold(self, skus: Iterable[str]) -> dict[str, int]:
        """Return how many pieces were sold per SKU, over all orders; a line of two parcels counts once."""
        self._update()
        return {sku: self._pieces(sku) for sku in dict.fromkeys(s.strip() for s in skus) if sku}

    def parcels(self, sku: str, listing_ids: Iterable[str], is_product: Callable[[str], bool]) -> list[str]:
        """Return the shipments with a line of this SKU, or of these listings.

        Parameters
        ----------
        sku : str
        listing_ids : iterable of str
            One listing may offer several products: a line counts by its listing only if its SKU is no product.
        is_product : callable
            Tells whether a SKU is one.
        """
        self._update()
        found = set(self._by_sku.get(sku.strip(), ()) if sku.strip() else ())
        for number in listing_ids:
            found |= {key for key in self._by_listing.get(number.strip(), ()) if not is_product(self._lines[key].sku)}
        return sorted({chain for chain, _ in found} - self._gone)

    def elsewhere(self, chain: str, siblings: Sequence[str], serials: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the serial numbers that also stand in another order: serial → shipments, as found.

        Parameters
        ----------
        chain : str
            The shipment that is looked at; not named again.
        siblings : sequence of str
            Parcels of the same order; not named either.
        serials : iterable of str
        """
        self._update()
        found: Mapping[str, tuple[str, ...]] = {
            serial: tuple(sorted({c for c, _ in self._by_serial.get(bare_serial(serial), ())} - {chain, *siblings}))
            for serial in serials
            if bare_serial(serial)
        }
        return {serial: others for serial, others in found.items() if others}

    def _pieces(self, sku: str) -> int:
        counted = {
            (self._orders.get(chain, chain), slot): self._lines[chain, slot].pieces
            for chain, slot in self._by_sku.get(sku, ())
            if chain not in self._gone
        }
        return sum(counted.values())

    def _update(self) -> None:
        # The end is read first: what is recorded meanwhile comes again, and is never missed.
        end = self._ledger.head()[0]
        if end == self._position:
            return
        for row in self._ledger.rows(self._position, SALES_KINDS):
            self._take(row)
        self._position = end

    def _take(self, row: Row) -> None:
        chain, said = row.chain, row.said()
        if row.kind == Order.kind:
            self._orders[chain] = row.lookup
        elif row.kind == Moved.kind:
            self._gone.add(chain)
        elif chain == SHOP_CHAIN or is_product_chain(chain):
            return
        elif row.kind == Item.kind:
            pieces = said.get("quantity")
            self._set(
                (chain, row.slot),
                _Line(
                    text_of(said.get("sku")), pieces if isinstance(pieces, int) else 0, _serials(said),
                    text_of(said.get("listing_id")),
                ),
            )  # fmt: skip
        elif row.kind == Inspection.kind:
            self._set((chain, row.slot), _Line("", 0, _serials(said)))
        else:
            # A unit that was set aside at this order may well go out with another one, once it is mended.
            serials = () if said.get("verdict") == "set_aside" else (text_of(said.get("serial")),)
            self._set((chain, row.slot), _Line("", 0, serials))

    def _set(self, key: tuple[str, str], line: _Line) -> None:
        if old := self._lines.get(key):
            self._by_sku[old.sku].discard(key)
            self._by_listing[old.listing].discard(key)
            for serial in old.serials:
                self._by_serial[bare_serial(serial)].discard(key)
        self._lines[key] = line
        self._by_sku[line.sku].add(key)
        if line.listing:
            self._by_listing[line.listing].add(key)
        for serial in line.serials:
            self._by_serial[bare_serial(serial)].add(key)


def _serials(said: Mapping[str, object]) -> tuple[str, ...]:
    serials = said.get("serials")
    return tuple(filter(None, map(text_of, serials))) if isinstance(serials, list) else ()
