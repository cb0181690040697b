"""Which product a SKU or a listing number names, while a file of records is read."""

from __future__ import annotations

from parcelproof.ids import product_chain
from parcelproof.ledger.records import Product, Record
from parcelproof.shop import Shop


class ProductFinder:
    """Finds products on record, and those that earlier lines of the same file brought.

    Parameters
    ----------
    shop : Shop
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._new: dict[str, str] = {}
        self._said: dict[str, Product] = {}

    def find(self, reference: str) -> str:
        """Return the chain that a SKU or listing number names; empty if there is none."""
        return self._new.get(reference, "") or self._shop.find_product(reference)

    def chain_for(self, reference: str) -> tuple[str, Product | None]:
        """Return the chain of a product that may be new, and what is stated about it so far."""
        chain = self.find(reference) or product_chain(reference)
        if chain in self._said:
            return chain, self._said[chain]
        known = self._shop.product(chain).product if chain in self._shop.product_ids() else None
        return chain, known

    def remember(self, chain: str, reference: str, record: Record) -> None:
        """Note what a line of the file states, so that the lines below it find it."""
        if isinstance(record, Product):
            self._said[chain] = record
            for name in (reference, record.sku, *record.listing_ids):
                if name:
                    self._new.setdefault(name, chain)
