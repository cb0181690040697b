"""Recognise each file, and take it in: all of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.ids import is_product_chain
from parcelproof.imports.index import ShipmentIndex
from parcelproof.imports.listings import ListingImporter, Progress, watched
from parcelproof.imports.mappings import MappingStore
from parcelproof.imports.orders import OrderImporter
from parcelproof.imports.outcome import PROBLEMS_SUFFIX, Outcome, Refusal, list_problems
from parcelproof.imports.pages import PAGES, digest, named_files, on_record, product_page
from parcelproof.imports.photos import PhotoImporter
from parcelproof.imports.product_names import ProductFinder
from parcelproof.imports.records import Line, RecordReader, is_records_json, is_records_table, json_lines, table_lines
from parcelproof.imports.tracking import plan_tracking
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Import, PhotoRole, Record
from parcelproof.orders import ColumnMapping, OrdersFile, UnmappedFileError, detect_format, read_orders
from parcelproof.product.listings import ListingsFile, open_listings
from parcelproof.product.listings.exports import listing_table
from parcelproof.product.listings.formats import load_formats
from parcelproof.product.listings.json_files import may_be_listings
from parcelproof.shop import Shop
from parcelproof.tables import Table, read_table
from parcelproof.tracking import TrackingFile, is_tracking_table, read_tracking

KEPT = "kept when a record names it"
PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"}
KEPT_BY_RECORDS = {*PAGES, ".pdf", ".mhtml"}
LISTING = "listing"
MAX_BYTES = 100_000_000

Ask = Callable[[UnmappedFileError], ColumnMapping | None]


@dataclass
class Options:
    """How to read files.

    Attributes
    ----------
    format : str
        Format to read tables and JSON as; empty to recognise it.
    shipment, role : str
        For photos: where they belong; empty to find out.
    product : str
        For a saved product page: the SKU of the product; empty to find out.
    again : bool
        Read a file even if the same one was imported before.
    ask : callable, optional
        Called once for an unknown table; returns the column mapping, or None.
    progress : callable, optional
        Told how far a large file of listings is: what, done, total.
    """

    format: str = ""
    shipment: str = ""
    role: PhotoRole | None = None
    again: bool = False
    ask: Ask | None = None
    product: str = ""
    progress: Progress | None = None


@dataclass
class _Parsed:
    path: Path
    data: bytes
    outcome: Outcome
    rank: int = 9
    orders: OrdersFile | None = None
    tracking: TrackingFile | None = None
    listings: ListingsFile | None = None
    lines: list[Line] = field(default_factory=list)


def collect(paths: Iterable[Path]) -> list[Path]:
    """Return the files to import; folders are walked in a fixed order, hidden files and problem lists left out.

    Raises
    ------
    InputError
        If a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                p for p in path.rglob("*")
                if p.is_file() and not p.is_symlink() and not any(x.startswith(".") for x in p.relative_to(path).parts)
                and not p.name.endswith(PROBLEMS_SUFFIX)
            )  # fmt: skip
        elif path.is_file():
            found.append(path)
        else:
            raise InputError("There is no such file or folder.", where=str(path), mend="Check the name.")
    return found


class Intake:
    """Takes files into one shop, orders before tracking before records before photos.

    Parameters
    ----------
    shop : Shop
    options : Options
    """

    def __init__(self, shop: Shop, options: Options | None = None) -> None:
        self._shop = shop
        self._options = options or Options()
        self._mappings = MappingStore(shop.folder)

    def run(self, files: Iterable[Path]) -> Iterator[Outcome]:
        """Take files in; yield what became of each. One bad file never stops the others."""
        tables: list[Path] = []
        photos: list[Path] = []
        for path in files:
            (photos if path.suffix.lower() in PHOTO_SUFFIXES else tables).append(path)
        parsed = []
        items = [self._parse(path) for path in tables]
        self._take_pages(items)
        for item in items:
            if item.outcome.rejected or item.outcome.already or item.rank == 9:
                yield item.outcome
            else:
                parsed.append(item)
        for item in sorted(parsed, key=lambda p: p.rank):
            yield self._apply(item)
        if photos:
            yield from self._photos(photos)

    # -- tables and JSON ----------------------------------------------------------------------

    def _parse(self, path: Path) -> _Parsed:
        item = _Parsed(path, b"", Outcome(name=path.name))
        self._guarded(item, partial(self._read, item))
        return item

    def _read(self, item: _Parsed) -> None:
        if item.path.stat().st_size > MAX_BYTES:
            raise InputError("This file is larger than 100 MB.", mend="Export a shorter period.")
        item.data = item.path.read_bytes()
        self._recognise(item)

    @staticmethod
    def _guarded(item: _Parsed, step: Callable[[], None]) -> None:
        try:
            step()
        except ParcelproofError as error:
            item.outcome.rejected = str(error)
        except OSError as error:
            item.outcome.rejected = f"The file cannot be read: {error.strerror}."
        except Exception as error:  # a file nobody foresaw must not stop the others
            item.outcome.rejected = _unforeseen(error)

    def _recognise(self, item: _Parsed) -> None:
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

    def _recognise_table(self, item: _Parsed) -> None:
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

    def _set_listings(self, item: _Parsed, *, table: Table | None = None, format: str = "") -> None:
        wanted = self._options.format if self._options.format in load_formats() else format
        if self._options.format == LISTING and item.path.suffix.lower() in (".txt", ".md"):
            wanted = "pasted"
        item.listings = open_listings(
            item.data, item.path.name, format=wanted, currency=self._shop.settings.currency, table=table
        )
        item.outcome.kind, item.rank = f"listings: {item.listings.format}", 3

    def _take_pages(self, items: list[_Parsed]) -> None:
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

    def _set_page(self, item: _Parsed, wanted: bool) -> None:
        currency = self._shop.settings.currency
        item.listings = product_page(item.data, item.path.name, currency=currency, wanted=wanted)
        if item.listings:
            item.rank, item.outcome.kind = 3, "listings: page"
            self._skip_known(item)

    @staticmethod
    def _set_tracking(item: _Parsed, file: TrackingFile) -> None:
        item.tracking, item.outcome.kind, item.rank = file, file.system, 3

    def _skip_known(self, item: _Parsed) -> None:
        slot = f"import:{item.outcome.kind}:{hashlib.sha256(item.data).hexdigest()}"
        # A file with refused rows is read again: what they lacked may be here by now.
        known = {s for _, s, state in self._shop.ledger.lookups("import") if state == "whole"}
        if slot in known and not self._options.again:
            item.outcome.already = True

    def _apply(self, item: _Parsed) -> Outcome:
        outcome = item.outcome
        try:
            pairs = self._plan(item)
            whole = [*pairs, (SHOP_CHAIN, self._import_record(item, len(pairs)))]
            outcome.added = self._shop.record_many(
                watched(whole, self._options.progress), source=f"import:{outcome.kind}"
            )
            outcome.added -= 1
        except ParcelproofError as error:
            outcome.rejected = str(error)
        except Exception as error:
            outcome.rejected = _unforeseen(error)
        else:
            outcome.problems_file = list_problems(item.path, outcome.refused, self._shop.folder / "imports")
        return outcome

    def _plan(self, item: _Parsed) -> list[tuple[str, Record]]:
        outcome, index = item.outcome, ShipmentIndex(self._shop.ledger)
        if item.orders is not None:
            outcome.rows = item.orders.rows_read
            outcome.notes += item.orders.notes
            outcome.refused += [
                Refusal(f"row {r.row}" + (f", column '{r.column}'" if r.column else ""), r.what, r.mend)
                for r in item.orders.refused
            ]
            return OrderImporter(self._shop, index).plan(item.orders, outcome)
        if item.tracking is not None:
            outcome.rows = len(item.tracking.parcels) + len(item.tracking.refused)
            outcome.notes += item.tracking.notes
            outcome.refused += [
                Refusal(r.where.removeprefix(f"{item.path.name}, "), r.what, r.mend) for r in item.tracking.refused
            ]
            sha256 = hashlib.sha256(item.data).hexdigest()
            return plan_tracking(self._shop, index, item.tracking, sha256, outcome) if item.tracking.parcels else []
        if item.listings is not None:
            importer = ListingImporter(self._shop, product=self._options.product, progress=self._options.progress)
            return importer.plan(item.listings, item.data, item.path, outcome)
        outcome.rows = len(item.lines) + len(outcome.refused)
        pairs: list[tuple[str, Record]] = []
        for found in RecordReader(item.path.parent, self._shop.evidence, self._shop.playbook.questions).read(
            item.lines, self._shop.find, ProductFinder(self._shop)
        ):
            if isinstance(found, Refusal):
                outcome.refused.append(found)
            else:
                pairs.append(found)
        outcome.shipments |= {chain for chain, _ in pairs if not is_product_chain(chain)}
        outcome.products |= {chain for chain, _ in pairs if is_product_chain(chain)}
        return pairs

    @staticmethod
    def _import_record(item: _Parsed, planned: int) -> Import:
        return Import(
            format=item.outcome.kind, file_name=item.path.name, file_sha256=hashlib.sha256(item.data).hexdigest(),
            rows_read=item.outcome.rows, rows_refused=len(item.outcome.refused), records_added=planned,
        )  # fmt: skip

    # -- photos -------------------------------------------------------------------------------

    def _photos(self, paths: list[Path]) -> Iterator[Outcome]:
        importer = PhotoImporter(self._shop, shipment=self._options.shipment, role=self._options.role)
        for path in paths:
            outcome = Outcome(name=path.name, kind="photo", rows=1)
            try:
                chain, photo = importer.take(path.read_bytes(), path)
                outcome.already = photo is None
                if photo is not None:
                    outcome.added = self._shop.record_many([(chain, photo)], source="import:photo")
                if chain == SHOP_CHAIN:
                    outcome.notes.append("No shipment was found for this photo. Name it: --shipment ID")
                else:
                    outcome.shipments.add(chain)
            except ParcelproofError as error:
                outcome.rejected = str(error)
            except OSError as error:
                outcome.rejected = f"The file cannot be read: {error.strerror}."
            except Exception as error:
                outcome.rejected = _unforeseen(error)
            yield outcome


def _unforeseen(error: Exception) -> str:
    # Only the kind of the error is told: its text may hold a buyer's data.
    return (
        f"Parcelproof could not read this file ({type(error).__name__}). Nothing of it was taken in.\n"
        "What to do: please send the file's first lines, with names removed, to the makers of Parcelproof."
    )
