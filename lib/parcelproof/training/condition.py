"""What an exercise asks of an answer: a condition is a subject, and a test of what is found there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

SUBJECTS = ("finding", "value", "answer", "record", "step", "blocked")
TESTS = ("one_of", "not_of", "contains", "lacks", "over", "under", "empty")


def written(value: object) -> object:
    """Return a plain value of YAML as a person types it into a field."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return str(value) if isinstance(value, int | float | date) else value


def _typed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _typed(one) for name, one in value.items()}
    return [_typed(one) for one in value] if isinstance(value, list | tuple) else written(value)


def _listed(value: object) -> object:
    return [written(one) for one in value] if isinstance(value, list | tuple) else [written(value)]


Written = Annotated[str, BeforeValidator(written)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Typed = Annotated[dict[str, Any], BeforeValidator(_typed)]


class Condition(BaseModel):
    """One thing that holds or does not: a subject, and a test of what is found there.

    Attributes
    ----------
    finding : str
        Id of a check; found are the codes that it returns now.
    value : str
        Field of the form, as it is typed now; ``lines.0.value`` or ``lines.*.value`` in rows.
    answer : str
        Id of a question of the checklist; found is its answer.
    record, field : str
        Kind of a record that the learner made, and a field in it; ``battery.chemistry`` lies deeper.
    step : {'form'}
        Found is the state of the form: todo, blocked, ready, done, changed.
    blocked : {'form'}
        Found are the fields that keep the form from being confirmed.
    one_of, not_of : tuple of str
        Written ``is`` and ``is_not``: one of these is found; none of these is found.
    contains, lacks : str
        Something found has these letters in it, capital or not; nothing has.
    over, under : float
        Something found is a larger, or a smaller, number; units and currencies are left out.
    empty : bool
        Nothing is found, or only blanks.
    any : tuple of Condition
        In place of a subject: one of these conditions holds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    finding: str = ""
    value: str = ""
    answer: str = ""
    record: str = ""
    field: str = ""
    step: Literal["", "form"] = ""
    blocked: Literal["", "form"] = ""
    one_of: Texts = Field((), alias="is")
    not_of: Texts = Field((), alias="is_not")
    contains: Written = ""
    lacks: Written = ""
    over: float | None = None
    under: float | None = None
    empty: bool | None = None
    any: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _is_one_question(self) -> Self:
        subjects = [name for name in (*SUBJECTS, "any") if getattr(self, name)]
        if len(subjects) != 1:
            raise ValueError(f"a condition names one of: {', '.join(SUBJECTS)}, any")
        tests = [name for name in TESTS if getattr(self, name) not in ((), "", None)]
        if bool(tests) == bool(self.any):
            raise ValueError("a condition needs a test, like is, is_not, contains, lacks, over, under, empty")
        if bool(self.field) != bool(self.record):
            raise ValueError("'record' and 'field' stand together")
        return self
