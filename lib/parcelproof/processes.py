"""Whether the process that began to write something still runs."""

from __future__ import annotations

from pathlib import Path

import psutil


def at_work(pid: int, path: Path) -> bool:
    """Tell whether the process that made a draft still runs; ids are given again, soonest in a container.

    Parameters
    ----------
    pid : int
        Of the process that made it; its name says so.
    path : Path
        The draft: it is younger than the process that made it.
    """
    try:
        started = psutil.Process(pid).create_time()
        status = path.lstat()
    except (psutil.NoSuchProcess, OSError):
        return False
    except psutil.AccessDenied:
        return True
    # A rename changes only the second of the two times.
    return started <= max(status.st_mtime, status.st_ctime) + 1
