"""The scoreboard of a class: right numbers, hostile names, broken files."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parcelproof.cli.teach import app
from parcelproof.training.course.quiz import answer, load_quiz
from parcelproof.training.progress import Progress, write_progress

AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
EVIL = '=HYPERLINK("http://x")<script>alert(1)</script>/../王'


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """Two learners: one with a hostile name and eight right answers, one with two."""
    folder = tmp_path / "class"
    folder.mkdir()
    questions = list(load_quiz(language="en").values())[:10]
    for number, (name, good) in enumerate(((EVIL, 8), ("Li", 2))):
        learner = Progress(learner=f"learner-{number}", name=name, exported_at=AT)
        for place, question in enumerate(questions):
            wrong = next(option.id for option in question.options if not option.right)
            learner = answer(learner, question, question.right.id if place < good else wrong, AT)
        write_progress(learner, folder / f"{number}.progress.json")
    return folder


def test_names_are_text_and_the_goal_makes_a_certificate(room: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    told = CliRunner().invoke(app, ["scoreboard", str(room), "--to", str(to), "--certificates", "--language", "zh"])
    assert told.exit_code == 0, told.output
    assert {one.name for one in to.iterdir()} == {"scoreboard.html", "scoreboard.csv", "certificate-learner-0.pdf"}
    page = (to / "scoreboard.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "8 / 10" in page
    rows = list(csv.DictReader((to / "scoreboard.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["name"], row["quiz_right"], row["reached"]) for row in rows] == [
        ("'" + EVIL, "8", "yes"),
        ("Li", "2", "no"),
    ]


def test_a_broken_file_is_named_and_the_others_count(room: Path, tmp_path: Path) -> None:
    (room / "torn.progress.json").write_text('{"format":', "utf-8")
    told = CliRunner().invoke(app, ["scoreboard", str(room), "--to", str(tmp_path / "out")])
    assert told.exit_code == 1
    page = (tmp_path / "out" / "scoreboard.html").read_text("utf-8")
    assert "torn.progress.json" in page
    assert "Li" in page
