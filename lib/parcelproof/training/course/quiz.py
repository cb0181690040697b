"""The quiz bank (``playbook/training/quiz``): questions over all measures, chosen by a seed; answers are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from parcelproof.errors import InputError, UnknownNameError, nearest
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.playbook import load_playbook
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.validated import validated
from parcelproof.playbook.yamlfile import english_files
from parcelproof.resources import playbook_dir
from parcelproof.training.course.twin import read_with_twin
from parcelproof.training.progress import Progress, QuizAnswer

TEXTS = frozenset({"ask", "text", "says"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Part):
    """One answer that can be ticked; `says` is what the learner is told then."""

    id: str = Field(pattern=r"^[a-z]$")
    text: str
    says: str
    right: bool = False


class Question(_Part):
    """One question.

    Attributes
    ----------
    id, measure : str
    level : int
        1 easy, 2 middle, 3 hard.
    rule : str
        Row of ``playbook/rules`` on which the answer rests; empty: the guide of the measure.
    ask : str
    options : tuple of Option
        One of them is right.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    measure: str
    level: Literal[1, 2, 3]
    rule: str = ""
    ask: str
    options: tuple[Option, ...] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        if sum(option.right for option in self.options) != 1:
            raise ValueError(f"question '{self.id}' needs one right option")
        if len({option.id for option in self.options}) < len(self.options):
            raise ValueError(f"two options of question '{self.id}' have one id")
        return self

    @property
    def right(self) -> Option:
        """The right option."""
        return next(option for option in self.options if option.right)

    def shuffled(self, seed: int) -> tuple[Option, ...]:
        """Return the options in the order in which this seed prints them, in every language alike."""
        options = list(self.options)
        Random(f"{seed} {self.id}").shuffle(options)  # noqa: S311 - an order of answers
        return tuple(options)


class _File(_Part):
    questions: tuple[Question, ...]


def load_quiz(root: Path | None = None, *, language: str = "") -> Mapping[str, Question]:
    """Return all questions by id.

    Raises
    ------
    PlaybookError
        With file and line: an unknown measure or rule, an id used twice, no right option, a twin with a text too few.
    """
    folder = root or playbook_dir()
    said = language or current_language().code
    playbook = load_playbook(folder, language="en")
    found: dict[str, Question] = {}
    with Mistakes(folder) as mistakes:
        for path in english_files(folder / "training" / "quiz").values():
            file = read_with_twin(path, said, TEXTS, mistakes)
            read = validated(_File, file, mistakes, Question.model_fields)
            for number, question in enumerate(read.questions if read else ()):
                line = line_of(file.lines, ("questions", number)) if file else None
                for what, name, known in (
                    (_("measure"), question.measure, playbook.measures),
                    (_("rule"), question.rule, playbook.rules),
                ):
                    if name and name not in known:
                        told = _("There is no {what} '{name}'.", what=what, name=name)
                        mistakes.add(path, line, told, nearest(name, known))
                if question.id in found:
                    mistakes.add(path, line, _("The id '{id}' is used twice.", id=question.id))
                found[question.id] = question
    return found


def select(
    bank: Mapping[str, Question], count: int, *, seed: int, measures: Collection[str] = ()
) -> tuple[Question, ...]:
    """Choose questions, spread over the measures; the same seed chooses the same.

    Parameters
    ----------
    bank : mapping of str to Question
    count : int
    seed : int
    measures : collection of str
        Only about these; empty: about all.

    Raises
    ------
    InputError
        If there are fewer questions.
    """
    random = Random(f"quiz {seed}")  # noqa: S311 - a choice of questions
    by_measure: dict[str, list[Question]] = {}
    for question in bank.values():
        if not measures or question.measure in measures:
            by_measure.setdefault(question.measure, []).append(question)
    for questions in by_measure.values():
        random.shuffle(questions)
    there = sum(map(len, by_measure.values()))
    if not 1 <= count <= there:
        raise InputError(
            _("There are not so many questions."),
            where=f"questions: {count}",
            mend=_("Choose a number from 1 to {there}.", there=there),
        )
    chosen: list[Question] = []
    while len(chosen) < count:
        turn = [name for name, questions in by_measure.items() if questions]
        random.shuffle(turn)
        chosen += [by_measure[name].pop() for name in turn[: count - len(chosen)]]
    places = {name: place for place, name in enumerate(bank)}
    return tuple(sorted(chosen, key=lambda question: places[question.id]))


def answer(progress: Progress, question: Question, option: str, at: datetime) -> Progress:
    """Keep an answer; the first one to a question counts, so that trying again teaches and does not change the score.

    Raises
    ------
    UnknownNameError
        If the question has no such option.
    """
    names = [one.id for one in question.options]
    if option not in names:
        raise UnknownNameError(
            _("The question has no such answer."),
            where=question.id,
            mend=_("Choose one of: {names}.", names=", ".join(names)),
        )
    new = QuizAnswer(question=question.id, option=option, answered_at=at)
    return progress.model_copy(update={"quiz": (*progress.quiz, new)})


def first_answers(progress: Progress, bank: Mapping[str, Question]) -> Mapping[str, bool]:
    """Return whether the first answer to each question was right, by question; unknown questions are left out."""
    found: dict[str, bool] = {}
    for given in sorted(progress.quiz, key=lambda one: one.answered_at):
        if given.question in bank:
            found.setdefault(given.question, bank[given.question].right.id == given.option)
    return found
