"""Proves an exercise: every typical wrong answer gets its own message, and the solution is right.

All is done in a shop of its own, by the functions that a click calls; the learner's progress is left alone.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from parcelproof.errors import PlaybookError
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.training.attempt import Attempt, attempt
from parcelproof.training.case import Case
from parcelproof.training.deeds import do
from parcelproof.training.exercise import Deeds, Exercise
from parcelproof.training.lesson import Lesson
from parcelproof.training.scene import open_scene, subject_of


def answers_to(exercise: Exercise, case: Case, answers: Iterable[Deeds]) -> Iterator[Attempt]:
    """Yield how each of these answers turns out, every one in a fresh copy of the scene."""
    with tempfile.TemporaryDirectory() as place:
        fresh = Path(place) / "fresh"
        open_scene(exercise, case, fresh)
        for number, deeds in enumerate(answers):
            folder = Path(place) / str(number)
            shutil.copytree(fresh, folder)
            shop = open_scene(exercise, case, folder)
            subject = subject_of(shop, exercise.scene)
            do(deeds, shop, subject, exercise.measure, folder)
            yield attempt(exercise, shop, subject)


def unproven(exercise: Exercise, case: Case) -> list[str]:
    """Return what does not hold of an exercise, as sentences for its author; empty if all is well."""
    solution = exercise.solution.do
    nothing = Deeds()
    answers = [nothing, solution, *(solution.changed_by(wrong.attempt) for wrong in exercise.wrong)]
    empty, right, *tries = answers_to(exercise, case, answers)
    found = []
    if empty.outcome != "not_attempted":
        found.append(f"Without an answer the outcome is {_said(empty)}, not 'not_attempted'.")
    if right.outcome != "right":
        found.append(f"The solution is {_said(right)}: {' '.join(right.more) or right.says}")
    for wrong, told in zip(exercise.wrong, tries, strict=True):
        if told.mistake != wrong.id:
            found.append(f"The wrong answer '{wrong.id}' is {_said(told)}: {' '.join(told.more)}")
    if len({wrong.says for wrong in exercise.wrong}) < len(exercise.wrong):
        found.append("Two wrong answers are told in the same words.")
    return found


def prove(lesson: Lesson) -> Section:
    """Prove every exercise of a lesson, and say how many answers were given.

    Raises
    ------
    PlaybookError
        If something does not hold.
    """
    for exercise in lesson.exercises:
        lesson.choose(exercise.id)
        if found := unproven(exercise, lesson.case):
            raise PlaybookError(" ".join(found), where=exercise.id)
    wrong = sum(len(exercise.wrong) for exercise in lesson.exercises)
    words = f"Proven: {len(lesson.exercises)} exercises, {wrong} wrong answers."
    return Section(id="proof", title="", blocks=(Paragraph(text=words, tone="good"),))


def _said(told: Attempt) -> str:
    return f"'{told.outcome}' ({told.mistake})" if told.mistake else f"'{told.outcome}'"
