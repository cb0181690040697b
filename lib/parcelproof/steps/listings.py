"""Take the page of one product in: pasted text, a saved page, or the row of an export; kept as a dated snapshot."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from parcelproof.errors import InputError
from parcelproof.imports.listings import TIME_OF_FILE, ListingImporter
from parcelproof.imports.outcome import Outcome
from parcelproof.imports.pictures import is_picture
from parcelproof.ledger.records import Listing, Record
from parcelproof.messages import _
from parcelproof.product.listings import ListingRow, ListingsFile, open_listings
from parcelproof.product_file import ProductFile
from parcelproof.shop import Shop

SOURCE = "page:product.description"
PASTED = "pasted"
SUFFIXES = (".html", ".htm", ".csv", ".tsv", ".txt", ".json", ".xlsx")
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".avif")
MAX_PICTURES = 40


@dataclass(frozen=True)
class GivenFile:
    """A file as a person chose it.

    Attributes
    ----------
    name : str
        Only for errors and to recognise it; never a path.
    data : bytes
    modified : datetime or None
        Time of the file, if the browser tells it.
    """

    name: str
    data: bytes
    modified: datetime | None = None

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture and no page."""
        return self.name.lower().endswith(PICTURES) and is_picture(self.data)


@dataclass(frozen=True)
class TakenPage:
    """What became of one page.

    Attributes
    ----------
    listing : Listing
        The snapshot as it is on record.
    is_new : bool
        False if the shop had it, or a page that says the same.
    notes : tuple of str
        What to know.
    """

    listing: Listing
    is_new: bool
    notes: tuple[str, ...] = ()


def pasted_page(title: str, price: str, url: str, text: str) -> bytes:
    """Return what was typed and pasted as one text, which is then the kept file.

    Raises
    ------
    InputError
        If there is neither a title nor a text.
    """
    if not title.strip() and not text.strip():
        raise InputError(_("There is nothing to take in yet."), mend=_("Paste the text of the page, or choose a file."))
    said = (("Title", title), ("Price", price), ("URL", url))
    lines = [f"{label}: {' '.join(value.split())}" for label, value in said if value.strip()]
    return "\n".join([*lines, text.strip()]).encode("utf-8", "replace")


def take_pages(
    shop: Shop, chain: str, files: Sequence[GivenFile], *, captured: datetime | None = None
) -> list[TakenPage]:
    """Take chosen files in; pictures among them belong to the first page.

    Raises
    ------
    InputError
        If there is no page among them, or one holds no listing of this product.
    """
    pictures = [file for file in files if file.is_picture]
    pages = [file for file in files if not file.is_picture]
    if not pages:
        raise InputError(
            _("Pictures alone are no product page."), mend=_("Choose the saved page as well, or paste its text.")
        )
    return [
        take_page(shop, chain, page, captured=captured, pictures=pictures if number == 0 else ())
        for number, page in enumerate(pages)
    ]


def take_page(
    shop: Shop, chain: str, file: GivenFile, *, captured: datetime | None = None, pictures: Sequence[GivenFile] = (),
    format: str = "",
) -> TakenPage:  # fmt: skip
    """Keep one page as a dated snapshot of a product, and fill what it says into the product.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    file : GivenFile
    captured : datetime, optional
        When the page was seen, as the person says. Without it the page's own time counts, else the time of the file.
    pictures : sequence of GivenFile
    format : str
        ``pasted`` for pasted text; empty to recognise the file.

    Raises
    ------
    InputError
        If the file holds no listing of this product.
    """
    product = shop.product(chain)
    opened = open_listings(file.data, file.name, format=format, currency=shop.settings.currency)
    row = _own_row(opened, product, file.name)
    _refuse_other_product(shop, product, row)
    outcome = Outcome(name=file.name)
    pairs = _plan(shop, product, ListingsFile(opened.format, 1, [row], opened.page), file, outcome)
    if outcome.refused:
        raise InputError(outcome.refused[0].what, where=file.name, mend=outcome.refused[0].mend)
    kept = tuple(shop.evidence.put(picture.data) for picture in pictures[:MAX_PICTURES])
    records: list[Record] = []
    found: Listing | None = None
    for _place, record in pairs:
        if isinstance(record, Listing):
            record = found = _dated(record, captured or (shop.now() if format == PASTED else None), kept)
        records.append(record)
    if found is None and (same := _kept(product, file.data)):
        # The same file again can only say anew when it was seen, and which pictures belong to it.
        found = _dated(same, captured, kept)
        records.append(found)
        outcome.notes.append(_("This very file was kept before."))
    is_new = found is not None and not any(page.slot == found.slot for page in product.listings)
    shop.record(chain, *records, source=SOURCE)
    notes = [note for note in outcome.notes if not (captured and note == _(TIME_OF_FILE))]
    return TakenPage(found or product.listings[-1], is_new, tuple(notes))


def _own_row(opened: ListingsFile, product: ProductFile, name: str) -> ListingRow:
    rows = list(opened.rows)
    if opened.count == 1 and len(rows) == 1:
        if isinstance(row := rows[0], ListingRow):
            return row
        raise InputError(row.what, where=f"{name}, {row.where}", mend=row.mend)
    found = [row for row in rows if isinstance(row, ListingRow)]
    own = [row for row in found if product.sku and row.facts.sku.strip() == product.sku.strip()]
    own = own or [row for row in found if row.facts.listing_id and row.facts.listing_id in product.listing_ids]
    if not own:
        raise InputError(
            _("This file holds {count} products, and none of them is this one.", count=len(rows)), where=name,
            mend=_(
                "The column SKU must say {sku}. Bring in a file of many products on the start page.", sku=product.sku
            ),
        )  # fmt: skip
    return own[0]


def _refuse_other_product(shop: Shop, product: ProductFile, row: ListingRow) -> None:
    sku = row.facts.sku.strip()
    if sku and sku != product.sku and shop.find_product(sku) not in ("", product.id):
        raise InputError(
            _("This page names the SKU {sku}, which is another product of yours.", sku=sku[:60]),
            mend=_("Choose that product first, or another file."),
        )


def _plan(
    shop: Shop, product: ProductFile, opened: ListingsFile, file: GivenFile, outcome: Outcome
) -> list[tuple[str, Record]]:
    named = product.sku or next(iter(product.listing_ids), "") or product.id
    # The importer looks at the time of the file; its name comes from a browser and is used for nothing.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page"
        path.write_bytes(file.data)
        if file.modified:
            os.utime(path, (file.modified.timestamp(), file.modified.timestamp()))
        return ListingImporter(shop, product=named).plan(opened, file.data, path, outcome)


def _dated(page: Listing, captured: datetime | None, pictures: Sequence[str]) -> Listing:
    changed: dict[str, object] = {"pictures": tuple(dict.fromkeys([*page.pictures, *pictures]))}
    if captured is not None:
        changed |= {"claimed_at": captured, "time_source": ""}
    return page.model_copy(update=changed)


def _kept(product: ProductFile, data: bytes) -> Listing | None:
    sha256 = hashlib.sha256(data).hexdigest()
    return next((page for page in product.listings if page.sha256 == sha256), None)
