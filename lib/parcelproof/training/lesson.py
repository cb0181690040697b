"""One learner at the exercises of one measure: which one is open, its shop, hints, checks, all kept at once."""

from __future__ import annotations

import os
from pathlib import Path

from parcelproof.errors import ShopError, UnknownNameError, nearest
from parcelproof.language import LANGUAGES, VARIABLE, current_language, speak
from parcelproof.messages import _
from parcelproof.shop import open_shop
from parcelproof.training.attempt import Attempt, attempt, failed
from parcelproof.training.case import Case
from parcelproof.training.cases import load_cases
from parcelproof.training.exercise import Exercise
from parcelproof.training.exercises import exercises_of
from parcelproof.training.learner import Learner
from parcelproof.training.progress import ExerciseProgress
from parcelproof.training.scene import StoryShop, begin_again, open_scene, subject_of
from parcelproof.training.solution import solution_lines

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
        return tuple(solution_lines(self.exercise, self.shop, self.subject))
