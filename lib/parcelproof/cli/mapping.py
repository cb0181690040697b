"""Ask once which column is which, for a table of no known format."""

from __future__ import annotations

from typing import Any

import typer

from parcelproof.cli.console import say
from parcelproof.messages import _
from parcelproof.orders import MAPPABLE_FIELDS, ColumnMapping, UnmappedFileError


def ask_for_mapping(error: UnmappedFileError) -> ColumnMapping | None:
    """Ask the person for the columns of an unknown table; None if they would rather not."""
    say(str(error))
    say(_("Its columns are:"))
    for number, name in enumerate(error.header, 1):
        say(f"  {number:>2}  {name}")
    if not typer.confirm(_("Do you want to say now which column is which? It is kept for the next file."), err=True):
        return None
    answers: dict[str, Any] = {}
    for field in MAPPABLE_FIELDS:
        answers[field.name] = _column(_(field.question), error.header, required=field.required)
    return ColumnMapping.model_validate(
        {
            "columns": {k: v for k, v in answers.items() if v},
            "channel": typer.prompt(_("Name of this shop or channel, one word"), default="other", err=True),
            "currency": typer.prompt(_("Currency of the amounts, like USD"), default="", err=True).upper(),
            "date_order": typer.prompt(_("How are dates written: dmy, mdy or ymd?"), default="ymd", err=True),
        }
    )


def _column(question: str, header: tuple[str, ...], *, required: bool) -> str:
    while True:
        words = (
            _("{question} (number)", question=question)
            if required
            else _("{question} (number, empty if there is none)", question=question)
        )
        given = typer.prompt(words, default="", err=True)
        text = str(given).strip()
        if not text and not required:
            return ""
        if text.isdigit() and 1 <= int(text) <= len(header):
            return header[int(text) - 1]
        say(_("Give the number of a column from the list."), style="yellow")
