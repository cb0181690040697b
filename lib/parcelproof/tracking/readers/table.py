"""A table of scans: CSV, TSV or a spreadsheet, one scan per row, or one parcel with its latest event per row.

Columns are found by name or alias, never by position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from parcelproof.errors import InputError, nearest
from parcelproof.messages import _
from parcelproof.tables import Row, Table, column_key, read_table
from parcelproof.tracking import plain
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.crosswalk import load_crosswalk
from parcelproof.tracking.events import Parcel
from parcelproof.tracking.readers.source import (
    Batch,
    RefusedEntry,
    Scan,
    Source,
    clean_number,
    make_parcel,
    text_of,
)

SYSTEM = plain.SYSTEM

Cells = Mapping[str, str]

ALIASES: Mapping[str, tuple[str, ...]] = {
    "tracking_number": (
        "tracking number", "tracking no", "tracking id", "tracking code", "tracking", "number", "waybill", "awb",
        "parcel number", "shipment tracking number",
    ),
    "time": (
        "time", "event time", "datetime", "date time", "timestamp", "event date", "checkpoint time", "occurred at",
        "latest event time", "last update time", "last event time", "checkpoint date", "date",
    ),
    "clock": ("clock", "time of day", "event clock"),
    "offset": ("offset", "utc offset", "time zone", "timezone"),
    "status": (
        "status", "state", "package status", "delivery status", "tag", "event status", "checkpoint delivery status",
    ),
    "code": ("code", "status code", "event code"),
    "detail_code": (
        "detail code", "sub status", "substatus", "subtag", "detail", "status detail", "checkpoint delivery substatus",
    ),
    "text": (
        "text", "description", "message", "event", "latest event", "latest event info", "last event", "status text",
        "tracking detail", "details", "event description",
    ),
    "location": ("location", "place", "event location", "city"),
    "country": ("country", "country code", "event country"),
    "carrier": ("carrier", "courier", "carrier code", "carrier name", "shipping provider name", "slug"),
    "order_reference": ("order number", "order no", "order id", "order reference"),
    "destination": ("destination", "destination country", "recipient country"),
    "signed_by": ("signed by", "signed for by", "recipient signature"),
    "system": ("system", "source system"),
    "set_by_user": ("set by user", "user marked"),
}  # fmt: skip


# What only a list of orders has.
_ORDER_WORDS = frozenset(
    map(
        column_key,
        (
            "sku", "quantity", "qty", "price", "item price", "total", "total price", "order total", "subtotal",
            "currency", "buyer", "buyer name", "buyer username", "item title", "product name", "item name",
            "ship to name", "recipient name", "address", "ship city",
        ),
    )
)  # fmt: skip


def columns_of(header: tuple[str, ...]) -> dict[str, str]:
    """Find which column holds which field.

    Returns
    -------
    dict
        Field to column name.
    """
    names: dict[str, str] = {}
    for name in header:
        names.setdefault(column_key(name), name)
    found: dict[str, str] = {}
    for field, aliases in ALIASES.items():
        column = next((names[key] for key in map(column_key, (field, *aliases)) if key in names), None)
        if column is not None and column not in found.values():
            found[field] = column
    return found


def is_tracking_table(table: Table) -> bool:
    """Say whether a table is a list of scans, and not of orders.

    It needs a tracking number, a time, and a status, code or wording, and no column of an order.
    """
    fields = columns_of(table.header)
    told = {"status", "code", "text"} & set(fields)
    return (
        {"tracking_number", "time"} <= set(fields)
        and bool(told)
        and not (_ORDER_WORDS & {column_key(name) for name in table.header})
    )


def read(data: bytes, source: Source) -> Batch:
    """Read a table of scans.

    Raises
    ------
    InputError
        If no column holds tracking numbers, or none says anything about the parcel.
    """
    hint = [alias for field in ("tracking_number", "time", "status", "code", "text") for alias in ALIASES[field]]
    table = read_table(data, source.name, header_hint=hint)
    fields = columns_of(table.header)
    if "tracking_number" not in fields or not {"status", "code", "text", "time"} & set(fields):
        raise InputError(
            _(
                "This table is no list of scans. It needs a column of tracking numbers, and one of status, text or "
                "time."
            ),
            where=source.name,
            mend=_("Name the columns like the example in templates/imports/tracking/events.csv."),
        )
    batch = Batch(source.system or system_of(table.header))
    rows: dict[tuple[str, str], list[Cells]] = {}
    place = _("{file}, row {row}")
    for row in table.rows:
        cells = {field: text_of(row.cells.get(column, "")) for field, column in fields.items()}
        if any(cells.values()):
            key = _key(row, cells, batch.system, place.format(file=source.name, row=row.number))
            if isinstance(key, RefusedEntry):
                batch.add(key)
            else:
                rows.setdefault(key, []).append(cells)
    for (number, system), group in rows.items():
        batch.add(_parcel(number, system, group, source))
    _note(batch)
    return batch


def _key(row: Row, cells: Cells, system: str, where: str) -> tuple[str, str] | RefusedEntry:
    """Return the tracking number of a row and whose codes it uses, or why the row is left out."""
    if row.problem:
        return RefusedEntry(where, row.problem, _("Correct this row, then import the file again."))
    number = clean_number(cells["tracking_number"], where)
    if isinstance(number, RefusedEntry):
        return number
    if re.search(r"[,;|/]", number):
        return RefusedEntry(where, _("This cell holds several tracking numbers."), _("Write one number per row."))
    own = cells.get("system") or system
    if own != SYSTEM and own not in load_crosswalk().systems:
        mend = nearest(own, load_crosswalk().systems) or _("Leave the cell empty for plain status words.")
        return RefusedEntry(where, _("This row names a system that Parcelproof does not know."), mend)
    return number, own


def _note(batch: Batch) -> None:
    unread = sum(1 for p in batch.parcels for e in p.events if e.time is None and e.time_raw)
    if unread:
        batch.notes.append(
            _(
                "{count} times could not be read, or have two readings like 03/04/2026. Write them like 2026-04-03 "
                "14:02.",
                count=unread,
            )
        )
    if not batch.parcels:
        batch.notes.append(_("This table holds no row with a usable tracking number."))


def system_of(header: tuple[str, ...]) -> str:
    """Name the service that a table comes from, by its columns."""
    names = {column_key(column) for column in header}
    if {"packagestatus", "latesteventinfo"} <= names:
        return "17track_v2"
    if {"lastevent", "lastupdatetime"} <= names or "itemtimelength" in names:
        return "trackingmore"
    return SYSTEM


def _parcel(number: str, system: str, rows: list[Cells], source: Source) -> Parcel:
    last = {
        field: next((cells[field] for cells in rows if cells.get(field)), "")
        for field in ("carrier", "order_reference", "destination", "signed_by")
    }
    facts = last | {"destination": alpha_2(last["destination"])}
    return parcel_of(number, system, [_scan(cells, system, source) for cells in rows], facts)


def parcel_of(number: str, system: str, scans: list[Scan], facts: Mapping[str, str]) -> Parcel:
    """Make a parcel from the scans of a table, in the order of its rows; ``facts`` are other fields of `Parcel`."""
    said = [s for s in _oldest_first(scans) if s.time.value or s.text or s.code]
    newest = said[-1] if said else Scan()
    return make_parcel(
        number,
        system,
        said,
        status_raw=newest.code,
        status_detail_raw=newest.detail_code,
        set_by_user=newest.set_by_user,
        **facts,
    )


def told_by_user(cell: str) -> bool:
    """Say whether a cell of the column "set by user" says yes."""
    return cell.casefold() in ("1", "yes", "true", "user")


def _oldest_first(scans: list[Scan]) -> list[Scan]:
    """Turn a table that lists the newest scan first; other tables stay as they are."""
    times = [s.time.value for s in scans if s.time.value]
    return scans[::-1] if len(times) > 1 and times == sorted(times, reverse=True) else scans


def _scan(cells: Cells, system: str, source: Source) -> Scan:
    when = " ".join(filter(None, (cells.get("time", ""), cells.get("clock", ""))))
    code, status = cells.get("code", ""), cells.get("status", "")
    return Scan(
        time=source.time(when, cells.get("offset", "")),
        time_raw=when,
        code=code or status,
        detail_code=cells.get("detail_code", ""),
        text=cells.get("text", "") or (status if code else ""),
        location=cells.get("location", ""),
        country=alpha_2(cells.get("country", "")),
        carrier=cells.get("carrier", ""),
        set_by_user=told_by_user(cells.get("set_by_user", "")),
    )
