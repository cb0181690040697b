"""Pages about stages, measures, words, plans and facts, drawn from the loaded playbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from executed import english_pages
from jinja2 import Environment
from links import Relinker
from markdown import SitePage

from parcelproof.playbook import Playbook
from parcelproof.playbook.model import Measure, Stage

_PAGES = {"tracking.monitoring": "review"}
"""Pages that are not called as their measure is."""


class PlaybookPages:
    """Writes all pages that speak of what to do.

    Parameters
    ----------
    book : Playbook
    folder : Path
        Source folder of the site in one language.
    words : mapping
        What the site itself says in this language.
    relink : Relinker
        Turns links of the guides into links of the site.
    """

    def __init__(
        self, book: Playbook, folder: Path, words: dict[str, Any], templates: Environment, relink: Relinker
    ) -> None:
        self._book, self._folder, self._w, self._templates, self._relink = book, folder, words, templates, relink

    def write(self) -> None:
        """Write a page per stage and per measure, the glossary, the test plans and the facts of a product page."""
        for stage in self._book.stages:
            self._stage(stage)
            for measure in stage.measures:
                self._measure(measure)
        self._glossary()
        self._test_plans()
        self._profiles()

    def _page(self, title: str) -> SitePage:
        return SitePage(title, self._templates)

    def _stage(self, stage: Stage) -> None:
        page = self._page(stage.title)
        page.block("lede", text=stage.promise)
        opening = stage.guide.partition("\n## ")[0].splitlines()
        page.markdown(self._relink.text("\n".join(opening[1:]), Path("playbook") / stage.id))
        page.heading(2, self._w["stage"]["measures"])
        page.block("measures", measures=stage.measures, names=[_name(m) for m in stage.measures])
        more = [] if stage.id != "product" else ["test_plans", "product_pages"]
        page.contents([*(_name(m) for m in stage.measures), *more])
        page.write(self._folder / "playbook" / stage.id / "index.md")

    def _measure(self, measure: Measure) -> None:
        words = self._w["measure"]
        page = self._page(f"{measure.number}. {measure.title}")
        page.block("lede", text=measure.promise)
        page.block("measure_facts", measure=measure, page=_page_link(measure))
        guide = self._book.guide_for(measure.id).partition("\n")[2]
        page.markdown(self._relink.text(guide, Path("playbook") / measure.stage))
        items = self._book.items
        if measure.questions:
            page.heading(2, words["questions"])
            page.block("questions", questions=measure.questions, items=items)
        if measure.checks:
            page.heading(2, words["checks"])
            page.say(words["checks_lede"])
        for check in measure.checks:
            rules = [versions[-1] for rule in check.rules if (versions := self._book.rules.get(rule))]
            for code, message in check.messages.items():
                page.heading(3, message.title, f"{check.id}.{code}")
                page.block("finding", check=check, code=code, message=message, items=items, rules=rules)
        page.write(self._folder / "playbook" / measure.stage / f"{_name(measure)}.md")

    def _glossary(self) -> None:
        page = self._page(self._w["glossary"]["title"])
        page.say(self._w["glossary"]["lede"])
        for term in self._book.glossary.values():
            page.heading(2, term.term, f"term.{term.id}")
            page.block("term", term=term)
        page.write(self._folder / "glossary.md")

    def _test_plans(self) -> None:
        page = self._page(self._w["plans"]["title"])
        page.say(self._w["plans"]["lede"])
        for plan in self._book.test_plans.plans.values():
            page.heading(2, plan.title, f"plan.{plan.id}")
            page.block("plan", plan=plan, conditions=self._book.test_plans.conditions)
        page.write(self._folder / "playbook" / "product" / "test_plans.md")

    def _profiles(self) -> None:
        page = self._page(self._w["profiles"]["title"])
        page.say(self._w["profiles"]["lede"])
        for profile in self._book.profiles.values():
            page.heading(2, profile.title, f"profile.{profile.id}")
            page.block("profile", profile=profile)
        page.write(self._folder / "playbook" / "product" / "product_pages.md")


def _name(measure: Measure) -> str:
    return measure.id.partition(".")[2]


def _page_link(measure: Measure) -> str:
    """Return the way from the measure to the page that works on it; empty if there is none."""
    for page in english_pages():
        if page.stem.partition("_")[2] == _PAGES.get(measure.id, _name(measure)):
            return f"../../notebooks/{page.parent.name}/{page.stem}.html"
    return ""
