"""One page of the site as MyST Markdown: every text from elsewhere goes in escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_TICKS = re.compile(r"`+")


def escaped(text: str) -> str:
    """Return a text as one line of Markdown that shows exactly this text: CommonMark lets every sign be escaped."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def without_places(text: str) -> str:
    """Return the words of a finding with ``{lot}`` as ``‹lot›``: a reader of the site has no parcel to fill it in."""
    return _PLACE.sub(lambda place: "‹" + place[1].replace("_", " ") + "›", text)


def blocks(words: dict[str, Any]) -> Environment:
    """Return the templates of the HTML blocks, which escape all that is put into them."""
    made = Environment(
        loader=FileSystemLoader(HERE / "blocks"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals["w"] = words
    made.filters["places"] = without_places
    return made


class SitePage:
    """A page that is being written.

    Parameters
    ----------
    title : str
    templates : Environment
        As `blocks` returns it.
    """

    def __init__(self, title: str, templates: Environment) -> None:
        self._templates = templates
        self._parts: list[str] = []
        self.heading(1, title)

    def heading(self, level: int, text: str, anchor: str = "") -> None:
        """Add a heading; an anchor is an id of the playbook, so that links to it stay."""
        if anchor:
            self._parts.append(f"({anchor})=")
        self._parts.append(f"{'#' * level} {escaped(without_places(text))}")

    def say(self, text: str) -> None:
        """Add a paragraph of plain text."""
        if text.strip():
            self._parts.append(escaped(without_places(text)))

    def markdown(self, text: str) -> None:
        """Add Markdown of the project's own."""
        self._parts.append(text.strip())

    def block(self, name: str, **values: object) -> None:
        """Add an HTML block drawn by a template of ``blocks/``."""
        html = self._templates.get_template(f"{name}.html.j2").render(**values)
        # Longer than any fence inside it, so that no text can end the block.
        fence = "`" * (3 + max((len(run) for run in _TICKS.findall(html)), default=0))
        self._parts.append(f"{fence}{{raw}} html\n{html.strip()}\n{fence}")

    def contents(self, pages: Iterable[str], caption: str = "") -> None:
        """Add pages to the menu, under a caption."""
        head = f":caption: {caption}\n" if caption else ""
        self._parts.append("```{toctree}\n:hidden:\n" + head + "\n" + "\n".join(pages) + "\n```")

    def write(self, path: Path) -> None:
        """Write the page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(self._parts) + "\n", encoding="utf-8")
