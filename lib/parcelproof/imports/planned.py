"""Which records a recognised file gives, and to which chains."""

from __future__ import annotations

import hashlib

from parcelproof.ids import is_product_chain
from parcelproof.imports.index import ShipmentIndex
from parcelproof.imports.listings import ListingImporter
from parcelproof.imports.options import Options
from parcelproof.imports.orders import OrderImporter
from parcelproof.imports.outcome import Refusal
from parcelproof.imports.product_names import ProductFinder
from parcelproof.imports.recognise import Parsed
from parcelproof.imports.records import RecordReader
from parcelproof.imports.tracking import plan_tracking
from parcelproof.ledger.records import Import, Record
from parcelproof.messages import _
from parcelproof.orders import OrdersFile
from parcelproof.shop import Shop
from parcelproof.tracking import TrackingFile


def plan(shop: Shop, options: Options, item: Parsed) -> list[tuple[str, Record]]:
    """Return the records of one file with their chains; what was refused stands in its outcome."""
    if item.orders is not None:
        return _orders(shop, item, item.orders)
    if item.tracking is not None:
        return _tracking(shop, item, item.tracking)
    if item.listings is not None:
        importer = ListingImporter(shop, product=options.product, progress=options.progress)
        return importer.plan(item.listings, item.data, item.path, item.outcome)
    return _records(shop, item)


def import_record(item: Parsed, planned: int) -> Import:
    """Return the record that says which file was taken in."""
    return Import(
        format=item.outcome.kind, file_name=item.path.name, file_sha256=hashlib.sha256(item.data).hexdigest(),
        rows_read=item.outcome.rows, rows_refused=len(item.outcome.refused), records_added=planned,
    )  # fmt: skip


def _orders(shop: Shop, item: Parsed, orders: OrdersFile) -> list[tuple[str, Record]]:
    outcome = item.outcome
    outcome.rows = orders.rows_read
    outcome.notes += orders.notes
    outcome.refused += [
        Refusal(
            _("row {row}, column '{column}'", row=r.row, column=r.column) if r.column else _("row {row}", row=r.row),
            r.what,
            r.mend,
        )
        for r in orders.refused
    ]
    return OrderImporter(shop, ShipmentIndex(shop.ledger)).plan(orders, outcome)


def _tracking(shop: Shop, item: Parsed, tracking: TrackingFile) -> list[tuple[str, Record]]:
    outcome = item.outcome
    outcome.rows = len(tracking.parcels) + len(tracking.refused)
    outcome.notes += tracking.notes
    # The name of the file stands above the list; in each language a comma of its own follows it.
    outcome.refused += [
        Refusal(r.where.removeprefix(item.path.name).lstrip(",， "), r.what, r.mend) for r in tracking.refused
    ]
    sha256 = hashlib.sha256(item.data).hexdigest()
    index = ShipmentIndex(shop.ledger)
    return plan_tracking(shop, index, tracking, sha256, outcome) if tracking.parcels else []


def _records(shop: Shop, item: Parsed) -> list[tuple[str, Record]]:
    outcome = item.outcome
    outcome.rows = len(item.lines) + len(outcome.refused)
    pairs: list[tuple[str, Record]] = []
    reader = RecordReader(item.path.parent, shop.evidence, shop.playbook.questions)
    for found in reader.read(item.lines, shop.find, ProductFinder(shop)):
        if isinstance(found, Refusal):
            outcome.refused.append(found)
        else:
            pairs.append(found)
    outcome.shipments |= {chain for chain, _ in pairs if not is_product_chain(chain)}
    outcome.products |= {chain for chain, _ in pairs if is_product_chain(chain)}
    return pairs
