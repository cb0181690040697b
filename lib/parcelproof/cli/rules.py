"""``parcelproof check NAME``: the rules, for scripts and spreadsheets.

One value by options, or a CSV file with the named columns; one JSON object per row with ``--json``:
the input columns repeated, then the answer, in order.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table as RichTable

from parcelproof.cli.console import EXIT_SOME_FAILED, out, print_json
from parcelproof.errors import InputError, ParcelproofError
from parcelproof.rule_commands import RULES, RuleCommand
from parcelproof.tables import read_table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Ask one rule: one value, or a CSV file.")


def _run(rule: RuleCommand, file: Path | None, given: Mapping[str, str], as_json: bool) -> None:
    failed = False
    answers = []
    for row in _rows(rule, file, given):
        try:
            answer: dict[str, Any] = {**row, **rule.answer(row)}
        except ParcelproofError as error:
            answer, failed = {**row, "error": error.what, "mend": error.mend}, True
        if as_json:
            print_json(answer)
        else:
            answers.append(answer)
    if answers:
        table = RichTable(*answers[0], box=None, pad_edge=False)
        for answer in answers:
            table.add_row(*("" if answer.get(k) is None else str(answer.get(k, "")) for k in answers[0]))
        out.print(table)
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED)


def _rows(rule: RuleCommand, file: Path | None, given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    values = {k: v for k, v in given.items() if v}
    if file is None:
        if missing := [c for c in rule.required if c not in values]:
            raise InputError(
                "A value is missing.", where=", ".join(f"--{c.replace('_', '-')}" for c in missing),
                mend=f"Give it, or name a CSV file with the columns {', '.join(rule.required)}.",
            )  # fmt: skip
        yield values
        return
    if values:
        raise InputError("Give either a file or single values, not both.")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror}.", where=str(file)) from error
    table = read_table(data, file.name, header_hint=[*rule.required, *rule.optional])
    names = {name.strip().lower(): name for name in table.header}
    if missing := [c for c in rule.required if c not in names]:
        raise InputError(
            "This file has not all columns that the rule needs.", where=f"{file.name}: {', '.join(missing)}",
            mend=f"Columns: {', '.join(rule.required)}; optional: {', '.join(rule.optional) or 'none'}.",
        )  # fmt: skip
    for row in table.rows:
        yield {c: row.cells.get(names[c], "").strip() for c in (*rule.required, *rule.optional) if c in names}


def _command(rule: RuleCommand) -> Any:
    columns = (*rule.required, *rule.optional)

    def command(file: Path | None = None, as_json: bool = False, **given: str) -> None:
        _run(rule, file, given, as_json)

    file_type = Annotated[Path | None, typer.Argument(help=f"CSV file with the columns {', '.join(columns)}.")]
    json_type = Annotated[bool, typer.Option("--json", help="Print one JSON object per row.")]
    parameter, keyword = inspect.Parameter, inspect.Parameter.KEYWORD_ONLY
    parameters = [
        parameter("file", parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=file_type),
        *(
            parameter(c, keyword, default="", annotation=Annotated[str, typer.Option(f"--{c.replace('_', '-')}")])
            for c in columns
        ),
        parameter("as_json", keyword, default=False, annotation=json_type),
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    command.__doc__ = rule.help
    return command


for _name, _rule in RULES.items():
    app.command(_name)(_command(_rule))
