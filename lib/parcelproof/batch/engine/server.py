"""The fork server: libraries loaded once, one thread, no socket but its own, a fresh fork for each notebook.

It is started clean, as ``python -c``, by the process that asks for runs, and ends with it. It never reads what a
notebook sends: the child gets a socket of its own that leads to who asked.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from parcelproof.batch.engine.system import adopt_orphans, end_descendants, kill_group, threads
from parcelproof.batch.engine.wire import send

RUN, KILL = b"r", b"k"


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
    shell = _load(preload)
    os.chdir("/")  # hold no folder of anybody
    send(control, {"ready": True, "threads": threads()})
    while (sock := _next(control)) is not None:
        _run(control, sock, shell)


def _load(preload: Sequence[str]) -> Any:
    gc.disable()
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
    gc.collect()
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


def _next(control: socket.socket) -> socket.socket | None:
    while True:
        word, fds, _flags, _from = socket.recv_fds(control, 1, 1)
        if not word:
            return None
        if word == RUN and fds:
            return socket.socket(fileno=fds[0])
        # A kill that came after its run had ended.


def _run(control: socket.socket, sock: socket.socket, shell: Any) -> None:
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        control.close()
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
