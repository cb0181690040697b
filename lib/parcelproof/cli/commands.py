"""The commands, each loaded when it is called: the command line is there at once, whatever one of them needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
import typer.core
import typer.main

from parcelproof.cli.spoken import SpokenContext, say_late
from parcelproof.messages import N_, _


class Command(NamedTuple):
    """Where a command is, and the first line of its own help."""

    module: str
    function: str
    help: str


COMMANDS = {
    "init": Command("files", "init", N_("Make a new shop.")),
    "import": Command(
        "files",
        "import_files",
        N_("Take in orders, listings, tracking, records and photos. Running it twice doubles nothing."),
    ),
    "pull": Command(
        "pull", "pull", N_("Ask a tracking service for scans. Running it twice doubles nothing; a stopped run goes on.")
    ),
    "wording": Command(
        "wordings", "app", N_("See carriers' words that nobody understood, and teach this shop what they mean.")
    ),
    "teach": Command("teach", "app", N_("Teach dispute prevention: check the course, print handouts, quiz and plans.")),
    "sample": Command("files", "sample", N_("Write the sample shop's export files, records and photos.")),
    "status": Command("look", "status", N_("Show every shipment: where it is, and what is missing.")),
    "report": Command("reports", "report", N_("Make evidence reports: notebook, web page and PDF for each shipment.")),
    "batch": Command(
        "reports",
        "batch",
        N_("Make thousands of reports: from a list, by conditions, or all; what is unchanged is left alone."),
    ),
    "form": Command("forms", "form", N_("Print a filled customs form: CN22, CN23 or a commercial invoice.")),
    "erase": Command(
        "erase",
        "erase",
        N_("Erase names, addresses and messages of a parcel, and the raw answers of tracking services about it."),
    ),
    "move": Command(
        "move",
        "move",
        N_("Move a shop into a database and a bucket; everything is verified there before the shop uses it."),
    ),
    "verify": Command(
        "look", "verify", N_("Recompute every record and every evidence file; say exactly what was altered.")
    ),
    "doctor": Command("look", "doctor", N_("Check this computer and this installation.")),
    "check": Command("rules", "app", N_("Ask one rule: one value, or a CSV file.")),
}
"""In the order of ``--help``."""


def load(name: str) -> Any:
    """Return one command, ready to be called."""
    command = COMMANDS[name]
    found = getattr(import_module(f"parcelproof.cli.{command.module}"), command.function)
    if isinstance(found, typer.Typer):
        return say_late(typer.main.get_group(found))
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(name, help=command.help)(found)
    return say_late(typer.main.get_command(alone))


class LateCommands(typer.core.TyperGroup):
    """A group that loads the one command that is called, and none to list them."""

    context_class = SpokenContext

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        say_late(self)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # the names, for 'Did you mean'

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list for ``--help``."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _(command.help)) for name, command in COMMANDS.items()])
