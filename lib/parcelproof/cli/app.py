"""The application: commands, and the one place where an error becomes an exit code."""

from __future__ import annotations

import sys

import typer

from parcelproof import __version__
from parcelproof.cli.commands import LateCommands
from parcelproof.cli.console import EXIT_BAD_INPUT, EXIT_STOPPED, complain
from parcelproof.errors import ParcelproofError

app = typer.Typer(
    name="parcelproof",
    cls=LateCommands,
    help="Keep the evidence that answers a buyer's dispute, and print it as a report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"parcelproof {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def main() -> None:
    """Run the command line; exit 0 all good, 1 some failed, 2 bad input, 130 stopped by the person."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows terminal may not know every letter of a buyer's name; that must not end a command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ParcelproofError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == EXIT_STOPPED:  # typer has turned Ctrl-C into this already, and says nothing
            complain("Stopped. What was finished is kept; run the same command again to go on.")
        raise
    except BrokenPipeError:
        sys.exit(EXIT_BAD_INPUT)
