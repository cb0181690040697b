"""Reads ``playbook/rules``: one table per topic, one dated and sourced fact per row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from parcelproof.language import FALLBACK
from parcelproof.messages import _
from parcelproof.playbook.csvfile import CsvRow, read_csv
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.model import Rule
from parcelproof.playbook.rule_words import RuleWords

COMMON = (
    "id", "value", "unit", "note", "source", "as_of", "effective_from", "effective_to", "review_by", "confidence",
    "may_fail",
)  # fmt: skip

OTHER_TABLES = frozenset({"tracking_statuses.csv", "wordings.csv", "wordings_rules.csv", "wordings_codes.csv"})
"""Tables in the same folder that are no dated rules; their own reader checks them."""


def read_rules(folder: Path, mistakes: Mistakes, language: str = FALLBACK) -> Mapping[str, tuple[Rule, ...]]:
    """Read all rules, with the words of a language.

    Returns
    -------
    mapping of str to tuple of Rule
        By id, each with its versions, oldest first. A fact that changed keeps its id.
    """
    versions: dict[str, list[Rule]] = {}
    topics: dict[str, str] = {}
    if not folder.is_dir():
        mistakes.add(folder, None, _("This folder is missing."))
    for path in sorted(folder.glob("*.csv")):
        if path.name in OTHER_TABLES or "." in path.stem:  # twins in other languages hold words only
            continue
        words = RuleWords(path, language, mistakes)
        table = read_csv(path, COMMON, mistakes)
        for row in table.rows if table else ():
            rule = _rule(path, row, mistakes)
            if rule is None:
                continue
            if topics.setdefault(rule.id, rule.topic) != rule.topic:
                mistakes.add(
                    path,
                    row.line,
                    _("The id '{id}' is used in '{file}.csv' already.", id=rule.id, file=topics[rule.id]),
                )
                continue
            versions.setdefault(rule.id, []).append(words.lay(rule))
        words.finish()
    return {name: _in_order(found, folder, mistakes) for name, found in versions.items()}


def _rule(path: Path, row: CsvRow, mistakes: Mistakes) -> Rule | None:
    common = {name: row.cells[name] for name in COMMON}
    columns = {name: cell for name, cell in row.cells.items() if name not in COMMON}
    try:
        return Rule.model_validate(
            {**common, "topic": path.stem, "columns": columns, "where": mistakes.where(path, row.line)}
        )
    except ValidationError as error:
        mistakes.add_validation(error, path, row.line, COMMON)
        mistakes.broken.add(row.cells["id"])
        return None


def _in_order(found: list[Rule], folder: Path, mistakes: Mistakes) -> tuple[Rule, ...]:
    ordered = tuple(sorted(found, key=lambda rule: rule.starts or date.min))
    for earlier, later in pairwise(ordered):
        if later.starts is None or earlier.ends is None or later.starts <= earlier.ends:
            name, _colon, line = later.where.rpartition(":")
            mistakes.add(
                folder / Path(name).name,
                int(line),
                _("The rule '{id}' is in force twice at one time.", id=later.id),
                _(
                    "See {where}. End the older row before the newer one starts, or give it another id.",
                    where=earlier.where,
                ),
            )
    return ordered
