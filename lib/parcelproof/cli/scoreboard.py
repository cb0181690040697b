"""The command that makes the scoreboard of a class, and its certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parcelproof.cli.console import complain, say
from parcelproof.clock import now
from parcelproof.language import current_language, speaking
from parcelproof.messages import N_
from parcelproof.training.course.classroom import read_class
from parcelproof.training.course.lessons import load_lesson
from parcelproof.training.course.quiz import load_quiz
from parcelproof.training.course.scoreboard import certificate, scoreboard_csv, scoreboard_html
from parcelproof.training.course.words import load_words


def scoreboard(
    files: Annotated[list[Path], typer.Argument(help=N_("Progress files of learners, or folders of them."))],
    to: Annotated[Path, typer.Option(help=N_("Folder for the scoreboard."))] = Path("scoreboard"),
    lesson: Annotated[str, typer.Option(help=N_("The lesson plan whose goal counts."))] = "90_minutes",
    certificates: Annotated[bool, typer.Option(help=N_("Print one for each learner who reached the goal."))] = False,
    language: Annotated[str, typer.Option(help=N_("en or zh; without it the language that is set."))] = "",
) -> None:
    """Make the scoreboard of a class out of its progress files; files that cannot be read are named."""
    at = now()
    with speaking(language or current_language().code):
        plan, words = load_lesson(lesson), load_words()
        room = read_class(files, plan, load_quiz())
        made = {
            "scoreboard.html": scoreboard_html(room, plan, words).encode(),
            "scoreboard.csv": scoreboard_csv(room),
        }
        # A file is named by the learner's id and never by the name, which may hold anything.
        for one in room.results if certificates else ():
            if one.reached:
                page = certificate(one, plan, words, timestamp=at)
                made[f"certificate-{one.progress.learner}.pdf"] = page
    to.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        draft = to / f".{name}.part"
        draft.write_bytes(content)
        draft.replace(to / name)
        say(str(to / name))
    for name, why in room.broken:
        complain(f"{name}: {why}")
    if room.broken:
        raise typer.Exit(1)
