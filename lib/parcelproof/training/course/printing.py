"""Every sheet of a course by its name, printed: a measure, a case, a lesson plan, or the quiz."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.messages import _
from parcelproof.playbook import load_playbook
from parcelproof.training.cases import load_cases
from parcelproof.training.course.handouts import Handout, case_handout, measure_handout, plan_handout, quiz_handout
from parcelproof.training.course.lessons import load_lessons
from parcelproof.training.course.quiz import load_quiz, select
from parcelproof.training.course.sheet import render_sheet
from parcelproof.training.course.words import load_words

QUIZ = "quiz"


def handout_of(name: str, questions: int, seed: int) -> Handout:
    """Return a handout in the language that is spoken now.

    Parameters
    ----------
    name : str
        Id of a measure, a case or a lesson plan, or ``quiz``.
    questions, seed : int
        Of a quiz: how many, and which; the same number gives the same sheet.

    Raises
    ------
    UnknownNameError
        If nothing has this name.
    """
    words, playbook = load_words(), load_playbook()
    if name == QUIZ:
        return quiz_handout(select(load_quiz(), questions, seed=seed), seed, words)
    if name in playbook.measures:
        return measure_handout(playbook.measures[name], playbook, words)
    lessons = load_lessons()
    if name in lessons:
        return plan_handout(lessons[name], words)
    cases = load_cases(language=words.language)
    if name in cases:
        return case_handout(cases[name], playbook, words)
    hint = nearest(name, (*playbook.measures, *lessons, *cases, QUIZ))
    raise UnknownNameError(
        _("There is no measure, case or lesson plan with this name."), where=name, mend=hint or _("Or write: quiz.")
    )


def printed(made: Mapping[str, Handout], at: datetime) -> dict[str, bytes]:
    """Return the PDF of every handout by file name, answers on a sheet of their own."""
    pages: dict[str, bytes] = {}
    for name, one in made.items():
        if one.learner is None:
            pages[f"{name}.plan.pdf"] = render_sheet(one.trainer, timestamp=at)
            continue
        pages[f"{name}.pdf"] = render_sheet(one.learner, timestamp=at)
        pages[f"{name}.answers.pdf"] = render_sheet(one.trainer, timestamp=at)
    return pages
