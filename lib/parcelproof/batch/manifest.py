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
        raise InputError(f"The manifest cannot be read: {error.strerror}.", where=str(path),
                         mend="Look if the name is right.") from error  # fmt: skip
    textual = path.suffix.lower() in {".yaml", ".yml", ".json"} or data.lstrip()[:1] in {b"[", b"{"}
    rows = list(_rows_of_text(data, path.name) if textual else _rows_of_table(data, path.name))
    problems, found = _resolve(rows, shop)
    if not rows:
        problems = ["The manifest names no parcel."]
    if problems:
        shown = problems[:_SHOWN] + ([f"… and {len(problems) - _SHOWN} more."] if len(problems) > _SHOWN else [])
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise InputError(
            f"The manifest has {count}. Nothing was made.\n" + "\n".join(f"  {line}" for line in shown),
            where=str(path), mend="Correct these rows, then run it again.",
        )  # fmt: skip
    return found


# -- reading ----------------------------------------------------------------------------------


def _rows_of_table(data: bytes, name: str) -> Iterator[_Row]:
    table = read_table(data, name, header_hint=[*_MEANING, *(n for names in COLUMNS.values() for n in names)])
    meaning = _meanings(table.header, name)
    last = table.header_row
    for row in table.rows:
        # The reader leaves blank rows out. Between the rows of a list of parcels one is more likely a slip.
        yield from (_Row(f"row {blank}", {}) for blank in range(last + 1, row.number))
        last = row.number
        said = {meaning[column]: " ".join(text.split()) for column, text in row.cells.items()}
        yield _Row(f"row {row.number}", said, row.problem)


def _rows_of_text(data: bytes, name: str) -> Iterator[_Row]:
    try:
        value = yaml.safe_load(data.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        raise InputError("The manifest is no YAML or JSON text.", where=where,
                         mend="Write one line for each parcel: - ebay-12-345") from error  # fmt: skip
    if isinstance(value, dict) and set(value) <= {"shipments"}:
        value = value.get("shipments")
    if not isinstance(value, list):
        raise InputError("The manifest is no list of parcels.", where=name,
                         mend="Write one line for each parcel: - ebay-12-345")  # fmt: skip
    for number, item in enumerate(value, 1):
        yield _row_of_item(item, f"entry {number}", name)


def _row_of_item(item: Any, place: str, name: str) -> _Row:
    if isinstance(item, dict):
        meaning = _meanings([str(key) for key in item], f"{name}, {place}")
        said = {meaning[str(key)]: "" if text is None else str(text).strip() for key, text in item.items()}
        numbers = [str(key) for key, text in item.items() if not isinstance(text, (str, type(None)))]
        return _Row(place, said, f"Put '{numbers[0]}' in quotes: a number may lose digits." if numbers else "")
    if isinstance(item, str):
        return _Row(place, {"shipment": item.strip()})
    return _Row(place, {}, "" if item is None else "This is no shipment id. Put it in quotes if it is one.")


def _meanings(header: Sequence[str], where: str) -> dict[str, str]:
    """Return what each column means; every unknown one is named at once."""
    known = {column: _MEANING[column_key(column)] for column in header if column_key(column) in _MEANING}
    wrong = [
        f"There is no column '{column[:60]}'. "
        + (nearest(column.lower(), [n for names in COLUMNS.values() for n in names]) or f"Known are: {_NAMES}.")
        for column in header
        if column not in known
    ]
    twice = sorted({meaning for meaning in known.values() if list(known.values()).count(meaning) > 1})
    wrong += [f"Two columns mean '{meaning}'." for meaning in twice]
    if not wrong and not {"shipment", "order"} & set(known.values()):
        wrong = ["A column 'shipment' or 'order' is needed."]
    if wrong:
        raise InputError(" ".join(wrong) + " Nothing was made.", where=where,
                         mend=f"Name the columns in the first row: {_NAMES}.")  # fmt: skip
    return known


# -- finding the parcels ------------------------------------------------------------------------


class _Parcels:
    """The parcels of a shop by id and by order."""

    def __init__(self, shop: Shop) -> None:
        self.ids = dict.fromkeys(shop.shipment_ids())
        self.orders: dict[str, dict[str, str]] = defaultdict(dict)
        self.channels: dict[str, str] = {}
        for chain, _, lookup in shop.ledger.lookups(Order.kind):
            channel, _, number = lookup.partition(":")
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
            problem = f"Order '{order[:60]}' has several parcels: {', '.join(found)}. Name one in 'shipment'."
        return ("", problem) if problem else (found[0], "")

    def _by_id(self, shipment: str, order: str, channel: str) -> tuple[str, str]:
        if shipment not in self.ids:
            of_order = next(iter(self.orders.get(shipment.lstrip("#"), ())), "")
            hint = f"Did you mean '{of_order}'?" if of_order else nearest(shipment, self.ids)
            hint = hint or "See the ids with: parcelproof status"
            return "", f"There is no shipment '{shipment[:60]}'. {hint}"
        of = self.orders.get(order, {}).get(shipment, "") if order else self.channels.get(shipment, "")
        if order and not of:
            return "", f"Shipment '{shipment}' does not belong to order '{order[:60]}'."
        if channel and channel != of:
            return "", f"Shipment '{shipment}' is not from '{channel[:60]}'" + (f", but from {of}." if of else ".")
        return shipment, ""

    def _by_order(self, order: str, channel: str) -> tuple[list[str], str]:
        parcels = self.orders.get(order, {})
        if not parcels:
            hint = nearest(order, self.orders) or "See the orders with: parcelproof status"
            return [], f"There is no order '{order[:60]}'. {hint}"
        channels = sorted(set(parcels.values()))
        if channel and channel not in channels:
            return [], f"Order '{order[:60]}' is not from '{channel[:60]}', but from {', '.join(channels)}."
        if not channel and len(channels) > 1:
            return [], f"Several channels have an order '{order[:60]}': {', '.join(channels)}. Name one in 'channel'."
        return [chain for chain, of in parcels.items() if not channel or of == channel], ""


def _resolve(rows: Sequence[_Row], shop: Shop) -> tuple[list[str], list[str]]:
    parcels, problems = _Parcels(shop), []
    first: dict[str, str] = {}
    for row in rows:
        found, problem = "", row.problem
        if not problem and not any(row.said.get(name) for name in ("shipment", "order")):
            problem = "This row names no parcel. Fill it or delete it."
        if not problem:
            found, problem = parcels.find(row.said)
        if found in first:
            problem = f"'{found}' stands in {first[found]} already."
        if problem:
            problems.append(f"{row.place}: {problem}")
        elif found:
            first[found] = row.place
    return problems, list(first)
