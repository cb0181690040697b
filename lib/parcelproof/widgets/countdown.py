"""Real time that a trainer gave for an answer, counted down where the learner works."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import anywidget
import traitlets

from parcelproof.messages import _

_STATIC = Path(__file__).parent / "static"


class Countdown(anywidget.AnyWidget):
    """A clock that runs down; without an end it is not seen.

    Attributes
    ----------
    until : float
        End, in milliseconds since 1970; 0 for none.
    words, over : str
        What stands before and after the end; ``{time}`` is put in by the browser.
    """

    _esm = (_STATIC / "countdown.js").read_text(encoding="utf-8")

    until = traitlets.Float(0).tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    over = traitlets.Unicode("").tag(sync=True)

    def __init__(self) -> None:
        super().__init__(
            words=_("Real time left: {time}", time="{time}"),
            over=_("The real time is over. An answer comes too late now."),
        )

    def show(self, until: datetime | None) -> None:
        """Count down to this moment; None hides the clock."""
        self.until = until.timestamp() * 1000 if until else 0.0
