"""``parcelproof check NAME``: the rules, for scripts and spreadsheets.

One value by options, or a CSV file with the named columns; one JSON object per row with ``--json``:
the input columns repeated, then the answer, in order.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table as RichTable
from rich.text import Text

from parcelproof.cli.console import EXIT_SOME_FAILED, out, print_json, progress_told
from parcelproof.errors import InputError, ParcelproofError
from parcelproof.messages import N_, _, ngettext, sentences
from parcelproof.rule_commands import RULES, RuleCommand
from parcelproof.tables import read_table

ANY_NAME = N_("Or any --name and its value.")
WIDEST_TABLE = 9
"""Columns that still fit side by side."""

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=N_("Ask one rule: one value, or a CSV file."))


def _run(rule: RuleCommand, file: Path | None, given: Mapping[str, str], as_json: bool) -> None:
    failed = False
    shown: list[dict[str, Any]] = []
    for answer in _answers(rule, file, given):
        failed = failed or "error" in answer
        if as_json:
            print_json(answer)
        else:
            shown.append(answer)
    if shown:
        _print_answers(shown)
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED)


def _answers(rule: RuleCommand, file: Path | None, given: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Answer row by row; a row that cannot be answered says why and stops no other."""
    if rule.whole_file and file is None and not rule.single:
        raise InputError(
            _("This rule needs a file."),
            where="FILE",
            mend=_("Name a file with the columns {columns}.", columns=", ".join(rule.required)),
        )
    if rule.whole_file and file is not None:
        with progress_told(_("Reading the file")) as told:
            yield from rule.whole_file(file, {k: v for k, v in given.items() if v}, told)
        return
    answer_row = rule.begin(file.parent if file else Path()) if rule.begin else rule.answer
    for rows in _groups(rule, _rows(rule, file, given)):
        said = _shared(rows)
        try:
            yield {**said, **(rule.grouping.answer(rows) if rule.grouping else answer_row(rows[0]))}
        except ParcelproofError as error:
            yield {**said, "error": error.what, "where": error.where, "mend": error.mend}


def _print_answers(answers: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(name for answer in answers for name in answer))
    if len(columns) > WIDEST_TABLE:
        _print_sheets(answers)
        return
    table = RichTable(*columns, box=None, pad_edge=False)
    for answer in answers:
        table.add_row(*(Text(_shown(answer.get(name))) for name in columns))
    out.print(table)


def _print_sheets(answers: list[dict[str, Any]]) -> None:
    """Print one block of lines for each answer: for answers with too many columns for a table."""
    for answer in answers:
        sheet = RichTable(box=None, pad_edge=False, show_header=False)
        for name, cell in answer.items():
            if said := _shown(cell):
                sheet.add_row(Text(name, style="bold"), Text(said))
        out.print(sheet)
        out.print()


def _groups(rule: RuleCommand, rows: Iterator[dict[str, str]]) -> Iterable[list[dict[str, str]]]:
    """Put rows that share the key of the rule together, in the order in which each group begins."""
    if rule.grouping is None:
        return ([row] for row in rows)
    groups: dict[object, list[dict[str, str]]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row.get(rule.grouping.key) or number, []).append(row)
    return groups.values()


def _shared(rows: list[dict[str, str]]) -> dict[str, str]:
    """Return the columns to repeat in an answer: for several rows those that say the same in each."""
    if len(rows) == 1:
        return rows[0]
    return {name: cell for name, cell in rows[0].items() if all(row.get(name) == cell for row in rows)}


def _shown(value: object) -> str:
    """Write one cell of the table for people."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return str(value.get("words", "")) or ", ".join(str(cell) for cell in value.values())
    if isinstance(value, list):
        return "\n".join(_shown(item) for item in value)
    return str(value)


def _rows(rule: RuleCommand, file: Path | None, given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    values = {k: v for k, v in given.items() if v}
    if file is None:
        if missing := [c for c in rule.required if c not in values]:
            raise InputError(
                _("A value is missing."), where=", ".join(f"--{c.replace('_', '-')}" for c in missing),
                mend=_("Give it, or name a CSV file with the columns {columns}.", columns=", ".join(rule.required)),
            )  # fmt: skip
        yield values
        return
    if values:
        raise InputError(_("Give either a file or single values, not both."))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(_("The file cannot be read: {why}.", why=error.strerror), where=str(file)) from error
    table = read_table(data, file.name, header_hint=[*rule.required, *rule.optional])
    names = {name.strip().lower(): name for name in table.header}
    if missing := [c for c in rule.required if c not in names]:
        raise InputError(
            _("This file has not all columns that the rule needs."), where=f"{file.name}: {', '.join(missing)}",
            mend=_("Columns: {columns}; optional: {optional}.",
                   columns=", ".join(rule.required), optional=", ".join(rule.optional) or _("none")),
        )  # fmt: skip
    for row in table.rows:
        yield {c: row.cells.get(names[c], "").strip() for c in (*rule.required, *rule.optional) if c in names}


def _further(words: list[str]) -> tuple[Path | None, dict[str, str]]:
    """Read the file, or values under names that the rule does not know beforehand: ``--input-voltage 230V``."""
    file: Path | None = None
    found: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        name, sign, value = waiting.pop(0).partition("=")
        if not name.startswith("--"):
            if file is not None:
                raise InputError(_("Only one file can be asked."), where=name[:80])
            file = Path(name + sign + value)
            continue
        if not sign and waiting and not waiting[0].startswith("--"):
            value = waiting.pop(0)
        if not value:
            raise InputError(
                _("This option has no value."),
                where=name[:80],
                mend=_('Write a name and its value, like --plug "type C".'),
            )
        found[name[2:].replace("-", " ").replace("_", " ")] = value
    return file, found


def _about(rule: RuleCommand, columns: Sequence[str]) -> str:
    """Say what the file of a rule is. Said when this module is loaded: typer takes the text as it is."""
    holds = ngettext(
        "{file} with the column {columns}.", "{file} with the columns {columns}.", len(columns),
        file=_(rule.file_kind), columns=", ".join(columns),
    )  # fmt: skip
    return sentences(holds, _(ANY_NAME)) if rule.open_names else holds


def _command(rule: RuleCommand) -> Any:
    # A rule that reads the file itself is asked by the file; only the optional values stand beside it.
    columns = (*rule.required, *rule.optional) if rule.single else rule.optional

    def command(file: Path | None = None, as_json: bool = False, **given: str) -> None:
        _run(rule, file, given, as_json)

    def open_command(words: list[str] | None = None, as_json: bool = False, **given: str) -> None:
        file, further = _further(words or [])
        _run(rule, file, {**further, **given}, as_json)

    about = _about(rule, (rule.required if rule.whole_file else columns))
    kind: Any = list[str] | None if rule.open_names else Path | None
    file_type = Annotated[kind, typer.Argument(help=about)]
    json_type = Annotated[bool, typer.Option("--json", help=N_("Print one JSON object per row."))]
    parameter, keyword = inspect.Parameter, inspect.Parameter.KEYWORD_ONLY
    parameters = [
        parameter(
            "words" if rule.open_names else "file",
            parameter.POSITIONAL_OR_KEYWORD,
            default=None,
            annotation=file_type,
        ),
        *(
            parameter(c, keyword, default="", annotation=Annotated[str, typer.Option(f"--{c.replace('_', '-')}")])
            for c in columns
        ),
        parameter("as_json", keyword, default=False, annotation=json_type),
    ]
    asked: Any = open_command if rule.open_names else command
    asked.__signature__ = inspect.Signature(parameters)
    asked.__annotations__ = {p.name: p.annotation for p in parameters}
    asked.__doc__ = rule.help
    return asked


for _name, _rule in RULES.items():
    _open = {"ignore_unknown_options": True} if _rule.open_names else None
    app.command(_name, context_settings=_open)(_command(_rule))
