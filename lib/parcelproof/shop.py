"""The shop: ledger, evidence files and playbook of one seller, behind one object."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from parcelproof import shop_places
from parcelproof.clock import now
from parcelproof.errors import ShopError, UnknownNameError, nearest
from parcelproof.evidence.store import EvidenceStore
from parcelproof.fold import fold_shipment, on_shelf
from parcelproof.ids import is_product_chain, is_shipment_id
from parcelproof.language import chosen_language, speak
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Record
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.verify import Problem, check_chain
from parcelproof.messages import _, ngettext
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.product_file import ProductFile
from parcelproof.shelf import Shelf
from parcelproof.shipment import Shipment
from parcelproof.shop_settings import SETTINGS_FILE, ShopSettings, read_settings, write_settings
from parcelproof.teaching import taught_wordings
from parcelproof.tracking.wording.taught import Teachings
from parcelproof.verify import verify_shop
from parcelproof.whole_shop import whole_shop

LEDGER_FILE = "ledger.sqlite"
SHOP_VARIABLE = shop_places.VARIABLE


class Shop:
    """One seller's data folder.

    Parameters
    ----------
    folder : Path
        Holds ``shop.yaml``, ``ledger.sqlite``, ``evidence/`` and ``reports/``. A shop on many machines keeps the last
        three elsewhere, and says so in ``shop.yaml``.

    Raises
    ------
    ShopError
        If the folder is no shop.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = read_settings(folder / SETTINGS_FILE)
        self.language = chosen_language(self.settings.language)
        if not self.settings.ledger and not (folder / LEDGER_FILE).exists():
            raise ShopError(
                _("There is no shop in this folder."), where=str(folder),
                mend=_("Choose another folder, or make a shop here: parcelproof init"),
            )  # fmt: skip
        self.ledger = Ledger(ledger_place(folder, self.settings))
        self.evidence = evidence_store(folder, self.settings)
        self._taught: tuple[str, Teachings] | None = None
        whole = whole_shop(self.ledger, self.evidence)
        self._twins, self._catalogue, self._sales = whole.twins, whole.catalogue, whole.sales

    @cached_property
    def playbook(self) -> Playbook:
        """The playbook that this shop follows."""
        return load_playbook(language=self.language.code)

    @property
    def zone(self) -> ZoneInfo:
        """The seller's time zone."""
        return ZoneInfo(self.settings.zone)

    @property
    def reports_folder(self) -> Path:
        """Where finished reports are published on this computer."""
        return self.folder / "reports"

    @cached_property
    def shelf(self) -> Shelf | None:
        """The bucket in which finished reports are published; None if they stay in the folder."""
        return Shelf.at(self.settings.reports, self.settings.storage) if self.settings.reports else None

    # -- shipments ----------------------------------------------------------------------------

    def shipment_ids(self) -> list[str]:
        """Return all shipment ids, oldest first."""
        hidden = {SHOP_CHAIN, *self._moved()}
        return [chain for chain in self.ledger.chains() if chain not in hidden and not is_product_chain(chain)]

    def shipment(self, shipment_id: str, *, compare_photos: bool = True) -> Shipment:
        """Return one shipment with everything on record.

        Parameters
        ----------
        shipment_id : str
        compare_photos : bool
            Look for photos that were also used for another order. A form does not need it, and it takes a moment.

        Raises
        ------
        UnknownNameError
            If there is no shipment with exactly this id.
        ShopError, EvidenceError
            If its records or scans were altered after they were recorded.
        """
        with self.ledger.reading():
            return self._shipment(shipment_id, compare_photos=compare_photos)

    def _shipment(self, shipment_id: str, *, compare_photos: bool) -> Shipment:
        stored = self.ledger.read(shipment_id) if is_shipment_id(shipment_id) else []
        if not stored or any(item.entry.kind == "moved" for item in stored):
            raise self._unknown(shipment_id)
        if broken := check_chain(stored):
            raise ShopError(
                _("A record of this shipment was altered."), where=broken,
                mend=_("Run: parcelproof verify. It names everything that was altered."),
            )  # fmt: skip
        order = next((s.entry.lookup for s in stored if s.entry.kind == "order"), "")
        siblings = tuple(c for c in self.ledger.find("order", order) if c != shipment_id) if order else ()
        shipment = fold_shipment(
            shipment_id,
            stored,
            read_file=self.evidence.get,
            twins=lambda photos: self._twins.find(shipment_id, siblings, photos) if compare_photos else (),
            siblings=siblings,
            taught=self._teachings(),
            products=self._catalogue.of,
        )
        serials = [s for item in shipment.items for s in item.serials]
        serials += [s for looked in shipment.inspections for s in looked.serials]
        serials += [unit.serial for unit in shipment.units]
        return replace(
            shipment,
            sold=self._sales.sold(item.sku for item in shipment.items),
            serials_elsewhere=self._sales.elsewhere(shipment_id, siblings, serials),
        )

    # -- products -----------------------------------------------------------------------------

    def product_ids(self) -> list[str]:
        """Return the names of all products' chains, oldest first."""
        return self._catalogue.ids()

    def product(self, chain: str) -> ProductFile:
        """Return one product with everything on record.

        Raises
        ------
        UnknownNameError
            If there is no such product.
        ShopError
            If its records were altered after they were recorded.
        """
        return self._catalogue.product(chain)

    def on_shelf(self, chain: str) -> Shipment:
        """Return a product as a parcel that nobody ordered yet, so that the same checks judge it.

        A product that is not on record yet is an empty one.
        """
        file = self.product(chain) if chain in self.product_ids() else ProductFile(chain)
        return replace(on_shelf(file), sold=self._sales.sold([file.sku]))

    def subject(self, chain: str, *, compare_photos: bool = True) -> Shipment:
        """Return what a page is about: a shipment, or a product as a parcel that nobody ordered yet."""
        return self.on_shelf(chain) if is_product_chain(chain) else self.shipment(chain, compare_photos=compare_photos)

    def find_product(self, reference: str) -> str:
        """Return the chain of the product that a SKU or listing number names; empty if there is none."""
        return self._catalogue.find(reference)

    def sold(self, sku: str) -> int:
        """Return how many pieces of a SKU the whole shop sold."""
        return self._sales.sold([sku]).get(sku.strip(), 0)

    def orders_with_serial(self, serial: str) -> tuple[str, ...]:
        """Return the orders in which a serial number stands already."""
        return self._sales.elsewhere("", (), [serial]).get(serial, ())

    def parcels_of(self, chain: str) -> list[str]:
        """Return the shipments that hold a product, in the order of their ids."""
        file = self.product(chain)
        return self._sales.parcels(file.sku, file.listing_ids, lambda sku: bool(sku and self.find_product(sku)))

    def _teachings(self) -> Teachings:
        head = self.ledger.head(SHOP_CHAIN)[1]
        if self._taught is None or self._taught[0] != head:
            records = [item.record for item in self.ledger.read(SHOP_CHAIN)] if head else []
            self._taught = (head, taught_wordings(records))
        return self._taught[1]

    def find(self, reference: str) -> list[str]:
        """Return the shipments that an id, an order number or a tracking number names."""
        text = reference.strip()
        moved = self._moved()
        if is_shipment_id(text) and self.ledger.head(text)[0]:
            return [moved.get(text, text)]
        found = self.ledger.find("shipping", text)
        orders = [chain for chain, _, key in self.ledger.lookups("order") if key.partition(":")[2] == text]
        return list(dict.fromkeys(moved.get(chain, chain) for chain in found + orders))

    def _moved(self) -> dict[str, str]:
        return {chain: to for chain, _, to in self.ledger.lookups("moved")}

    def _unknown(self, shipment_id: str) -> UnknownNameError:
        known = self.shipment_ids()
        if to := self._moved().get(shipment_id):
            return UnknownNameError(
                _("This parcel now belongs to an order."),
                where=repr(shipment_id)[:120],
                mend=_("Its id is '{to}'.", to=to),
            )
        hint = nearest(shipment_id, known) or ngettext(
            "The shop has {count} shipment; see: parcelproof status",
            "The shop has {count} shipments; see: parcelproof status",
            len(known),
        )
        return UnknownNameError(_("There is no shipment with this id."), where=repr(shipment_id)[:120], mend=hint)

    # -- writing ------------------------------------------------------------------------------

    def record(self, shipment_id: str, *records: Record, who: str | None = None, source: str = "page") -> int:
        """Append records to one shipment, or to the chain of one product.

        Returns
        -------
        int
            How many were new; a record that says what is already on record adds nothing.
        """
        if not is_shipment_id(shipment_id) and not is_product_chain(shipment_id):
            raise self._unknown(shipment_id)
        return self.record_many(((shipment_id, r) for r in records), who=who, source=source)

    def record_many(self, items: Iterable[tuple[str, Record]], *, who: str | None = None, source: str) -> int:
        """Append records to several shipments: all of them or none."""
        return self.ledger.append(items, who=who or recorder(), source=source)

    # -- checking -----------------------------------------------------------------------------

    def verify(self) -> list[Problem]:
        """Recompute every chain and every evidence file; return what was altered."""
        return verify_shop(self.ledger, self.evidence, self.folder).problems

    def now(self) -> datetime:
        """Return the present time in the seller's zone."""
        return now().astimezone(self.zone)


def recorder() -> str:
    """Return who records: ``PARCELPROOF_WHO``, or ``seller``."""
    return os.environ.get("PARCELPROOF_WHO", "").strip()[:100] or "seller"


def create_shop(folder: Path, settings: ShopSettings | None = None) -> Shop:
    """Make a new shop, or open the one that is there.

    Raises
    ------
    ShopError
        If the folder lies on a network or sync drive, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / SETTINGS_FILE
        if not target.exists():
            write_settings(target, settings or ShopSettings())
        kept = read_settings(target)
        if not kept.evidence:
            (folder / "evidence").mkdir(exist_ok=True)
    except OSError as error:
        raise ShopError(
            _("The folder cannot be written: {why}.", why=error.strerror),
            where=str(folder),
            mend=_("Choose another folder."),
        ) from error
    evidence_store(folder, kept).check()
    if kept.reports:
        Shelf.at(kept.reports, kept.storage).bucket.check()
    Ledger(ledger_place(folder, kept), create=True)
    return Shop(folder)


def ledger_place(folder: Path, settings: ShopSettings) -> Path | str:
    """Return where the settings of a shop keep its ledger: a file, or the address of a database."""
    return settings.ledger or folder / LEDGER_FILE


def evidence_store(folder: Path, settings: ShopSettings) -> EvidenceStore:
    """Return the store in which the settings of a shop keep its evidence."""
    if not settings.evidence:
        return EvidenceStore(str(folder / "evidence"))
    return EvidenceStore(settings.evidence, settings.storage, nearby=folder / "cache" / "evidence")


def open_shop(folder: str | Path | None = None) -> Shop:
    """Open a shop for a person: from now on this process speaks its language.

    Parameters
    ----------
    folder : str or Path, optional
        See `find_shop`.

    Raises
    ------
    ShopError
        If there is no shop.
    """
    shop = Shop(find_shop(folder))
    speak(shop.language.code)
    return shop


def find_shop(folder: str | Path | None = None) -> Path:
    """Return the folder of the shop that a page or a command means.

    Parameters
    ----------
    folder : str or Path, optional
        Without it: the folder that ``PARCELPROOF_SHOP`` names; else this folder, or ``shop/`` or
        ``sample-shop/`` in it, or the same up to two folders above (a page lies that deep).

    Raises
    ------
    ShopError
        If none is named, and none of these is a shop. A folder that was named is not looked into.
    """
    named = Path(folder) if folder else shop_places.named_place()
    if named:
        return named
    here = Path.cwd()
    for candidate in shop_places.usual_places(here):
        if _is_shop(candidate):
            return candidate
    raise ShopError(
        _("No shop was found here."), where=str(here),
        mend=_("Make one: parcelproof init. Or name its folder in the variable PARCELPROOF_SHOP."),
    )  # fmt: skip


def _is_shop(folder: Path) -> bool:
    settings = folder / SETTINGS_FILE
    if not settings.exists():
        return False
    return (folder / LEDGER_FILE).exists() or bool(read_settings(settings).ledger)
