"""Loads the exercises (``playbook/training/exercises/<measure>.yaml``), every mistake with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.language import LANGUAGES, current_language
from parcelproof.ledger.records import RECORD_TYPES
from parcelproof.messages import N_, _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.validated import validated
from parcelproof.playbook.yamlfile import YamlFile
from parcelproof.resources import playbook_dir
from parcelproof.steps.field import Field
from parcelproof.steps.forms import FORMS
from parcelproof.training.case import Case
from parcelproof.training.cases import load_cases
from parcelproof.training.catalogue import load_faults
from parcelproof.training.condition import Condition
from parcelproof.training.course.twin import read_with_twin
from parcelproof.training.exercise import TEXTS, TYPED, Deeds, Exercise

Placed: TypeAlias = tuple[tuple[object, ...], Condition]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    exercises: tuple[Exercise, ...]


def load_exercises(root: Path | None = None, *, language: str = "") -> Mapping[str, Exercise]:
    """Return all exercises by id, in the order of measures and files.

    Parameters
    ----------
    root : Path, optional
        A playbook; else the one of this installation.
    language : str
        Empty: the one that is spoken now.

    Raises
    ------
    PlaybookError
        With file and line: a name that nobody knows, an id used twice, a twin with a text too few.
    """
    return dict(_load(root or playbook_dir(), language or current_language().code))


def exercises_of(measure: str, *, language: str = "") -> tuple[Exercise, ...]:
    """Return the exercises of one measure; only its own files are read.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    chosen = tuple(one for _name, one in _load(playbook_dir(), language or current_language().code, measure))
    if not chosen:
        known = dict.fromkeys(one.measure for one in load_exercises(language=language).values())
        raise UnknownNameError(
            _("There is no exercise for this measure."), where=measure, mend=nearest(measure, known)
        )  # fmt: skip
    return chosen


@dataclass(frozen=True)
class _Known:
    """What an exercise may name."""

    playbook: Playbook
    cases: Mapping[str, Case]
    faults: Iterable[str]
    ids: set[str] = field(default_factory=set)


@lru_cache(maxsize=32)
def _load(root: Path, language: str, measure: str = "") -> tuple[tuple[str, Exercise], ...]:
    known = _Known(load_playbook(root, language="en"), load_cases(root), tuple(load_faults(root)))
    found: list[Exercise] = []
    with Mistakes(root) as mistakes:
        for path in _english_files(root / "training" / "exercises", measure):
            file = read_with_twin(path, language, TEXTS, mistakes, data=TYPED)
            read = validated(_File, file, mistakes, Exercise.model_fields)
            for number, exercise in enumerate(read.exercises if read else ()):
                assert file is not None
                _Names(file, exercise, number, mistakes).check(known)
                if exercise.measure != path.stem:
                    line = line_of(file.lines, ("exercises", number, "measure"))
                    mistakes.add(path, line, _("The measure should be the name of the file."), path.stem)
                found.append(exercise)
    places = {measure: number for number, measure in enumerate(known.playbook.measures)}
    found.sort(key=lambda one: places[one.measure])
    return tuple((one.id, one) for one in found)


def _english_files(folder: Path, measure: str) -> list[Path]:
    """Return the English files, or that of one measure: the name of a measure holds a dot, and so does a twin."""
    files = [path for path in sorted(folder.glob("*.yaml")) if path.stem.rpartition(".")[2] not in LANGUAGES]
    return [path for path in files if measure in ("", path.stem)]


THERE_IS_NO = {
    "measure": N_("There is no measure '{name}'."), "case": N_("There is no case '{name}'."),
    "fault": N_("There is no fault '{name}'."), "question": N_("There is no question '{name}'."),
    "check": N_("There is no check '{name}'."), "code": N_("There is no code '{name}'."),
    "record": N_("There is no record '{name}'."), "field": N_("There is no field '{name}'."),
    "field of the form": N_("There is no field of the form '{name}'."),
}  # fmt: skip


class _Names:
    """Looks whether all that one exercise names is there."""

    def __init__(self, file: YamlFile, exercise: Exercise, number: int, mistakes: Mistakes) -> None:
        self._file, self._exercise, self._mistakes = file, exercise, mistakes
        self._at: tuple[object, ...] = ("exercises", number)

    def check(self, known: _Known) -> None:
        one, book = self._exercise, known.playbook
        self._one_of(one.measure, book.measures, "measure", "measure")
        self._one_of(one.case, known.cases, "case", "case")
        for number, name in enumerate(one.scene.faults or ()):
            self._one_of(name, known.faults, "fault", "scene", "faults", number)
        if one.id in known.ids:
            self._note(_("The id '{id}' is used twice.", id=one.id), "", "id")
        known.ids.add(one.id)
        wrong = [mistake.id for mistake in one.wrong]
        for number, name in enumerate(wrong):
            if name in wrong[:number]:
                self._note(_("The id '{id}' is used twice.", id=name), "", "wrong", number, "id")
        done: list[tuple[tuple[object, ...], Deeds]] = [(("solution", "do"), one.solution.do)]
        done += [(("wrong", number, "try"), mistake.attempt) for number, mistake in enumerate(one.wrong)]
        for place, deeds in done:
            for question in deeds.answers:
                self._one_of(question, _questions(book), "question", *place, "answers", question)
            for name in deeds.form:
                self._field(name, *place, "form", name)
        for place, condition in _conditions(one):
            self._condition(condition, book, place)

    def _condition(self, one: Condition, book: Playbook, place: tuple[object, ...]) -> None:
        if one.finding:
            self._one_of(one.finding, book.checks, "check", *place, "finding")
            for code in (*one.one_of, *one.not_of):
                if one.finding in book.checks:
                    self._one_of(code, book.checks[one.finding].messages, "code", *place)
        if one.value:
            self._field(one.value, *place, "value")
        if one.answer:
            self._one_of(one.answer, _questions(book), "question", *place, "answer")
        if one.record:
            self._one_of(one.record, RECORD_TYPES, "record", *place, "record")
            if one.record in RECORD_TYPES:
                fields = RECORD_TYPES[one.record].model_fields
                self._one_of(one.field.partition(".")[0], fields, "field", *place, "field")

    def _field(self, name: str, *place: object) -> None:
        form = FORMS.get(self._exercise.measure)
        if form is None:
            return  # the forms of products are made for the product
        known = set()
        for part in form.parts:
            known |= {part.name} if isinstance(part, Field) else {f"{part.name}.*.{f.name}" for f in part.fields}
            known.add(part.name)
        plain = ".".join("*" if word.isdigit() else word for word in name.split("."))
        self._one_of(plain, known, "field of the form", *place)

    def _one_of(self, name: str, names: Iterable[str], what: str, *place: object) -> None:
        choice = tuple(names)
        if name not in choice:
            self._note(_(THERE_IS_NO[what], name=name), nearest(name, choice), *place)

    def _note(self, what: str, mend: str, *place: object) -> None:
        self._mistakes.add(self._file.path, line_of(self._file.lines, (*self._at, *place)), what, mend)


def _questions(book: Playbook) -> set[str]:
    return {question.id for measure in book.measures.values() for question in measure.questions}


def _conditions(exercise: Exercise) -> Iterator[Placed]:
    lists: list[tuple[tuple[object, ...], tuple[Condition, ...]]] = [(("right", "when"), exercise.right.when)]
    lists += [(("wrong", number, "when"), one.when) for number, one in enumerate(exercise.wrong)]
    for place, conditions in lists:
        yield from _within(place, conditions)


def _within(place: tuple[object, ...], conditions: Iterable[Condition]) -> Iterator[Placed]:
    for number, one in enumerate(conditions):
        yield (*place, number), one
        yield from _within((*place, number, "any"), one.any)
