"""Tables of the ledger: the same in a SQLite file and in PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

SCHEMA_VERSION = 1

metadata = MetaData()

# SQLite compares text by its bytes; a PostgreSQL database may sort by the rules of a language, and must not here.
_Text = Text().with_variant(Text(collation="C"), "postgresql")
# A number of SQLite has 64 bits; an integer of PostgreSQL has 32, which a large shop would use up.
_Number = Integer().with_variant(BigInteger(), "postgresql")

records = Table(
    "records",
    metadata,
    Column("position", _Number, primary_key=True, autoincrement=False),
    Column("chain", _Text, nullable=False),
    Column("sequence", _Number, nullable=False),
    Column("kind", _Text, nullable=False, index=True),
    Column("slot", _Text, nullable=False),
    Column("body", _Text, nullable=False),
    Column("previous", _Text, nullable=False),
    Column("hash", _Text, nullable=False),
    Column("ledger_hash", _Text, nullable=False),
    Column("recorded_at", _Text, nullable=False),
    Column("claimed_at", _Text, nullable=False),
    Column("who", _Text, nullable=False),
    Column("source", _Text, nullable=False),
    # Derived from the body, so that an order or tracking number is found without reading every body.
    Column("lookup", _Text, nullable=False),
    UniqueConstraint("chain", "sequence"),
    # Values are only ever compared whole, and may be longer than a sorted index of PostgreSQL takes.
    Index("ix_records_lookup", "lookup", postgresql_using="hash"),
)

private = Table(
    "private",
    metadata,
    Column("chain", _Text, primary_key=True),
    Column("sequence", _Number, primary_key=True),
    Column("field", _Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("value", _Text, nullable=False),
)

heads = Table(
    "heads",
    metadata,
    Column("chain", _Text, primary_key=True),
    Column("sequence", _Number, nullable=False),
    Column("hash", _Text, nullable=False),
)
