"""Read a file of a seller as a table, by its content and not by its extension."""

from __future__ import annotations

from collections.abc import Collection

from parcelproof.errors import InputError
from parcelproof.messages import N_, _
from parcelproof.tables import delimited, header, xlsx
from parcelproof.tables.encoding import decode
from parcelproof.tables.table import DEFAULT_LIMITS, Limits, Table, column_key

_ZIP = b"PK\x03\x04"
_NO_TABLES: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        N_("This is an old Excel file (.xls) or a workbook with a password."),
        N_("Open it in your spreadsheet program and save it as .xlsx without a password, or as 'CSV UTF-8'."),
    ),
    (b"%PDF", N_("This is a PDF, not a table."), N_("Download the order report as CSV.")),
    (b"\x89PNG", N_("This is a picture, not a table."), N_("Download the order report as CSV.")),
    (b"\xff\xd8\xff", N_("This is a picture, not a table."), N_("Download the order report as CSV.")),
    (b"\x1f\x8b", N_("This is a packed file (gzip), not a table."), N_("Unpack it first.")),
    (b"SQLite format 3\x00", N_("This is a database, not a table."), N_("Download the order report as CSV.")),
)


def read_table(data: bytes, name: str, *, limits: Limits = DEFAULT_LIMITS, header_hint: Collection[str] = ()) -> Table:
    """Read CSV, TSV or XLSX.

    Parameters
    ----------
    data : bytes
        The file as it is.
    name : str
        Its name, for errors.
    limits : Limits
        Caps on size, rows, columns, cells and time.
    header_hint : collection of str
        Column names that the header may hold. They find the header below a preamble, the delimiter, and
        the right sheet.

    Returns
    -------
    Table

    Raises
    ------
    InputError
        If the file is no table, is over a cap, or its letters cannot be read with certainty.
    """
    if len(data) > limits.bytes:
        raise InputError(
            _("This file is larger than {bytes} bytes.", bytes=f"{limits.bytes:,}"),
            where=name,
            mend=_("Export a shorter period and import the parts one by one."),
        )
    for magic, what, mend in _NO_TABLES:
        if data.startswith(magic):
            raise InputError(_(what), where=name, mend=_(mend))
    known = {column_key(column) for column in header_hint} - {""}
    if data.startswith(_ZIP):
        rows, sheet = xlsx.read_sheet(data, name, limits, known)
        encoding, delimiter = "xlsx", ""
    else:
        text, encoding = decode(data, name)
        rows, delimiter = delimited.split(text, name, limits, known)
        sheet = ""
    position = header.find_header(rows, known, name)
    columns = header.name_columns(rows[position].cells)
    body, footer = header.split_footer(rows[position + 1 :], len(columns))
    if len(body) > limits.rows:
        delimited.check_caps(len(body) + header.HEADER_WINDOW, 0, 0, body[-1].number, name, limits)
    return Table(
        header=columns,
        rows=tuple(header.to_row(row, columns) for row in body),
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        header_row=rows[position].number,
        footer=footer,
    )
