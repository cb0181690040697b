"""How the fork server is started: what it loads, and with which settings of its libraries."""

from __future__ import annotations

REPORTS = ("parcelproof.batch.engine.warm",)
"""To be loaded before notebooks that name this library; nothing of this may begin a thread."""
MAKING = ("parcelproof.batch.make",)
"""To be loaded beside them where reports are also made, not only run."""
LOADED = "parcelproof.batch.engine.loaded"
"""Module whose import makes a process one that has all loaded."""
SERVER_ENV = {
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
