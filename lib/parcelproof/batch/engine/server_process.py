"""The process of the fork server, seen from who asks it: started or forked, watched, ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from parcelproof.batch.engine.server_settings import LOADED, SERVER_ENV
from parcelproof.batch.engine.system import ForkedProcess, threads
from parcelproof.batch.engine.wire import Reader
from parcelproof.batch.engine.work import NotebookStopped
from parcelproof.errors import UnknownNameError
from parcelproof.language import VARIABLE, current_language
from parcelproof.messages import _

START_SECONDS = 120.0
KILL_SECONDS = 20.0


class ServerProcess:
    """The process of the fork server, seen from here."""

    def __init__(self, preload: Sequence[str]) -> None:
        self._owner = os.getpid()
        self.broken = False
        self.reader = Reader()
        self.control, theirs = socket.socketpair()
        with theirs:
            self._process = _forked(self.control, theirs, preload) or _started(theirs, preload)
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
            _("The process that runs notebooks did not start."), mend=_("Run: parcelproof doctor. Is memory short?")
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
            self._process.wait(KILL_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _started(theirs: socket.socket, preload: Sequence[str]) -> subprocess.Popen[bytes]:
    # What it reads ahead is read in the language that is spoken here; each run still says its own.
    fd = theirs.fileno()
    code = f"from parcelproof.batch.engine.server import serve; serve({fd}, {list(preload)!r})"
    env = {**os.environ, **SERVER_ENV}
    with suppress(UnknownNameError):  # a wrong name in the environment is for the cells that need a language to tell
        env[VARIABLE] = current_language().code
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-P", "-c", code], pass_fds=[fd], env=env,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _forked(ours: socket.socket, theirs: socket.socket, preload: Sequence[str]) -> ForkedProcess | None:
    """Fork the server from this process, if all is loaded here and no thread runs; the memory is then shared."""
    loaded = sys.modules.get(LOADED)
    if loaded is None:
        return None
    for name in preload:
        with suppress(ImportError):  # the cell that needs it says so
            import_module(name)
    if threads() > 1:
        return None
    pid = os.fork()
    if pid == 0:
        ours.close()
        loaded.serve(theirs)
    return ForkedProcess(pid)
