"""A learner's folder: what was done is found again, two pages do not lose each other's notes, damage is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parcelproof.errors import InputError, UnknownNameError
from parcelproof.language import current_language, speaking
from parcelproof.shop import create_shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.training.course.quiz import load_quiz
from parcelproof.training.learner import Learner
from parcelproof.training.lesson import speak_like_the_page
from parcelproof.training.progress import read_progress
from parcelproof.training.progress_file import UNNAMED

MEASURE = "delivery.packaging"


def test_what_was_noted_is_found_again_and_exported(tmp_path: Path) -> None:
    learner = Learner.open(tmp_path)
    assert learner.progress.name == UNNAMED
    assert not learner.named
    learner.rename("  王  <b>小明</b> ")
    learner.note_exercise("wrap", MEASURE, outcome="not_yet", mistakes=["too-thin"], hints=1)
    learner.note_case("thin-cushion", [MEASURE], ["send-it"])
    question = next(iter(load_quiz().values()))
    learner.note_quiz(question, question.right.id)

    again = Learner.open(tmp_path)
    (exercise,) = again.progress.exercises
    assert (exercise.outcome, exercise.attempts, exercise.hints, exercise.mistakes) == ("not_yet", 1, 1, ("too-thin",))
    assert again.progress.cases[0].decisions == ("send-it",)
    file = again.export(tmp_path / "stick")
    sent = read_progress(file)
    assert sent.name == "王 <b>小明</b>"
    assert sent.name not in file.name
    assert sent.learner == again.progress.learner
    assert sent.quiz[0].question == question.id


def test_an_exercise_that_was_right_stays_right_and_no_answer_takes_nothing_back(tmp_path: Path) -> None:
    learner = Learner.open(tmp_path)
    for outcome, kept, attempts in (
        ("not_attempted", "not_attempted", 0), ("not_yet", "not_yet", 1), ("cannot_tell", "not_yet", 1),
        ("right", "right", 2), ("not_yet", "right", 3), ("not_attempted", "right", 3),
    ):  # fmt: skip
        noted = learner.note_exercise("wrap", MEASURE, outcome=outcome)  # type: ignore[arg-type]
        assert (noted.outcome, noted.attempts) == (kept, attempts)


def test_pages_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    Learner.open(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: Learner.open(tmp_path).note_exercise(f"one-{n}", MEASURE, hints=1), range(24)))
    assert len(Learner.open(tmp_path).progress.exercises) == 24


def test_a_damaged_file_is_named_kept_and_then_begun_anew(tmp_path: Path) -> None:
    learner = Learner.open(tmp_path)
    learner.file.write_text('{"format": "parcelproof-progress-1", "name": "Mei"')
    with pytest.raises(InputError) as told:
        Learner.open(tmp_path)
    aside = learner.folder / told.value.where
    assert "Mei" in aside.read_text()
    assert Learner.open(tmp_path).progress.exercises == ()
    assert aside.exists()


def test_a_name_or_an_answer_that_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    learner = Learner.open(tmp_path)
    with pytest.raises(InputError):
        learner.rename("  ")
    with pytest.raises(UnknownNameError):
        learner.note_quiz(next(iter(load_quiz().values())), "none")
    assert learner.progress.quiz == ()


def test_without_a_shop_the_folder_is_beside_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARCELPROOF_SHOP", raising=False)
    monkeypatch.chdir(tmp_path)
    assert Learner.open().folder == tmp_path / "my-training"


def test_the_page_goes_on_in_its_language_whatever_the_shop_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PARCELPROOF_SHOP", "PARCELPROOF_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    with speaking("en"):
        create_shop(tmp_path / "shop", ShopSettings(name="Lantern Lane"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/training/01_quality_control.zh.ipynb")
    with speaking("en"):
        speak_like_the_page()
        assert Learner.open().folder == tmp_path / "shop" / "training"
        assert current_language().code == "zh"
