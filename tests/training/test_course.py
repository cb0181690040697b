"""The course of a trainer: whole plans, a sound quiz bank, sheets that can be printed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from parcelproof.cli.parsing import mistake_of
from parcelproof.cli.teach import app
from parcelproof.errors import InputError, PlaybookError, UnknownNameError
from parcelproof.language import LANGUAGES
from parcelproof.playbook import load_playbook
from parcelproof.resources import playbook_dir
from parcelproof.training.cases import load_cases
from parcelproof.training.course.lesson import Lesson
from parcelproof.training.course.lessons import Known, load_lessons, unknown_names
from parcelproof.training.course.quiz import answer, first_answers, load_quiz, select
from parcelproof.training.course.sheet import Sheet, heading, listed, render_sheet, text
from parcelproof.training.course.words import load_words
from parcelproof.training.exercises import load_exercises
from parcelproof.training.progress import Progress

AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args), env={"COLUMNS": "200"})


def _known() -> Known:
    return Known(playbook_dir().parent, load_cases(), load_exercises(), mistake_of)


def test_everything_that_a_plan_names_exists() -> None:
    lessons = load_lessons(language="en")
    assert "90_minutes" in lessons
    assert [sentence for lesson in lessons.values() for sentence in unknown_names(lesson, _known())] == []


def test_the_short_plan_is_whole_in_every_language() -> None:
    english = load_lessons(language="en")["90_minutes"]
    assert sum(block.minutes for block in english.blocks) == 90
    for code in LANGUAGES:
        said = load_lessons(language=code)["90_minutes"]
        assert said.commands == english.commands
        assert (said.title == english.title) == (code == "en")


def test_what_a_plan_names_in_vain_is_told() -> None:
    plan = load_lessons(language="en")["90_minutes"]
    block = plan.blocks[2].model_copy(
        update={
            "commands": ("parcelproof repot --all", "make lunch", "parcelproof status --shopp x", "rm -r shop"),
            "pages": ("notebooks/nothing.ipynb",),
            "cases": ("five-sock-of-six",),
            "exercises": ("none",),
        }
    )
    told = "\n".join(unknown_names(plan.model_copy(update={"blocks": (block,)}), _known()))
    for words in (
        "'repot'",
        "'lunch'",
        "--shopp",
        "'rm'",
        "nothing.ipynb",
        "Did you mean 'five-socks-of-six'?",
        "'none'",
    ):
        assert words in told


def test_minutes_must_add_up() -> None:
    plan = load_lessons(language="en")["90_minutes"].model_dump()
    with pytest.raises(ValueError, match="take 90 minutes, and the plan says 95"):
        Lesson.model_validate({**plan, "minutes": 95})


def test_a_twin_that_lost_a_sentence_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "course.yaml").write_text("words:\n  - {id: a, text: '{count} parcels'}\n", "utf-8")
    for twin in ("words:\n  - {id: a, text: 包裹}\n", "words: []\n", "words:\n  - {id: b, text: 包裹}\n"):
        (tmp_path / "training" / "course.zh.yaml").write_text(twin, "utf-8")
        with pytest.raises(PlaybookError, match=r"course\.zh\.yaml"):
            load_words(tmp_path, language="zh")


def test_the_quiz_bank_covers_every_measure() -> None:
    bank = load_quiz(language="en")
    counts = Counter(question.measure for question in bank.values())
    assert len(bank) >= 60
    assert set(counts) == set(load_playbook().measures)
    assert min(counts.values()) >= 5
    for question in bank.values():
        assert (
            len({option.text for option in question.options}) == len({option.says for option in question.options}) >= 3
        )
    assert {question.right.id for question in bank.values()} == {"a", "b", "c"}


def test_the_quiz_is_one_and_the_same_in_both_languages() -> None:
    english, chinese = load_quiz(language="en"), load_quiz(language="zh")
    assert list(english) == list(chinese)
    for name, question in english.items():
        assert question.right.id == chinese[name].right.id
        assert question.ask != chinese[name].ask


def test_a_seed_chooses_and_spreads() -> None:
    bank = load_quiz(language="en")
    assert select(bank, 11, seed=3) == select(bank, 11, seed=3) != select(bank, 11, seed=4)
    assert len({question.measure for question in select(bank, 11, seed=3)}) == 11
    assert {q.measure for q in select(bank, 3, seed=1, measures=("delivery.gifts",))} == {"delivery.gifts"}
    for count in (0, len(bank) + 1):
        with pytest.raises(InputError):
            select(bank, count, seed=1)


def test_the_first_answer_counts() -> None:
    bank = load_quiz(language="en")
    question = next(iter(bank.values()))
    wrong = next(option.id for option in question.options if not option.right)
    learner = Progress(learner="0123456789ab", name="Li", exported_at=AT)
    learner = answer(answer(learner, question, wrong, AT), question, question.right.id, AT.replace(hour=10))
    assert first_answers(learner, bank) == {question.id: False}
    with pytest.raises(UnknownNameError):
        answer(learner, question, "z", AT)


def test_a_sheet_is_the_same_bytes_again_and_reads_no_markup() -> None:
    sheet = Sheet(
        "#panic()", "<b>", (heading("$x$", "\u202e"), listed(['#read("/etc/passwd")'], box=True), text("= *a*"))
    )
    once = render_sheet(sheet, timestamp=AT)
    assert once.startswith(b"%PDF")
    assert once == render_sheet(sheet, timestamp=AT)


def test_handouts_are_printed_all_or_none(tmp_path: Path) -> None:
    to = tmp_path / "handouts"
    told = run("handout", "quiz", "delivery.gift", "--to", str(to))
    assert isinstance(told.exception, UnknownNameError)
    assert "delivery.gifts" in told.exception.mend
    assert not to.exists()
    names = ("quiz", "delivery.gifts", "two-on-the-form", "90_minutes")
    made = run("handout", *names, "--to", str(to), "--language", "zh")
    assert made.exit_code == 0, made.output
    assert {file.name for file in to.iterdir()} == {
        "quiz.pdf", "quiz.answers.pdf", "delivery.gifts.pdf", "delivery.gifts.answers.pdf", "two-on-the-form.pdf",
        "two-on-the-form.answers.pdf", "90_minutes.plan.pdf",
    }  # fmt: skip


def test_the_course_and_progress_files_are_checked(tmp_path: Path) -> None:
    assert run("check").exit_code == 0
    assert run("check", str(tmp_path)).exit_code == 1
    (tmp_path / "li.progress.json").write_text("{}", "utf-8")
    told = run("check", str(tmp_path))
    assert told.exit_code == 1
    assert "li.progress.json" in told.output
