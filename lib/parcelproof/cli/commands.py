"""The commands, each loaded when it is called: the command line is there at once, whatever one of them needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
import typer.core
import typer.main


class Command(NamedTuple):
    """Where a command is, and the first line of its own help."""

    module: str
    function: str
    help: str


COMMANDS = {
    "init": Command("files", "init", "Make a new shop."),
    "import": Command(
        "files",
        "import_files",
        "Take in orders, listings, tracking, records and photos. Running it twice doubles nothing.",
    ),
    "pull": Command(
        "pull", "pull", "Ask a tracking service for scans. Running it twice doubles nothing; a stopped run goes on."
    ),
    "wording": Command(
        "wordings", "app", "See carriers' words that nobody understood, and teach this shop what they mean."
    ),
    "teach": Command("teach", "app", "Teach dispute prevention: check the course, print handouts, quiz and plans."),
    "sample": Command("files", "sample", "Write the sample shop's export files, records and photos."),
    "status": Command("look", "status", "Show every shipment: where it is, and what is missing."),
    "report": Command("reports", "report", "Make evidence reports: notebook, web page and PDF for each shipment."),
    "batch": Command(
        "reports",
        "batch",
        "Make thousands of reports: from a list, by conditions, or all; what is unchanged is left alone.",
    ),
    "form": Command("forms", "form", "Print a filled customs form: CN22, CN23 or a commercial invoice."),
    "erase": Command(
        "erase",
        "erase",
        "Erase names, addresses and messages of a parcel, and the raw answers of tracking services about it.",
    ),
    "move": Command(
        "move",
        "move",
        "Move a shop into a database and a bucket; everything is verified there before the shop uses it.",
    ),
    "verify": Command(
        "look", "verify", "Recompute every record and every evidence file; say exactly what was altered."
    ),
    "doctor": Command("look", "doctor", "Check this computer and this installation."),
    "check": Command("rules", "app", "Ask one rule: one value, or a CSV file."),
}
"""In the order of ``--help``."""


def load(name: str) -> Any:
    """Return one command, ready to be called."""
    command = COMMANDS[name]
    found = getattr(import_module(f"parcelproof.cli.{command.module}"), command.function)
    if isinstance(found, typer.Typer):
        return typer.main.get_group(found)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(name)(found)
    return typer.main.get_command(alone)


class LateCommands(typer.core.TyperGroup):
    """A group that loads the one command that is called, and none to list them."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # the names, for 'Did you mean'

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list for ``--help``."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in COMMANDS.items()])
