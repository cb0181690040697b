"""Links to another page that note first what that page is to show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_STATIC = Path(__file__).parent / "static"


class PageLinks(anywidget.AnyWidget):
    """Links to one page.

    Parameters
    ----------
    page : str
        Beside the page that shows the links.
    words : str
        Stands before them.
    follow : callable
        Called with the key of the link that a person follows.
    """

    _esm = (_STATIC / "links.js").read_text(encoding="utf-8")
    _css = (_STATIC / "links.css").read_text(encoding="utf-8")

    links = traitlets.List(traitlets.Dict()).tag(sync=True)
    page = traitlets.Unicode("").tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)

    def __init__(self, page: str, words: str, follow: Callable[[str], None]) -> None:
        super().__init__(page=page, words=words)
        self._follow = follow
        self.on_msg(self._heard)

    def _heard(self, _: object, content: object, __: object) -> None:
        key: Any = content.get("follow") if isinstance(content, dict) else None
        if any(link["key"] == key for link in self.links):
            self._follow(key)
