"""Every exercise: its solution is right, each wrong answer is told in its own words, and no page shows a solution."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from parcelproof.errors import PlaybookError
from parcelproof.language import speaking
from parcelproof.playbook.twins import facts_in
from parcelproof.steps.photo_intake import take_photo
from parcelproof.training.attempt import Attempt
from parcelproof.training.cases import load_cases
from parcelproof.training.course import copies
from parcelproof.training.course.copies import SELF_TEST, TRAINER, learner_copy, read_source, sources, spoken, text_of
from parcelproof.training.deeds import do
from parcelproof.training.exercise import Exercise
from parcelproof.training.exercises import load_exercises
from parcelproof.training.learner import Learner
from parcelproof.training.lesson import Lesson
from parcelproof.training.lesson_page import check_section, progress_section, story_section, task_section
from parcelproof.training.proof import unproven
from parcelproof.training.scene import CAMERA, open_scene
from parcelproof.widgets.learn import LessonPage

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "notebooks" / "training"
EXERCISES = load_exercises(language="en")
SOURCES = sources(ROOT)


@pytest.fixture(params=EXERCISES.values(), ids=list(EXERCISES))
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=SOURCES, ids=lambda path: path.stem)
def source(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


# -- the exercises ----------------------------------------------------------------------------


def test_the_solution_is_right_and_every_wrong_answer_is_named(exercise: Exercise) -> None:
    assert unproven(exercise, load_cases()[exercise.case]) == []


def test_every_exercise_speaks_both_languages(exercise: Exercise) -> None:
    twin = load_exercises(language="zh")[exercise.id]
    pairs = [
        (exercise.heading, twin.heading), (exercise.task, twin.task), (exercise.right.says, twin.right.says),
        (exercise.solution.why, twin.solution.why), *zip(exercise.hints, twin.hints, strict=True),
        *((one.says, other.says) for one, other in zip(exercise.wrong, twin.wrong, strict=True)),
    ]  # fmt: skip
    for english, chinese in pairs:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), english
        assert facts_in(english) == facts_in(chinese)
    assert twin.solution.do == exercise.solution.do


def test_hints_come_one_after_the_other_and_differ(exercise: Exercise) -> None:
    assert len(set(exercise.hints)) == len(exercise.hints) >= 3


def test_no_measure_is_without_an_exercise_once_it_has_a_page() -> None:
    with_page = {_measure(read_source(path)) for path in SOURCES}
    assert with_page == {one.measure for one in EXERCISES.values()}


def test_a_mistake_in_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "playbook", tmp_path / "playbook")
    file = tmp_path / "playbook" / "training" / "exercises" / "delivery.packaging.yaml"
    kept = file.read_text(encoding="utf-8")
    names = (
        ("packaging.cushion, is: enough", "packaging.cushion, is: enuff", "no code 'enuff'"),
        ("value: fragility, is: fragile", "value: fragilty, is: fragile", "field of the form 'fragilty'"),
        ("case: thin-cushion", "case: thin-cushions", "no case 'thin-cushions'"),
        ("cushion: 30}", "cushon: 30}", "field of the form 'cushon'"),
    )
    for mistakes in (names, (("{step: form, is: done}", "{step: form}", "needs a test"),)):
        text = kept
        for right, wrong, _told in mistakes:
            assert right in text
            text = text.replace(right, wrong, 1)
        file.write_text(text, encoding="utf-8")
        with pytest.raises(PlaybookError) as error:
            load_exercises(tmp_path / "playbook")
        said = str(error.value)
        for _right, wrong, told in mistakes:
            line = next(number for number, one in enumerate(text.splitlines(), 1) if wrong in one)
            assert told in said
            assert f"delivery.packaging.yaml:{line}" in said


# -- a learner --------------------------------------------------------------------------------


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return Lesson("delivery.quality_control", Learner.open(tmp_path))


def _answer(lesson: Lesson, wrong: str = "") -> Attempt:
    deeds = lesson.exercise.solution.do
    if wrong:
        deeds = deeds.changed_by(next(one.attempt for one in lesson.exercise.wrong if one.id == wrong))
    do(deeds, lesson.shop, lesson.subject, lesson.exercise.measure, lesson.folder)
    return lesson.check()


def test_a_learner_is_told_and_goes_on_after_a_restart(lesson: Lesson, tmp_path: Path) -> None:
    assert lesson.check().outcome == "not_attempted"
    assert _answer(lesson, "accepted").mistake == "accepted"
    assert lesson.hint() == lesson.exercise.hints[:1]

    again = Lesson("delivery.quality_control", Learner.open(tmp_path))
    noted = again.noted()
    assert noted is not None
    assert (noted.outcome, noted.attempts, noted.hints, noted.mistakes) == ("not_yet", 1, 1, ("accepted",))
    assert again.check().mistake == "accepted"  # what was entered is there again
    assert _answer(again).outcome == "right"

    # What is right stays right, and the lesson goes on with the next exercise.
    last = Lesson("delivery.quality_control", Learner.open(tmp_path))
    assert last.exercise is not last.exercises[0]


def test_two_pages_may_open_an_exercise_at_the_same_moment(tmp_path: Path) -> None:
    exercise = EXERCISES["packaging_teapot"]
    case, folder = load_cases()[exercise.case], tmp_path / "training" / exercise.id
    with ThreadPoolExecutor(4) as pool:
        shops = list(pool.map(lambda _number: open_scene(exercise, case, folder), range(4)))
    assert len({tuple(shop.shipment_ids()) for shop in shops}) == 1
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [exercise.id]


def test_begin_again_takes_the_answer_away_and_keeps_what_was_noted(lesson: Lesson) -> None:
    _answer(lesson, "accepted")
    lesson.begin_again()
    assert lesson.check().outcome == "not_attempted"
    noted = lesson.noted()
    assert noted is not None
    assert noted.outcome == "not_yet"
    assert [path.name for path in lesson.learner.folder.iterdir() if path.is_dir()] == [lesson.exercise.id]


def test_a_shop_that_cannot_be_read_is_our_mistake_and_the_answer_is_kept(lesson: Lesson) -> None:
    _answer(lesson, "accepted")
    ledger = lesson.folder / "shop" / "ledger.sqlite"
    kept = ledger.read_bytes()
    ledger.write_bytes(b"no ledger" * 400)
    again = Lesson(lesson.exercise.measure, lesson.learner)
    told = again.check()
    assert told.outcome == "cannot_tell"
    noted = again.noted()
    assert noted is not None
    assert noted.outcome == "not_yet"
    ledger.write_bytes(kept)
    assert Lesson(lesson.exercise.measure, lesson.learner).check().mistake == "accepted"


def test_a_form_that_is_not_complete_is_told_in_its_own_words(lesson: Lesson) -> None:
    from parcelproof.steps.forms import FORMS
    from parcelproof.steps.step import Step

    Step(lesson.shop, lesson.subject, FORMS[lesson.exercise.measure]).edit(appearance="no")
    told = lesson.check()
    assert told.outcome == "not_yet"
    assert told.mistake == "not_complete"
    assert told.more


def test_without_a_person_no_view_shows_the_solution(lesson: Lesson) -> None:
    lesson.see_solution()
    page = LessonPage(lesson)
    parts = (page.exercises(), page.story(), page.task(), page.work(), page.check(), page.progress())
    shown = "".join(part.static_html() for part in parts)
    assert lesson.exercise.solution.why[:40] not in shown
    assert not any(wrong.says[:40] in shown for wrong in lesson.exercise.wrong)


def test_a_photo_under_a_wrong_name_is_seen_and_can_be_named_anew(tmp_path: Path) -> None:
    lesson = Lesson("delivery.delivery_receipt", Learner.open(tmp_path))
    lesson.choose(next(one.id for one in lesson.exercises if len(one.scene.camera) > 1))
    first, second, *_rest = lesson.exercise.scene.camera
    _answer(lesson)
    data = (lesson.folder / CAMERA / f"{second}.jpg").read_bytes()
    take_photo(lesson.shop, lesson.subject, data, "photo.jpg", first)
    assert lesson.check().outcome == "not_yet"
    take_photo(lesson.shop, lesson.subject, data, "photo.jpg", second)
    assert lesson.check().outcome == "right"


def test_every_part_of_a_lesson_says_something(lesson: Lesson) -> None:
    sections = (
        story_section(lesson), task_section(lesson), check_section(lesson),
        progress_section(lesson, lesson.shop.playbook),
    )  # fmt: skip
    assert all(section.blocks for section in sections)


# -- pages ------------------------------------------------------------------------------------


def test_the_learners_page_is_what_its_source_gives(source: Path) -> None:
    page = PAGES / source.name
    assert page.read_text(encoding="utf-8") == text_of(learner_copy(read_source(source)))


def test_a_learners_page_holds_no_solution_no_self_test_and_no_notes(source: Path) -> None:
    notebook = learner_copy(read_source(source))
    text = text_of(notebook)
    assert SELF_TEST not in text
    assert TRAINER not in text
    for language in ("en", "zh"):
        for one in load_exercises(language=language).values():
            for secret in (one.solution.why, *one.hints, *(wrong.says for wrong in one.wrong)):
                assert secret[:40] not in text
    for note in spoken(read_source(source)):
        assert note[:40] not in text


def test_a_source_has_notes_for_the_trainer_and_tests_itself(source: Path) -> None:
    notebook = read_source(source)
    assert len(list(spoken(notebook))) >= 2
    assert any(SELF_TEST in cell["metadata"].get("tags", ()) for cell in notebook["cells"])


def test_both_languages_have_the_same_code(source: Path) -> None:
    twin = source.with_name(source.name.replace(".zh.", ".") if ".zh." in source.name else f"{source.stem}.zh.ipynb")
    assert [_bare(cell) for cell in read_source(source)["cells"]] == [
        _bare(cell) for cell in read_source(twin)["cells"]
    ]


def test_the_learners_page_runs_from_top_to_bottom(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARCELPROOF_SHOP", str(tmp_path))
    monkeypatch.setenv("PARCELPROOF_WIDGETS", "0")
    language = "zh" if ".zh." in source.name else "en"
    monkeypatch.setenv("PARCELPROOF_LANGUAGE", language)
    with speaking(language):
        shown = "".join(_run(learner_copy(read_source(source))))
        chosen = [one for one in load_exercises().values() if one.measure == _measure(read_source(source))]
    assert chosen[0].heading in shown
    for one in chosen:
        assert one.solution.why[:30] not in shown
    assert "<script" not in shown


@pytest.mark.notebook
@pytest.mark.slow
def test_the_tested_copy_answers_itself_in_a_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from papermill import execute_notebook

    monkeypatch.setenv("PARCELPROOF_SHOP", str(tmp_path / "shop"))
    page, done = tmp_path / "page.ipynb", tmp_path / "done.ipynb"
    page.write_text(text_of(copies.tested_copy(read_source(SOURCES[0]))), encoding="utf-8")
    execute_notebook(page, done, kernel_name="python3", cwd=tmp_path, progress_bar=False)
    text = done.read_text(encoding="utf-8")
    assert "Proven: " in text
    assert "application/vnd.jupyter.widget" not in text
    for one in EXERCISES.values():
        assert one.solution.why[:30] not in text


# -- helpers ----------------------------------------------------------------------------------


def _run(notebook: dict[str, Any]) -> Iterator[str]:
    """Run the code cells as a kernel would, without the start of one, and yield what each shows."""
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            yield shown._repr_mimebundle_()["text/html"]


def _measure(notebook: dict[str, Any]) -> str:
    text = "".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    return text.partition('learn("')[2].partition('"')[0]


def _bare(cell: dict[str, Any]) -> object:
    return (cell["cell_type"], cell["id"], cell["metadata"], cell["source"] if cell["cell_type"] == "code" else "")
