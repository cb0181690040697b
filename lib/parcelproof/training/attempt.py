"""How an answer to an exercise turned out: the real checks decide, the exercise only names the mistake."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from parcelproof.checks import run_checks
from parcelproof.findings import Finding, Level
from parcelproof.ledger.records import Photo, PhotoRole, Record
from parcelproof.messages import _
from parcelproof.report.words import ROLE
from parcelproof.shop import Shop
from parcelproof.steps.form import Blocker, text
from parcelproof.steps.step import StepState
from parcelproof.training.condition import Condition
from parcelproof.training.deeds import step_of
from parcelproof.training.exercise import Exercise
from parcelproof.training.progress import Outcome
from parcelproof.training.scene import CAMERA

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
UNCONFIRMED, UNFINISHED, OTHER, MISLABELLED = "not_confirmed", "not_complete", "another_mistake", "wrong_label"
"""Ids of mistakes that no exercise names."""


@dataclass(frozen=True)
class Attempt:
    """How an answer turned out.

    Attributes
    ----------
    outcome : {'right', 'not_yet', 'not_attempted', 'cannot_tell'}
    says : str
        What the learner is told.
    mistake : str
        Id of the wrong answer; empty if there is none.
    more : tuple of str
        Further lines: what the form still wants, or what the checks say.
    """

    outcome: Outcome
    says: str
    mistake: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answered:
    """What a learner entered, and what the checks make of it.

    Attributes
    ----------
    values : dict
        The form as it is typed; a cell of a row is ``lines.0.value``.
    state : StepState or None
        None if the measure has no form.
    blockers : tuple of Blocker
    findings : tuple of Finding
        Of all checks.
    answers : dict
        Question → answer.
    records : tuple of Record
        What the learner put on record; of two records about one thing the later.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    state: StepState | None = None
    blockers: tuple[Blocker, ...] = ()
    findings: tuple[Finding, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    mislabelled: tuple[PhotoRole, ...] = ()
    """What photos are said to show that show something else; known of those that lay on the phone."""
    touched: bool = False


def read_answer(shop: Shop, subject: str, measure: str) -> Answered:
    """Read what stands in the shop of an exercise now.

    Parameters
    ----------
    subject : str
        Chain of the parcel or product.
    """
    stored = [item for item in shop.ledger.read(subject) if item.entry.source.startswith("page")]
    latest = {item.entry.slot: item.record for item in stored}
    if not stored:
        return Answered()
    step, about = step_of(shop, subject, measure), shop.subject(subject)
    return Answered(
        values=dict(_cells(step.values)) if step else {},
        state=step.state if step else None,
        blockers=tuple(step.blockers()) if step else (),
        findings=run_checks(about, shop.playbook, shop.now()),
        answers={name: given.answer for name, given in about.answers.items()},
        records=tuple(latest.values()),
        mislabelled=tuple(_mislabelled(latest.values(), shop.folder.parent / CAMERA)),
        touched=True,
    )


def _mislabelled(records: Iterable[Record], camera: Path) -> Iterable[PhotoRole]:
    shows = {hashlib.sha256(path.read_bytes()).hexdigest(): path.stem for path in camera.glob("*.jpg")}
    for record in records:
        if isinstance(record, Photo) and shows.get(record.sha256, record.role) != record.role:
            yield record.role


def judge(exercise: Exercise, answered: Answered) -> Attempt:
    """Judge an answer: right, or the first mistake that is found; without an answer there is nothing to judge."""
    if not answered.touched:
        return Attempt("not_attempted", _("Nothing is entered yet. Take your time, then check again."))
    if not answered.mislabelled and all(holds(one, answered) for one in exercise.right.when):
        return Attempt("right", exercise.right.says)
    for wrong in exercise.wrong:
        if all(holds(one, answered) for one in wrong.when):
            return Attempt("not_yet", wrong.says, wrong.id)
    if answered.mislabelled:
        what = ROLE[answered.mislabelled[0]]
        says = _("This photo shows something else: {what}. Look again, and take it in as what it shows.", what=what)
        return Attempt("not_yet", says, MISLABELLED)
    return _unnamed(exercise, answered)


def attempt(exercise: Exercise, shop: Shop, subject: str) -> Attempt:
    """Read and judge; what fails on our side is never counted against the learner."""
    try:
        return judge(exercise, read_answer(shop, subject, exercise.measure))
    except Exception as error:  # whatever it is, the learner has done nothing wrong
        return failed(error)


def failed(error: Exception) -> Attempt:
    """Return what to say if something of ours failed."""
    return Attempt(
        "cannot_tell",
        _("This answer cannot be checked now. That is our mistake, not yours. What you entered is kept."),
        more=(_("Tell your trainer this word: {error}.", error=type(error).__name__),),
    )


def _unnamed(exercise: Exercise, answered: Answered) -> Attempt:
    """Tell a mistake that the exercise does not name, in the words of form and checks."""
    if answered.blockers and answered.state is not StepState.TODO:
        lines = tuple(blocker.text for blocker in answered.blockers[:3])
        return Attempt("not_yet", _("The form is not complete yet:"), UNFINISHED, lines)
    if answered.state in (StepState.READY, StepState.CHANGED):
        says = _("Your entries are saved, but not confirmed. Confirm the step, then check again.")
        return Attempt("not_yet", says, UNCONFIRMED)
    found = sorted(
        (one for one in answered.findings if one.measure == exercise.measure and one.level is not Level.PASS),
        key=lambda one: one.level.rank,
    )
    lines = tuple(f"{one.title} {one.why}" for one in found[:2])
    return Attempt("not_yet", _("Not yet. Read the task again, and compare it with what you entered."), OTHER, lines)


# -- conditions -------------------------------------------------------------------------------


def holds(condition: Condition, answered: Answered) -> bool:
    """Tell whether a condition holds for an answer."""
    if condition.any:
        return any(holds(one, answered) for one in condition.any)
    found = [one.strip() for one in _found(condition, answered)]
    tests: list[bool] = []
    if condition.one_of:
        tests.append(any(one in condition.one_of for one in found))
    if condition.not_of:
        tests.append(not any(one in condition.not_of for one in found))
    if condition.contains:
        tests.append(any(condition.contains.casefold() in one.casefold() for one in found))
    if condition.lacks:
        tests.append(not any(condition.lacks.casefold() in one.casefold() for one in found))
    if condition.over is not None:
        tests.append(any(number > Decimal(str(condition.over)) for number in _numbers(found)))
    if condition.under is not None:
        tests.append(any(number < Decimal(str(condition.under)) for number in _numbers(found)))
    if condition.empty is not None:
        tests.append(condition.empty is not any(found))
    return all(tests)


def _found(condition: Condition, answered: Answered) -> Iterable[str]:
    if condition.finding:
        return [one.code for one in answered.findings if one.check_id == condition.finding]
    if condition.value:
        wanted = re.compile(re.escape(condition.value).replace(r"\*", r"\d+"))
        return [value for name, value in answered.values.items() if wanted.fullmatch(name)]
    if condition.answer:
        return [answered.answers[condition.answer]] if condition.answer in answered.answers else []
    if condition.record:
        data = [one.model_dump(mode="json") for one in answered.records if one.kind == condition.record]
        return [_plain(_deep(one, condition.field)) for one in data]
    if condition.blocked:
        return [blocker.field for blocker in answered.blockers]
    return [answered.state.value] if answered.state else []


def _deep(data: Any, way: str) -> Any:
    for name in way.split("."):
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _numbers(found: Iterable[str]) -> list[Decimal]:
    return [Decimal(number[0].replace(",", ".")) for one in found if (number := _NUMBER.search(one))]


def _cells(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                for field_name in row:
                    yield f"{name}.{number}.{field_name}", text(row, field_name)
        else:
            yield name, text(values, name)
