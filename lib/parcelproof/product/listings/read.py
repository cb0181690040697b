"""Read any file of listings: a saved page, an export as table or JSON, or pasted text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from parcelproof.errors import InputError, UnknownNameError, nearest
from parcelproof.messages import _
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings.exports import listing_table, read_rows
from parcelproof.product.listings.formats import known_columns, load_formats
from parcelproof.product.listings.json_files import read_json
from parcelproof.product.listings.page import Snapshot, snapshot
from parcelproof.product.listings.pasted import read_pasted
from parcelproof.product.listings.row import ListingRow, RefusedRow
from parcelproof.tables import Table, read_table
from parcelproof.tables.encoding import decode

_BLANK = b"\xef\xbb\xbf \t\r\n"
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<!--", b"<head", b"<body", b"<?xml")


@dataclass(frozen=True)
class ListingsFile:
    """A file of listings.

    Attributes
    ----------
    format : str
        ``page``, ``pasted``, ``shopify_products`` …
    count : int
        How many rows it has, refused ones included.
    rows : iterable of ListingRow or RefusedRow
    page : Snapshot or None
        The page, if it is one.
    """

    format: str
    count: int
    rows: Iterable[ListingRow | RefusedRow]
    page: Snapshot | None = None


def is_page(data: bytes) -> bool:
    """Tell whether a file begins like a page."""
    return data.lstrip(_BLANK)[:20].lower().startswith(_PAGE_STARTS)


def open_listings(
    data: bytes, name: str, *, format: str = "", currency: str = "", table: Table | None = None
) -> ListingsFile:
    """Open a file of listings.

    Parameters
    ----------
    data : bytes
    name : str
        File name, for errors.
    format : str
        Read a table as this format; ``pasted`` for text. Empty: recognise it.
    currency : str
        What an amount without currency is in.
    table : Table, optional
        The file as a table, if it was read already.

    Raises
    ------
    InputError
        If the file holds no listings.
    UnknownNameError
        If there is no such format.
    """
    head = data.lstrip(_BLANK)[:1]
    if not head:
        raise InputError(_("This file is empty."), where=name, mend=_("Export it again from the platform."))
    if format == "pasted":
        return _pasted(data, name, currency)
    if is_page(data) or (head == b"<" and not table):
        page = snapshot(data, name)
        return ListingsFile("page", 1, [ListingRow("page", page.facts)], page)
    if head in (b"{", b"["):
        found, rows = read_json(data, name, currency=currency)
        return ListingsFile(found, len(rows), rows)
    return _table(data, name, format, currency, table)


def _table(data: bytes, name: str, format: str, currency: str, table: Table | None) -> ListingsFile:
    if format and format not in load_formats():
        raise UnknownNameError(
            _("There is no listing format with this name."), where=format,
            mend=nearest(format, load_formats()) or _("Use one of: {known}.", known=", ".join(load_formats())),
        )  # fmt: skip
    table = table or read_table(data, name, header_hint=known_columns() if format else ())
    table, found = (table, format) if format else listing_table(table, data, name)
    if not found:
        raise InputError(
            _("This table is not recognised as listings."), where=f"{name}: {', '.join(table.header[:8])[:200]}",
            mend=_("It needs a column for the title, one for the SKU or the listing number, and one for price, "
                   "category, brand, barcode or description."),
        )  # fmt: skip
    return ListingsFile(found, len(table.rows), read_rows(table, found, currency=currency))


def _pasted(data: bytes, name: str, currency: str) -> ListingsFile:
    facts = read_pasted(decode(data, name)[0], currency=currency)
    return ListingsFile("pasted", 1, [ListingRow("text", facts)])


def read_listings(
    data: bytes, name: str, *, currency: str = "", refused: Callable[[RefusedRow], None] | None = None
) -> Iterator[ListingFacts]:
    """Yield the listings of a file.

    Parameters
    ----------
    data : bytes
    name : str
        File name, for errors; the content decides what it is.
    currency : str
        What an amount without currency is in.
    refused : callable, optional
        Told of each row that is no listing.

    Raises
    ------
    InputError
        If the file holds no listings.
    """
    for row in open_listings(data, name, currency=currency).rows:
        if isinstance(row, ListingRow):
            yield row.facts
        elif refused:
            refused(row)
