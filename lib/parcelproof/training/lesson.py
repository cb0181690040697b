"""One learner at the exercises of one measure: which one is open, its shop, hints, checks, all kept at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from parcelproof.errors import ShopError, UnknownNameError, nearest
from parcelproof.language import LANGUAGES, VARIABLE, current_language, speak
from parcelproof.messages import _
from parcelproof.report.words import ROLE
from parcelproof.shop import open_shop
from parcelproof.steps.field import Field
from parcelproof.steps.step import Step
from parcelproof.training.attempt import Attempt, attempt, failed
from parcelproof.training.case import Case
from parcelproof.training.cases import load_cases
from parcelproof.training.deeds import laid, step_of
from parcelproof.training.exercise import Exercise
from parcelproof.training.exercises import exercises_of
from parcelproof.training.learner import Learner
from parcelproof.training.progress import ExerciseProgress
from parcelproof.training.scene import StoryShop, begin_again, open_scene, subject_of

PAGE_VARIABLE = "JPY_SESSION_NAME"
"""Jupyter names in it the notebook that a kernel belongs to."""


def speak_like_the_page(shop_folder: str = "") -> None:
    """Speak the language of the page: of the variable, else of the notebook that runs, else of the shop."""
    if os.environ.get(VARIABLE, "").strip():
        return
    page = os.environ.get(PAGE_VARIABLE, "")
    code = Path(page).stem.rpartition(".")[2] if page.endswith(".ipynb") else ""
    if code in LANGUAGES:
        speak(code)
        return
    try:
        open_shop(shop_folder or None)  # a shop speaks its language when it is opened
    except ShopError:
        return


class Lesson:
    """The exercises of one measure, as one learner works on them.

    Parameters
    ----------
    measure : str
    learner : Learner

    Raises
    ------
    UnknownNameError
        If there is no exercise for this measure.
    """

    def __init__(self, measure: str, learner: Learner) -> None:
        self.learner = learner
        self.exercises = exercises_of(measure, language=current_language().code)
        self.exercise = next((one for one in self.exercises if not self._is_right(one)), self.exercises[0])
        self._open: tuple[str, StoryShop] | None = None

    # -- which exercise -----------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Turn to another exercise of this measure.

        Raises
        ------
        UnknownNameError
            If there is none with this id.
        """
        known = {one.id: one for one in self.exercises}
        if name not in known:
            raise UnknownNameError(_("There is no such exercise."), where=name, mend=nearest(name, known))
        self.exercise = known[name]

    @property
    def following(self) -> Exercise | None:
        """The next exercise that is not right yet; None if all are."""
        here = self.exercises.index(self.exercise)
        turn = (*self.exercises[here + 1 :], *self.exercises[:here])
        return next((one for one in turn if not self._is_right(one)), None)

    @property
    def case(self) -> Case:
        """The case that lends the present exercise its parcel, in the language of the page."""
        return load_cases(language=current_language().code)[self.exercise.case]

    @property
    def story(self) -> str:
        """What happened so far."""
        return self.exercise.story or self.case.story

    def noted(self, exercise: Exercise | None = None) -> ExerciseProgress | None:
        """Return what was done of an exercise, the present one if none is named."""
        return self.learner.exercise((exercise or self.exercise).id)

    def _is_right(self, exercise: Exercise) -> bool:
        noted = self.noted(exercise)
        return noted is not None and noted.outcome == "right"

    # -- its shop -----------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where the present exercise keeps its shop."""
        return self.learner.folder / self.exercise.id

    @property
    def shop(self) -> StoryShop:
        """The shop of the present exercise, built at the first visit."""
        if self._open is None or self._open[0] != self.exercise.id:
            self._open = (self.exercise.id, open_scene(self.exercise, self.case, self.folder))
        return self._open[1]

    @property
    def subject(self) -> str:
        """The parcel or product that the exercise is about."""
        return subject_of(self.shop, self.exercise.scene)

    def begin_again(self) -> None:
        """Build the shop of the present exercise anew; hints and attempts stay noted."""
        begin_again(self.exercise, self.case, self.folder)
        self._open = None

    # -- checking -----------------------------------------------------------------------------

    def check(self) -> Attempt:
        """Judge what the learner entered, and note how it went."""
        try:
            told = attempt(self.exercise, self.shop, self.subject)
        except Exception as error:  # the shop itself cannot be opened: no fault of the learner
            told = failed(error)
        self._note(told)
        return told

    def _note(self, told: Attempt) -> None:
        mistakes = (told.mistake,) if told.mistake else ()
        self.learner.note_exercise(self.exercise.id, self.exercise.measure, outcome=told.outcome, mistakes=mistakes)

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints that are open."""
        noted = self.noted()
        return self.exercise.hints[: noted.hints] if noted else ()

    def hint(self) -> tuple[str, ...]:
        """Open one more hint, and return all that are open."""
        count = min(len(self.hints) + 1, len(self.exercise.hints))
        self.learner.note_exercise(self.exercise.id, self.exercise.measure, hints=count)
        return self.hints

    def see_solution(self) -> tuple[tuple[str, str], ...]:
        """Note that the solution was seen, and return its parts: what it is about, and what to enter."""
        self.learner.note_exercise(self.exercise.id, self.exercise.measure, solution_seen=True)
        return tuple(self._solution())

    def _solution(self) -> Iterator[tuple[str, str]]:
        do, shop, subject = self.exercise.solution.do, self.shop, self.subject
        step = step_of(shop, subject, self.exercise.measure)
        if step is not None:
            yield from _form_lines(step, do.form)
        questions = {one.id: one.text for measure in shop.playbook.measures.values() for one in measure.questions}
        words = {"yes": _("Yes"), "no": _("No"), "not_applicable": _("Does not apply")}
        yield from ((questions[name], words.get(answer, str(answer))) for name, answer in do.answers.items())
        for letter in do.letters:
            yield _("Letter"), letter.text or letter.letter
        for paper in do.papers:
            yield _("Paper"), ", ".join(str(value) for value in paper.values.values())
        for said in do.queue:
            yield _("Answer"), " · ".join(x for x in (said.note, said.carrier, said.channel, said.text) if x)
        if do.photos:
            yield _("Photos"), ", ".join(ROLE[role] for role in do.photos)


def _form_lines(step: Step, typed: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield label and value of every field that the solution fills, as the form shows them."""
    values = laid(step.values, dict(typed))
    heads = {name.partition(".")[0] for name in typed}
    for raw in step.form.parts:
        part = raw.said()
        if part.name not in heads:
            continue
        if isinstance(part, Field):
            yield part.label, _shown(part, str(values.get(part.name, "")))
            continue
        rows = values.get(part.name)
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            for field in part.fields:
                if row.get(field.name):
                    yield f"{part.called(number)}: {field.label}", _shown(field, row[field.name])


def _shown(part: Field, value: str) -> str:
    if part.kind == "yesno":
        return {"yes": _("Yes"), "no": _("No")}.get(value, value)
    return next((label for label, name in part.choices if name == value), value)
