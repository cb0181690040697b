"""The page of one lesson: story, task, the real views, and the check, each shown by one cell."""

from __future__ import annotations

from collections.abc import Callable

from parcelproof.report.document import Section
from parcelproof.training.learner import Learner
from parcelproof.training.lesson import Lesson, speak_like_the_page
from parcelproof.training.lesson_page import progress_section, story_section, task_section
from parcelproof.widgets.base import View
from parcelproof.widgets.changing import ChangingView
from parcelproof.widgets.learn_cases import learn_case, learn_progress, learn_quiz
from parcelproof.widgets.learn_check import CheckView, IndexView
from parcelproof.widgets.learn_work import real_views
from parcelproof.widgets.shown import ShownView


class _Read(ShownView):
    """Something to read about the lesson, as it is now."""

    def __init__(self, ask: Callable[[], Section]) -> None:
        super().__init__()
        self._ask = ask

    def sections(self) -> tuple[Section, ...]:
        """Return it."""
        return (self._ask(),)


class LessonPage:
    """The page of one lesson.

    Parameters
    ----------
    lesson : Lesson
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._index = IndexView(lesson, self._turn)
        self._story = _Read(lambda: story_section(lesson))
        self._task = _Read(lambda: task_section(lesson))
        self._work = ChangingView(lambda: real_views(lesson))
        self._check = CheckView(lesson, self._noted, self._turn)
        self._progress = _Read(lambda: progress_section(lesson, lesson.shop.playbook))

    def exercises(self) -> View:
        """Show the exercises of this lesson, to choose from."""
        return self._index

    def story(self) -> View:
        """Show what happened so far, and which parcel it is about."""
        return self._story

    def task(self) -> View:
        """Show what to do."""
        return self._task

    def work(self) -> View:
        """Show the real views in which the task is done."""
        return self._work

    def check(self) -> View:
        """Show the buttons: check, hint, solution, begin again."""
        return self._check

    def progress(self) -> View:
        """Show what is still open in this lesson."""
        return self._progress

    def _noted(self) -> None:
        self._index.refresh()
        self._progress.refresh()

    def _turn(self) -> None:
        """Draw everything anew: another exercise was chosen, or this one begins again."""
        for view in (self._story, self._task, self._work, self._check):
            view.refresh()
        self._noted()


class Learn:
    """What a page of a course calls: ``learn(measure)`` opens a lesson, and the other pages hang under it."""

    case = staticmethod(learn_case)
    quiz = staticmethod(learn_quiz)
    progress = staticmethod(learn_progress)

    def __call__(self, measure: str, shop_folder: str = "") -> LessonPage:
        """Open the lesson of one measure.

        Parameters
        ----------
        measure : str
            For example ``delivery.packaging``.
        shop_folder : str
            Where the learner's things are kept, in a folder ``training``; empty for the usual places.
        """
        speak_like_the_page(shop_folder)
        return LessonPage(Lesson(measure, Learner.open(shop_folder)))


learn = Learn()
