"""A ledger in one SQLite file, with the settings that keep it whole through a crash."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from parcelproof.errors import ShopError
from parcelproof.ledger.place import refuse_bad_place
from parcelproof.ledger.schema import SCHEMA_VERSION, metadata
from parcelproof.messages import _

_TRIGGERS = [
    f"CREATE TRIGGER IF NOT EXISTS records_no_{verb.lower()} BEFORE {verb} ON records "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]


class SqliteHome:
    """The file of a ledger.

    Parameters
    ----------
    path : Path
    create : bool
        The file may be missing.

    Raises
    ------
    ShopError
        If the file is missing, or lies on a network or sync drive.
    """

    reading: ClassVar[dict[str, Any]] = {}
    """What a reading connection is asked for beyond the usual."""

    def __init__(self, path: Path, *, create: bool) -> None:
        refuse_bad_place(path.parent)
        if not create and not path.exists():
            raise ShopError(_("There is no ledger here."), where=str(path), mend=_("Run: parcelproof init"))
        self.path = path
        self.where = str(path)
        self.engine = _engine(path.absolute())

    def version(self, connection: Connection) -> int:
        """Return the version of the tables; 0 if there are none yet."""
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())

    def create(self, connection: Connection) -> None:
        """Create tables and triggers if they are not there."""
        metadata.create_all(connection)
        for trigger in _TRIGGERS:
            connection.execute(text(trigger))
        connection.execute(text(f"PRAGMA user_version={SCHEMA_VERSION}"))

    def in_words(self, error: DatabaseError, *, write: bool) -> ShopError:
        """Return what an error of the database means for a person."""
        if isinstance(error, OperationalError):
            return ShopError(
                _("The ledger could not be written: {why}.", why=error.orig)
                if write
                else _("The ledger could not be read: {why}.", why=error.orig),
                where=self.where,
                mend=_("Nothing was saved. Check free disk space and that the folder may be written, then try again."),
            )  # fmt: skip
        return ShopError(
            _("The ledger file is damaged: {why}.", why=error.orig),
            where=self.where,
            mend=_("Bring back your last backup."),
        )


@lru_cache(maxsize=16)
def _engine(path: Path) -> Engine:
    """Return the engine for one ledger file. It is kept, for it knows the statements that it was asked to run before.

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
