"""Reads ``playbook/product/test_plans``: what to do with one unit of each kind of product before it is packed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, ValidationError

from parcelproof.errors import nearest
from parcelproof.ledger.records.parcel import PhotoRole
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.model import Row, Words
from parcelproof.playbook.twins import read_in_language
from parcelproof.playbook.yamlfile import YamlFile, english_files

StepId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
PlanId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=40)]
Kind = Literal["appearance", "function", "identity", "parts", "safety"]

SHARED = "shared"
GENERAL = "general"
"""The plan of whatever no other plan names."""

ALWAYS = "always"


class Condition(Row):
    """When a step applies.

    Attributes
    ----------
    ask : str
        The question to a person, if nothing on record tells.
    attributes : tuple of str
        Ids of profile attributes that tell; a value must hold one of ``holds``, if there are any.
    words : tuple of str
        Words of the title that tell.
    """

    id: StepId
    ask: Words
    attributes: tuple[StepId, ...] = ()
    holds: tuple[Words, ...] = ()
    words: tuple[Words, ...] = ()


class PlanStep(Row):
    """One step of a test plan.

    Attributes
    ----------
    do, see : str
        What to do, and what a good unit shows.
    evidence : {'none', 'photo', 'video'}
        What the plan asks for; a photo may stand for a video, for banks take none.
    shoot : str
        What the picture shows; ``role`` is the role that it gets.
    when : str
        ``always``, or the id of a condition.
    """

    id: StepId
    title: Words
    kind: Kind
    do: Words
    see: Words
    evidence: Literal["none", "photo", "video"] = "none"
    shoot: str = ""
    role: PhotoRole = "other"
    when: StepId = ALWAYS


class TestPlan(Row):
    """The steps for one kind of product, in the order of work.

    Attributes
    ----------
    profiles : tuple of str
        Ids of the category profiles to which it belongs.
    names : tuple of str
        Words of a title or category that choose it; ``unless`` are words that forbid it.
    """

    __test__ = False  # pytest would take the name for a test

    id: PlanId
    title: Words
    profiles: tuple[PlanId, ...] = ()
    names: tuple[Words, ...] = ()
    unless: tuple[Words, ...] = ()
    steps: tuple[PlanStep, ...] = Field(min_length=1)

    def step(self, name: str) -> PlanStep | None:
        """Return a step by its id, or None."""
        return next((step for step in self.steps if step.id == name), None)


@dataclass(frozen=True)
class TestPlans:
    """All plans by id, and the conditions of their steps."""

    __test__ = False

    plans: Mapping[str, TestPlan] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)


class _SharedFile(Row):
    conditions: tuple[Condition, ...] = ()
    steps: tuple[PlanStep, ...] = ()


class _PlanFile(Row):
    id: PlanId
    title: Words
    profiles: tuple[PlanId, ...] = ()
    names: tuple[Words, ...] = ()
    unless: tuple[Words, ...] = ()
    steps: tuple[StepId | PlanStep, ...] = Field(min_length=1)


_NAMES = tuple(
    {**_PlanFile.model_fields, **PlanStep.model_fields, **Condition.model_fields, **_SharedFile.model_fields}
)


def read_test_plans(folder: Path, language: str, mistakes: Mistakes) -> TestPlans:
    """Read all plans, each with the words of a language where its twin is there.

    A seller adds a plan with one more file, and a step with one more entry.
    """
    if not folder.is_dir():
        mistakes.add(folder, None, _("This folder is missing."))
        return TestPlans()
    files = english_files(folder)
    shared = _shared(files.pop(SHARED, folder / f"{SHARED}.yaml"), language, mistakes)
    if shared is None:
        return TestPlans()
    conditions = {condition.id: condition for condition in shared.conditions}
    plans = {}
    for stem, path in files.items():
        plan = _plan(path, stem, shared, language, mistakes)
        if plan is not None:
            plans[plan.id] = plan
    if GENERAL not in files:
        mistakes.add(folder / f"{GENERAL}.yaml", None, _("This file is missing."))
    return TestPlans(plans, conditions)


def _shared(path: Path, language: str, mistakes: Mistakes) -> _SharedFile | None:
    file = read_in_language(path, language, mistakes, needed=False)
    if file is None:
        return None
    try:
        shared = _SharedFile.model_validate(file.data)
    except ValidationError as error:
        mistakes.add_validation(error, path, file.lines, _NAMES)
        return None
    _once(file, "conditions", [condition.id for condition in shared.conditions], mistakes)
    _once(file, "steps", [step.id for step in shared.steps], mistakes)
    for number, step in enumerate(shared.steps):
        _known_condition(file, ("steps", number), step, shared, mistakes)
    return shared


def _plan(path: Path, stem: str, shared: _SharedFile, language: str, mistakes: Mistakes) -> TestPlan | None:
    file = read_in_language(path, language, mistakes, needed=False)
    if file is None:
        return None
    try:
        read = _PlanFile.model_validate(file.data)
    except ValidationError as error:
        mistakes.add_validation(_plainer(error), path, file.lines, _NAMES)
        return None
    if read.id != stem:
        mistakes.add(path, file.lines.get(("id",)), _("The id should be '{stem}', as the file is called.", stem=stem))
    known = {step.id: step for step in shared.steps}
    steps: list[PlanStep] = []
    for number, entry in enumerate(read.steps):
        if isinstance(entry, PlanStep):
            _known_condition(file, ("steps", number), entry, shared, mistakes)
            steps.append(entry)
        elif entry in known:
            steps.append(known[entry])
        else:
            line = line_of(file.lines, ("steps", number))
            mistakes.add(path, line, _("'{entry}' is no shared step.", entry=entry), nearest(entry, known))
    _once(file, "steps", [entry if isinstance(entry, str) else entry.id for entry in read.steps], mistakes)
    if not steps:
        return None
    return TestPlan(
        id=read.id, title=read.title, profiles=read.profiles, names=read.names, unless=read.unless, steps=tuple(steps)
    )


def _known_condition(
    file: YamlFile, place: tuple[str, int], step: PlanStep, shared: _SharedFile, mistakes: Mistakes
) -> None:
    names = [ALWAYS, *(condition.id for condition in shared.conditions)]
    if step.when not in names:
        line = line_of(file.lines, (*place, "when"))
        mistakes.add(file.path, line, _("'{when}' is no condition.", when=step.when), nearest(step.when, names))
    if step.evidence != "none" and not step.shoot.strip():
        line = line_of(file.lines, (*place, "evidence"))
        mistakes.add(file.path, line, _("This step asks for a picture and does not say of what."), _("Add 'shoot'."))


def _once(file: YamlFile, block: str, names: list[str], mistakes: Mistakes) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            line = line_of(file.lines, (block, number))
            mistakes.add(
                file.path, line, _("'{name}' is written twice.", name=name), _("Each step has a name of its own.")
            )
        seen.add(name)


def _plainer(error: ValidationError) -> ValidationError:
    """Leave out what pydantic says about the short form of a step where the long form was written."""
    kept = []
    for detail in error.errors(include_url=False):
        place = tuple(detail["loc"])
        if len(place) > 2 and place[0] == "steps":
            form = str(place[2])
            if form.startswith("constrained") and not isinstance(detail["input"], str):
                continue
            if form == PlanStep.__name__ and isinstance(detail["input"], str) and len(place) == 3:
                continue
            place = (*place[:2], *place[3:])
        kept.append({"type": detail["type"], "loc": place, "input": detail["input"], "ctx": detail.get("ctx", {})})
    return ValidationError.from_exception_data(error.title, kept)  # type: ignore[arg-type]


ROLES: tuple[str, ...] = get_args(PhotoRole)
