"""One run, from the request to the end of its last process."""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import time
from typing import Any

from parcelproof.batch.engine.server_process import KILL_SECONDS, START_SECONDS, ServerProcess
from parcelproof.batch.engine.server_settings import BROKEN, LOST
from parcelproof.batch.engine.system import kill_group
from parcelproof.batch.engine.wire import Reader, send
from parcelproof.batch.engine.work import Drawing, NeedsKernelError, NotebookStopped, Tell, Work
from parcelproof.messages import N_, _

_EXIT_SECONDS = 10.0
"""For what a notebook registers for its end; its outputs are known by then."""
_MIB = 1 << 20
_AGAIN = N_("Look at that cell. parcelproof doctor tells what this computer lacks.")


class Run:
    """One run of a notebook or a drawing.

    Parameters
    ----------
    server : ServerProcess
    work : Work or Drawing
    tell : callable
        Gets each message of the child as it comes.
    """

    def __init__(self, server: ServerProcess, work: Work | Drawing, tell: Tell) -> None:
        self._server, self._work, self._tell = server, work, tell
        self._child: int | None = None
        self._code: int | None = None
        self._stopped = ""
        self._needs = ""
        self._place = 0
        self._finished = self._deaf = self._stays = False
        self._exited = False
        self._reader = Reader()
        self._ours, self._theirs = socket.socketpair()

    def go(self) -> bool:
        """Do it; raise `NotebookStopped` or `NeedsKernelError` if it did not come to its end.

        Returns
        -------
        bool
            True: its process stays, for `draw` or `dismiss`.
        """
        try:
            with self._theirs:
                socket.send_fds(self._server.control, [self._work.word], [self._theirs.fileno()])
        except OSError:
            self._ours.close()
            self._lose_server()
        return self._do()

    def draw(self, work: Drawing, tell: Tell) -> None:
        """Draw in the process that stayed."""
        self._work, self._tell = work, tell
        self._finished = self._stays = False
        self._place = 0
        self._do()

    def dismiss(self) -> None:
        """Let the process that stayed end."""
        self._stays = False
        self._until = self._cell_until = time.monotonic() + _EXIT_SECONDS
        with contextlib.suppress(OSError):  # it may be gone already
            self._ours.shutdown(socket.SHUT_WR)
        with self._ours:
            self._listen()

    def abandon(self) -> None:
        """Close the way to the process that stayed: its server is gone."""
        self._ours.close()

    def _do(self) -> bool:
        self._until = self._cell_until = time.monotonic() + self._work.limits.seconds
        try:
            self._ours.settimeout(START_SECONDS)
            try:
                send(self._ours, self._work.as_json())
            except ConnectionError:
                pass  # the process is gone; the server tells how it ended
            except OSError:
                self._lose_server()
            self._ours.setblocking(False)
            self._listen()
        finally:
            if not self._stays:
                self._ours.close()
        self._conclude()
        return self._stays

    def _listen(self) -> None:
        ours = self._ours
        poll = select.poll()
        poll.register(ours, select.POLLIN)
        poll.register(self._server.control, select.POLLIN)
        while self._code is None and not self._stays:
            until = min(self._until, self._cell_until)
            ready = {fd for fd, _event in poll.poll(max(until - time.monotonic(), 0) * 1000 + 1)}
            if ours.fileno() in ready and not self._read(ours):
                poll.unregister(ours)
            if self._server.control.fileno() in ready:
                self._hear_server()
            if time.monotonic() > min(self._until, self._cell_until):
                self._too_late()
            if self._reader.waiting > (self._work.limits.output_mb * 8 + 64) * _MIB:
                self._stop(_("The notebook sends more than its outputs can hold."))
        while not self._stays and self._read(ours):
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
            self._stop(_("The answer of the notebook cannot be read: a cell wrote into its way back."))
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
            self._finished, self._exited, self._stays = True, message["exited"], message["stays"]
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
        if self._until <= self._cell_until:
            whole = f"{self._work.limits.seconds:g}"
            self._stop(_("The notebook took longer than {seconds} seconds.", seconds=whole))
        else:
            self._stop(_("A step took longer than {seconds} seconds.", seconds=f"{self._work.cell_seconds:g}"))

    def _stop(self, words: str) -> None:
        if not self._stopped:
            self._stopped = words
            self._until = self._cell_until = time.monotonic() + KILL_SECONDS
            with contextlib.suppress(OSError):
                self._server.control.send(b"k")

    def _lose_server(self) -> None:
        self._server.broken = True
        if self._child is not None:
            kill_group(self._child)
        raise self._error(self._stopped or _("The process that starts the notebooks was ended from outside."))

    def _conclude(self) -> None:
        if self._needs:
            raise NeedsKernelError(self._needs)
        if not self._finished:
            raise self._error(self._stopped or self._words(self._code or 0))
        if self._exited and self._place < len(self._work.cells):
            raise self._error(_("A cell asked the notebook to exit."))

    def _words(self, code: int) -> str:
        if code == LOST:
            return _("The notebook lost the way back to who runs it: a cell closed files that are not its own.")
        if code == BROKEN:
            return _("The shell of the notebook broke: a cell changed what it stands on.")
        if code == -signal.SIGXCPU:
            most = f"{self._work.limits.cpu_seconds:g}"
            return _("The notebook used more than {seconds} seconds of the processor.", seconds=most)
        if code == -signal.SIGKILL:
            return _("The process of the notebook was killed from outside. Is memory short?")
        if code < 0:
            return _("The process of the notebook crashed ({signal}).", signal=signal.Signals(-code).name)
        return _("A cell ended the process of the notebook (exit code {code}).", code=code)

    def _error(self, what: str) -> NotebookStopped:
        where = _("step {number}", number=self._place) if self._place else ""
        return NotebookStopped(what, where=where, mend=_(_AGAIN))
