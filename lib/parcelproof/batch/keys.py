"""What a report depends on, and the key that changes when any of it does.

A report is a function of: the records of its parcel; the other parcels of the same order; the products that it holds;
how many pieces of them the shop sold, where papers say how many were bought; other orders with one of its serial
numbers; photos that another order used too; wordings of carriers that the shop taught; the settings; the playbook; the
templates; this version of Parcelproof; and the day. All but the photos are read from heads and indices of the ledger
in a few queries for all parcels together, so that a parcel that did not change is not read at all.

Photos are compared each with each, so that a new one may change the report of any parcel. Therefore a key ends with
the position in the ledger up to which a report looked: only photos recorded after it are compared anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from parcelproof import __version__
from parcelproof.batch.job import PORTFOLIO, Key
from parcelproof.batch.new_photos import NewPhotos
from parcelproof.catalogue import Catalogue
from parcelproof.ids import is_product_chain
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Inspection, Item, Order, SupplierProof, TaughtWording, UnitInspection
from parcelproof.ledger.stored import text_of
from parcelproof.playbook.loader import content_version
from parcelproof.resources import playbook_dir, templates_dir
from parcelproof.sales import Sales
from parcelproof.shop import Shop
from parcelproof.shop_settings import PLACES


class _Goods(NamedTuple):
    """What the records of one parcel name, every version of them."""

    lines: set[tuple[str, str]]
    serials: set[str]


class Keys:
    """The keys of all reports of a shop, as the ledger stands now.

    Parameters
    ----------
    shop : Shop
    as_of : datetime
        The time that the reports speak of; only its day counts.
    """

    def __init__(self, shop: Shop, as_of: datetime) -> None:
        self._shop = shop
        self._as_of = as_of
        ledger = shop.ledger
        # The position is read first: what is recorded meanwhile may be read twice, and is never missed.
        self._until = ledger.head()[0]
        self._ledger_head = ledger.head()[1]
        self._heads = {chain: head for chain, (_, head) in ledger.stored_heads().items()}
        self._new_photos = NewPhotos(shop)

    def of(self, ids: Iterable[str]) -> dict[str, Key]:
        """Return the keys of these shipments."""
        return {shipment_id: Key(self._digest(*self._inputs(shipment_id)), self._until) for shipment_id in ids}

    def portfolio(self, made: Iterable[str]) -> Key:
        """Return the key of the page over all shipments; it links to the reports that there are."""
        return Key(self._digest(PORTFOLIO, self._ledger_head, *made), 0)

    def holds(self, shipment_id: str, made: str, wanted: Key) -> bool:
        """Tell whether a published report is still what would be made today.

        Parameters
        ----------
        shipment_id : str
        made : str
            Key of the published report.
        wanted : Key
            Key that a report of today gets.
        """
        key = Key.read(made)
        if key is None or key.digest != wanted.digest:
            return False
        if key.until >= wanted.until:
            return True
        return not self._new_photos.concern(shipment_id, self._siblings(shipment_id), after=key.until)

    # -- the inputs of one report ---------------------------------------------------------------

    def _inputs(self, shipment_id: str) -> Iterator[str]:
        goods = self._goods.get(shipment_id, _Goods(set(), set()))
        siblings = self._siblings(shipment_id)
        products = sorted({chain for line in goods.lines if (chain := self._named[line])})
        yield from (shipment_id, self._heads.get(shipment_id, ""))
        yield from (f"sibling {chain} {self._heads.get(chain, '')}" for chain in siblings)
        yield from (f"product {chain} {self._heads.get(chain, '')}" for chain in products)
        if self._papers & {shipment_id, *products}:
            # How many pieces the shop sold is compared with papers only.
            yield _written({sku: self._sold[sku] for sku, _ in goods.lines if sku})
        if goods.serials:
            yield _written(self._sales.elsewhere(shipment_id, siblings, sorted(goods.serials)))

    def _siblings(self, shipment_id: str) -> tuple[str, ...]:
        parcels = self._parcels.get(self._orders.get(shipment_id, ""), ())
        return tuple(chain for chain in parcels if chain != shipment_id)

    # -- what all reports share, read once --------------------------------------------------------

    @cached_property
    def _order_rows(self) -> list[tuple[str, str]]:
        return [(chain, order) for chain, _, order in self._shop.ledger.lookups(Order.kind)]

    @cached_property
    def _orders(self) -> dict[str, str]:
        return dict(reversed(self._order_rows))  # the first one of a chain stays, as in the fold

    @cached_property
    def _parcels(self) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for chain, order in self._order_rows:
            found[order][chain] = None
        return found

    @cached_property
    def _goods(self) -> dict[str, _Goods]:
        found: dict[str, _Goods] = defaultdict(lambda: _Goods(set(), set()))
        kinds = (Item.kind, Inspection.kind, UnitInspection.kind)
        for row in self._shop.ledger.rows(0, kinds):
            if not is_product_chain(row.chain):
                goods, said = found[row.chain], row.said()
                if row.kind == Item.kind:
                    goods.lines.add((text_of(said.get("sku")), text_of(said.get("listing_id"))))
                serials = said.get("serials") or [said.get("serial")]
                if isinstance(serials, list):
                    goods.serials.update(text for serial in serials if (text := text_of(serial)))
        return found

    @cached_property
    def _named(self) -> dict[tuple[str, str], str]:
        lines = {line for goods in self._goods.values() for line in goods.lines}
        return Catalogue(self._shop.ledger).named(lines)

    @cached_property
    def _sales(self) -> Sales:
        return Sales(self._shop.ledger)

    @cached_property
    def _sold(self) -> dict[str, int]:
        return self._sales.sold({sku for goods in self._goods.values() for sku, _ in goods.lines})

    @cached_property
    def _papers(self) -> set[str]:
        return {chain for chain, _, _ in self._shop.ledger.lookups(SupplierProof.kind)}

    # -- what every report depends on -------------------------------------------------------------

    def _digest(self, *inputs: str) -> str:
        # The day counts, not the second: findings speak of days, and an unchanged shipment should cost nothing.
        text = json.dumps([*self._everywhere, self._as_of.date().isoformat(), *inputs])
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _everywhere(self) -> tuple[str, ...]:
        templates = sorted(path for path in (templates_dir() / "reports").rglob("*") if path.is_file())
        files = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in templates)).hexdigest()
        settings = _written(self._shop.settings.model_dump(mode="json", exclude=set(PLACES)))
        # The environment may choose another language than shop.yaml does.
        spoken = self._shop.language.code
        return (__version__, content_version(playbook_dir()), files, settings, spoken, self._taught)

    @cached_property
    def _taught(self) -> str:
        said = hashlib.sha256()
        for row in self._shop.ledger.rows(0, (TaughtWording.kind,)):
            if row.chain == SHOP_CHAIN:
                said.update(row.body.encode() + b"\0")
        return said.hexdigest()


def _written(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
