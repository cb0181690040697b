"""The products of one shop: their chains, and which of them a parcel holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from parcelproof.errors import ShopError, UnknownNameError, nearest
from parcelproof.fold import fold_product
from parcelproof.ids import PRODUCT, is_product_chain
from parcelproof.ledger.records import Item
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.verify import check_chain
from parcelproof.messages import _
from parcelproof.product_file import ProductFile


@dataclass
class _Names:
    """What names one product: its SKU, and the numbers that the seller and its pages give."""

    sku: str = ""
    stated: tuple[str, ...] = ()
    pages: dict[str, None] = field(default_factory=dict)

    def numbers(self) -> list[str]:
        return list(dict.fromkeys([*self.stated, *self.pages]))


class Catalogue:
    """Reads products, each once per state of its chain.

    Which chain a SKU or a number names is kept in an index that grows with the ledger, so that a shop of a hundred
    thousand products need not read them all to find one.

    Parameters
    ----------
    ledger : Ledger
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._files: dict[str, ProductFile] = {}
        self._by_sku: dict[str, str] = {}
        self._by_listing: dict[str, str] = {}
        self._heads: dict[str, str] = {}
        self._names: dict[str, _Names] = {}
        self._position = 0
        self._end = ""

    def ids(self) -> list[str]:
        """Return the names of all products' chains, oldest first."""
        self._update()
        return list(self._heads)

    def product(self, chain: str) -> ProductFile:
        """Return one product with everything on record.

        Raises
        ------
        UnknownNameError
            If there is no such product.
        ShopError
            If its records were altered after they were recorded.
        """
        self._update()
        if chain not in self._heads:
            names = [self._names[known].sku or known if known in self._names else known for known in self._heads]
            raise UnknownNameError(
                _("There is no product with this name."), where=repr(chain)[:120],
                mend=nearest(chain.removeprefix(PRODUCT), names) or "Take its product page in first.",
            )  # fmt: skip
        return self._read(chain)

    def find(self, reference: str) -> str:
        """Return the chain that a SKU, a listing number or a chain's name names; empty if none."""
        self._update()
        text = reference.strip()
        return text if text in self._heads else self._by_sku.get(text, "") or self._by_listing.get(text, "")

    def of(self, items: Iterable[Item]) -> tuple[ProductFile, ...]:
        """Return the products of these order lines: by SKU, else by the number of the listing."""
        chains = self.named((item.sku, item.listing_id) for item in items)
        return tuple(self._read(chain) for chain in dict.fromkeys(chains.values()) if chain)

    def named(self, lines: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the chain that each pair of SKU and number of a listing names; empty if none. Nothing is read."""
        self._update()
        return {
            (sku, listing): self._by_sku.get(sku.strip(), "") or self._by_listing.get(listing.strip(), "")
            for sku, listing in lines
        }

    def _update(self) -> None:
        # The end is read first: what is recorded meanwhile comes again, and is never missed.
        end = self._ledger.head()[1]
        if end == self._end:
            return
        self._read_heads()
        self._end = end

    def _read_heads(self) -> None:
        heads = {chain: head for chain, head in self._ledger.heads(PRODUCT).items() if is_product_chain(chain)}
        if heads == self._heads:
            return
        for chain in [chain for chain in self._files if self._heads.get(chain) != heads.get(chain)]:
            del self._files[chain]
        self._heads = heads
        for row in self._ledger.rows(self._position, ("product", "listing")):
            self._position = row.position
            if row.chain in heads:
                self._know(row.chain, row.kind, row.said())

    def _know(self, chain: str, kind: str, said: dict[str, Any]) -> None:
        names = self._names.setdefault(chain, _Names())
        if kind == "product":
            for place, old in ((self._by_sku, [names.sku]), (self._by_listing, names.stated)):
                for key in old:
                    if place.get(key) == chain:
                        del place[key]
            names.sku = str(said.get("sku", "")).strip()
            stated = said.get("listing_ids")
            names.stated = tuple(str(number).strip() for number in stated) if isinstance(stated, list) else ()
            if names.sku:
                self._by_sku.setdefault(names.sku, chain)
        elif number := str(said.get("listing_id", "")).strip():
            names.pages[number] = None
        for number in names.numbers():
            self._by_listing.setdefault(number, chain)

    def _read(self, chain: str) -> ProductFile:
        if chain not in self._files:
            stored = self._ledger.read(chain)
            if broken := check_chain(stored):
                raise ShopError(
                    _("A record of this product was altered."), where=broken,
                    mend=_("Run: parcelproof verify. It names everything that was altered."),
                )  # fmt: skip
            self._files[chain] = fold_product(chain, stored)
        return self._files[chain]
