"""Recognise each file by what it holds: records, orders, tracking, listings, or a file that a record names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.imports.mappings import MappingStore
from parcelproof.imports.options import Options, unforeseen
from parcelproof.imports.outcome import Outcome
from parcelproof.imports.pages import PAGES, digest, named_files, on_record, product_page
from parcelproof.imports.records import Line, is_records_json, is_records_table, json_lines, table_lines
from parcelproof.messages import _
from parcelproof.orders import OrdersFile, UnmappedFileError, detect_format, read_orders
from parcelproof.product.listings import ListingsFile, open_listings
from parcelproof.product.listings.exports import listing_table
from parcelproof.product.listings.formats import load_formats
from parcelproof.product.listings.json_files import may_be_listings
from parcelproof.shop import Shop
from parcelproof.tables import Table, read_table
from parcelproof.tracking import TrackingFile, is_tracking_table, read_tracking

KEPT = "kept when a record names it"
KEPT_BY_RECORDS = {*PAGES, ".pdf", ".mhtml"}
LISTING = "listing"
MAX_BYTES = 100_000_000


@dataclass
class Parsed:
    """One file on its way: what it is, and what was read from it."""

    path: Path
    data: bytes
    outcome: Outcome
    rank: int = 9
    orders: OrdersFile | None = None
    tracking: TrackingFile | None = None
    listings: ListingsFile | None = None
    lines: list[Line] = field(default_factory=list)


class Recogniser:
    """Reads files of one shop.

    Parameters
    ----------
    shop : Shop
    options : Options
    """

    def __init__(self, shop: Shop, options: Options) -> None:
        self._shop = shop
        self._options = options
        self._mappings = MappingStore(shop.folder)

    def parse(self, path: Path) -> Parsed:
        """Read one file, and say what it is; why it cannot be read stands in its outcome."""
        item = Parsed(path, b"", Outcome(name=path.name))
        self._guarded(item, partial(self._read, item))
        return item

    def _read(self, item: Parsed) -> None:
        if item.path.stat().st_size > MAX_BYTES:
            raise InputError(_("This file is larger than 100 MB."), mend=_("Export a shorter period."))
        item.data = item.path.read_bytes()
        self._recognise(item)

    @staticmethod
    def _guarded(item: Parsed, step: Callable[[], None]) -> None:
        try:
            step()
        except ParcelproofError as error:
            item.outcome.rejected = str(error)
        except OSError as error:
            item.outcome.rejected = _("The file cannot be read: {why}.", why=error.strerror)
        except Exception as error:  # a file nobody foresaw must not stop the others
            item.outcome.rejected = unforeseen(error)

    def _recognise(self, item: Parsed) -> None:
        head = item.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        suffix, as_listing = item.path.suffix.lower(), self._is_listing_wanted()
        if suffix in KEPT_BY_RECORDS:
            item.outcome.kind = KEPT
        elif as_listing:
            self._set_listings(item)
        elif head in (b"{", b"[") and is_records_json(item.data):
            item.outcome.kind, item.rank = "records", 4
            item.lines, item.outcome.refused = json_lines(item.data)
        elif head in (b"{", b"[") and may_be_listings(item.data):
            self._set_listings(item)
        elif head in (b"{", b"["):
            self._set_tracking(item, read_tracking(item.data, item.path.name, zone=self._shop.settings.zone))
        else:
            self._recognise_table(item)
        self._skip_known(item)

    def _recognise_table(self, item: Parsed) -> None:
        name, zone, wanted = item.path.name, self._shop.settings.zone, self._options.format
        table = read_table(item.data, name)
        if is_records_table(table):
            item.outcome.kind, item.rank, item.lines = "records", 4, table_lines(table)
        elif wanted == "tracking" or (not wanted and not detect_format(table) and is_tracking_table(table)):
            self._set_tracking(item, read_tracking(item.data, name, zone=zone))
        elif not wanted and not detect_format(table) and (found := listing_table(table, item.data, name))[1]:
            self._set_listings(item, table=found[0], format=found[1])
        else:
            item.orders = self._read_orders(item.data, name, wanted or None)
            item.outcome.kind = item.orders.format
            # Marketplace files first, then shipping tools that do both, then files that only join.
            item.rank = (not item.orders.bundles) + bool(item.orders.joins)

    def _read_orders(self, data: bytes, name: str, wanted: str | None) -> OrdersFile:
        settings = self._shop.settings
        try:
            return read_orders(data, name, format=wanted, zone=settings.zone, currency=settings.currency or None)
        except UnmappedFileError as error:
            mapping = self._mappings.find(error.header)
            if mapping is None and self._options.ask and (mapping := self._options.ask(error)):
                self._mappings.keep(error.header, mapping)
            if mapping is None:
                raise
            return read_orders(data, name, mapping=mapping, zone=settings.zone, currency=settings.currency or None)

    def _is_listing_wanted(self) -> bool:
        return self._options.format == LISTING or self._options.format in load_formats()

    def _set_listings(self, item: Parsed, *, table: Table | None = None, format: str = "") -> None:
        wanted = self._options.format if self._options.format in load_formats() else format
        if self._options.format == LISTING and item.path.suffix.lower() in (".txt", ".md"):
            wanted = "pasted"
        item.listings = open_listings(
            item.data, item.path.name, format=wanted, currency=self._shop.settings.currency, table=table
        )
        item.outcome.kind, item.rank = f"listings: {item.listings.format}", 3

    def take_pages(self, items: list[Parsed]) -> None:
        """Take product pages in; a page that a record names, or that is on record already, stays with its record."""
        pages = [item for item in items if item.outcome.kind == KEPT and item.path.suffix.lower() in PAGES]
        if not pages:
            return
        named = {path for item in items for path in named_files(item.path.parent, item.lines)}
        known = set() if self._options.again else on_record(self._shop.ledger)
        wanted = bool(self._options.product) or self._is_listing_wanted()
        for item in pages:
            if item.path.resolve() in named:
                continue
            if digest(item.data) in known:
                item.outcome.kind, item.outcome.already = "listings: page", True
            else:
                self._guarded(item, partial(self._set_page, item, wanted))

    def _set_page(self, item: Parsed, wanted: bool) -> None:
        currency = self._shop.settings.currency
        item.listings = product_page(item.data, item.path.name, currency=currency, wanted=wanted)
        if item.listings:
            item.rank, item.outcome.kind = 3, "listings: page"
            self._skip_known(item)

    @staticmethod
    def _set_tracking(item: Parsed, file: TrackingFile) -> None:
        item.tracking, item.outcome.kind, item.rank = file, file.system, 3

    def _skip_known(self, item: Parsed) -> None:
        slot = f"import:{item.outcome.kind}:{hashlib.sha256(item.data).hexdigest()}"
        # A file with refused rows is read again: what they lacked may be here by now.
        known = {s for _, s, state in self._shop.ledger.lookups("import") if state == "whole"}
        if slot in known and not self._options.again:
            item.outcome.already = True
