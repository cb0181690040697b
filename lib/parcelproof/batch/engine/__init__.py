"""Run notebooks fast and apart from each other: a fork server, a fresh child for each notebook, a papermill engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parcelproof.batch.engine.limits import Limits

if TYPE_CHECKING:
    from parcelproof.batch.engine.client import Executor, executor
    from parcelproof.batch.engine.work import NotebookStopped

__all__ = ["Executor", "Limits", "NotebookStopped", "executor"]


def __getattr__(name: str) -> Any:
    # papermill loads every registered engine at its start: what runs notebooks waits until one is run.
    if name in __all__:
        from parcelproof.batch.engine import client, work

        return getattr(work if name == "NotebookStopped" else client, name)
    raise AttributeError(f"module 'parcelproof.batch.engine' has no attribute {name!r}")
