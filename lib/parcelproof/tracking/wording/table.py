"""The three tables of wordings in ``playbook/rules``: phrases, what they decide, and carriers' own codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from sys import intern
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from parcelproof.errors import nearest
from parcelproof.messages import _
from parcelproof.playbook.csvfile import read_rows
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.resources import playbook_dir
from parcelproof.tracking.events import Status
from parcelproof.tracking.wording.normal import fold
from parcelproof.tracking.wording.phrases import Search

PHRASES, RULES, CODES = "wordings.csv", "wordings_rules.csv", "wordings_codes.csv"

Listed = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda v: tuple(p.strip() for p in v.split(";") if p.strip()) if isinstance(v, str) else v),
]
Confidence = Literal["confirmed", "second-hand", "inference"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_.]+$", max_length=80)
    source: str = Field(min_length=1)
    as_of: str = Field(pattern=r"^\d{4}(-\d{2}){0,2}$")
    confidence: Confidence


R = TypeVar("R", bound=_Row)


class PhraseRow(_Row):
    """One phrase of one language (or of one carrier), and the concept that it names."""

    concept: str = Field(pattern=r"^[a-z_]+$")
    language: str = Field(pattern=r"^[a-z]{2}$")
    phrase: str = Field(min_length=1, max_length=600)


class Phrase(NamedTuple):
    """What is kept of a `PhraseRow`: there are many thousands, and each process that reads a wording holds them."""

    id: str
    concept: str
    language: str
    phrase: str


class RuleRow(_Row):
    """What concepts decide.

    Attributes
    ----------
    use : {'read', 'guard', 'bucket'}
        ``read`` reads a bare wording; ``guard`` makes a code's status more careful; ``bucket`` chooses
        inside a code that covers several cases.
    serves : str
        The rule R1 … R12 that it serves.
    when : tuple of Status
        Statuses that a guard may change.
    says : tuple of str
        Concepts that must all be found; ``a|b`` is either.
    unless : tuple of str
        Concepts of which none may be found.
    """

    use: Literal["read", "guard", "bucket"]
    priority: int = Field(ge=0)
    serves: str = Field(pattern=r"^(R\d{1,2})?$")
    when: Listed
    says: Listed = Field(min_length=1)
    unless: Listed
    status: Status
    reason: str = Field(pattern=r"^[a-z_]*$")
    note: str

    @cached_property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        """``says``, each with its alternatives."""
        return tuple(tuple(choice.split("|")) for choice in self.says)

    @cached_property
    def statuses(self) -> frozenset[Status]:
        """``when`` as statuses."""
        return frozenset(Status(name) for name in self.when)


class CodeRow(_Row):
    """One code of a carrier's own event table."""

    carrier: Listed = Field(min_length=1)
    code: str = Field(min_length=1, max_length=60)
    status: Status
    reason: str = Field(pattern=r"^[a-z_]*$")
    meaning: str = Field(min_length=1)


@dataclass(frozen=True, eq=False)
class WordingTable:
    """All rows, ready to search."""

    phrases: tuple[Phrase, ...]
    rules: tuple[RuleRow, ...]
    codes: tuple[CodeRow, ...]
    search: Search = field(default_factory=Search, repr=False)

    @cached_property
    def reading(self) -> tuple[RuleRow, ...]:
        """Rules that read a bare wording, in order."""
        return self.of("read")

    @cached_property
    def guards(self) -> tuple[RuleRow, ...]:
        """Rules that make a status more careful, in order."""
        return self.of("guard")

    @cached_property
    def buckets(self) -> tuple[RuleRow, ...]:
        """Rules that choose inside a wide code, in order."""
        return self.of("bucket")

    def of(self, use: str) -> tuple[RuleRow, ...]:
        """Return the rules of one use, in order of priority."""
        return tuple(sorted((r for r in self.rules if r.use == use), key=lambda r: r.priority))

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], CodeRow]:
        return {(carrier_key(c), code_key(row.code)): row for row in self.codes for c in row.carrier}

    def code(self, carrier: str, code: str) -> CodeRow | None:
        """Return the row of a carrier's code; ``any`` rows hold for every carrier."""
        key = code_key(code)
        if not key:
            return None
        return self._by_code.get((carrier_key(carrier), key)) or self._by_code.get(("any", key))

    def without(self, rows: Container[str]) -> WordingTable:
        """Return the table without some rows; for measuring what rows are worth."""
        return _build(
            [p for p in self.phrases if p.id not in rows],
            list(self.rules),
            [c for c in self.codes if c.id not in rows],
            lambda _row, _why: None,
        )


def carrier_key(carrier: str) -> str:
    """Return a carrier's name without case, spaces and marks."""
    return re.sub(r"[\W_]+", "", fold(carrier))


def code_key(code: str) -> str:
    """Return a code without case, spaces and marks."""
    return re.sub(r"[\W_]+", "", code.casefold())


def load_wordings(folder: Path | None = None) -> WordingTable:
    """Read and check the tables of wordings; read once.

    Raises
    ------
    PlaybookError
        With file and line of every mistake.
    """
    return _load(folder or playbook_dir() / "rules")


@lru_cache(maxsize=8)
def _load(folder: Path) -> WordingTable:
    places: dict[str, tuple[Path, int]] = {}
    with Mistakes(folder) as mistakes:
        phrases = _rows(folder / PHRASES, PhraseRow, mistakes, places)
        rules = _rows(folder / RULES, RuleRow, mistakes, places)
        codes = _rows(folder / CODES, CodeRow, mistakes, places)
    with Mistakes(folder) as mistakes:
        table = _build(
            [Phrase(row.id, intern(row.concept), intern(row.language), row.phrase) for row in phrases],
            rules,
            codes,
            lambda row, why: mistakes.add(*places[row], _("This row cannot be used: {why}.", why=why)),
        )
        _check_rules(table, lambda row, why: mistakes.add(*places[row], why))
    return table


def _rows(path: Path, kind: type[R], mistakes: Mistakes, places: dict[str, tuple[Path, int]]) -> list[R]:
    found = read_rows(path, kind, mistakes)
    for line, row in found:
        if row.id in places:
            mistakes.add(
                path, line, _("The id '{row}' is used twice.", row=row.id), _("Give one of the rows another id.")
            )
        places[row.id] = (path, line)
    return [row for _line, row in found]


def _build(
    phrases: Sequence[Phrase], rules: Sequence[RuleRow], codes: Sequence[CodeRow], tell: Callable[[str, str], object]
) -> WordingTable:
    table = WordingTable(tuple(phrases), tuple(rules), tuple(codes))
    for row in phrases:
        try:
            table.search.add(row.concept, row.id, row.phrase)
        except ValueError as error:
            tell(row.id, str(error))
    return table


def _check_rules(table: WordingTable, tell: Callable[[str, str], object]) -> None:
    known = {row.concept for row in table.phrases}
    statuses = {status.value for status in Status}
    for rule in table.rules:
        for concept in (*(c for choices in rule.needs for c in choices), *rule.unless):
            if concept not in known:
                tell(
                    rule.id,
                    _("No phrase names '{concept}'. {hint}", concept=concept, hint=nearest(concept, known)).strip(),
                )
        for name in rule.when:
            if name not in statuses:
                tell(rule.id, _("'{name}' is no status. {hint}", name=name, hint=nearest(name, statuses)).strip())
