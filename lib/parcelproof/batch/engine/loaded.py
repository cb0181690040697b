"""A process that has all loaded that reports share: workers are forked from it, and from them the fork servers.

It is imported by one process alone, the one that `multiprocessing` forks workers from; importing it takes seconds.
Of these processes none begins a thread before it has forked its server, and none sets a page: that is left to the
last fork, which ends with its report.
"""

from __future__ import annotations

import socket
from typing import NoReturn

from parcelproof.batch.engine.server import load, serve_forked
from parcelproof.batch.engine.server_settings import MAKING, REPORTS

_SHELL = load((*REPORTS, *MAKING))


def serve(control: socket.socket) -> NoReturn:
    """Serve as a fork server, in a process that was just forked."""
    serve_forked(control, _SHELL)
