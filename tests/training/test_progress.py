"""A progress file: what goes out comes back, and a damaged one is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parcelproof.errors import InputError
from parcelproof.training.progress import (
    LARGEST,
    CaseProgress,
    ExerciseProgress,
    Progress,
    QuizAnswer,
    read_progress,
    write_progress,
)

AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def _progress() -> Progress:
    return Progress(
        learner="0123456789ab",
        name="王 <b>小明</b>, \"=1+1\"",
        language="zh",
        exported_at=AT,
        exercises=(
            ExerciseProgress(
                id="delivery.gifts.declare", measure="delivery.gifts", outcome="not_yet", attempts=3,
                mistakes=("no_value",), changed_at=AT,
            ),
        ),
        cases=(CaseProgress(id="the-wet-box", decisions=("pack", "send"), outcome="won", changed_at=AT),),
        quiz=(QuizAnswer(question="delivery.gifts.q1", option="a", answered_at=AT),),
    )  # fmt: skip


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = write_progress(_progress(), tmp_path / "wang.progress.json")
    assert read_progress(file) == _progress()
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "not json", "\x00\x01", '{"format": "parcelproof-progress-2"}',
        _progress().model_dump_json().replace('"attempts":3', '"attempts":-3'),
        _progress().model_dump_json().replace("the-wet-box", "../../etc/passwd"),
        _progress().model_dump_json().replace('"quiz"', '"extra":1,"quiz"'),
        _progress().model_dump_json().replace("09:30:00Z", "09:30:00"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "li.progress.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_progress(file)
    assert "li.progress.json" in told.value.where
    assert told.value.mend


def test_one_exercise_twice_is_refused(tmp_path: Path) -> None:
    twice = _progress().model_copy(update={"exercises": _progress().exercises * 2})
    with pytest.raises(InputError, match="twice"):
        read_progress(write_progress(twice, tmp_path / "x.progress.json"))


def test_a_missing_a_large_file_and_a_folder_are_named(tmp_path: Path) -> None:
    large = tmp_path / "large.progress.json"
    large.write_bytes(b" " * (LARGEST + 1))
    for file in (large, tmp_path / "nothing.progress.json", tmp_path):
        with pytest.raises(InputError) as told:
            read_progress(file)
        assert file.name in told.value.where
