"""Says whether a command line would be understood, without running it: for plans and documents that name commands."""

from __future__ import annotations

import shlex
from typing import Any

import typer
import typer.core
import typer.main

_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


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
        return "A quotation mark is missing, or the line is empty."
    if program != "parcelproof":
        return f"'{program}' is not parcelproof."
    command: Any = typer.main.get_command(app)
    context = command.context_class(command, info_name=program)
    while isinstance(command, typer.core.TyperGroup):
        if not words:
            return f"'{context.info_name}' needs a further word."
        name = words.pop(0)
        inner = command.get_command(context, name)
        if inner is None:
            return f"'{context.info_name}' has no command '{name}'."
        command, context = inner, inner.context_class(inner, info_name=name, parent=context)
    try:
        command.make_context(context.info_name, words, parent=context.parent)
    except _UsageError as error:
        return str(getattr(error, "message", "") or error)
    except typer.Exit:  # --help
        return ""
    return ""
