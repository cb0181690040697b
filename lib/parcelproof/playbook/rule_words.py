"""Lays the words of another language over the rows of a rule table.

The twin of ``packaging.csv`` is ``packaging.zh.csv``: ids and words only. A fact that changed has several rows of one
id; its words stand in the same order.
"""

from __future__ import annotations

from pathlib import Path

from parcelproof.language import FALLBACK
from parcelproof.messages import _
from parcelproof.playbook.csvfile import read_csv
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.model import Rule
from parcelproof.playbook.twins import twin_of

SHOWN: dict[str, tuple[str, ...]] = {
    "big_claims": ("note",),
    "claim_windows": ("note",),
    "description_stop_words": ("note",),
    "destination_thresholds": ("note",),
    "packaging": ("note",),
    "product_duties": ("value",),
    "s10_services": ("value", "note"),
    "signature_thresholds": ("note",),
    "supplier_proof": ("note",),
    "tracking_depth": ("note",),
    "transit_days": ("note",),
}
"""The columns that pages, reports and commands show, by table."""


def words_of(rule: Rule) -> dict[str, str]:
    """Return the texts of a rule that a person reads, by column; empty ones are left out."""
    if rule.topic == "product_duties" and rule.columns.get("kind") != "gpsr":
        return {}  # the others are marks and words that are looked for
    texts = {name: str(getattr(rule, name)) for name in SHOWN.get(rule.topic, ())}
    return {name: text for name, text in texts.items() if text}


class RuleWords:
    """The words of one table in one language.

    Parameters
    ----------
    path : Path
        The English table.
    language : str
        English needs no twin, and a table of which nothing is shown neither.
    mistakes : Mistakes
        Takes what is wrong in the twin: a row too many, an empty text.
    """

    def __init__(self, path: Path, language: str, mistakes: Mistakes) -> None:
        self._path = twin_of(path, language)
        self._mistakes = mistakes
        self._columns = SHOWN.get(path.stem, ()) if language != FALLBACK else ()
        self._rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
        table = read_csv(self._path, ("id", *self._columns), mistakes) if self._columns else None
        for row in table.rows if table else ():
            self._rows.setdefault(row.cells["id"], []).append((row.line, row.cells))
        self._whole = table is not None

    def lay(self, rule: Rule) -> Rule:
        """Return a rule with its words; without them it stays as it is."""
        texts = words_of(rule) if self._whole and self._columns else {}
        if not texts:
            return rule
        rows = self._rows.get(rule.id)
        if not rows:
            return rule  # a row that a seller added
        line, cells = rows.pop(0)
        for name in texts:
            if not cells[name]:
                self._mistakes.add(self._path, line, _("'{name}' is empty.", name=name))
        return rule.model_copy(update={name: cells[name] or text for name, text in texts.items()})

    def finish(self) -> None:
        """Note the rows of the twin that no rule has taken."""
        for name, rows in self._rows.items():
            for line, _cells in rows:
                self._mistakes.add(self._path, line, _("There is no rule '{id}' with words.", id=name))
