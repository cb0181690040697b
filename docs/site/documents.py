"""The project's own documents as pages: what it reads, how it is built, lesson plans, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
from click import Context
from jinja2 import Environment
from links import Relinker
from markdown import SitePage

ROOT = Path(__file__).parents[2]
FORMATS = ("orders", "tracking", "listings", "records")
DOCUMENTS = {
    **{f"templates/imports/{name}/README.md": f"batch/formats/{name}.md" for name in FORMATS},
    "playbook/tracking/live.md": "batch/live.md",
    "templates/letters/README.md": "teach/letters.md",
    "playbook/rules/README.md": "teach/rules.md",
    "playbook/evidence/README.md": "teach/evidence.md",
    "playbook/product/profiles/README.md": "teach/profiles.md",
    "playbook/product/test_plans/README.md": "teach/test_plans.md",
    "ARCHITECTURE.md": "about/architecture.md",
}
"""From the path in the project to the page."""


def lesson_plans() -> dict[str, str]:
    """Return the texts for trainers that are there, as `DOCUMENTS`."""
    folder = ROOT / "playbook" / "training"
    found = (path.relative_to(folder) for path in sorted(folder.rglob("*.md")))
    return {
        f"playbook/training/{path.as_posix()}": f"teach/training/{path.as_posix()}"
        for path in found
        if not re.search(r"\.[a-z]{2}\.md$", path.name)
    }


def own_documents() -> dict[str, str]:
    """Return all documents that are pages, the ones under ``docs/`` too."""
    docs = {
        f"docs/{path.name}": f"about/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")) if path.is_file()
    }
    return {**DOCUMENTS, **docs, **lesson_plans()}


def in_language(path: str, language: str) -> tuple[str, bool]:
    """Return the text of a document, and whether it is in this language."""
    english = ROOT / path
    twin = english.with_name(f"{english.stem}.{language}{english.suffix}")
    theirs = language == "en" or twin.is_file()
    return (twin if theirs and language != "en" else english).read_text(encoding="utf-8"), theirs


def write_documents(folder: Path, words: dict[str, Any], language: str, relink: Relinker) -> None:
    """Write each document as a page; one without a twin in this language says so."""
    for path, page in own_documents().items():
        text, theirs = in_language(path, language)
        title, _, rest = text.lstrip().partition("\n")
        note = "" if theirs else f"\n```{{note}}\n{words['only_english']}\n```\n"
        target = folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        body = relink.at(page).text(rest, Path(path).parent)
        target.write_text(f"{title}\n{note}\n{body}\n", encoding="utf-8")


def limits_of_readme(language: str) -> str:
    """Return what the project says that it cannot do, as Markdown."""
    text, _ = in_language("README.md", language)
    found = re.search(r"^## (?:Limits|局限)\n(.*?)(?=^## |\nHow it is built|\Z)", text, re.M | re.S)
    return found[1].strip() if found else ""


def commands() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Give each command of the shell: how it is called, what it does, and its options with what they do."""
    from parcelproof.cli.app import app

    yield from _commands(typer.main.get_command(app), "parcelproof")


def _commands(command: Any, called: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    if hasattr(command, "list_commands"):
        # Asked as the shell asks: a group may load a command only when it is wanted.
        context = Context(command)
        for name in sorted(command.list_commands(context)):
            yield from _commands(command.get_command(context, name), f"{called} {name}")
        return
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    shown = " ".join(_argument(p) for p in arguments)
    told = " ".join((command.help or "").split())
    rows = [(_argument(p), getattr(p, "help", "") or "") for p in arguments if getattr(p, "help", "")]
    rows += [("  ".join([*p.opts, *p.secondary_opts]), p.help or "") for p in options]
    yield f"{called} {shown}".strip(), told, rows


def _argument(argument: Any) -> str:
    name = (argument.metavar or argument.name or "").upper() + (" …" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def write_commands(folder: Path, words: dict[str, Any], templates: Environment) -> None:
    """Write the page about the commands, from the command line itself."""
    page = SitePage(words["commands"]["title"], templates)
    page.say(words["commands"]["lede"])
    for called, told, rows in commands():
        page.heading(2, " ".join(part for part in called.split() if part[:1].islower()))
        page.block("command", called=called, told=told, rows=rows)
    page.write(folder / "batch" / "commands.md")
