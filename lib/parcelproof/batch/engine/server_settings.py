"""How the fork server is started: what it loads, and with which settings of its libraries."""

from __future__ import annotations

REPORTS = ("parcelproof.batch.engine.warm",)
"""To be loaded before notebooks that name this library; nothing of this may begin a thread."""
POSTGRES = ("psycopg", "sqlalchemy.dialects.postgresql.psycopg", "parcelproof.ledger.postgres")
"""To be loaded too where the ledger is in a database."""
MAKING = ("parcelproof.batch.make",)
"""To be loaded beside them where reports are also made, not only run."""
LOADED = "parcelproof.batch.engine.loaded"
"""Module whose import makes a process one that has all loaded."""
SERVER_ENV = {
    # Large pages where the system gives them on request: each fork needs thousands of fresh pages.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    # Libraries that begin threads as they load would leave a fork with locks that nobody opens.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
LOST = 93
"""Exit code of a child that could not tell what it showed."""
BROKEN = 94
"""Exit code of a child whose shell failed by itself."""
