"""A ledger in a PostgreSQL database, for a shop on many machines.

Writers come one after another by a lock of the database, as they do in a SQLite file. A reader sees one state of the
ledger within a transaction. The password is never in the settings: the PostgreSQL client takes it from ``PGPASSWORD``
or from the password file, else it is looked for in the key store of this computer.
"""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError, DataError, OperationalError, ProgrammingError

from parcelproof.errors import ParcelproofError, ShopError
from parcelproof.ledger.schema import SCHEMA_VERSION, metadata
from parcelproof.many_machines import part
from parcelproof.messages import _

if TYPE_CHECKING:
    from pathlib import Path

KEYS = "parcelproof"
"""Under this name the password is kept in the key store, for ``user@host:port/database``."""
CONNECT_SECONDS = 10
WAIT_SECONDS = 120
PAUSE = 0.05
_GUARDS = {
    "connect_timeout": str(CONNECT_SECONDS),
    # A machine that vanishes in the middle of writing must not keep the lock for two hours.
    "options": "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
    "application_name": "parcelproof",
}
_BEGIN_WRITING = f"""
SET LOCAL lock_timeout = '{WAIT_SECONDS}s';
SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
SELECT pg_advisory_xact_lock(hashtext('parcelproof ledger'), hashtext(current_schema()))
"""
_ONLY_APPEND = """
CREATE OR REPLACE FUNCTION parcelproof_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE TRIGGER records_no_change BEFORE UPDATE OR DELETE ON records
    FOR EACH ROW EXECUTE FUNCTION parcelproof_refuse();
CREATE OR REPLACE TRIGGER records_no_truncate BEFORE TRUNCATE ON records
    FOR EACH STATEMENT EXECUTE FUNCTION parcelproof_refuse();
CREATE TABLE IF NOT EXISTS ledger_version (version integer NOT NULL)
"""
_TRY_LOCK, _UNLOCK = (
    text(f"SELECT pg_{verb}(hashtextextended(current_schema() || ' holds ' || :name, 0))")
    for verb in ("try_advisory_lock", "advisory_unlock")
)
_NO_PASSWORD = ("no password supplied", "password authentication failed")


class PostgresHome:
    """The database of a ledger.

    Parameters
    ----------
    url : str
        ``postgresql+psycopg://user@host:port/database``, without a password.
    create : bool
        The tables may be missing. The database itself is made by whoever keeps the server.

    Raises
    ------
    ShopError
        If the driver is not installed.
    """

    reading: ClassVar[dict[str, Any]] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    """What a reading connection is asked for beyond the usual: one state of the ledger, and no writing."""

    def __init__(self, url: str, *, create: bool) -> None:
        part("psycopg", "a ledger on PostgreSQL")
        self.create_allowed = create
        self.where = make_url(url).render_as_string(hide_password=True)
        self.engine = _engine(url)

    @property
    def path(self) -> Path:
        """A ledger on PostgreSQL is no file.

        Raises
        ------
        ShopError
            Always.
        """
        raise ShopError(_("This ledger is a database, not a file."), where=self.where)

    def version(self, connection: Connection) -> int:
        """Return the version of the tables; 0 if there are none yet."""
        if connection.execute(text("SELECT to_regclass('ledger_version')")).scalar_one() is None:
            return self._none_yet()
        found = connection.execute(text("SELECT version FROM ledger_version")).scalar()
        return int(found) if found is not None else self._none_yet()

    def _none_yet(self) -> int:
        if not self.create_allowed:
            raise ShopError(
                _("There is no ledger in this database."), where=self.where, mend=_("Run: parcelproof init")
            )
        return 0

    def create(self, connection: Connection) -> None:
        """Create tables and triggers if they are not there."""
        metadata.create_all(connection)
        connection.exec_driver_sql(_ONLY_APPEND)
        connection.execute(text("DELETE FROM ledger_version"))
        connection.execute(text("INSERT INTO ledger_version VALUES (:version)"), {"version": SCHEMA_VERSION})

    @contextmanager
    def hold(self, name: str, *, wait: float) -> Iterator[bool]:
        """Hold a lock of this name while the block runs; see `Ledger.hold`."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            until = time.monotonic() + wait
            while not (mine := connection.execute(_TRY_LOCK, {"name": name}).scalar_one()) and time.monotonic() < until:
                time.sleep(PAUSE)
            try:
                yield bool(mine)
            finally:
                if mine:
                    # Where the server is gone, the lock is gone with it.
                    with suppress(DatabaseError):
                        connection.execute(_UNLOCK, {"name": name})

    def in_words(self, error: DatabaseError, *, write: bool) -> ParcelproofError:
        """Return what an error of the database means for a person."""
        said = str(error.orig)
        state = getattr(error.orig, "sqlstate", None) or ""
        if state == "55P03":
            return self._problem(
                _(
                    "The ledger is busy: others have been writing for {seconds} seconds.",
                    seconds=WAIT_SECONDS,
                ),
                _("Nothing was saved. Try again in a few minutes."),
            )
        if state.startswith("28") or any(words in said for words in _NO_PASSWORD):
            return self._problem(
                _("The database of the ledger did not let us in: the user name or the password is wrong or missing."),
                _(
                    "Put the password into the variable PGPASSWORD, into the password file of PostgreSQL "
                    "(.pgpass), or into the key store: keyring set {name} {login}",
                    name=KEYS,
                    login=_login(self.engine.url),
                ),
            )
        if state == "3D000" or ('database "' in said and "does not exist" in said):
            return self._problem(
                _("The database of the ledger does not exist."),
                _("Ask who keeps the server to create it, or correct 'ledger' in shop.yaml."),
            )
        if state.startswith("42") or isinstance(error, ProgrammingError):
            return self._problem(
                _("The database of the ledger does not let us write its tables.")
                if write
                else _("The database of the ledger does not let us read its tables."),
                _("Nothing was saved. Ask who keeps the server for the right to use this database."),
            )
        if isinstance(error, DataError):
            return self._problem(
                _("A text holds a character that the database cannot keep."),
                _("Nothing was saved. Type the text again without hidden characters."),
            )
        if isinstance(error, OperationalError):
            return self._problem(
                _("The database of the ledger cannot be reached or does not answer ({why}).", why=_first_line(said)),
                _("Nothing was saved. Check that the server runs and that this computer can reach it, then try again."),
            )
        return self._problem(
            _("The database of the ledger refused ({why}).", why=_first_line(said)), _("Nothing was saved.")
        )

    def _problem(self, what: str, mend: str) -> ShopError:
        return ShopError(what, where=self.where, mend=mend)


def _first_line(said: str) -> str:
    return said.strip().partition("\n")[0].rstrip(".")[:200]


def _login(url: URL) -> str:
    return f"{url.username or os.environ.get('PGUSER', '')}@{url.host or ''}:{url.port or 5432}/{url.database or ''}"


def _engine(url: str) -> Engine:
    """Return an engine that keeps a connection between transactions, and drops it in a forked child."""
    # Settings that the address itself gives win.
    asked = make_url(url).query
    guards = {name: value for name, value in _GUARDS.items() if name not in asked}
    engine = create_engine(
        url, connect_args=guards, pool_size=1, max_overflow=9, pool_pre_ping=True, pool_recycle=300,
        use_native_hstore=False,  # it would ask the server for a type that no table has
    )  # fmt: skip
    login = _login(engine.url)

    @event.listens_for(engine, "do_connect")
    def _with_password(_dialect: Any, _record: object, _args: Any, parameters: dict[str, Any]) -> Any:
        return _connected(login, parameters)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("parcelproof_write", False):
            connection.exec_driver_sql(_BEGIN_WRITING)

    if hasattr(os, "register_at_fork"):
        kept = weakref.ref(engine)
        os.register_at_fork(after_in_child=lambda: _forget_connections(kept()))
    return engine


def _forget_connections(engine: Engine | None) -> None:
    # Two processes on one connection would read each other's answers; the parent goes on with it.
    if engine is not None:
        engine.dispose(close=False)


def _connected(login: str, parameters: dict[str, Any]) -> Any:
    """Connect as the PostgreSQL client does by itself, and only if that lacks a password ask the key store."""
    import psycopg

    try:
        return psycopg.connect(**parameters)
    except psycopg.OperationalError as error:
        if "password" in parameters or not any(words in str(error) for words in _NO_PASSWORD):
            raise
        password = _from_key_store(login)
        if not password:
            raise
        return psycopg.connect(**parameters, password=password)


def _from_key_store(login: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYS, login) or ""
    except (KeyringError, RuntimeError, OSError):
        return ""
