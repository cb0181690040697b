"""Records read back from the tables of the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import Connection, select

from parcelproof.errors import ShopError
from parcelproof.ledger import private as pii
from parcelproof.ledger.chain import GENESIS, Entry
from parcelproof.ledger.records import Record
from parcelproof.ledger.schema import heads, private, records
from parcelproof.messages import _


@dataclass(frozen=True)
class Stored:
    """One record read back: the entry, the typed record, and what was erased from it."""

    entry: Entry
    record: Record
    erased: tuple[str, ...]


class Row(NamedTuple):
    """One record as it stands in the tables, for an index over many: nothing is checked, no typed record is built.

    Attributes
    ----------
    position : int
    chain, kind, slot, lookup : str
    body : str
        JSON text; personal values are not in it.
    """

    position: int
    chain: str
    kind: str
    slot: str
    lookup: str
    body: str

    def said(self) -> dict[str, Any]:
        """Return what the record says; nothing if it was altered, which is told when its own chain is read."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


def text_of(value: object) -> str:
    """Return a text of such a record without blanks at its ends; anything else is no text."""
    return value.strip() if isinstance(value, str) else ""


Read: TypeAlias = list[Stored] | ShopError


def read_head(connection: Connection, chain: str) -> tuple[int, str]:
    """Return sequence and hash of the last entry of a chain."""
    row = connection.execute(select(heads.c.sequence, heads.c.hash).where(heads.c.chain == chain)).first()
    return (row.sequence, row.hash) if row else (0, GENESIS)


def read_chain(connection: Connection, chain: str) -> list[Stored]:
    """Return all records of one chain, oldest first."""
    rows: Sequence[Any] = connection.execute(
        select(records).where(records.c.chain == chain).order_by(records.c.sequence)
    ).all()
    values: dict[int, dict[str, str]] = {}
    for row in connection.execute(
        select(private.c.sequence, private.c.field, private.c.value).where(private.c.chain == chain)
    ):
        values.setdefault(row.sequence, {})[row.field] = row.value
    return [read_row(row, values.get(row.sequence, {})) for row in rows]


def rows_of(
    connection: Connection, chains: Sequence[str]
) -> tuple[dict[str, list[Any]], dict[tuple[str, int], dict[str, str]]]:
    """Return the rows of many chains by chain, and the personal values by chain and sequence."""
    rows: dict[str, list[Any]] = {chain: [] for chain in chains}
    values: dict[tuple[str, int], dict[str, str]] = {}
    # Columns in the order of the fields of `Entry`: naming each of them again takes longer than to read it.
    columns = [records.c[field.name] for field in fields(Entry)]
    query = select(*columns).where(records.c.chain.in_(chains)).order_by(records.c.chain, records.c.sequence)
    for row in connection.execute(query):
        rows[row.chain].append(row)
    hidden = select(private.c.chain, private.c.sequence, private.c.field, private.c.value)
    for row in connection.execute(hidden.where(private.c.chain.in_(chains))):
        values.setdefault((row.chain, row.sequence), {})[row.field] = row.value
    return rows, values


def read_kinds(entries: list[Entry], values: dict[tuple[str, int], dict[str, str]], kinds: Collection[str]) -> Read:
    """Return the records of these kinds, or why one of them cannot be read."""
    try:
        return [_joined(e, values.get((e.chain, e.sequence), {})) for e in entries if e.kind in kinds]
    except ShopError as error:
        return error


def read_row(row: Any, values: dict[str, str]) -> Stored:
    """Return one record from its row and its personal values."""
    return _joined(Entry(**cast("dict[str, Any]", row._mapping)), values)


def _joined(entry: Entry, values: dict[str, str]) -> Stored:
    try:
        record, erased = pii.join(entry.kind, entry.body, entry.claimed_at, values)
    except (KeyError, ValueError) as error:
        raise ShopError(
            _("A record in the ledger is not as it was written."),
            where=_("{chain}, entry {number}", chain=entry.chain, number=entry.sequence),
            mend=_("Run: parcelproof verify. It names everything that was altered."),
        ) from error  # fmt: skip
    return Stored(entry, record, erased)
