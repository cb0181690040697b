"""Ask the fork server for runs: one at a time for each process that asks, with time-outs, and in words if it fails."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from parcelproof.batch.engine.limits import Limits
from parcelproof.batch.engine.server_settings import BROKEN, LOADED, LOST, REPORTS, SERVER_ENV
from parcelproof.batch.engine.system import ForkedProcess, kill_group, threads
from parcelproof.batch.engine.wire import Reader, send
from parcelproof.errors import ReportError

START_SECONDS = 120.0
_KILL_SECONDS = 20.0
_EXIT_SECONDS = 10.0
"""For what a notebook registers for its end; its outputs are known by then."""
_MIB = 1 << 20
_AGAIN = "Look at that cell. parcelproof doctor tells what this computer lacks."

Tell = Callable[[dict[str, Any]], None]


class NotebookStopped(ReportError):
    """A notebook ended before its end: by a limit, a crash, or because a cell ended its process."""


class NeedsKernelError(Exception):
    """A notebook asked for something that only a whole kernel has; its message says what."""


@dataclass(frozen=True)
class Work:
    """What a notebook's process is to do.

    Attributes
    ----------
    cells : list of dict
        ``index`` in the notebook, ``source``, ``may_fail``.
    cwd : str
        Folder that the cells run in.
    env : mapping
        Its whole environment.
    limits : Limits
    cell_seconds : float, optional
        For each cell.
    allow_error_names : list of str
        Errors that do not end the notebook.
    """

    cells: list[dict[str, Any]]
    cwd: str
    env: Mapping[str, str]
    limits: Limits
    cell_seconds: float | None = None
    allow_error_names: list[str] = field(default_factory=list)

    word: ClassVar[bytes] = b"r"

    @property
    def about_reports(self) -> bool:
        """Tell whether what reports share is worth loading for it."""
        return any("parcelproof" in cell["source"] for cell in self.cells)

    def as_json(self) -> dict[str, Any]:
        """Return it as the child reads it."""
        return {
            "cells": self.cells, "cwd": self.cwd, "env": dict(self.env), "memory_mb": self.limits.memory_mb,
            "cpu_seconds": self.limits.cpu_seconds, "output_mb": self.limits.output_mb,
            "allow_error_names": self.allow_error_names,
        }  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """What a process is to draw from an executed notebook; see `parcelproof.batch.drawing`.

    Attributes
    ----------
    request : mapping
        What `drawing.draw` takes, as JSON.
    limits : Limits
    """

    request: Mapping[str, Any]
    limits: Limits

    word: ClassVar[bytes] = b"d"
    cells: ClassVar[tuple[()]] = ()
    cell_seconds: ClassVar[None] = None
    about_reports: ClassVar[bool] = True

    def as_json(self) -> dict[str, Any]:
        """Return it as the child reads it."""
        return {**self.request, "memory_mb": self.limits.memory_mb, "cpu_seconds": self.limits.cpu_seconds}


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
        self._server: _Server | None = None

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

        Raises
        ------
        NotebookStopped
        NeedsKernelError
        """
        with self._lock:
            self._prepare(work)
            server = self._alive()
            try:
                _Run(server, work, tell).go()
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

    def start(self) -> None:
        """Start the server, if it does not run, with what reports share."""
        with self._lock:
            self._preload = tuple(dict.fromkeys((*self._preload, *REPORTS)))
            self._alive()

    @property
    def server_pid(self) -> int:
        """Process id of the server, which is started if there is none."""
        with self._lock:
            return self._alive().pid

    def _prepare(self, work: Work | Drawing) -> None:
        if not set(REPORTS) <= set(self._preload) and work.about_reports:
            self._preload += REPORTS
            self._drop()

    def _alive(self) -> _Server:
        if self._server is None or not self._server.alive():
            self._drop()
            self._server = _Server(self._preload)
        return self._server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.end()
            self._server = None


class _Server:
    """The process of the fork server, seen from here."""

    def __init__(self, preload: Sequence[str]) -> None:
        self._owner = os.getpid()
        self.broken = False
        self.reader = Reader()
        self.control, theirs = socket.socketpair()
        with theirs:
            self._process = _forked(self.control, theirs) or _started(theirs, preload)
        self.pid = self._process.pid
        try:
            self._wait_until_ready()
        except BaseException:
            self.end()
            raise

    def _wait_until_ready(self) -> None:
        self.control.settimeout(START_SECONDS)
        try:
            while piece := self.control.recv(4096):
                for message in self.reader.feed(piece):
                    self.threads = message["threads"]
                    self.control.settimeout(None)
                    return
        except TimeoutError:
            pass
        raise NotebookStopped(
            "The process that runs notebooks did not start.", mend="Run: parcelproof doctor. Is memory short?"
        )

    def alive(self) -> bool:
        """Tell whether it can take work from this process."""
        # A fork of this process has the same socket, but the server is not its own.
        return not self.broken and self._owner == os.getpid() and self._process.poll() is None

    def end(self) -> None:
        """End it; the closed socket tells it to end its child first."""
        self.control.close()
        if self._owner != os.getpid():
            return
        try:
            self._process.wait(_KILL_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _started(theirs: socket.socket, preload: Sequence[str]) -> subprocess.Popen[bytes]:
    fd = theirs.fileno()
    code = f"from parcelproof.batch.engine.server import serve; serve({fd}, {list(preload)!r})"
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-P", "-c", code], pass_fds=[fd], env={**os.environ, **SERVER_ENV},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _forked(ours: socket.socket, theirs: socket.socket) -> ForkedProcess | None:
    """Fork the server from this process, if all is loaded here and no thread runs; the memory is then shared."""
    loaded = sys.modules.get(LOADED)
    if loaded is None or threads() > 1:
        return None
    pid = os.fork()
    if pid == 0:
        ours.close()
        loaded.serve(theirs)
    return ForkedProcess(pid)


class _Run:
    """One run, from the request to the end of its last process."""

    def __init__(self, server: _Server, work: Work | Drawing, tell: Tell) -> None:
        self._server, self._work, self._tell = server, work, tell
        self._child: int | None = None
        self._code: int | None = None
        self._stopped = ""
        self._needs = ""
        self._place = 0
        self._finished = self._deaf = False
        self._exited = False
        self._reader = Reader()
        self._until = time.monotonic() + work.limits.seconds
        self._cell_until = self._until

    def go(self) -> None:
        ours, theirs = socket.socketpair()
        with ours:
            try:
                with theirs:
                    socket.send_fds(self._server.control, [self._work.word], [theirs.fileno()])
                ours.settimeout(START_SECONDS)
                send(ours, self._work.as_json())
            except OSError:
                self._lose_server()
            ours.setblocking(False)
            self._listen(ours)
        self._conclude()

    def _listen(self, ours: socket.socket) -> None:
        poll = select.poll()
        poll.register(ours, select.POLLIN)
        poll.register(self._server.control, select.POLLIN)
        while self._code is None:
            until = min(self._until, self._cell_until)
            ready = {fd for fd, _event in poll.poll(max(until - time.monotonic(), 0) * 1000 + 1)}
            if ours.fileno() in ready and not self._read(ours):
                poll.unregister(ours)
            if self._server.control.fileno() in ready:
                self._hear_server()
            if time.monotonic() > min(self._until, self._cell_until):
                self._too_late()
            if self._reader.waiting > (self._work.limits.output_mb * 8 + 64) * _MIB:
                self._stop("The notebook sends more than its outputs can hold.")
        while self._read(ours):
            pass

    def _read(self, ours: socket.socket) -> bool:
        try:
            piece = ours.recv(1 << 18)
        except BlockingIOError:
            return self._code is None
        except OSError:
            return False
        if self._deaf:
            return bool(piece)
        try:
            for message in self._reader.feed(piece):
                self._hear(message)
        except (ValueError, KeyError, TypeError):
            self._deaf = True
            self._finished = False
            self._stop("The answer of the notebook cannot be read: a cell wrote into its way back.")
        return bool(piece)

    def _hear(self, message: dict[str, Any]) -> None:
        kind = message["kind"]
        if kind == "start":
            self._place += 1
            if self._work.cell_seconds:
                self._cell_until = time.monotonic() + self._work.cell_seconds
        elif kind == "needs":
            self._needs = message["what"]
        elif kind == "end":
            self._finished, self._exited = True, message["exited"]
            self._until = self._cell_until = min(self._until, time.monotonic() + _EXIT_SECONDS)
        self._tell(message)

    def _hear_server(self) -> None:
        piece = self._server.control.recv(4096)
        if not piece:
            self._lose_server()
        for message in self._server.reader.feed(piece):
            self._child = message.get("pid", self._child)
            self._code = message.get("ended")

    def _too_late(self) -> None:
        if self._stopped:  # killed already, and it does not end
            self._lose_server()
        seconds = self._work.limits.seconds if self._until <= self._cell_until else self._work.cell_seconds
        what = "The notebook" if self._until <= self._cell_until else "A step"
        self._stop(f"{what} took longer than {seconds:g} seconds.")

    def _stop(self, words: str) -> None:
        if not self._stopped:
            self._stopped = words
            self._until = self._cell_until = time.monotonic() + _KILL_SECONDS
            with contextlib.suppress(OSError):
                self._server.control.send(b"k")

    def _lose_server(self) -> None:
        self._server.broken = True
        if self._child is not None:
            kill_group(self._child)
        raise self._error(self._stopped or "The process that starts the notebooks was ended from outside.")

    def _conclude(self) -> None:
        if self._needs:
            raise NeedsKernelError(self._needs)
        if not self._finished:
            raise self._error(self._stopped or self._words(self._code or 0))
        if self._exited and self._place < len(self._work.cells):
            raise self._error("A cell asked the notebook to exit.")

    def _words(self, code: int) -> str:
        if code == LOST:
            return "The notebook lost the way back to who runs it: a cell closed files that are not its own."
        if code == BROKEN:
            return "The shell of the notebook broke: a cell changed what it stands on."
        if code == -signal.SIGXCPU:
            return f"The notebook used more than {self._work.limits.cpu_seconds:g} seconds of the processor."
        if code == -signal.SIGKILL:
            return "The process of the notebook was killed from outside. Is memory short?"
        if code < 0:
            return f"The process of the notebook crashed ({signal.Signals(-code).name})."
        return f"A cell ended the process of the notebook (exit code {code})."

    def _error(self, what: str) -> NotebookStopped:
        where = f"step {self._place}" if self._place else ""
        return NotebookStopped(what, where=where, mend=_AGAIN)


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
