"""Instructor notes as one HTML page: per block what to say, where it goes wrong, and the answers of its exercises."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcelproof.playbook import Playbook
from parcelproof.training.case import Case
from parcelproof.training.course.lesson import Block, Lesson
from parcelproof.training.course.pages import draw
from parcelproof.training.course.quiz import Question
from parcelproof.training.course.words import Words
from parcelproof.training.exercise import Exercise

_LEARNER_PAGE = re.compile(r"notebooks/training/([0-9]{2})_[^/]+\.ipynb$")


@dataclass(frozen=True)
class NotedBlock:
    """A block with everything that a trainer wants beside it.

    Attributes
    ----------
    block : Block
    day : int
        A new day begins with it; 0 if not.
    clock : str
        From when until when, counted from the start of the day.
    exercises : tuple of Exercise
    cases : tuple of Case
    """

    block: Block
    day: int
    clock: str
    exercises: tuple[Exercise, ...]
    cases: tuple[Case, ...]


def exercises_in(block: Block, exercises: Mapping[str, Exercise], playbook: Playbook) -> tuple[Exercise, ...]:
    """Return the exercises that a block names, by their ids or by the learners' page that holds them."""
    numbers = {int(match[1]) for page in block.pages if (match := _LEARNER_PAGE.search(page))}
    on_pages = {name for name, measure in playbook.measures.items() if measure.number in numbers}
    return tuple(one for one in exercises.values() if one.id in block.exercises or one.measure in on_pages)


def noted(
    lesson: Lesson, exercises: Mapping[str, Exercise], cases: Mapping[str, Case], playbook: Playbook
) -> tuple[NotedBlock, ...]:
    """Return the blocks of a plan with their times, exercises and cases."""
    found = []
    day, minute = 0, 0
    for block in lesson.blocks:
        begins = block.day if block.day != day and lesson.days > 1 else 0
        if block.day != day:
            day, minute = block.day, 0
        end = minute + block.minutes
        clock = f"{minute // 60}:{minute % 60:02}-{end // 60}:{end % 60:02}"
        played = tuple(cases[name] for name in block.cases)
        found.append(NotedBlock(block, begins, clock, exercises_in(block, exercises, playbook), played))
        minute = end
    return tuple(found)


def notes_html(lesson: Lesson, blocks: Sequence[NotedBlock], quiz: Sequence[Question], words: Words) -> str:
    """Return the instructor notes as one HTML file: no script, nothing remote, made to be printed too.

    Parameters
    ----------
    lesson : Lesson
    blocks : sequence of NotedBlock
    quiz : sequence of Question
        Of the quiz sheet, with their answers.
    words : Words
    """
    return draw("notes.html.j2", lesson=lesson, blocks=blocks, quiz=quiz, words=words)
