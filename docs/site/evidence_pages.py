"""Pages about dispute reasons, evidence and dated rules, drawn from the loaded playbook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markdown import SitePage

from parcelproof.playbook import Playbook, Reason, Rule

_ROW = re.compile(r"^\| (`[^|]+`) \| ((?:[^|\\]|\\.)+) \|", re.M)
_FILE = re.compile(r"`([a-z0-9_]+)\.csv`")


class EvidencePages:
    """Writes what a dispute desk asks for, and the facts that the checks stand on.

    Parameters
    ----------
    book : Playbook
    folder : Path
        Source folder of the site in one language.
    about : str
        The text that explains the rule files, as Markdown.
    """

    def __init__(self, book: Playbook, folder: Path, words: dict[str, Any], templates: Environment, about: str) -> None:
        self._book, self._folder, self._w, self._templates = book, folder, words, templates
        self._about = {
            topic: told.replace("`", "").replace("\\|", "|")
            for files, told in _ROW.findall(about)
            for topic in _FILE.findall(files)
        }

    def write(self) -> None:
        """Write the matrix, a page per reason, the items, and a page per rule table."""
        self._matrix()
        for reason in self._book.reasons.values():
            self._reason(reason)
        self._items()
        self._rules()

    def _matrix(self) -> None:
        words = self._w["evidence"]
        page = SitePage(words["title"], self._templates)
        page.say(words["lede"])
        page.heading(2, words["reasons"])
        page.block("reasons", reasons=self._book.reasons.values())
        page.heading(2, words["matrix"])
        page.say(words["matrix_lede"])
        core = [item for item in self._book.items.values() if item.core]
        page.block("matrix", reasons=list(self._book.reasons.values()), items=core, cells=self._book.evidence.cells)
        page.contents([*self._book.reasons, "items"])
        page.write(self._folder / "evidence" / "index.md")

    def _reason(self, reason: Reason) -> None:
        words = self._w["evidence"]
        evidence = self._book.evidence
        page = SitePage(reason.title, self._templates)
        page.block("codes", reason=reason)
        for level in ("required", "helpful"):
            cells = [cell for cell in evidence.cells_of(reason.id) if cell.level == level]
            if cells:
                page.heading(2, words[level])
                page.block("cells", cells=cells, items=self._book.items)
        said = [cell for cell in evidence.platform_cells if cell.reason == reason.id]
        if said:
            page.heading(2, words["platforms"])
            page.block("platform_cells", cells=said, items=self._book.items)
        page.write(self._folder / "evidence" / f"{reason.id}.md")

    def _items(self) -> None:
        page = SitePage(self._w["pieces"]["title"], self._templates)
        page.say(self._w["pieces"]["lede"])
        for item in self._book.items.values():
            page.heading(2, item.title, f"item.{item.id}")
            page.block("item", item=item)
        page.write(self._folder / "evidence" / "items.md")

    def _rules(self) -> None:
        words = self._w["rules"]
        topics: dict[str, list[Rule]] = {}
        for versions in self._book.rules.values():
            for rule in versions:
                topics.setdefault(rule.topic, []).append(rule)
        page = SitePage(words["title"], self._templates)
        page.say(words["lede"])
        page.block(
            "rule_tables", tables=[(name, self._title(name), len(topics[name]), self._told(name)) for name in topics]
        )
        page.say(words["others"])
        page.contents(topics)
        page.write(self._folder / "rules" / "index.md")
        for topic, rules in topics.items():
            self._table(topic, rules)

    def _table(self, topic: str, rules: list[Rule]) -> None:
        page = SitePage(self._title(topic), self._templates)
        page.say(self._told(topic))
        columns = [name for name in rules[0].columns if any(rule.columns[name] for rule in rules)]
        page.block("rules", rules=rules, columns=columns, topic=topic, dated=any(r.starts or r.ends for r in rules))
        page.write(self._folder / "rules" / f"{topic}.md")

    def _title(self, topic: str) -> str:
        words = topic.replace("_", " ")
        return str(self._w["rules"]["titles"].get(topic, words[0].upper() + words[1:]))

    def _told(self, topic: str) -> str:
        told = self._about.get(topic, "")
        return told[:1].upper() + told[1:]
