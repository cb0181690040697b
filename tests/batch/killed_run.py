"""Runs ``parcelproof report`` and dies, or is told to stop, at the n-th step of publishing.

The kernel is the quick one. With ``STEP_WORKERS`` reports are made in worker processes, which import this file
again, so that the steps count there too; without it all is done in one process, which takes less time.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import quick_kernel

from parcelproof.batch import publish, workers

COUNT = Path(os.environ["STEP_COUNT"])
POINT = int(os.environ["STEP_POINT"])
SIGNAL = signal.Signals(int(os.environ["STEP_SIGNAL"]))


def counted(real: Callable[..., Any]) -> Callable[..., Any]:
    """Make every call a step, counted over all processes; at one of them the whole group gets the signal."""

    def step(*args: Any, **kwargs: Any) -> Any:
        with COUNT.open("ab") as file:
            file.write(b".")
        if COUNT.stat().st_size == POINT:
            os.killpg(0, SIGNAL)
        return real(*args, **kwargs)

    return step


quick_kernel.put_in_place_of_papermill()
publish._sync = counted(publish._sync)
publish.shutil.rmtree = counted(publish.shutil.rmtree)
Path.rename = counted(Path.rename)  # type: ignore[method-assign]
Path.replace = counted(Path.replace)  # type: ignore[method-assign]

if "STEP_WORKERS" not in os.environ:
    workers.ProcessPoolExecutor = quick_kernel.InProcess  # type: ignore[misc]

if __name__ == "__main__":
    from parcelproof.cli import main

    main()
