"""Read an order file: find its format, group its rows by order, and build the bundles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from parcelproof.errors import InputError
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.orders.amounts import MoneyReader, find_mark, is_currency
from parcelproof.orders.assemble import Assembler
from parcelproof.orders.dates import DateReader, find_order, find_zone
from parcelproof.orders.fields import BY_NAME
from parcelproof.orders.formats import Format, detect_format, get_format, known_columns
from parcelproof.orders.identifiers import short_numbers
from parcelproof.orders.mapping import ColumnMapping
from parcelproof.orders.model import BadValue, OrderBundle, OrdersFile, RefusedRow, TrackingJoin, UnmappedFileError
from parcelproof.orders.row import Line, RowReader
from parcelproof.tables import Row, Table, read_table

_AGAIN = N_("Export the file again from the platform.")
_DATE_ORDERS = Wording({"dmy": N_("day/month/year"), "mdy": N_("month/day/year"), "ymd": N_("year/month/day")})


def read_orders(
    data: bytes,
    name: str,
    *,
    format: str | None = None,
    mapping: ColumnMapping | None = None,
    zone: str = "UTC",
    currency: str | None = None,
) -> OrdersFile:
    """Read one order file, or one file of tracking numbers for orders.

    Parameters
    ----------
    data : bytes
        The file as it is.
    name : str
        Its name, for errors.
    format : str, optional
        Name of a known format; found by its columns if left out.
    mapping : ColumnMapping, optional
        For a file of no known format. With ``format`` it only says how dates and amounts are written.
    zone : str
        IANA time zone of the seller, for times without an offset.
    currency : str, optional
        ISO 4217 code for amounts that name no currency, and for signs that several currencies share.

    Returns
    -------
    OrdersFile
        Good rows are in it, bad rows are listed in it.

    Raises
    ------
    UnmappedFileError
        If the format is not known and there is no mapping; it carries the header.
    UnknownNameError
        If there is no format of this name.
    InputError
        If the file as a whole cannot be read.
    """
    if currency is not None and not is_currency(currency.upper()):
        raise InputError(_("There is no currency with this code."), where="currency", mend=_("Use a code like USD."))
    hint = known_columns() | set(mapping.columns.values() if mapping else ())
    table = read_table(data, name, header_hint=hint)
    spec = _spec(table, name, format, mapping)
    reader = _reader(table, spec, zone, (mapping.currency if mapping else "") or (currency or "").upper(), mapping)
    return _File(spec, reader).read(table.rows)


def _spec(table: Table, name: str, wanted: str | None, mapping: ColumnMapping | None) -> Format:
    if wanted is None and mapping is not None:
        return mapping.to_format(table.header, name)
    found = wanted or detect_format(table)
    if found is None:
        raise UnmappedFileError(table.header, where=name)
    spec = get_format(found)
    if "order_id" not in spec.bind(table.header) and "link_id" not in spec.bind(table.header):
        column = spec.columns["order_id"][0]
        raise InputError(
            _("This file has no column '{column}', so it is no {title} file.", column=column, title=spec.title),
            where=name,
            mend=_(_AGAIN),
        )
    return spec


def _reader(table: Table, spec: Format, zone: str, currency: str, mapping: ColumnMapping | None) -> RowReader:
    columns = spec.bind(table.header)

    def cells(kind: str) -> Iterable[str]:
        wanted = [c for name, bound in columns.items() if BY_NAME[name].kind == kind for c in bound]
        return (row.cells[c] for row in table.rows if not row.problem for c in wanted if row.cells[c].strip())

    given_mark = mapping.decimal_mark if mapping else None
    mark = given_mark or find_mark(cells("money"), spec.decimal_mark)
    given_order = mapping.date_order if mapping else None
    order = given_order or find_order(cells("date"), spec.date_order, spec.twelve_hour_order)
    dates = DateReader(find_zone(zone), order)
    return RowReader(columns, MoneyReader(mark, currency, spec.dollar), dates, creates=spec.creates)


@dataclass
class _File:
    """Reads the rows of one file."""

    spec: Format
    reader: RowReader
    notes: list[str] = field(default_factory=list)
    unclear_prices: int = 0

    def read(self, rows: tuple[Row, ...]) -> OrdersFile:
        if rows and self.spec.description_row and self._is_description(rows[0]):
            rows = rows[1:]
            self.notes.append(_("The row below the header explains the columns; it is no order."))
        groups, broken = self._group(rows)
        bundles: list[OrderBundle] = []
        joins: list[TrackingJoin] = []
        numbers: list[tuple[int, str, str]] = []
        for order_id, members in groups.items():
            lines = self._lines(order_id, members)
            if not lines:
                continue
            complete = len(lines) == len(members) and order_id not in broken
            made = Assembler(self.spec, lines, complete=complete)
            if self.spec.creates:
                bundles.append(made.bundle())
                self.unclear_prices += made.unclear_price
            if self.spec.joins:
                joins += made.joins()
            numbers += [(line.number, line.text("carrier"), n) for line in lines for n in line.numbers]
        self._note(numbers, bool(bundles))
        refused = tuple(sorted(self.reader.refused, key=lambda r: (r.row, r.column)))
        return OrdersFile(
            self.spec.format, self.spec.channel, tuple(bundles), tuple(joins), refused, len(rows), tuple(self.notes)
        )

    def _is_description(self, row: Row) -> bool:
        text = self.reader.cell(row, "order_id")[0]
        return bool(text) and not any(c.isdigit() for c in text)

    def _group(self, rows: tuple[Row, ...]) -> tuple[dict[str, list[Row]], set[str]]:
        """Return the rows of each order in file order, and the orders that lost a row."""
        groups: dict[str, list[Row]] = defaultdict(list)
        broken: set[str] = set()
        linked: dict[str, str] = {}
        for row in rows:
            try:
                order_id = self._order_id(row, linked)
            except BadValue as bad:
                self.reader.refuse(row, self.reader.cell(row, "order_id")[1], bad)
                continue
            if row.problem:
                self.reader.refused.append(RefusedRow(row.number, "", row.problem, _(_AGAIN)))
                broken.add(order_id)
            elif not order_id:
                missing = BadValue(_("This row has no order number."), _("Add the order number, or remove the row."))
                self.reader.refuse(row, self.reader.cell(row, "order_id")[1], missing)
            else:
                groups[order_id].append(row)
        return groups, broken

    def _order_id(self, row: Row, linked: dict[str, str]) -> str:
        # Some rows of an eBay order have only the sales record number; it leads to the order number.
        order_id = self.reader.identifier(row, "order_id")
        link = self.reader.identifier(row, "link_id")
        if link and order_id:
            linked.setdefault(link, order_id)
        return order_id or linked.get(link, link)

    def _lines(self, order_id: str, rows: list[Row]) -> list[Line]:
        codes = {row.number: self.reader.cell(row, "currency")[0].upper() for row in rows}
        stated = {code for code in codes.values() if is_currency(code)}
        shared = stated.pop() if len(stated) == 1 else ""
        lines: list[Line] = []
        for row in rows:
            own = codes[row.number]
            line = self.reader.read(row, order_id, own if is_currency(own) else shared)
            if line and self._is_new(line, row, lines):
                lines.append(line)
        return lines

    def _is_new(self, line: Line, row: Row, lines: list[Line]) -> bool:
        """Refuse a row that says something else about an order line that was read already."""
        column = self.reader.cell(row, "line_id")[1]
        if not self.spec.creates and not line.numbers:
            # A number that cannot be read is on the list already.
            if not (self.reader.refused and self.reader.refused[-1].row == row.number):
                missing = BadValue(_("This row has no tracking number."), _("Add it, or remove the row."))
                self.reader.refuse(row, self.reader.cell(row, "tracking_number")[1], missing)
            return False
        if not line.text("line_id"):
            return True
        for other in lines:
            if other.text("line_id") == line.text("line_id") and not _same_article(line, other):
                twice = BadValue(_("This order line stands twice in the file, with different content."), _(_AGAIN))
                self.reader.refuse(row, column, twice)
                return False
        return True

    def _note(self, numbers: list[tuple[int, str, str]], has_orders: bool) -> None:
        dates, say = self.reader.dates, self.notes.append
        if dates.assumed_zone:
            say(_("Times without a time zone were read as {zone} time.", zone=dates.zone.key))
        if dates.assumed_midnight:
            say(_("Dates without a time of day were read as midnight in {zone}.", zone=dates.zone.key))
        if dates.assumed_order and dates.order:
            say(_("Dates such as 03/04/26 were read as {order}.", order=_DATE_ORDERS[dates.order]))
        if self.reader.bare_amounts and self.reader.money.currency:
            say(_("Amounts without a currency were read as {currency}.", currency=self.reader.money.currency))
        if has_orders and "quantity" not in self.reader.columns and "title" in self.reader.columns:
            say(_("The file has no number of pieces; each order line counts as one piece."))
        if self.unclear_prices:
            say(
                _(
                    "In {count} order(s) the price of one piece is not certain, so it was left out.",
                    count=self.unclear_prices,
                )
            )
        if self.reader.trimmed_rows:
            say(_("'.0' was taken off whole numbers in {rows}.", rows=_rows(self.reader.trimmed_rows)))
        short = short_numbers(numbers)
        if short:
            say(
                _(
                    "A tracking number is shorter than the others in {rows}: leading zeros may be lost. Check it.",
                    rows=_rows(short),
                )
            )


def _same_article(line: Line, other: Line) -> bool:
    names = ("title", "sku", "variation", "listing_id", "quantity", "unit_price", "line_total", "checked_price")
    return all(line.values.get(name) == other.values.get(name) for name in names)


def _rows(numbers: list[int]) -> str:
    unique = sorted(set(numbers))
    shown = ", ".join(str(n) for n in unique[:10])
    if len(unique) > 10:
        return _("rows {shown} and {more} more", shown=shown, more=len(unique) - 10)
    return ngettext("row {shown}", "rows {shown}", len(unique), shown=shown)
