"""The fork server: libraries loaded once, one thread, no socket but its own, a fresh fork for each notebook.

It is started clean, as ``python -c``, by the process that asks for runs, and ends with it. It never reads what a
notebook sends: the child gets a socket of its own that leads to who asked.
"""

from __future__ import annotations

import atexit
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from parcelproof.batch.engine.system import adopt_orphans, end_descendants, give_back, kill_group, threads
from parcelproof.batch.engine.wire import send

RUN, DRAW, KILL = b"r", b"d", b"k"


def serve(fd: int, preload: Sequence[str]) -> None:
    """Serve until the other end of the socket is closed.

    Parameters
    ----------
    fd : int
        Number of the control socket.
    preload : sequence of str
        Modules that notebooks use.
    """
    control = socket.socket(fileno=fd)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked decides what Ctrl-C means
    adopt_orphans()
    _answer(control, load(preload))


def serve_forked(control: socket.socket, shell: Any) -> NoReturn:
    """Serve in a fork of a process that has all loaded already, and end; nothing of that process is kept open.

    Parameters
    ----------
    control : socket
    shell : InteractiveShell
        What `load` returned before the fork.
    """
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        adopt_orphans()
        # What that process registered for its own end is not for a notebook to do, and waits for locks it held.
        atexit._clear()
        _close_all_but(control.fileno())
        sys.modules["__main__"] = shell.user_module
        gc.disable()
        _answer(control, shell)
    finally:
        os._exit(0)


def _answer(control: socket.socket, shell: Any) -> None:
    os.chdir("/")  # hold no folder of anybody
    send(control, {"ready": True, "threads": threads()})
    while (asked := _next(control)) is not None:
        _run(control, *asked, shell)


def _close_all_but(kept: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in range(3):
        os.dup2(nowhere, fd)
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - a Path would cost more than the work
        if int(name) > 2 and int(name) != kept:
            with suppress(OSError):
                os.close(int(name))


def load(preload: Sequence[str]) -> Any:
    """Load what notebooks use, and return the shell that runs them; to be called once, before the first fork."""
    from parcelproof.batch.engine import child  # noqa: F401 - loaded before the first fork
    from parcelproof.batch.engine.shell import make_shell

    # The shell comes first: pandas and others look at it when they are loaded, and never again.
    shell = make_shell()
    for name in preload:
        try:
            import_module(name)
        except ImportError:
            continue  # the cell that needs it says so
    _warm(shell)
    # Only now: what loading leaves behind would otherwise stand between what stays.
    gc.disable()
    gc.collect()
    give_back()
    gc.freeze()
    return shell


def _warm(shell: Any) -> None:
    # What the first cell of a shell loads and builds late is done once, here.
    import asyncio

    asyncio.run(asyncio.sleep(0))
    shell.transform_cell("None")
    shell.should_run_async("None", transformed_cell="None")
    shell.run_cell("1 + 1", store_history=False, silent=True)
    shell.display_formatter.format(1)


def _next(control: socket.socket) -> tuple[bytes, socket.socket] | None:
    while True:
        word, fds, _flags, _from = socket.recv_fds(control, 1, 1)
        if not word:
            return None
        if word != KILL and fds:
            return word, socket.socket(fileno=fds[0])
        # A kill that came after its run had ended.


def _run(control: socket.socket, word: bytes, sock: socket.socket, shell: Any) -> None:
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        control.close()
        if word == DRAW:
            from parcelproof.batch.drawing import draw_in_child

            draw_in_child(sock, server)
        from parcelproof.batch.engine.child import run_child

        run_child(sock, shell, server)
    sock.close()
    send(control, {"pid": pid})
    gone = _wait(control, pid)
    _, status = os.waitpid(pid, 0)
    end_descendants()
    if gone:
        os._exit(0)
    send(control, {"ended": os.waitstatus_to_exitcode(status)})


def _wait(control: socket.socket, pid: int) -> bool:
    """Wait for the end of a child; kill it if told so, or if who asked is gone (then return true)."""
    handle = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.register(control, select.POLLIN)
        while True:
            ready = {fd for fd, _event in poll.poll()}
            if control.fileno() in ready:
                word = control.recv(1)
                kill_group(pid)
                if not word:
                    return True
            if handle in ready:
                return False
    finally:
        os.close(handle)
