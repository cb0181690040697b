"""A list of parcels in a file, checked wholly before anything is made.

CSV, TSV or XLSX with a header, or YAML or JSON. A row names one parcel: by its id (``shipment``), or by its order
number (``order``), with the ``channel`` where two channels have the same number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from parcelproof.errors import InputError, nearest
from parcelproof.ledger.records import Order
from parcelproof.messages import _, ngettext, sentences
from parcelproof.shop import Shop
from parcelproof.tables import column_key, read_table

COLUMNS = {
    "shipment": ("shipment", "shipment_id", "id", "parcel"),
    "order": ("order", "order_id", "order_number", "order_no"),
    "channel": ("channel", "platform"),
}
"""The columns, and the names that each may have."""
_MEANING = {column_key(name): column for column, names in COLUMNS.items() for name in names}
_SHOWN = 40
_NAMES = "shipment, order, channel"


@dataclass(frozen=True)
class _Row:
    place: str
    said: Mapping[str, str]
    problem: str = ""


def read_manifest(path: Path, shop: Shop) -> list[str]:
    """Return the shipment ids that a manifest names, in its order.

    Raises
    ------
    InputError
        With every problem of the file and its row: a column or a parcel that does not exist (and the nearest that
        does), a row twice, an empty row, an order number that several parcels have.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(_("The manifest cannot be read: {why}.", why=error.strerror), where=str(path),
                         mend=_("Look if the name is right.")) from error  # fmt: skip
    textual = path.suffix.lower() in {".yaml", ".yml", ".json"} or data.lstrip()[:1] in {b"[", b"{"}
    rows = list(_rows_of_text(data, path.name) if textual else _rows_of_table(data, path.name))
    problems, found = _resolve(rows, shop)
    if not rows:
        problems = [_("The manifest names no parcel.")]
    if problems:
        shown, more = problems[:_SHOWN], len(problems) - _SHOWN
        said = ngettext(
            "The manifest has {count} problem. Nothing was made.",
            "The manifest has {count} problems. Nothing was made.",
            len(problems),
        )
        rest = [_("… and {count} more.", count=more)] if more > 0 else []
        raise InputError(
            "\n".join([said, *(f"  {line}" for line in [*shown, *rest])]),
            where=str(path), mend=_("Correct these rows, then run it again."),
        )  # fmt: skip
    return found


# -- reading ----------------------------------------------------------------------------------


def _rows_of_table(data: bytes, name: str) -> Iterator[_Row]:
    table = read_table(data, name, header_hint=[*_MEANING, *(n for names in COLUMNS.values() for n in names)])
    meaning = _meanings(table.header, name)
    last = table.header_row
    for row in table.rows:
        # The reader leaves blank rows out. Between the rows of a list of parcels one is more likely a slip.
        yield from (_Row(_("row {number}", number=blank), {}) for blank in range(last + 1, row.number))
        last = row.number
        said = {meaning[column]: " ".join(text.split()) for column, text in row.cells.items()}
        yield _Row(_("row {number}", number=row.number), said, row.problem)


def _rows_of_text(data: bytes, name: str) -> Iterator[_Row]:
    try:
        value = yaml.safe_load(data.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = _("{file}, line {number}", file=name, number=mark.line + 1) if mark else name
        raise InputError(_("The manifest is no YAML or JSON text."), where=where,
                         mend=_("Write one line for each parcel: - ebay-12-345")) from error  # fmt: skip
    if isinstance(value, dict) and set(value) <= {"shipments"}:
        value = value.get("shipments")
    if not isinstance(value, list):
        raise InputError(_("The manifest is no list of parcels."), where=name,
                         mend=_("Write one line for each parcel: - ebay-12-345"))  # fmt: skip
    for number, item in enumerate(value, 1):
        yield _row_of_item(item, _("entry {number}", number=number), name)


def _row_of_item(item: Any, place: str, name: str) -> _Row:
    if isinstance(item, dict):
        meaning = _meanings([str(key) for key in item], f"{name}, {place}")
        said = {meaning[str(key)]: "" if text is None else str(text).strip() for key, text in item.items()}
        numbers = [str(key) for key, text in item.items() if not isinstance(text, (str, type(None)))]
        problem = _("Put '{name}' in quotes: a number may lose digits.", name=numbers[0]) if numbers else ""
        return _Row(place, said, problem)
    if isinstance(item, str):
        return _Row(place, {"shipment": item.strip()})
    return _Row(place, {}, "" if item is None else _("This is no shipment id. Put it in quotes if it is one."))


def _meanings(header: Sequence[str], where: str) -> dict[str, str]:
    """Return what each column means; every unknown one is named at once."""
    known = {column: _MEANING[column_key(column)] for column in header if column_key(column) in _MEANING}
    right = [name for names in COLUMNS.values() for name in names]
    wrong = [
        _("There is no column '{name}'. {hint}", name=column[:60],
          hint=nearest(column.lower(), right) or _("Known are: {names}.", names=_NAMES))
        for column in header
        if column not in known
    ]  # fmt: skip
    twice = sorted({meaning for meaning in known.values() if list(known.values()).count(meaning) > 1})
    wrong += [_("Two columns mean '{name}'.", name=meaning) for meaning in twice]
    if not wrong and not {"shipment", "order"} & set(known.values()):
        wrong = [_("A column 'shipment' or 'order' is needed.")]
    if wrong:
        raise InputError(sentences(*wrong, _("Nothing was made.")), where=where,
                         mend=_("Name the columns in the first row: {names}.", names=_NAMES))  # fmt: skip
    return known


# -- finding the parcels ------------------------------------------------------------------------


class _Parcels:
    """The parcels of a shop by id and by order."""

    def __init__(self, shop: Shop) -> None:
        self.ids = dict.fromkeys(shop.shipment_ids())
        self.orders: dict[str, dict[str, str]] = defaultdict(dict)
        self.channels: dict[str, str] = {}
        for chain, _place, lookup in shop.ledger.lookups(Order.kind):
            channel, _colon, number = lookup.partition(":")
            if chain in self.ids:
                self.orders[number][chain] = self.channels[chain] = channel

    def find(self, said: Mapping[str, str]) -> tuple[str, str]:
        """Return (id, problem); one of them is empty."""
        shipment, order = said.get("shipment", ""), said.get("order", "")
        channel = said.get("channel", "").casefold().replace(" ", "_")
        if shipment:
            return self._by_id(shipment, order, channel)
        found, problem = self._by_order(order, channel)
        if len(found) > 1:
            problem = _("Order '{order}' has several parcels: {ids}. Name one in 'shipment'.",
                        order=order[:60], ids=", ".join(found))  # fmt: skip
        return ("", problem) if problem else (found[0], "")

    def _by_id(self, shipment: str, order: str, channel: str) -> tuple[str, str]:
        if shipment not in self.ids:
            of_order = next(iter(self.orders.get(shipment.lstrip("#"), ())), "")
            hint = _("Did you mean '{name}'?", name=of_order) if of_order else nearest(shipment, self.ids)
            hint = hint or _("See the ids with: parcelproof status")
            return "", _("There is no shipment '{shipment}'. {hint}", shipment=shipment[:60], hint=hint)
        of = self.orders.get(order, {}).get(shipment, "") if order else self.channels.get(shipment, "")
        if order and not of:
            return "", _("Shipment '{shipment}' does not belong to order '{order}'.",
                         shipment=shipment, order=order[:60])  # fmt: skip
        if channel and channel != of:
            return "", _not_from(shipment, channel[:60], of)
        return shipment, ""

    def _by_order(self, order: str, channel: str) -> tuple[list[str], str]:
        parcels = self.orders.get(order, {})
        if not parcels:
            hint = nearest(order, self.orders) or _("See the orders with: parcelproof status")
            return [], _("There is no order '{order}'. {hint}", order=order[:60], hint=hint)
        channels = sorted(set(parcels.values()))
        if channel and channel not in channels:
            return [], _("Order '{order}' is not from '{channel}', but from {channels}.",
                         order=order[:60], channel=channel[:60], channels=", ".join(channels))  # fmt: skip
        if not channel and len(channels) > 1:
            return [], _("Several channels have an order '{order}': {channels}. Name one in 'channel'.",
                         order=order[:60], channels=", ".join(channels))  # fmt: skip
        return [chain for chain, of in parcels.items() if not channel or of == channel], ""


def _not_from(shipment: str, channel: str, of: str) -> str:
    if of:
        return _("Shipment '{shipment}' is not from '{channel}', but from {other}.",
                 shipment=shipment, channel=channel, other=of)  # fmt: skip
    return _("Shipment '{shipment}' is not from '{channel}'.", shipment=shipment, channel=channel)


def _resolve(rows: Sequence[_Row], shop: Shop) -> tuple[list[str], list[str]]:
    parcels, problems = _Parcels(shop), []
    first: dict[str, str] = {}
    for row in rows:
        found, problem = "", row.problem
        if not problem and not any(row.said.get(name) for name in ("shipment", "order")):
            problem = _("This row names no parcel. Fill it or delete it.")
        if not problem:
            found, problem = parcels.find(row.said)
        if found in first:
            problem = _("'{shipment}' stands in {place} already.", shipment=found, place=first[found])
        if problem:
            problems.append(f"{row.place}: {problem}")
        elif found:
            first[found] = row.place
    return problems, list(first)
