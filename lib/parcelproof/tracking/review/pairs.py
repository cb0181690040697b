"""Work on two parts at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

WORKERS = min(os.cpu_count() or 1, 2)
_In = TypeVar("_In")
_Out = TypeVar("_Out")


def side_by_side(work: Callable[[_In], _Out], parts: Iterable[_In]) -> Iterator[_Out]:
    """Do the same to each part, in threads; the answers keep the order of the parts.

    Arrow and numpy let go of the interpreter while they work, so threads are enough.
    """
    with ThreadPoolExecutor(WORKERS) as workers:
        running: deque[Future[_Out]] = deque()
        for part in parts:
            running.append(workers.submit(work, part))
            if len(running) > WORKERS:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
