"""The application: commands, and the one place where an error becomes an exit code."""

from __future__ import annotations

import sys

import typer

from parcelproof import __version__
from parcelproof.cli.commands import LateCommands
from parcelproof.cli.console import EXIT_BAD_INPUT, EXIT_STOPPED, complain
from parcelproof.cli.spoken import UsageError, as_spoken_here, show_mistake
from parcelproof.errors import ParcelproofError
from parcelproof.messages import N_, _

app = typer.Typer(
    name="parcelproof",
    cls=LateCommands,
    help=N_("Keep the evidence that answers a buyer's dispute, and print it as a report."),
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
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help=N_("Print the version.")
    ),
) -> None:
    pass


def main() -> None:
    """Run the command line; exit 0 all good, 1 some failed, 2 bad input, 130 stopped by the person."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows terminal may not know every letter of a buyer's name; that must not end a command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with as_spoken_here():
        _run()


def _run() -> None:
    try:
        code = app(standalone_mode=False)
    except UsageError as error:
        sys.exit(show_mistake(error))
    except typer.Abort:
        sys.stderr.write(_("Aborted!") + "\n")
        sys.exit(1)
    except ParcelproofError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(EXIT_BAD_INPUT)
    if code == EXIT_STOPPED:  # typer has turned Ctrl-C into this already, and says nothing
        complain(_("Stopped. What was finished is kept; run the same command again to go on."))
    sys.exit(code)
