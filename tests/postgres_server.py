"""A real PostgreSQL for the tests: a server of its own in a temporary folder, reached through a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

MISSING = "PostgreSQL is missing: apt-get install postgresql"
USER = "postgres"


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


def _run(*command: str) -> None:
    # The server refuses to run as root.
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_user, *command], capture_output=True, text=True, timeout=120, cwd="/")
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"


class PostgresServer:
    """A running server; every ledger gets a schema of its own in it."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._control = str(programs / "pg_ctl")
        _run(str(programs / "initdb"), "-D", str(self._data), "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8",
             "--locale=C.UTF-8")  # fmt: skip
        # What a power cut would do is no question here; what two writers do to each other is.
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
        _run(self._control, "-D", str(self._data), "-o", options, "-l", str(folder / "log"), "-w", "start")

    def stop(self) -> None:
        _run(self._control, "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def url(self, schema: str = "", *, database: str = "postgres", user: str = USER) -> str:
        """Return an address as it stands in ``shop.yaml``."""
        path = f"&options={quote(f'-csearch_path={schema}', safe='')}" if schema else ""
        return f"postgresql+psycopg://{user}@/{database}?host={quote(str(self.folder), safe='')}{path}"

    def new_place(self) -> str:
        """Make an empty place for one ledger and return its address."""
        schema = f"s{uuid.uuid4().hex}"
        self.sql(f"CREATE SCHEMA {schema}")
        return self.url(schema)

    def sql(self, statement: str, url: str = "") -> int:
        """Run a statement as the owner of the server may; return how many rows it touched."""
        import psycopg

        with psycopg.connect((url or self.url()).replace("+psycopg", "", 1), autocommit=True) as connection:
            return connection.execute(statement.encode()).rowcount


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server; without the programs a run under CI=true fails, and another says so."""
    programs = _programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="psql-"))  # short: the path of a socket may not be long
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
        server = PostgresServer(folder, programs)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server, for all tests of one process."""
    with running_postgres() as server:
        yield server
