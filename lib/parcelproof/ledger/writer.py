"""Append records to the ledger: each sealed into its chain and into the chain of the whole ledger."""

from __future__ import annotations

import json

from sqlalchemy import Connection, insert, update

from parcelproof.clock import iso, now
from parcelproof.ledger import private as pii
from parcelproof.ledger.chain import LEDGER_CHAIN, Entry, entry_hash, ledger_hash
from parcelproof.ledger.records import (
    Import,
    Moved,
    Order,
    Photo,
    Product,
    Record,
    Shipping,
    private_fields,
)
from parcelproof.ledger.schema import heads, private, records
from parcelproof.ledger.stored import Stored, read_chain, read_head

_AT_ONCE = 500
"""So many rows are handed to the database together: one by one, a server far away would be waited for each time."""


def lookup_of(record: Record) -> str:
    """Return the key under which this record can be found without reading bodies."""
    if isinstance(record, Order):
        return f"{record.channel}:{record.order_id}"
    if isinstance(record, Shipping):
        return record.tracking_number
    if isinstance(record, Photo):
        return f"{record.phash}:{record.dhash}"
    if isinstance(record, Moved):
        return record.to
    if isinstance(record, Product):
        return record.sku
    if isinstance(record, Import):
        return "whole" if not record.rows_refused else "with refused rows"
    return ""


class Writer:
    """Appends within one write transaction, in which nobody else writes: heads are read and written once per chain.

    Parameters
    ----------
    connection : Connection
    who, source : str
    """

    def __init__(self, connection: Connection, *, who: str, source: str) -> None:
        self._connection = connection
        self._who = who
        self._source = source
        self._recorded_at = iso(now())
        self._latest: dict[str, dict[str, Stored]] = {}
        self._heads: dict[str, tuple[int, str]] = {}
        self._moved: set[str] = set()
        self._rows: list[dict[str, object]] = []
        self._values: list[dict[str, object]] = []

    def append(self, chain: str, record: Record) -> bool:
        """Append one record; return False if the chain says the same already."""
        slots = self._slots(chain)
        known = slots.get(record.slot)
        if known and _says_the_same(known, record):
            return False
        body, values = pii.split(record)
        sequence, previous = self._head(chain)
        position, ledger_previous = self._head(LEDGER_CHAIN)
        claimed = iso(record.claimed_at) if record.claimed_at else ""
        sealed = entry_hash(
            chain=chain, sequence=sequence + 1, kind=record.kind, slot=record.slot, body=body, previous=previous,
            recorded_at=self._recorded_at, claimed_at=claimed, who=self._who, source=self._source,
        )  # fmt: skip
        entry = Entry(
            position=position + 1, chain=chain, sequence=sequence + 1, kind=record.kind, slot=record.slot, body=body,
            previous=previous, hash=sealed, ledger_hash=ledger_hash(ledger_previous, sealed),
            recorded_at=self._recorded_at, claimed_at=claimed, who=self._who, source=self._source,
            lookup=lookup_of(record),
        )  # fmt: skip
        self._rows.append(dict(entry.__dict__))
        self._values += [
            {"chain": chain, "sequence": entry.sequence, "field": field, "salt": salt, "value": value}
            for field, (salt, value) in values.items()
        ]
        if len(self._rows) >= _AT_ONCE:
            self._flush()
        self._heads[chain] = (entry.sequence, entry.hash)
        self._heads[LEDGER_CHAIN] = (entry.position, entry.ledger_hash)
        self._moved |= {chain, LEDGER_CHAIN}
        slots[record.slot] = Stored(entry, record, ())
        return True

    def finish(self) -> None:
        """Write what is still held, and the heads of all chains that grew."""
        self._flush()
        for chain in sorted(self._moved):
            _set_head(self._connection, chain, *self._heads[chain])

    def _flush(self) -> None:
        # Nothing of this transaction is read back from the tables: what is held here is known by slots and heads.
        for table, rows in ((records, self._rows), (private, self._values)):
            if rows:
                self._connection.execute(insert(table), rows)
                rows.clear()

    def _head(self, chain: str) -> tuple[int, str]:
        if chain not in self._heads:
            self._heads[chain] = read_head(self._connection, chain)
        return self._heads[chain]

    def _slots(self, chain: str) -> dict[str, Stored]:
        if chain not in self._latest:
            stored = read_chain(self._connection, chain) if self._head(chain)[0] else []
            self._latest[chain] = {s.record.slot: s for s in stored}
        return self._latest[chain]


def _says_the_same(known: Stored, record: Record) -> bool:
    if not known.erased:
        return known.record.kind == record.kind and pii.plain(known.record) == pii.plain(record)
    # The personal part is gone and must not come back with a file that is read again.
    hidden = set(private_fields(type(record)))
    old, new = json.loads(known.entry.body), json.loads(pii.split(record)[0])
    claimed = iso(record.claimed_at) if record.claimed_at else ""
    return known.entry.claimed_at == claimed and all(
        old.get(k) == new.get(k) for k in (old.keys() | new.keys()) - hidden
    )


def _set_head(connection: Connection, chain: str, sequence: int, sealed: str) -> None:
    changed = connection.execute(update(heads).where(heads.c.chain == chain).values(sequence=sequence, hash=sealed))
    if not changed.rowcount:
        connection.execute(insert(heads).values(chain=chain, sequence=sequence, hash=sealed))
