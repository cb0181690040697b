"""The list of cases: one line each, whole, to choose from by mouse or arrow keys."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

_STATIC = Path(__file__).parent / "static"


class CaseList(anywidget.AnyWidget):
    """Lines of which one is chosen.

    Attributes
    ----------
    options : list of dict
        ``id, due, what, parcel`` as texts, and ``late`` or ``done`` for its colour.
    value : str or None
        The id that is chosen.
    """

    _esm = (_STATIC / "cases.js").read_text(encoding="utf-8")
    _css = (_STATIC / "cases.css").read_text(encoding="utf-8")

    options = traitlets.List(traitlets.Dict()).tag(sync=True)
    value = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    description = traitlets.Unicode("").tag(sync=True)

    @property
    def ids(self) -> list[str]:
        """The ids in the order shown."""
        return [str(option["id"]) for option in self.options]

    def focus(self) -> None:
        """Put the cursor on the chosen line."""
        self.send({"do": "focus"})
