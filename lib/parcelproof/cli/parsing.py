"""Says whether a command line would be understood, without running it: for plans and documents that name commands."""

from __future__ import annotations

import shlex
from typing import Any

import typer
import typer.core
import typer.main

from parcelproof.cli.spoken import UsageError, mistake
from parcelproof.messages import _


def mistake_of(line: str) -> str:
    """Return what is wrong with a command line of ``parcelproof``, in a sentence; empty if it would be understood.

    Parameters
    ----------
    line : str
        As typed into a shell.
    """
    from parcelproof.cli.app import app  # the application lists this module's user too

    try:
        program, *words = shlex.split(line)
    except ValueError:
        return _("A quotation mark is missing, or the line is empty.")
    if program != "parcelproof":
        return _("'{program}' is not parcelproof.", program=program)
    command: Any = typer.main.get_command(app)
    context = command.context_class(command, info_name=program)
    while isinstance(command, typer.core.TyperGroup):
        if not words:
            return _("'{command}' needs a further word.", command=context.info_name)
        name = words.pop(0)
        inner = command.get_command(context, name)
        if inner is None:
            return _("'{command}' has no command '{name}'.", command=context.info_name, name=name)
        command, context = inner, inner.context_class(inner, info_name=name, parent=context)
    if "--help" in words:
        return ""  # always understood; parsing it would print the help
    try:
        command.make_context(context.info_name, words, parent=context.parent)
    except UsageError as error:
        return mistake(error)
    return ""
