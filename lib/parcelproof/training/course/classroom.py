"""A class: the progress files of its learners, who reached the goal, and what all of them find hard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcelproof.errors import InputError
from parcelproof.training.course.lesson import Lesson
from parcelproof.training.course.quiz import Question, first_answers
from parcelproof.training.progress import SUFFIX, Progress, read_progress

DONE = frozenset({"won", "settled"})
"""Outcomes of a case that count as done."""


@dataclass(frozen=True)
class Result:
    """What one learner reached.

    Attributes
    ----------
    progress : Progress
    exercises, cases, quiz : int
        Exercises right, cases won or settled, questions right at the first answer.
    answered : int
        Questions answered.
    reached : bool
        Whether the goal of the lesson plan is reached.
    """

    progress: Progress
    exercises: int
    cases: int
    quiz: int
    answered: int
    reached: bool


@dataclass(frozen=True)
class Hard:
    """A question or an exercise, and how many learners got it wrong the first time."""

    name: str
    wrong: int
    tried: int


@dataclass(frozen=True)
class Classroom:
    """The results of a class, the best first; `broken` names the files that could not be read, and why."""

    results: tuple[Result, ...]
    hard: tuple[Hard, ...]
    broken: tuple[tuple[str, str], ...]


def read_class(places: Iterable[Path], lesson: Lesson, bank: Mapping[str, Question]) -> Classroom:
    """Read the progress files of a class.

    Parameters
    ----------
    places : iterable of Path
        Files, or folders of them. Of two files of one learner the later export counts.
    lesson : Lesson
        Whose goal is asked for.
    bank : mapping of str to Question
    """
    latest: dict[str, Progress] = {}
    broken: list[tuple[str, str]] = []
    for file in _files(places):
        try:
            read = read_progress(file)
        except InputError as error:
            broken.append((file.name, f"{error.what} {error.mend}"))
            continue
        old = latest.get(read.learner)
        if old is None or old.exported_at < read.exported_at:
            latest[read.learner] = read
    results = [_result(one, lesson, bank) for one in latest.values()]
    results.sort(key=lambda one: (-one.quiz, -one.cases, -one.exercises, one.progress.name, one.progress.learner))
    return Classroom(tuple(results), _hard(tuple(latest.values()), bank), tuple(broken))


def _files(places: Iterable[Path]) -> list[Path]:
    return [file for place in places for file in (sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else [place])]


def _result(progress: Progress, lesson: Lesson, bank: Mapping[str, Question]) -> Result:
    answers = first_answers(progress, bank)
    right = sum(answers.values())
    return Result(
        progress,
        sum(one.outcome == "right" for one in progress.exercises),
        sum(one.outcome in DONE for one in progress.cases),
        right,
        len(answers),
        # Who answers the whole bank needs the same share as who answers one sheet.
        right >= lesson.right_answers and right * lesson.quiz >= lesson.right_answers * len(answers),
    )


def _hard(learners: Sequence[Progress], bank: Mapping[str, Question]) -> tuple[Hard, ...]:
    """Return what at least two learners tried and one got wrong, the hardest first."""
    tried: dict[str, list[bool]] = {}
    for learner in learners:
        for name, right in first_answers(learner, bank).items():
            tried.setdefault(bank[name].ask, []).append(right)
        for one in learner.exercises:
            if one.attempts:
                tried.setdefault(one.id, []).append(one.outcome == "right" and one.attempts == 1)
    found = [Hard(name, right.count(False), len(right)) for name, right in tried.items() if len(right) > 1]
    return tuple(sorted((one for one in found if one.wrong), key=lambda one: (-one.wrong / one.tried, one.name)))[:15]
