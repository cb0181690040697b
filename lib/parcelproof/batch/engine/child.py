"""The process of one notebook: forked, shut off, limited; it runs the cells, tells what they showed, and ends."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import fcntl
import gc
import os
import random
import resource
import signal
import socket
import sys
import tempfile
from typing import Any

import comm

from parcelproof.batch.engine.outputs import MIB, Outputs
from parcelproof.batch.engine.server_settings import BROKEN, LOST
from parcelproof.batch.engine.shell import begin_run
from parcelproof.batch.engine.streams import CellStream, watch
from parcelproof.batch.engine.system import end_with_parent, held
from parcelproof.batch.engine.wire import receive, send

_HIGH = 200
"""The way back gets a number that a cell does not meet by counting from three."""


_GARBAGE = 50_000
"""So many new objects before they are searched for those that nothing needs: a report has ended by then."""


class Answer:
    """The way back to who asked for the run."""

    def __init__(self, sock: socket.socket) -> None:
        high = fcntl.fcntl(sock.fileno(), fcntl.F_DUPFD_CLOEXEC, _HIGH)
        sock.close()
        self._sock = socket.socket(fileno=high)
        self._owner = os.getpid()
        self._inode = os.fstat(high).st_ino

    def tell(self, kind: str, **what: Any) -> None:
        """Send one message; where a cell closed the way back, end."""
        if os.getpid() != self._owner:
            os._exit(0)
        try:
            # A cell may have closed the socket and opened a file that got its number: never write into that.
            if os.fstat(self._sock.fileno()).st_ino != self._inode:
                os._exit(LOST)
            send(self._sock, {"kind": kind, **what})
        except OSError:
            os._exit(LOST)

    def request(self) -> dict[str, Any]:
        """Read what is to be run."""
        return receive(self._sock) or {}


def begin_child(server: int) -> None:
    """Make a process that was just forked one of its own, which ends with the server."""
    os.setsid()
    end_with_parent(server)
    _fresh_signals()


def run_child(sock: socket.socket, shell: Any, server: int) -> None:
    """Run one notebook in this process, just forked. Never returns."""
    try:
        begin_child(server)
        answer = Answer(sock)
        request = answer.request()
        outputs = Outputs(int(request["output_mb"] * MIB))
        _surround(request)
        streams = _streams(outputs)
        begin_run(shell, outputs)
        _without_comms(answer)
        _reseed()
        limit(request)
        gc.set_threshold(_GARBAGE, *gc.get_threshold()[1:])
        gc.enable()
        # Not asyncio.run: at its end it would wait for threads that a cell left.
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        complete = loop.run_until_complete(_cells(request, shell, outputs, answer, streams))
        stays = complete and bool(request["stay"])
        if stays:
            os.chdir("/")  # who asked removes the folder of the cells
        answer.tell("end", exited=bool(shell.exit_now), stays=stays)
        if stays:
            _draw_too(answer)
        # What notebooks register for their end is done, as a kernel that is shut down does it.
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()
        os._exit(0)
    except BaseException:
        os._exit(BROKEN)


def _draw_too(answer: Answer) -> None:
    """Wait until the notebook is written, then draw its files: another fork would copy the same memory once more."""
    if request := answer.request():
        from parcelproof.batch.drawing import tell_drawn

        tell_drawn(answer, request)


async def _cells(
    request: dict[str, Any], shell: Any, outputs: Outputs, answer: Answer, streams: list[CellStream]
) -> bool:
    """Run the cells one after another; tell whether each was run to its end."""
    for cell in request["cells"]:
        answer.tell("start", cell=cell["index"])
        outputs.begin(cell["index"], shell.execution_count)
        error = await _cell(shell, cell["source"])
        for stream in streams:
            stream.flush()
        shown, changed = outputs.end()
        answer.tell(
            "done", cell=cell["index"], outputs=shown, changed=changed, count=outputs.count, error=error,
        )  # fmt: skip
        if error is not None and not (cell["may_fail"] or error in request["allow_error_names"]):
            return False
        if shell.exit_now:
            return False
    return True


async def _cell(shell: Any, source: str) -> str | None:
    """Run one cell as the kernel does; return the name of its error, if any."""
    trouble = None
    try:
        code = shell.transform_cell(source)
    except Exception:
        code, trouble = source, sys.exc_info()
    shell._last_traceback = None
    shell._last_traceback_during_displayhook = False
    if shell.should_run_async(source, transformed_cell=code, preprocessing_exc_tuple=trouble):
        result = None
        try:
            result = await shell.run_cell_async(
                source, store_history=True, transformed_cell=code, preprocessing_exc_tuple=trouble
            )
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
    else:
        result = shell.run_cell(source, store_history=True)
    shell.payload_manager.clear_payload()
    if result.success and not shell._last_traceback_during_displayhook:
        return None
    return type(result.error_before_exec or result.error_in_exec).__name__


def _surround(request: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.path[:] = ["", *(p for p in sys.path if p)]
    tempfile.tempdir = None  # found again, from the environment of this notebook


def _streams(outputs: Outputs) -> list[CellStream]:
    stdout, stderr = CellStream("stdout", 1, outputs), CellStream("stderr", 2, outputs)
    sys.stdout, sys.stderr = stdout, stderr
    watch([stdout, stderr])
    return [stdout, stderr]


def _without_comms(answer: Answer) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> None:
        answer.tell("needs", what="widgets")
        os._exit(0)

    comm.create_comm = refuse  # type: ignore[assignment]


def _fresh_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _reseed() -> None:
    # A fork begins with the state of its parent: every notebook would draw the same numbers.
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def limit(request: dict[str, Any]) -> None:
    """Hold this process to its memory and processor time."""
    memory = held() + int(request["memory_mb"]) * MIB
    seconds = int(request["cpu_seconds"])
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        limit = resource.getrlimit(kind)[1]
        if limit != resource.RLIM_INFINITY:
            soft, hard = min(soft, limit), min(hard, limit)
        resource.setrlimit(kind, (soft, hard))
