"""Exports of listings as tables: one row is one listing, or one variation of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from parcelproof.messages import _
from parcelproof.orders.amounts import MoneyReader, find_mark
from parcelproof.orders.model import BadValue
from parcelproof.product.listings.formats import Columns, bind, detect_format, known_columns, load_formats
from parcelproof.product.listings.row import ListingRow, RefusedRow, RowReader, said_place
from parcelproof.tables import Row, Table, read_table

_PREAMBLE = 8


def listing_table(table: Table, data: bytes, name: str) -> tuple[Table, str]:
    """Return the table with its format; lines above the header, as upload templates have them, are skipped.

    Parameters
    ----------
    table : Table
        As it was read without knowing what it is.
    data : bytes
        The file, to read it again if its header stands lower.
    name : str
        File name, for errors.

    Returns
    -------
    table, format : tuple
        The format is empty if this is no table of products.
    """
    if found := detect_format(table.header):
        return table, found
    for row in table.rows[:_PREAMBLE]:
        # A line above the header may be shorter than it: then the header's cells do not fit under that line.
        if row.problem or detect_format(tuple(row.cells.values())):
            again = read_table(data, name, header_hint=known_columns())
            return again, detect_format(again.header)
    return table, ""


def read_rows(table: Table, format: str, *, currency: str = "") -> Iterator[ListingRow | RefusedRow]:
    """Read the rows of a table of a known format.

    Parameters
    ----------
    table : Table
    format : str
        Name of the format.
    currency : str
        What an amount without currency is in; empty: such a price is left out.
    """
    spec = load_formats()[format]
    columns = bind(spec, table.header)
    amounts = (row.cells[name] for row in table.rows for name in columns.fields.get("price", ()) if row.cells[name])
    reader = RowReader(spec, columns, MoneyReader(find_mark(amounts, "."), currency))
    if spec.grouped_by:
        yield from _grouped(table, columns, reader)
        return
    for row in table.rows:
        yield _one(reader, row)


def _one(reader: RowReader, row: Row, first: Mapping[str, str] | None = None) -> ListingRow | RefusedRow:
    where = f"row {row.number}"
    if row.problem:
        return RefusedRow(said_place(where), row.problem, _("Export the file again from the platform."))
    try:
        return reader.read(where, row.cells, first)
    except BadValue as error:
        return RefusedRow(said_place(where), error.what, error.mend)


def _grouped(table: Table, columns: Columns, reader: RowReader) -> Iterator[ListingRow | RefusedRow]:
    """Read rows of one product together: what all share stands in the first, and some rows only add a picture."""
    key = columns.fields.get("group", ("",))[0]
    own = [
        name for field in ("sku", "price", "gtin", "option1_value", "title") for name in columns.fields.get(field, ())
    ]
    photos = columns.fields.get("pictures", ())
    last = ""

    def product(row: Row) -> str:
        nonlocal last
        last = row.cells.get(key, "").strip() or last
        return last

    for _key, group in groupby(table.rows, product):
        rows = list(group)
        shared = dict(rows[0].cells)
        for name in photos:
            shared[name] = " ".join(row.cells[name] for row in rows if row.cells[name])
        for row in rows:
            if row.problem or any(row.cells[name].strip() for name in own):
                yield _one(reader, row, shared)
