"""The products of one shop: their chains, and which of them a parcel holds."""

from __future__ import annotations

from collections.abc import Iterable

from parcelproof.errors import ShopError, UnknownNameError, nearest
from parcelproof.fold import fold_product
from parcelproof.ids import PRODUCT, is_product_chain
from parcelproof.ledger.records import Item
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.verify import check_chain
from parcelproof.product_file import ProductFile


class Catalogue:
    """Reads products, each once per state of its chain.

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
            names = [file.sku or file.id for file in self._files.values()]
            raise UnknownNameError(
                "There is no product with this name.", where=repr(chain)[:120],
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
        self._update()
        chains = [
            self._by_sku.get(item.sku.strip(), "") or self._by_listing.get(item.listing_id.strip(), "")
            for item in items
        ]
        return tuple(self._read(chain) for chain in dict.fromkeys(chains) if chain)

    def _update(self) -> None:
        heads = {chain: head for chain, head in self._ledger.heads(PRODUCT).items() if is_product_chain(chain)}
        if heads == self._heads:
            return
        changed = [chain for chain, head in heads.items() if self._heads.get(chain) != head]
        self._heads = heads
        for chain in changed:
            self._files.pop(chain, None)
        for chain in changed:
            self._know(self._read(chain))

    def _know(self, file: ProductFile) -> None:
        self._by_sku = {key: chain for key, chain in self._by_sku.items() if chain != file.id}
        self._by_listing = {key: chain for key, chain in self._by_listing.items() if chain != file.id}
        if file.sku.strip():
            self._by_sku.setdefault(file.sku.strip(), file.id)
        for number in file.listing_ids:
            self._by_listing.setdefault(number.strip(), file.id)

    def _read(self, chain: str) -> ProductFile:
        if chain not in self._files:
            stored = self._ledger.read(chain)
            if broken := check_chain(stored):
                raise ShopError(
                    "A record of this product was altered.", where=broken,
                    mend="Run: parcelproof verify. It names everything that was altered.",
                )  # fmt: skip
            self._files[chain] = fold_product(chain, stored)
        return self._files[chain]
