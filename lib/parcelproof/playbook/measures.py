"""Reads the stages and their measures: ``stages.yaml``, ``<stage>/checks.yaml``, ``<stage>/guide.md``."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from parcelproof.errors import nearest
from parcelproof.language import FALLBACK
from parcelproof.messages import N_, _
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.model import Check, Measure, Question, Stage
from parcelproof.playbook.twins import read_in_language, twin_of
from parcelproof.playbook.yamlfile import Place, YamlFile

ELSEWHERE = {
    "questions": "checks.yaml",
    "checks": "checks.yaml",
    "conditions": "checks.yaml",
    "guide": "guide.md",
}
"""Parts of a stage that have a file of their own."""


class _Parts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: tuple[Question, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Known:
    """The names that measures may refer to; ``functions`` None means that they are not compared."""

    items: Collection[str]
    rules: Collection[str]
    functions: Collection[str] | None
    pages_root: Path | None
    ids: dict[str, str] = field(default_factory=dict)


def read_stages(root: Path, language: str, known: Known, mistakes: Mistakes) -> tuple[Stage, ...]:
    """Read all stages in order, each measure with its questions and checks."""
    path = root / "stages.yaml"
    file = read_in_language(path, language, mistakes)
    if file is None:
        return ()
    if not isinstance(file.data, dict) or not isinstance(file.data.get("stages"), list):
        mistakes.add(path, 1, _("This file should hold one list under 'stages:'."))
        return ()
    stages = []
    for number, entry in enumerate(file.data["stages"]):
        place = ("stages", number)
        lines = {at[2:]: line for at, line in file.lines.items() if at[:2] == place}
        for at, line in lines.items():
            if at and at[-1] in ELSEWHERE:
                mistakes.add(
                    path,
                    line,
                    _("'{name}' has no place here.", name=at[-1]),
                    _("It belongs to {file}.", file=ELSEWHERE[str(at[-1])]),
                )
        try:
            stage = Stage.model_validate(entry)
        except ValidationError as error:
            mistakes.add_validation(error, path, lines, {*Stage.model_fields, *Measure.model_fields})
            continue
        _check_stage(stage, path, lines, known, mistakes)
        stages.append(_with_parts(stage, root, language, known, mistakes))
    numbers = [measure.number for stage in stages for measure in stage.measures]
    if numbers != sorted(set(numbers)):
        mistakes.add(path, 1, _("The numbers of the measures should rise, each used once."))
    return tuple(stages)


def _check_stage(stage: Stage, path: Path, lines: dict[Place, int], known: Known, mistakes: Mistakes) -> None:
    _unique(stage.id, "stage", path, line_of(lines, ("id",)), known, mistakes)
    for number, measure in enumerate(stage.measures):
        line = line_of(lines, ("measures", number, "id"))
        _unique(measure.id, "measure", path, line, known, mistakes)
        if not measure.id.startswith(f"{stage.id}."):
            mistakes.add(path, line, _("The id '{id}' should begin with '{stage}.'.", id=measure.id, stage=stage.id))
        if measure.page and known.pages_root and not (known.pages_root / measure.page).is_file():
            at = line_of(lines, ("measures", number, "page"))
            mistakes.add(path, at, _("The page '{page}' does not exist.", page=measure.page))


def _with_parts(stage: Stage, root: Path, language: str, known: Known, mistakes: Mistakes) -> Stage:
    folder = root / stage.id
    path = folder / "checks.yaml"
    file = read_in_language(path, language, mistakes)
    conditions, parts = _parts(file, mistakes) if file else ((), {})
    full = {f"{stage.id}.{name}": found for name, found in parts.items()}
    ids = [measure.id for measure in stage.measures]
    for name in full:
        if name not in ids:
            line = line_of(file.lines, ("measures", name.partition(".")[2])) if file else None
            mistakes.add(path, line, _("The measure '{name}' is not in stages.yaml.", name=name), nearest(name, ids))
    measures = []
    for measure in stage.measures:
        found = full.get(measure.id, _Parts())
        if file and measure.id not in full:
            mistakes.add(path, 1, _("The measure '{id}' has no block here.", id=measure.id))
        if file:
            _check_parts(measure, found, conditions, file, known, mistakes)
        measures.append(measure.model_copy(update={"questions": found.questions, "checks": found.checks}))
    return stage.model_copy(
        update={
            "measures": tuple(measures),
            "conditions": conditions,
            "guide": _guide(folder / "guide.md", language, mistakes),
        }
    )


def _parts(file: YamlFile, mistakes: Mistakes) -> tuple[tuple[str, ...], dict[str, _Parts]]:
    data = file.data
    if not isinstance(data, dict) or not isinstance(data.get("measures"), dict):
        mistakes.add(file.path, 1, _("This file should hold blocks under 'measures:'."))
        return (), {}
    for name in set(data) - {"measures", "conditions"}:
        line = line_of(file.lines, (name,))
        mistakes.add(
            file.path,
            line,
            _("'{name}' is not a known name here.", name=name),
            nearest(name, ("measures", "conditions")),
        )
    # `conditions` is a list of names, or names with a sentence that explains each.
    conditions = tuple(str(name) for name in data.get("conditions") or ())
    found: dict[str, _Parts] = {}
    for name, block in data["measures"].items():
        place = ("measures", name)
        lines = {at[2:]: line for at, line in file.lines.items() if at[:2] == place}
        try:
            found[name] = _Parts.model_validate(block)
        except ValidationError as error:
            names = {*_Parts.model_fields, *Question.model_fields, *Check.model_fields, "title"}
            mistakes.add_validation(error, file.path, lines, names)
    return conditions, found


def _check_parts(
    measure: Measure, parts: _Parts, conditions: tuple[str, ...], file: YamlFile, known: Known, mistakes: Mistakes
) -> None:
    def refer(name: str, names: Collection[str], what: str, *place: object) -> None:
        if not mistakes.known(name, names):
            line = line_of(file.lines, ("measures", measure.id.partition(".")[2], *place))
            mistakes.add(
                file.path, line, _("The {what} '{name}' does not exist.", what=_(what), name=name), nearest(name, names)
            )

    blocks: tuple[tuple[str, Sequence[Question | Check]], ...] = (
        ("questions", parts.questions),
        ("checks", parts.checks),
    )
    for block, entries in blocks:
        for number, entry in enumerate(entries):
            line = line_of(file.lines, ("measures", measure.id.partition(".")[2], block, number, "id"))
            _unique(entry.id, "question or check", file.path, line, known, mistakes)
            if not entry.id.startswith(f"{measure.id}."):
                mistakes.add(
                    file.path, line, _("The id '{id}' should begin with '{stage}.'.", id=entry.id, stage=measure.id)
                )
            if entry.proof:
                refer(entry.proof, known.items, N_("evidence item"), block, number, "proof")
            if isinstance(entry, Question):
                refer(entry.when, {"always", *conditions}, N_("condition"), block, number, "when")
                continue
            for at, rule in enumerate(entry.rules):
                refer(rule, known.rules, N_("rule"), block, number, "rules", at)
            if known.functions is not None:
                refer(entry.function, known.functions, N_("check function"), block, number, "function")


def _unique(name: str, what: str, path: Path, line: int | None, known: Known, mistakes: Mistakes) -> None:
    # A question and a check of one measure may not share an id: findings and answers are found by it.
    if name in known.ids:
        mistakes.add(
            path, line, _("The id '{name}' is used twice.", name=name), _("First at {place}.", place=known.ids[name])
        )
    known.ids.setdefault(name, mistakes.where(path, line))


def _guide(path: Path, language: str, mistakes: Mistakes) -> str:
    english = _text(path, mistakes)
    if language == FALLBACK:
        return english
    twin = twin_of(path, language)
    text = _text(twin, mistakes)
    # A section is found by the number in its heading.
    wanted, found = _headings(english), _headings(text)
    if text and [number for _, number in wanted] != [number for _, number in found]:
        odd = next((line for (line, a), (_, b) in zip(found, wanted, strict=False) if a != b), len(text.splitlines()))
        mend = _("Keep one heading for each of {file}, with the same number, such as '## 6. …'.", file=path.name)
        mistakes.add(twin, odd, _("The headings are not those of the English guide."), mend)
    return text


def _headings(text: str) -> list[tuple[int, str]]:
    """Line and number of each heading of a section; one without a number has none."""
    return [
        (number, match[1] or "")
        for number, line in enumerate(text.splitlines(), 1)
        if (match := re.match(r"## (?:(\d+)\.)?", line))
    ]


def _text(path: Path, mistakes: Mistakes) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        mistakes.add(path, None, _("This file is missing."))
    except UnicodeDecodeError:
        mistakes.add(path, None, _("This file is not UTF-8 text."))
    return ""
