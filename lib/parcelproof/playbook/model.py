"""The types of a playbook: stages, measures, questions, checks, rules, terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from parcelproof.errors import PlaybookError
from parcelproof.findings import RuleRef
from parcelproof.messages import _
from parcelproof.playbook.dates import first_day, last_day

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)*$", max_length=120)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Confidence = Literal["confirmed", "second-hand", "inference"]

_BRACES = re.compile(r"\{([^{}]*)\}")
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")


def _plain_places(text: str) -> str:
    for name in _BRACES.findall(text):
        if not _PLAIN_NAME.fullmatch(name):
            raise ValueError(_("between braces only a plain name may stand, like {paid}"))
    if "{" in (rest := _BRACES.sub("", text)) or "}" in rest:
        raise ValueError(_("a brace has no partner"))
    return text


Template = Annotated[Words, AfterValidator(_plain_places)]


def _partial(text: str) -> str:
    if text:
        first_day(text)
    return text


PartialDate = Annotated[str, AfterValidator(_partial)]


class Row(BaseModel):
    """Base of all rows: frozen, and no unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(Row):
    """The words for one code of a check; ``{name}`` stands for a fact."""

    title: Template
    why: Template
    fix: Template


class Question(Row):
    """One question of a checklist, answered yes, no or not applicable."""

    id: Id
    text: Words
    why: Words
    proof: str = ""
    when: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = "always"


class Check(Row):
    """One automatic check: which function, which proof, which rules, which words."""

    id: Id
    function: Id
    proof: str = ""
    rules: tuple[Id, ...] = ()
    messages: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")], Message] = Field(min_length=1)


class Measure(Row):
    """One of the eleven measures.

    Attributes
    ----------
    page : str
        Path of its page from the root of the project, or empty.
    """

    id: Id
    number: Annotated[int, Field(ge=1, le=11)]
    title: Words
    promise: Words
    minutes: Annotated[int, Field(ge=1, le=600)]
    page: str = ""
    questions: tuple[Question, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def stage(self) -> str:
        """The id of its stage."""
        return self.id.partition(".")[0]


class Stage(Row):
    """One stage with its measures, in order; ``guide`` is the Markdown text to read."""

    id: Id
    title: Words
    promise: Words
    measures: tuple[Measure, ...] = Field(min_length=1)
    conditions: tuple[str, ...] = ()
    guide: str = ""


class Rule(Row):
    """One dated fact with its source.

    Attributes
    ----------
    topic : str
        Name of its file.
    value, unit : str
    columns : mapping of str to str
        The file's own columns, such as ``country`` and ``kind``.
    effective_from, effective_to : str
        Full or partial dates; empty is open.
    where : str
        File and line.
    """

    id: Id
    topic: str
    value: Words
    unit: Words
    note: str = ""
    source: Words
    as_of: Annotated[PartialDate, StringConstraints(min_length=4)]
    effective_from: PartialDate = ""
    effective_to: PartialDate = ""
    review_by: date
    confidence: Confidence
    may_fail: bool
    columns: Mapping[str, str] = Field(default_factory=dict)
    where: str = ""

    @field_validator("may_fail", mode="before")
    @classmethod
    def _yes_no(cls, value: object) -> object:
        if value in ("yes", "no"):
            return value == "yes"
        if isinstance(value, bool):
            return value
        raise ValueError(_("write yes or no"))

    @model_validator(mode="after")
    def _consistent(self) -> Rule:
        if self.starts and self.ends and self.starts > self.ends:
            raise ValueError(_("effective_to is before effective_from"))
        if self.confidence == "inference" and self.may_fail:
            raise ValueError(_("an inference may not fail a shipment, so write may_fail no"))
        return self

    @property
    def starts(self) -> date | None:
        """First day in force, or None if it is open."""
        return first_day(self.effective_from) if self.effective_from else None

    @property
    def ends(self) -> date | None:
        """Last day in force, or None if it is open."""
        return last_day(self.effective_to) if self.effective_to else None

    def in_force(self, on: date) -> bool:
        """Tell whether the rule holds on a day."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)

    def is_stale(self, today: date) -> bool:
        """Tell whether the source should have been read again by now."""
        return today > self.review_by

    @property
    def number(self) -> Decimal:
        """The value as an exact number.

        Raises
        ------
        PlaybookError
            If the value is no number.
        """
        try:
            return Decimal(self.value)
        except InvalidOperation:
            raise PlaybookError(_("This rule has no number as its value."), where=self.where) from None

    @property
    def ref(self) -> RuleRef:
        """What a finding says about the rule it stands on."""
        return RuleRef(id=self.id, source=self.source, as_of=self.as_of, confidence=self.confidence)


class Term(Row):
    """One word of the glossary with a plain sentence."""

    id: Id
    term: Words
    also: tuple[str, ...] = ()
    means: Words
