"""Builds the folder of a course: pages, slides, plan, notes, handouts and quiz, ready to be copied to a stick."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from parcelproof.errors import InputError
from parcelproof.language import FALLBACK, speaking
from parcelproof.messages import _
from parcelproof.playbook import load_playbook
from parcelproof.resources import playbook_dir
from parcelproof.start_page import page_in
from parcelproof.training.cases import load_cases
from parcelproof.training.course.copies import learner_copy, read_source, sources, text_of
from parcelproof.training.course.lesson import Lesson
from parcelproof.training.course.lessons import load_lesson, load_lessons
from parcelproof.training.course.notes import noted, notes_html
from parcelproof.training.course.pages import draw
from parcelproof.training.course.printing import QUIZ, handout_of, printed
from parcelproof.training.course.quiz import load_quiz, select
from parcelproof.training.course.slides import copy_reveal, lesson_deck, plan_deck, render_deck
from parcelproof.training.course.words import Words, load_words
from parcelproof.training.exercises import load_exercises

MARK = "course.json"
"""Names what a build made, with the hash of each file: only what nobody touched since is replaced."""

NAMED = 5
"""So many files are named in a refusal."""

_ABOUT = re.compile(r"(\.answers|\.plan)?\.(pdf|html)$")
"""What a file name has beyond the id of what it is about."""

Progress = Callable[[str], None]


def build_course(plan: str, to: Path, *, language: str, seed: int, at: datetime, progress: Progress) -> Path:
    """Build the folder of a course, whole or not at all.

    Parameters
    ----------
    plan : str
        Id of a lesson plan.
    to : Path
        The folder; a course that stands there untouched is replaced when the new one is whole.
    language : str
    seed : int
        Number of the quiz sheet.
    at : datetime
        Of the printed sheets.
    progress : callable
        Told in words what is being made.

    Raises
    ------
    InputError
        If the folder holds files that no build made, or that were changed since; or if a part is not installed.
    UnknownNameError
        If there is no such plan.
    """
    to = to.resolve()
    if Path.cwd().is_relative_to(to):
        raise InputError(
            _("A course needs a folder of its own."), where=str(to), mend=_("Choose a new folder with --to.")
        )
    if foreign := _not_ours(to):
        raise InputError(
            _("There are other or changed files in this folder. Nothing was changed."),
            where=", ".join(foreign[:NAMED]),
            mend=_("Choose a new folder with --to, or put these files somewhere else."),
        )
    with speaking(language):
        lesson, words = load_lesson(plan), load_words()
        draft = to.with_name(f".{to.name}.{os.getpid()}.part")
        old = to.with_name(f".{to.name}.{os.getpid()}.old")
        try:
            draft.mkdir(parents=True)
            for told, make in _parts(lesson, words, seed, at):
                progress(told)
                make(draft)
            (draft / "index.html").write_text(_index(draft, lesson, words), encoding="utf-8")
            files = {name: _hash(draft / name) for name in _files(draft)}
            mark = {"plan": plan, "language": language, "quiz_sheet": seed, "made_at": at.isoformat(), "files": files}
            (draft / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
            if to.exists():
                to.rename(old)
            draft.rename(to)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            if old.exists() and not to.exists():
                old.rename(to)
            shutil.rmtree(old, ignore_errors=True)
    return to


def _not_ours(to: Path) -> list[str]:
    """Return what in a folder a build would lose: files that no build made, or that were changed since."""
    if not to.exists():
        return []
    if not to.is_dir():
        return [to.name]
    try:
        made = json.loads((to / MARK).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        made = {}
    kept = made if isinstance(made, dict) else {}
    return [name for name in _files(to) if name != MARK and kept.get(name) != _hash(to / name)]


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _parts(lesson: Lesson, words: Words, seed: int, at: datetime) -> Iterator[tuple[str, Callable[[Path], None]]]:
    yield _("Pages …"), lambda folder: _pages(folder / "notebooks", words.language)
    yield _("Slides …"), lambda folder: _slides(folder / "slides", lesson, words)
    yield _("Instructor notes …"), lambda folder: _notes(folder / "notes.html", lesson, words, seed)
    yield _("Handouts and quiz …"), lambda folder: _sheets(folder / "handouts", lesson, seed, at)


def _pages(folder: Path, language: str) -> None:
    """Copy every page in the language, with the folders that their links need."""
    notebooks = playbook_dir().parent / "notebooks"
    if not notebooks.is_dir():
        raise InputError(
            _("The pages are not beside the program."), where="notebooks",
            mend=_("Run this in the folder of Parcelproof, as you got it."),
        )  # fmt: skip
    for english in _english(notebooks):
        page = Path(page_in(str(english), language))
        target = folder / page.relative_to(notebooks)
        target.parent.mkdir(parents=True, exist_ok=True)
        # A page that somebody worked on comes without what it showed then.
        target.write_text(text_of(learner_copy(read_source(page))), encoding="utf-8")


def _english(notebooks: Path) -> Iterator[Path]:
    for path in sorted(notebooks.rglob("*.ipynb")):
        if "." not in path.stem and ".ipynb_checkpoints" not in path.parts:
            yield path


def _slides(folder: Path, lesson: Lesson, words: Words) -> None:
    copy_reveal(folder, words.language)
    decks = {lesson.id: plan_deck(lesson, words)}
    exercises, measures = load_exercises().values(), load_playbook().measures.values()
    for source in sources():
        name, _dot, code = source.stem.partition(".")
        if (code or FALLBACK) != words.language:
            continue
        measure = next(one for one in measures if one.number == int(name[:2]))
        told = [one for one in exercises if one.measure == measure.id]
        decks[name] = lesson_deck(read_source(source), measure, told, words)
    for name, deck in decks.items():
        (folder / f"{name}.html").write_text(render_deck(deck, words.language), encoding="utf-8")


def _notes(target: Path, lesson: Lesson, words: Words, seed: int) -> None:
    playbook, cases = load_playbook(), load_cases(language=words.language)
    blocks = noted(lesson, load_exercises(), cases, playbook)
    quiz = select(load_quiz(), lesson.quiz, seed=seed)
    target.write_text(notes_html(lesson, blocks, quiz, words), encoding="utf-8")


def _sheets(folder: Path, lesson: Lesson, seed: int, at: datetime) -> None:
    taught = [name for block in lesson.blocks for name in (*block.measures, *block.cases)]
    names = dict.fromkeys((lesson.id, QUIZ, *taught))
    folder.mkdir()
    (folder / "answers").mkdir()
    for name, page in printed({name: handout_of(name, lesson.quiz, seed) for name in names}, at).items():
        # The trainer's own sheets are kept apart, so that nobody prints them for the class.
        own = name.endswith((".answers.pdf", ".plan.pdf"))
        (folder / "answers" / name if own else folder / name).write_bytes(page)


def _titles(language: str) -> dict[str, str]:
    cases = load_cases(language=language).values()
    titles = {one.id: one.title for one in load_playbook().measures.values()}
    return titles | {one.id: one.title for one in load_lessons().values()} | {one.id: one.title for one in cases}


def _index(folder: Path, lesson: Lesson, words: Words) -> str:

    titles = _titles(words.language)

    def found(pattern: str) -> list[tuple[str, str]]:
        paths = sorted(folder.glob(pattern))
        return [(p.relative_to(folder).as_posix(), titles.get(_ABOUT.sub("", p.name), "")) for p in paths]

    parts = {
        "notes": [("notes.html", lesson.title), *found("handouts/answers/*.plan.pdf")],
        "slides": found("slides/*.html"),
        "handout": found("handouts/*.pdf"), "answers": found("handouts/answers/*.answers.pdf"),
        "exercise_pages": found("notebooks/training/*.ipynb"), "pages": found("notebooks/[!t]*/*.ipynb"),
    }  # fmt: skip
    return draw("course.html.j2", lesson=lesson, parts=parts, words=words)
