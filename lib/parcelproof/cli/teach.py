"""The commands of a trainer: check the course, print handouts, make the scoreboard."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from parcelproof.cli.console import complain, say
from parcelproof.cli.parsing import mistake_of
from parcelproof.cli.scoreboard import scoreboard
from parcelproof.clock import now
from parcelproof.errors import InputError, UnknownNameError, nearest
from parcelproof.language import current_language, speaking
from parcelproof.playbook import load_playbook
from parcelproof.resources import playbook_dir
from parcelproof.training.cases import load_cases
from parcelproof.training.course.handouts import (
    Handout,
    case_handout,
    measure_handout,
    plan_handout,
    quiz_handout,
)
from parcelproof.training.course.lessons import Known, load_lessons, unknown_names
from parcelproof.training.course.quiz import load_quiz, select
from parcelproof.training.course.sheet import render_sheet
from parcelproof.training.course.words import load_words
from parcelproof.training.progress import SUFFIX, read_progress

app = typer.Typer(
    help="Teach dispute prevention: check the course, print handouts, quiz and plans.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


app.command("scoreboard")(scoreboard)


@app.command("check")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Progress files, or folders of them; none: the course itself."),
    ] = None,
) -> None:
    """Check that the plans, the quiz and the cases are whole, or that progress files can be read."""
    mistakes = _progress_mistakes(files) if files else _course_mistakes()
    for mistake in mistakes:
        complain(mistake)
    if mistakes:
        raise typer.Exit(1)
    say("All progress files can be read." if files else "The course is whole: plans, quiz, cases and what they name.")


def _progress_mistakes(places: list[Path]) -> list[str]:
    found: list[str] = []
    for place in places:
        files = sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else [place]
        if not files:
            found.append(f"There is no progress file in '{place.name}'. Their names end with {SUFFIX}.")
        for file in files:
            try:
                read_progress(file)
            except InputError as error:
                found.append(str(error))
    return found


def _course_mistakes() -> list[str]:
    load_quiz()
    known = Known(playbook_dir().parent, load_cases(), (), mistake_of)
    return [sentence for lesson in load_lessons().values() for sentence in unknown_names(lesson, known)]


@app.command("handout")
def handout(
    names: Annotated[list[str], typer.Argument(help="A measure, a case, a lesson plan, or: quiz.")],
    to: Annotated[Path, typer.Option(help="Folder for the PDF files.")] = Path("handouts"),
    language: Annotated[str, typer.Option(help="en or zh; without it the language that is set.")] = "",
    questions: Annotated[int, typer.Option(help="Questions in a quiz.")] = 10,
    seed: Annotated[int, typer.Option(help="Number of the quiz sheet: the same number gives the same sheet.")] = 1,
) -> None:
    """Print handouts as PDF, each with the answers on a sheet of its own."""
    with speaking(language or current_language().code):
        made = {name: _handout(name, questions, seed) for name in dict.fromkeys(names)}
        pages = dict(_pages(made, now()))
    to.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        draft = to / f".{name}.part"
        draft.write_bytes(page)
        draft.replace(to / name)
        say(str(to / name))


def _handout(name: str, questions: int, seed: int) -> Handout:
    words, playbook = load_words(), load_playbook()
    if name == "quiz":
        return quiz_handout(select(load_quiz(), questions, seed=seed), seed, words)
    if name in playbook.measures:
        return measure_handout(playbook.measures[name], playbook, words)
    lessons = load_lessons()
    if name in lessons:
        return plan_handout(lessons[name], words)
    cases = load_cases(language=words.language)
    if name in cases:
        return case_handout(cases[name], playbook, words)
    hint = nearest(name, (*playbook.measures, *lessons, *cases, "quiz"))
    raise UnknownNameError(
        "There is no measure, case or lesson plan with this name.", where=name, mend=hint or "Or write: quiz."
    )


def _pages(made: dict[str, Handout], at: datetime) -> list[tuple[str, bytes]]:
    # All are drawn before the first is written, so that a mistake leaves no half of a set.
    pages: list[tuple[str, bytes]] = []
    for name, one in made.items():
        if one.learner is None:
            pages.append((f"{name}.plan.pdf", render_sheet(one.trainer, timestamp=at)))
            continue
        pages.append((f"{name}.pdf", render_sheet(one.learner, timestamp=at)))
        pages.append((f"{name}.answers.pdf", render_sheet(one.trainer, timestamp=at)))
    return pages
