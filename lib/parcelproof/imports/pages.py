"""Saved pages among the files of an import: which of them are product pages to take in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from parcelproof.errors import InputError
from parcelproof.imports.records import Line
from parcelproof.ledger.store import Ledger
from parcelproof.product.listings import ListingsFile, open_listings

PAGES = (".html", ".htm")


def named_files(folder: Path, lines: Iterable[Line]) -> set[Path]:
    """Return the files that the records of a file name; they belong to those records."""
    return {(folder / str(line.data["file"])).resolve() for line in lines if "file" in line.data}


def on_record(ledger: Ledger) -> set[str]:
    """Return the SHA-256 of every listing that is kept already."""
    return {slot.removeprefix("listing:") for _, slot, _ in ledger.lookups("listing")}


def product_page(data: bytes, name: str, *, currency: str, wanted: bool) -> ListingsFile | None:
    """Return a page as a listing, or None if it does not say which product it is about.

    Parameters
    ----------
    data : bytes
    name : str
        File name, for errors.
    currency : str
        What a price without currency is in.
    wanted : bool
        The person says that it is a product page: then it is one, or an error.

    Raises
    ------
    InputError
        If it is wanted and cannot be read.
    """
    try:
        file = open_listings(data, name, currency=currency)
    except InputError:
        if wanted:
            raise
        return None
    facts = file.page.facts if file.page else None
    tells = bool(facts and facts.title and (facts.sku or facts.listing_id))
    return file if file.page and (wanted or tells) else None


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(data).hexdigest()
