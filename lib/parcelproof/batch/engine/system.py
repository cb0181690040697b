"""What only Linux offers: end with the parent, adopt orphans, find every process that is left."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

AVAILABLE = sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "pidfd_open")
"""Whether this system can run the fork server; elsewhere the stock kernel does the same work."""
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_PDEATHSIG, _CHILD_SUBREAPER = 1, 36
_PATIENCE = 10.0
_TIDYING = 2.0
_library = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_prctl = _library.prctl if _library is not None else None


def end_with_parent(parent: int) -> None:
    """Have this process killed as soon as its parent is gone."""
    if _prctl is not None:
        _prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends: nothing can slip away."""
    if _prctl is not None:
        _prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


def threads() -> int:
    """Count the threads of this process, those that Python does not know included."""
    return len(list(Path("/proc/self/task").iterdir()))


def held() -> int:
    """Return the address space of this process, bytes."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - a Path would load more in every child
        return int(file.read().split()[0]) * _PAGE


def give_back() -> None:
    """Give memory that is free again back to the system, where the C library can."""
    if trim := getattr(_library, "malloc_trim", None):
        trim(0)


def end_descendants() -> None:
    """Kill every descendant of this process, however it hid, and wait until none is left.

    Python's own helper that unlinks shared memory does so when the last process that used it is gone, so it is killed
    only if it does not end by itself.
    """
    begun = time.monotonic()
    while (children := _children()) and time.monotonic() < begun + _PATIENCE:
        patient = time.monotonic() < begun + _TIDYING
        doomed = [child for child in children if not (patient and _tidies(child))]
        for child in doomed:
            _kill(child)
        for child in doomed or children:
            _reap(child, seconds=1 if doomed else 0.05)


def kill_group(leader: int) -> None:
    """Kill a process and its group."""
    for kill in (os.killpg, os.kill):
        try:
            kill(leader, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _children() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except FileNotFoundError:  # kernels without checkpoint support
        import psutil

        return [child.pid for child in psutil.Process().children()]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _tidies(pid: int) -> bool:
    try:
        return b"multiprocessing.resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _reap(pid: int, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                return
        except ChildProcessError:
            return
        time.sleep(0.0005)


class ForkedProcess:
    """A child that was forked and never replaced by another program, seen as `subprocess.Popen` shows one.

    Parameters
    ----------
    pid : int
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, or nothing while it runs."""
        if self._code is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                pid, status = self.pid, 0
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raise `subprocess.TimeoutExpired` if it takes longer."""
        until = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("fork server", timeout or 0)
            time.sleep(0.0005)
        return code

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            _kill(self.pid)
