"""A lesson by clicking: the real views are there, check and hint speak, and the solution waits for a click."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcelproof.training.deeds import do
from parcelproof.training.exercises import load_exercises
from parcelproof.training.learner import Learner
from parcelproof.training.lesson import Lesson
from parcelproof.widgets.changing import ChangingView
from parcelproof.widgets.learn import LessonPage
from parcelproof.widgets.learn_check import CheckView, IndexView

MEASURES = list(dict.fromkeys(one.measure for one in load_exercises(language="en").values()))


def _page(folder: Path, measure: str = "delivery.quality_control") -> LessonPage:
    page = LessonPage(Lesson(measure, Learner.open(folder)))
    for view in (page.exercises(), page.story(), page.task(), page.work(), page.check(), page.progress()):
        assert view.widget is not None
    return page


def _check(page: LessonPage) -> CheckView:
    view = page.check()
    assert isinstance(view, CheckView)
    return view


def _answer(page: LessonPage, wrong: str = "") -> None:
    lesson = page.lesson
    deeds = lesson.exercise.solution.do
    if wrong:
        deeds = deeds.changed_by(next(one.attempt for one in lesson.exercise.wrong if one.id == wrong))
    do(deeds, lesson.shop, lesson.subject, lesson.exercise.measure, lesson.folder)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_lesson_shows_the_real_views(measure: str, tmp_path: Path) -> None:
    page = _page(tmp_path, measure)
    work = page.work()
    assert isinstance(work, ChangingView)
    for exercise in page.lesson.exercises:
        page.lesson.choose(exercise.id)
        work.refresh()
        assert len(work.parts) >= len(exercise.views)
        assert "Choose a product first" not in work.static_html()
        assert "Choose a shipment first" not in work.static_html()
        _check(page).solution.click()
        assert _check(page).message.value == ""
        assert "<dd" in _check(page).solved.value
    _check(page).check.click()
    assert page.lesson.learner.progress.exercises[0].outcome == "not_attempted"


def test_a_wrong_answer_a_hint_and_the_right_one(tmp_path: Path) -> None:
    page = _page(tmp_path)
    view, exercise = _check(page), page.lesson.exercise
    _answer(page, "accepted")
    view.check.click()
    assert "You accepted goods" in view.told.value
    assert view.next.layout.display == "none"
    view.hint.click()
    assert exercise.hints[0][:30] in view.hints.value
    assert exercise.hints[1][:30] not in view.hints.value
    assert view.solved.value == ""

    _answer(page)
    view.check.click()
    assert exercise.right.says[:30] in view.told.value
    index = page.exercises()
    assert isinstance(index, IndexView)
    assert index.choice.options[0][0].endswith("Right")
    view.next.click()
    assert page.lesson.exercise is page.lesson.exercises[1]
    assert index.choice.value == page.lesson.exercise.id
    assert "Two hundred" in page.story().static_html()


def test_hints_end_and_the_solution_comes_only_by_a_click(tmp_path: Path) -> None:
    page = _page(tmp_path)
    view, exercise = _check(page), page.lesson.exercise
    for _number in exercise.hints:
        view.hint.click()
    assert view.hint.disabled
    assert exercise.solution.why[:30] not in view.solved.value
    view.solution.click()
    assert exercise.solution.why[:30] in view.solved.value
    assert "Rejected" in view.solved.value or "rejected" in view.solved.value
    assert page.lesson.learner.progress.exercises[0].solution_seen

    again = _page(tmp_path)
    assert _check(again).solved.value == ""
    assert exercise.hints[-1][:30] in _check(again).hints.value


def test_begin_again_asks_once_more(tmp_path: Path) -> None:
    page = _page(tmp_path)
    view = _check(page)
    _answer(page, "accepted")
    view.again.click()
    assert page.lesson.check().mistake == "accepted"
    view.again.click()
    assert page.lesson.check().outcome == "not_attempted"
    assert view.message.value == ""


def test_what_fails_is_said_kindly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page(tmp_path)
    view = _check(page)

    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("parcelproof.training.lesson.attempt", broken)
    view.check.click()
    assert "our mistake, not yours" in view.told.value
    assert "secret" not in view.told.value
