"""Tables of the ledger and the SQLite settings that keep them whole through a crash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    NullPool,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    text,
)

SCHEMA_VERSION = 1

metadata = MetaData()

records = Table(
    "records",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("chain", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("kind", Text, nullable=False, index=True),
    Column("slot", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("ledger_hash", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("claimed_at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("source", Text, nullable=False),
    # Derived from the body, so that an order or tracking number is found without reading every body.
    Column("lookup", Text, nullable=False, index=True),
    UniqueConstraint("chain", "sequence"),
)

private = Table(
    "private",
    metadata,
    Column("chain", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", Text, nullable=False),
)

heads = Table(
    "heads",
    metadata,
    Column("chain", Text, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

_TRIGGERS = [
    f"CREATE TRIGGER IF NOT EXISTS records_no_{verb.lower()} BEFORE {verb} ON records "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]


def make_engine(path: Path) -> Engine:
    """Return an engine for one ledger file.

    One connection per transaction (`NullPool`): a connection must never cross a fork. Rollback
    journal with full sync: write-ahead logging can corrupt on the SQLite that many systems carry.
    """
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, never by the driver
        for pragma in (
            "busy_timeout=30000", "journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF",
            "secure_delete=ON",  # an erased buyer must not survive in free pages
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that turns into a writer fails at once when another writes.
        writing = connection.get_execution_options().get("parcelproof_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def create_schema(connection: Connection) -> None:
    """Create tables and triggers if they are not there."""
    metadata.create_all(connection)
    for trigger in _TRIGGERS:
        connection.execute(text(trigger))
    connection.execute(text(f"PRAGMA user_version={SCHEMA_VERSION}"))
