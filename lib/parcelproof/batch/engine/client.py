"""Ask the fork server for runs: one at a time for each process that asks, with time-outs, and in words if it fails."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from parcelproof.batch.engine.limits import Limits
from parcelproof.batch.engine.run import Run
from parcelproof.batch.engine.server_process import ServerProcess
from parcelproof.batch.engine.server_settings import REPORTS
from parcelproof.batch.engine.work import Drawing, NeedsKernelError, NotebookStopped, Tell, Work


class Executor:
    """Runs notebooks, each in a process of its own that is forked from one that has the libraries loaded.

    Parameters
    ----------
    preload : sequence of str
        Modules to load before the first run. Those of the reports are added when the first notebook names them.
    """

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._preload = tuple(preload)
        self._lock = threading.Lock()
        self._server: ServerProcess | None = None
        self._stayed: Run | None = None

    def __enter__(self) -> Executor:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server; wait until it is gone."""
        with self._lock:
            self._drop()

    def run(
        self, template: Path, parameters: Mapping[str, Any], *, env: Mapping[str, str] | None = None,
        limits: Limits | None = None, cwd: Path | None = None,
    ) -> Any:  # fmt: skip
        """Run one notebook through papermill and return it.

        Parameters
        ----------
        template : Path
        parameters : mapping
        env : mapping, optional
            Variables beside those of this process.
        limits : Limits, optional
        cwd : Path, optional
            Folder to run in; where papermill is called otherwise.

        Returns
        -------
        NotebookNode

        Raises
        ------
        NotebookStopped
            If it ended before its end.
        papermill.exceptions.PapermillExecutionError
            If a cell failed.
        """
        import papermill

        return papermill.execute_notebook(
            str(template), None, parameters=dict(parameters), engine_name="parcelproof", progress_bar=False,
            cwd=cwd, executor=self, env=dict(env or {}), limits=limits or Limits(),
        )  # fmt: skip

    def execute(self, work: Work | Drawing, tell: Tell) -> None:
        """Do the work; call ``tell`` with each message of the child as it comes.

        A drawing is done by the process of the notebook before it, if that stayed.

        Raises
        ------
        NotebookStopped
        NeedsKernelError
        """
        with self._lock:
            self._prepare(work)
            server = self._alive()
            stayed, self._stayed = self._stayed, None
            try:
                if stayed and isinstance(work, Drawing):
                    stayed.draw(work, tell)
                    return
                if stayed:
                    stayed.dismiss()
                if (run := Run(server, work, tell)).go():
                    self._stayed = run
            except NeedsKernelError:
                raise
            except NotebookStopped:
                if server.broken:
                    self._drop()
                raise
            except BaseException:
                # Whatever ended the run from this side, the server ends it from its own.
                self._drop()
                raise

    def dismiss(self) -> None:
        """End the process that stayed after a notebook, if there is one."""
        with self._lock:
            stayed, self._stayed = self._stayed, None
            if stayed:
                try:
                    stayed.dismiss()
                except BaseException:
                    self._drop()
                    raise

    def start(self, modules: Sequence[str] = ()) -> None:
        """Start the server, if it does not run, with what reports share and with these modules."""
        with self._lock:
            self._have({*REPORTS, *modules})
            self._alive()

    @property
    def server_pid(self) -> int:
        """Process id of the server, which is started if there is none."""
        with self._lock:
            return self._alive().pid

    def _prepare(self, work: Work | Drawing) -> None:
        if work.about_reports:
            self._have(REPORTS)

    def _have(self, modules: Iterable[str]) -> None:
        if missing := [name for name in modules if name not in self._preload]:
            self._preload += tuple(sorted(missing))
            self._drop()

    def _alive(self) -> ServerProcess:
        if self._server is None or not self._server.alive():
            self._drop()
            self._server = ServerProcess(self._preload)
        return self._server

    def _drop(self) -> None:
        if self._stayed is not None:
            self._stayed.abandon()
            self._stayed = None
        if self._server is not None:
            self._server.end()
            self._server = None


_lock = threading.Lock()
_shared: Executor | None = None
_shared_by = 0


def executor() -> Executor:
    """Return the executor of this process; its server ends with the process."""
    global _shared, _shared_by
    with _lock:
        if _shared is None or _shared_by != os.getpid():
            _shared, _shared_by = Executor(), os.getpid()
            atexit.register(_shared.close)
        return _shared
