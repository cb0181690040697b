"""The help of the command line, and what it says of a mistake in a command line, in the language that is spoken.

A help text is marked with ``N_`` where it stands and said when its command is loaded; the words of typer itself are
said here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import typer
from rich.cells import cell_len

from parcelproof.language import LANGUAGES, VARIABLE, speaking
from parcelproof.messages import N_, Wording, _
from parcelproof.shop_places import named_place, usual_places

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""A mistake in a command line."""

_SETTINGS = "shop.yaml"
_LANGUAGE = re.compile(r"^language:[ \t]*['\"]?([a-z]+)", re.MULTILINE)
_Formatter: Any = typer.Context.formatter_class
_HELP = N_("Show this message and exit.")
_SECTIONS = Wording({"Options": N_("Options"), "Arguments": N_("Arguments"), "Commands": N_("Commands")})
_EXTRA = re.compile(r"\s*\[([^][]*)\]$")
_MISTAKES = (
    (r"Missing argument (?P<name>.*)\.", N_("Missing argument {name}.")),
    (r"Missing option (?P<name>.*)\.", N_("Missing option {name}.")),
    (r"Missing command\.", N_("Missing command.")),
    (r"No such option: (?P<name>\S*)", N_("No such option: {name}")),
    (
        r"No such option: (?P<name>\S*) \(Possible options: (?P<others>.*)\)",
        N_("No such option: {name} (Possible options: {others})"),
    ),
    (r"No such command (?P<name>'.*')\.", N_("No such command {name}.")),
    (
        r"No such command (?P<name>'.*')\. Did you mean (?P<other>.*)\?",
        N_("No such command {name}. Did you mean {other}?"),
    ),
    (r"Got unexpected extra arguments? \((?P<words>.*)\)", N_("Got unexpected extra argument ({words})")),
    (r"Option (?P<name>'.*') requires an argument\.", N_("Option {name} requires an argument.")),
    (r"Invalid value for (?P<name>.*?): (?P<what>.*)", N_("Invalid value for {name}: {what}")),
)
"""What typer says of a command line, and the same as a sentence of ours; longer ones after shorter ones."""


def as_spoken_here() -> AbstractContextManager[object]:
    """Speak the language of the shop that lies here, before it is opened: the help of a command opens none."""
    if os.environ.get(VARIABLE, "").strip():
        return nullcontext()
    named = named_place()
    for folder in [named] if named else usual_places(Path.cwd()):
        try:
            said = _LANGUAGE.search((folder / _SETTINGS).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
        # What is wrong in the settings is said when the shop is opened.
        return speaking(said[1]) if said and said[1] in LANGUAGES else nullcontext()
    return nullcontext()


def say_late(command: Any) -> Any:
    """Put the help of a command, of its parameters and of the commands in it into the language that is spoken."""
    command.context_class = SpokenContext
    for one in (command, *command.params):
        one.help = _(one.help) if one.help else one.help
    for inner in getattr(command, "commands", {}).values():
        say_late(inner)
    return command


def mistake(error: Exception) -> str:
    """Return what a mistake in a command line is."""
    english = str(error.format_message()) if hasattr(error, "format_message") else str(error)
    for pattern, sentence in _MISTAKES:
        if found := re.fullmatch(pattern, english, re.S):
            facts = found.groupdict()
            said = _(sentence, **facts) if facts else _(sentence)
            if said != english:
                return said
    return english


def show_mistake(error: Any) -> int:
    """Print what a mistake in a command line is, with the way to the help; return the exit code."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        _tell(error.format_message())
    elif context is None:
        _tell(_("Error: {what}", what=mistake(error)))
    else:
        called = f"{context.command_path} {context.help_option_names[0]}"
        _tell(context.get_usage())
        _tell(_("Try '{command}' for help.", command=called) + "\n")
        _tell(_("Error: {what}", what=mistake(error)))
    return int(error.exit_code)


def _tell(text: str) -> None:
    typer.echo(text, file=sys.stderr)


class SpokenHelp(_Formatter):  # type: ignore[misc]  # typer gives its formatter no public name
    """Writes help: typer's own words in the language that is spoken, wide characters wrapped by their width."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, prefix or _("Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(_SECTIONS.get(heading, heading))

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        super().write_text(_kept(text, self.width - self.current_indent))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names, each with what it is."""
        told = [(name, _told(about)) for name, about in rows]
        widest = min(max(len(name) for name, _about in told), col_max)
        room = self.width - widest - 2 * col_spacing
        super().write_dl([(name, _kept(about, room)) for name, about in told], col_max, col_spacing)


class SpokenContext(typer.Context):
    """A call of a command whose help is spoken."""

    formatter_class = SpokenHelp


def _told(about: str) -> str:
    """Say typer's own part of the help of a parameter: what stands in brackets after it."""
    if about == _HELP:
        return _(_HELP)
    extra = _EXTRA.search(about)
    if extra is None:
        return about
    parts = [_part(part) for part in extra[1].split("; ")]
    return f"{about[: extra.start()]}{extra[0][: extra[0].index('[')]}[{'; '.join(parts)}]"


def _part(part: str) -> str:
    name, sign, value = part.partition("default: ")
    if sign and not name:
        return _("default: {value}", value=value)
    return _("required") if part == "required" else part


def _kept(text: str, room: int) -> str:
    """Wrap a text with wide characters, and mark it as wrapped; typer would count each of them as one column."""
    if cell_len(text) == len(text):
        return text
    return "\b\n" + "\n".join(_lines(text, max(room, 20)))


def _lines(text: str, room: int) -> Iterator[str]:
    line = ""
    # A line neither breaks a word of letters nor begins with a closing sign.
    for piece in re.findall(r"(?:[\x21-\x7e]+|.)[，。；：、）？”]*", text):
        if line and cell_len(line + piece) > room:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    yield line
