"""Says how many parcels are read while a page opens, and goes away when all are."""

from __future__ import annotations

import time
from typing import Any

from parcelproof.messages import _
from parcelproof.widgets.live import is_live

AFTER = 0.7
"""Seconds: what takes no longer needs no words."""


class Reading:
    """Shows progress under the cell that runs; without a person, nothing."""

    def __init__(self) -> None:
        self._began = 0.0
        self._shown: Any = None

    def __call__(self, done: int, of: int) -> None:
        """Tell that some parcels are read.

        Parameters
        ----------
        done, of : int
            How many are read, of how many.
        """
        now = time.monotonic()
        self._began = self._began or now
        if done >= of:
            self._show("")
            self._began, self._shown = 0.0, None
        elif self._shown is not None or now - self._began > AFTER:
            self._show(_("Reading your parcels: {done} of {all} …", done=done, all=of))

    def _show(self, words: str) -> None:
        if not is_live() or (self._shown is None and not words):
            return
        from IPython.display import HTML, display

        text = f'<div role="status">{words}</div>' if words else ""
        said = HTML(text)  # type: ignore[no-untyped-call]
        if self._shown is None:
            self._shown = display(said, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._shown.update(said)
