"""Links of the project's own documents, turned into links of the site."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|mailto:")


class Relinker:
    """Knows where each file of the project stands on the site.

    Parameters
    ----------
    pages : mapping of str to str
        From the path of a file in the project to the page about it, both with ``/``, the page with its suffix.
    here : str
        Folder of the page that is written, from the root of the site.
    """

    def __init__(self, pages: Mapping[str, str], here: str = "") -> None:
        self._pages, self._here = pages, here

    def at(self, page: str) -> Relinker:
        """Return the same for another page."""
        return Relinker(self._pages, posixpath.dirname(page))

    def text(self, markdown: str, folder: Path) -> str:
        """Return a text of a folder with links that work on the site.

        A link to a file that the site does not show keeps its words and loses its target: nothing on the site leads
        nowhere, or out of it.
        """
        return _LINK.sub(lambda found: self._one(found, folder), markdown)

    def _one(self, found: re.Match[str], folder: Path) -> str:
        picture, words, target = found.groups()
        if target.startswith("#"):
            return found[0]
        if _REMOTE.match(target):
            return f"{words} (`{target}`)"
        path, mark, anchor = target.partition("#")
        file = posixpath.normpath(posixpath.join(folder.as_posix(), path))
        page = self._pages.get(file)
        if page is None:
            return "" if picture else words
        return f"{picture}[{words}]({os.path.relpath(page, self._here or '.').replace(os.sep, '/')}{mark}{anchor})"
