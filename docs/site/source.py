"""All pages of the site in one language, written for Sphinx."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from documents import (
    FORMATS,
    ROOT,
    in_language,
    lesson_plans,
    limits_of_readme,
    own_documents,
    write_commands,
    write_documents,
)
from evidence_pages import EvidencePages
from executed import NOTEBOOKS, english_of, show_page
from links import Relinker
from markdown import SitePage, blocks
from playbook_pages import PlaybookPages

from parcelproof.playbook import Playbook

OTHERS = {
    "playbook/rules/README.md": "teach/rules.md", "README.md": "about/limits.md",
    "playbook/glossary.yaml": "glossary.md",
}  # fmt: skip


class SiteSource:
    """The source folder of one language.

    Parameters
    ----------
    book : Playbook
        In that language.
    folder : Path
        Empty.
    words : mapping
        What the site itself says.
    """

    def __init__(self, book: Playbook, folder: Path, words: dict[str, Any]) -> None:
        self._book, self._folder, self._w = book, folder, words
        self._templates = blocks(words)
        self._relink = Relinker(_places(book))

    def write(self, executed: Mapping[Path, Path], samples: Sequence[str]) -> None:
        """Write every page.

        Parameters
        ----------
        executed : mapping of Path to Path
            From each page of the product to what was run.
        samples : sequence of str
            Names of the sample files beside the page about them.
        """
        language = self._book.language
        PlaybookPages(self._book, self._folder, self._w, self._templates, self._relink).write()
        about, _ = in_language("playbook/rules/README.md", language)
        EvidencePages(self._book, self._folder, self._w, self._templates, about).write()
        write_documents(self._folder, self._w, language, self._relink)
        write_commands(self._folder, self._w, self._templates)
        pages = self._pages(executed)
        self._home()
        self._sell(pages)
        self._teach()
        self._batch()
        self._sample(samples)
        self._about()

    def _page(self, title: str, lede: str = "") -> SitePage:
        page = SitePage(title, self._templates)
        page.say(lede)
        return page

    def _home(self) -> None:
        menu = self._w["menu"]
        page = self._page(self._w["title"])
        page.block("lede", text=self._w["tagline"])
        page.say(self._w["home_lede"])
        page.heading(2, self._w["doors_title"])
        page.block("doors")
        page.heading(2, self._w["stages_title"])
        page.block("stages", stages=self._book.stages)
        page.say(self._w["legal"])
        page.contents(["sell/index", "teach/index", "batch/index"], menu["doors"])
        page.contents([f"playbook/{stage.id}/index" for stage in self._book.stages], menu["playbook"])
        page.contents(["evidence/index", "rules/index", "glossary"], menu["facts"])
        page.contents(["sample/index", "about/limits"], menu["about"])
        page.write(self._folder / "index.md")

    def _pages(self, executed: Mapping[Path, Path]) -> list[tuple[str, str]]:
        """Write the executed pages; return their places and titles."""
        made = []
        for notebook, run in executed.items():
            place = notebook.relative_to(NOTEBOOKS)
            title = show_page(run, self._folder / "notebooks" / place, self._w["pages"]["note"])
            made.append((f"notebooks/{place.with_suffix('').as_posix()}", title))
        page = self._page(self._w["pages"]["title"], self._w["pages"]["lede"])
        page.block("pages", pages=[(place.removeprefix("notebooks/"), title) for place, title in made])
        page.contents([place.removeprefix("notebooks/") for place, _ in made])
        page.write(self._folder / "notebooks" / "index.md")
        return made

    def _sell(self, pages: list[tuple[str, str]]) -> None:
        page = self._page(self._w["sell"]["title"])
        page.markdown(self._w["sell"]["start"])
        page.heading(2, self._w["sell"]["pages_title"])
        page.block("pages", pages=[(f"../{place}", title) for place, title in pages])
        page.contents(["../notebooks/index"])
        page.write(self._folder / "sell" / "index.md")

    def _teach(self) -> None:
        words = self._w["teach"]
        page = self._page(words["title"], words["lede"])
        lessons = [place.removeprefix("teach/").removesuffix(".md") for place in lesson_plans().values()]
        if lessons:
            page.heading(2, words["lessons"])
            page.markdown("\n".join(f"- {{doc}}`{name}`" for name in lessons))
        page.heading(2, words["words"])
        texts = [p for p in own_documents().values() if p.startswith("teach/") and not p.startswith("teach/training/")]
        names = [posixpath.basename(place).removesuffix(".md") for place in texts]
        page.markdown("\n".join(f"- {{doc}}`{name}`" for name in names))
        page.heading(2, words["stories"])
        page.say(words["stories_lede"])
        page.block("stories", stories=_stories())
        page.contents([*lessons, *names])
        page.write(self._folder / "teach" / "index.md")

    def _batch(self) -> None:
        words = self._w["batch"]
        page = self._page(words["title"], words["lede"])
        page.markdown(words["example"])
        page.heading(2, words["more"])
        more = ["commands", "live"]
        page.markdown("\n".join(f"- {{doc}}`{name}`" for name in more))
        page.heading(2, words["formats"])
        formats = [f"formats/{name}" for name in FORMATS]
        page.markdown("\n".join(f"- {{doc}}`{name}`" for name in formats))
        page.contents([*more, *formats])
        page.write(self._folder / "batch" / "index.md")

    def _sample(self, samples: Sequence[str]) -> None:
        page = self._page(self._w["sample"]["title"], self._w["sample"]["lede"])
        page.block("sample", files=samples)
        page.write(self._folder / "sample" / "index.md")

    def _about(self) -> None:
        page = self._page(self._w["about"]["title"], self._w["about"]["lede"])
        page.markdown(self._relink.at("about/limits.md").text(limits_of_readme(self._book.language), Path()))
        documents = [place.removeprefix("about/") for place in own_documents().values() if place.startswith("about/")]
        page.contents(documents)
        page.write(self._folder / "about" / "limits.md")


def _places(book: Playbook) -> dict[str, str]:
    """Return where each file of the project stands on the site."""
    places = {**OTHERS, **own_documents()}
    places |= {f"playbook/{stage.id}/guide.md": f"playbook/{stage.id}/index.md" for stage in book.stages}
    for page in NOTEBOOKS.rglob("*.ipynb"):
        path = page.relative_to(ROOT).as_posix()
        places[path] = english_of(path)
    return places


def _stories() -> list[str]:
    stories = yaml.safe_load((ROOT / "lib/parcelproof/sample/stories.yaml").read_text(encoding="utf-8"))["stories"]
    return [str(story["about"]) for story in stories]
