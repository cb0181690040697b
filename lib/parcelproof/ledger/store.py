"""Append to and read from the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import DatabaseError

from parcelproof.clock import now
from parcelproof.errors import ShopError
from parcelproof.ledger.chain import LEDGER_CHAIN, Entry
from parcelproof.ledger.records import Erasure, Record
from parcelproof.ledger.schema import SCHEMA_VERSION, heads, private, records
from parcelproof.ledger.sqlite import SqliteHome
from parcelproof.ledger.stored import Read, Row, Stored, read_chain, read_head, read_kinds, rows_of
from parcelproof.ledger.writer import Writer
from parcelproof.messages import _

if TYPE_CHECKING:
    from parcelproof.ledger.postgres import PostgresHome

_AT_ONCE = 500
"""So many chains in one query: SQLite takes at least 999 values."""
_held: ContextVar[Mapping[str, Connection]] = ContextVar("connections that hold a state", default=MappingProxyType({}))
"""By the place of the ledger."""
_IN_PARTS: dict[str, Any] = {"yield_per": 1000}
"""How a whole table is read: never all of it in memory."""


class Ledger:
    """The ledger of one shop.

    Parameters
    ----------
    place : Path or str
        File of the SQLite database, or address of a PostgreSQL database (``postgresql+psycopg://…``).
    create : bool
        Make the file, or the tables in the database, if they are not there.

    Raises
    ------
    ShopError
        If the ledger is missing, cannot be reached, lies on a network or sync drive, or is of a newer version.
    """

    def __init__(self, place: Path | str, *, create: bool = False) -> None:
        self._home = _home(place, create=create)
        with self.transaction(write=create) as connection:
            version = self._home.version(connection)
            if version > SCHEMA_VERSION:
                raise ShopError(
                    _("A newer Parcelproof wrote this ledger."),
                    where=self.where,
                    mend=_("Update Parcelproof, then try again."),
                )
            if create and version == 0:
                self._home.create(connection)

    @property
    def where(self) -> str:
        """The place of the ledger, to show to a person; without a password."""
        return self._home.where

    @property
    def path(self) -> Path:
        """The file of the ledger, where it is one.

        Raises
        ------
        ShopError
            If the ledger is in a database.
        """
        return self._home.path

    @contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[Connection]:
        """Yield a connection in a transaction, which is kept if the block ends well."""
        # A reader sees one state of the ledger until it is done, as SQLite gives by itself.
        options: dict[str, Any] = {} if write else self._home.reading
        held = _held.get().get(self.where)
        if write and held:
            raise RuntimeError("nothing is written while one state of the ledger is read: the writer would wait for it")
        try:
            if held:
                yield held
                return
            with (
                self._home.engine.connect().execution_options(parcelproof_write=write, **options) as connection,
                connection.begin(),
            ):
                yield connection
        except DatabaseError as error:
            raise self._home.in_words(error, write=write) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the ledger while the block runs, through one connection; nothing is written in it."""
        with self.transaction() as connection:
            before = _held.set({**_held.get(), self.where: connection})
            try:
                yield
            finally:
                _held.reset(before)

    # -- writing ------------------------------------------------------------------------------

    def append(self, items: Iterable[tuple[str, Record]], *, who: str, source: str) -> int:
        """Append records in one transaction: all of them or none.

        A record that says the same as the latest one in its slot is left out, so that taking the
        same file twice doubles nothing. A slot whose personal data was erased is not filled again
        with the same record.

        Parameters
        ----------
        items : iterable of (chain, Record)
        who : str
            Who recorded it.
        source : str
            Where it came from (a page, a file format).

        Returns
        -------
        int
            Number of records added.
        """
        with self.transaction(write=True) as connection:
            writer = Writer(connection, who=who, source=source)
            added = sum(writer.append(chain, record) for chain, record in items)
            writer.finish()
            return added

    def erase(self, chain: str, *, reason: str, who: str) -> int:
        """Erase all personal data of one chain; the chain still verifies.

        Returns
        -------
        int
            Number of erased values.
        """
        with self.transaction(write=True) as connection:
            rows = connection.execute(
                select(private.c.sequence, private.c.field)
                .where(private.c.chain == chain)
                .order_by(*private.primary_key)
            ).all()
            if not rows:
                return 0
            record = Erasure(claimed_at=now(), reason=reason, erased=tuple(f"{r.sequence}/{r.field}" for r in rows))
            writer = Writer(connection, who=who, source="erasure")
            writer.append(chain, record)
            writer.finish()
            connection.execute(delete(private).where(private.c.chain == chain))
            return len(rows)

    @contextmanager
    def hold(self, name: str, *, wait: float = 0.0) -> Iterator[bool]:
        """Hold a name while the block runs, so that no other machine does; only for a ledger in a database.

        Parameters
        ----------
        name : str
        wait : float
            Seconds to wait for another holder.

        Returns
        -------
        context manager of bool
            False: another one holds it. A holder that dies has given it back.
        """
        if isinstance(self._home, SqliteHome):
            raise ShopError(_("A ledger in a file holds no names for other machines."), where=self.where)
        try:
            with self._home.hold(name, wait=wait) as mine:
                yield mine
        except DatabaseError as error:
            raise self._home.in_words(error, write=False) from error

    # -- reading ------------------------------------------------------------------------------

    def chains(self) -> list[str]:
        """Return the names of all chains, in the order in which they began."""
        query = select(records.c.chain).where(records.c.sequence == 1).order_by(records.c.position)
        with self.transaction() as connection:
            return list(connection.execute(query).scalars())

    def read(self, chain: str) -> list[Stored]:
        """Return all records of one chain, oldest first."""
        with self.transaction() as connection:
            return read_chain(connection, chain)

    def read_many(self, chains: Sequence[str], kinds: Collection[str]) -> Iterator[tuple[str, list[Entry], Read]]:
        """Yield (chain, every entry, records of these kinds) of many chains, in few queries.

        A record that cannot be read stands as the `ShopError` that `read` would raise: it stops nothing.
        """
        for start in range(0, len(chains), _AT_ONCE):
            some = chains[start : start + _AT_ONCE]
            # No transaction stays open while somebody works with what was read.
            with self.transaction() as connection:
                rows, values = rows_of(connection, some)
            for chain in some:
                entries = [Entry(*row) for row in rows[chain]]
                yield chain, entries, read_kinds(entries, values, kinds)

    def head(self, chain: str = LEDGER_CHAIN) -> tuple[int, str]:
        """Return sequence and hash of the last entry of a chain (of the whole ledger by default)."""
        with self.transaction() as connection:
            return read_head(connection, chain)

    def heads(self, prefix: str) -> dict[str, str]:
        """Return the hash of the last entry of every chain whose name begins like this, oldest chain first."""
        query = (
            select(heads.c.chain, heads.c.hash, func.min(records.c.position).label("began"))
            .join(records, (records.c.chain == heads.c.chain) & (records.c.sequence == 1))
            .where(heads.c.chain >= prefix, heads.c.chain < prefix[:-1] + chr(ord(prefix[-1]) + 1))
            .group_by(heads.c.chain, heads.c.hash)
            .order_by("began")
        )
        with self.transaction() as connection:
            return {row.chain: row.hash for row in connection.execute(query)}

    def rows(self, position: int, kinds: Sequence[str]) -> Iterator[Row]:
        """Yield the records of these kinds that were written after a position, oldest first, as they stand there."""
        query = (
            select(*(records.c[name] for name in Row._fields))
            .where(records.c.position > position, records.c.kind.in_(kinds))
            .order_by(records.c.position)
        )
        with self.transaction() as connection:
            for row in connection.execute(query):
                yield Row(*row)

    def rows_of(self, chain: str, kinds: Sequence[str]) -> list[Row]:
        """Return the records of these kinds in one chain, oldest first, as they stand there."""
        query = (
            select(*(records.c[name] for name in Row._fields))
            .where(records.c.chain == chain, records.c.kind.in_(kinds))
            .order_by(records.c.sequence)
        )
        with self.transaction() as connection:
            return [Row(*row) for row in connection.execute(query)]

    def find(self, kind: str, value: str) -> list[str]:
        """Return the chains in which a record of this kind has this lookup value, oldest first."""
        query = (
            select(records.c.chain)
            .where(records.c.kind == kind, records.c.lookup == value)
            .group_by(records.c.chain)
            .order_by(func.min(records.c.position))
        )
        with self.transaction() as connection:
            return list(connection.execute(query).scalars())

    def lookups(self, kind: str) -> list[tuple[str, str, str]]:
        """Return (chain, slot, lookup) of all records of one kind, oldest first."""
        query = (
            select(records.c.chain, records.c.slot, records.c.lookup)
            .where(records.c.kind == kind)
            .order_by(records.c.position)
        )
        with self.transaction() as connection:
            return [(row.chain, row.slot, row.lookup) for row in connection.execute(query)]

    def values(self, kind: str, field: str) -> dict[tuple[str, str], Any]:
        """Return one personal field of all records of a kind: (chain, slot) → value; erased ones are not there."""
        query = (
            select(records.c.chain, records.c.slot, private.c.value)
            .join(private, (private.c.chain == records.c.chain) & (private.c.sequence == records.c.sequence))
            .where(records.c.kind == kind, private.c.field == field)
            .order_by(records.c.position)
        )
        with self.transaction() as connection:
            return {(row.chain, row.slot): json.loads(row.value) for row in connection.execute(query)}

    def entries(self) -> Iterator[Entry]:
        """Yield every entry as stored, by position; for verification."""
        with self.transaction() as connection:
            for row in connection.execute(select(records).order_by(records.c.position).execution_options(**_IN_PARTS)):
                yield Entry(**row._mapping)

    def private_rows(self) -> Iterator[tuple[str, int, str, bytes, str]]:
        """Yield (chain, sequence, field, salt, value) of every stored personal value; for verification."""
        with self.transaction() as connection:
            query = select(private).order_by(*private.primary_key).execution_options(**_IN_PARTS)
            for row in connection.execute(query):
                yield row.chain, row.sequence, row.field, row.salt, row.value

    def stored_heads(self) -> dict[str, tuple[int, str]]:
        """Return sequence and hash by chain, as stored; for verification."""
        with self.transaction() as connection:
            return {row.chain: (row.sequence, row.hash) for row in connection.execute(select(heads))}


def _home(place: Path | str, *, create: bool) -> SqliteHome | PostgresHome:
    if isinstance(place, Path):
        return SqliteHome(place, create=create)
    from parcelproof.ledger.postgres import PostgresHome  # most shops have no use for it

    return PostgresHome(place, create=create)
