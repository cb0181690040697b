"""What only Linux offers: end with the parent, adopt orphans, find every process that is left."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

AVAILABLE = sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "pidfd_open")
"""Whether this system can run the fork server; elsewhere the stock kernel does the same work."""
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_PDEATHSIG, _CHILD_SUBREAPER = 1, 36
_PATIENCE = 10.0
_prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None


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


def end_descendants() -> None:
    """Kill every descendant of this process, however it hid, and wait until none is left."""
    until = time.monotonic() + _PATIENCE
    while (children := _children()) and time.monotonic() < until:
        for child in children:
            _kill(child)
        for child in children:
            _reap(child)


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


def _reap(pid: int) -> None:
    until = time.monotonic() + 1
    while time.monotonic() < until:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                return
        except ChildProcessError:
            return
        time.sleep(0.0005)
