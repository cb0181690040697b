"""The commands of a trainer: build and check the course, print handouts, make the scoreboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parcelproof.cli.console import complain, say
from parcelproof.cli.parsing import mistake_of
from parcelproof.cli.scoreboard import scoreboard
from parcelproof.clock import now
from parcelproof.errors import InputError
from parcelproof.language import current_language, known_language, speaking
from parcelproof.messages import N_, _
from parcelproof.resources import playbook_dir
from parcelproof.training.cases import load_cases
from parcelproof.training.course.folder import build_course
from parcelproof.training.course.lessons import Known, load_lessons, unknown_names
from parcelproof.training.course.printing import handout_of, printed
from parcelproof.training.course.quiz import load_quiz
from parcelproof.training.exercises import load_exercises
from parcelproof.training.progress import SUFFIX, read_progress

app = typer.Typer(
    help=N_("Teach dispute prevention: check the course, print handouts, quiz and plans."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


app.command(
    "scoreboard",
    help=N_("Make the scoreboard of a class out of its progress files; files that cannot be read are named."),
)(scoreboard)


@app.command(
    "check", help=N_("Check that the plans, the quiz and the cases are whole, or that progress files can be read.")
)
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help=N_("Progress files, or folders of them; none: the course itself.")),
    ] = None,
) -> None:
    """Check that the plans, the quiz and the cases are whole, or that progress files can be read."""
    mistakes = _progress_mistakes(files) if files else _course_mistakes()
    for mistake in mistakes:
        complain(mistake)
    if mistakes:
        raise typer.Exit(1)
    if files:
        say(_("All progress files can be read."))
    else:
        say(_("The course is whole: plans, quiz, cases and what they name."))


def _progress_mistakes(places: list[Path]) -> list[str]:
    found: list[str] = []
    for place in places:
        files = sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else [place]
        if not files:
            words = _("There is no progress file in '{folder}'. Their names end with {suffix}.",
                      folder=place.name, suffix=SUFFIX)  # fmt: skip
            found.append(words)
        for file in files:
            try:
                read_progress(file)
            except InputError as error:
                found.append(str(error))
    return found


def _course_mistakes() -> list[str]:
    load_quiz()
    known = Known(playbook_dir().parent, load_cases(), load_exercises(), mistake_of)
    return [sentence for lesson in load_lessons().values() for sentence in unknown_names(lesson, known)]


@app.command("build", help=N_("Build the folder of a course: pages, slides, plan, notes, handouts and quiz."))
def build(
    plan: Annotated[str, typer.Option(help=N_("The lesson plan."))] = "90_minutes",
    to: Annotated[Path, typer.Option(help=N_("The folder; a course that nobody touched since is replaced."))] = Path(
        "course"
    ),
    language: Annotated[str, typer.Option(help=N_("en or zh; without it the language that is set."))] = "",
    seed: Annotated[int, typer.Option(help=N_("Number of the quiz sheet: the same number gives the same sheet."))] = 1,
) -> None:
    """Build the folder of a course: pages, slides, plan, notes, handouts and quiz."""
    spoken = known_language(language).code if language else current_language().code
    built = build_course(plan, to, language=spoken, seed=seed, at=now(), progress=say)
    say(_("The course is in {folder}. Open index.html in it first.", folder=built))


@app.command("handout", help=N_("Print handouts as PDF, each with the answers on a sheet of its own."))
def handout(
    names: Annotated[list[str], typer.Argument(help=N_("A measure, a case, a lesson plan, or: quiz."))],
    to: Annotated[Path, typer.Option(help=N_("Folder for the PDF files."))] = Path("handouts"),
    language: Annotated[str, typer.Option(help=N_("en or zh; without it the language that is set."))] = "",
    questions: Annotated[int, typer.Option(help=N_("Questions in a quiz."))] = 10,
    seed: Annotated[int, typer.Option(help=N_("Number of the quiz sheet: the same number gives the same sheet."))] = 1,
) -> None:
    """Print handouts as PDF, each with the answers on a sheet of its own."""
    with speaking(language or current_language().code):
        # All are drawn before the first is written, so that a mistake leaves no half of a set.
        pages = printed({name: handout_of(name, questions, seed) for name in dict.fromkeys(names)}, now())
    to.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        draft = to / f".{name}.part"
        draft.write_bytes(page)
        draft.replace(to / name)
        say(str(to / name))
