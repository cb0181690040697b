"""Loads the lesson plans (``playbook/training/lessons``), and says what in them does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.playbook import load_playbook
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.validated import validated
from parcelproof.playbook.yamlfile import english_files
from parcelproof.resources import playbook_dir
from parcelproof.training.course.lesson import TEXTS, Lesson
from parcelproof.training.course.twin import read_with_twin

_TARGET = re.compile(r"^([a-z][a-z-]*):", re.M)


def load_lessons(root: Path | None = None, *, language: str = "") -> Mapping[str, Lesson]:
    """Return all lesson plans by id, the shortest first.

    Parameters
    ----------
    root : Path, optional
        A playbook; else the one of this installation.
    language : str
        Empty: the one that is spoken now.

    Raises
    ------
    PlaybookError
        With file and line: a name that is not known, minutes that do not add up, a twin with a text too few.
    """
    folder = root or playbook_dir()
    said = language or current_language().code
    found: dict[str, Lesson] = {}
    measures = load_playbook(folder, language="en").measures
    with Mistakes(folder) as mistakes:
        for path in english_files(folder / "training" / "lessons").values():
            file = read_with_twin(path, said, TEXTS, mistakes)
            lesson = validated(Lesson, file, mistakes, Lesson.model_fields)
            if lesson is None or file is None:
                continue
            if lesson.id != path.stem:
                mistakes.add(path, file.lines.get(("id",)), _("The id should be the name of the file."), path.stem)
            for number, block in enumerate(lesson.blocks):
                for name in block.measures:
                    if name not in measures:
                        line = file.lines.get(("blocks", number, "measures"))
                        said_what = _("There is no {what} '{name}'.", what=_("measure"), name=name)
                        mistakes.add(path, line, said_what, nearest(name, measures))
            found[lesson.id] = lesson
    return dict(sorted(found.items(), key=lambda pair: pair[1].minutes))


def load_lesson(name: str, *, language: str = "") -> Lesson:
    """Return one plan by its id."""
    lessons = load_lessons(language=language)
    if name not in lessons:
        hint = nearest(name, lessons) or _("There are: {names}.", names=", ".join(lessons))
        raise UnknownNameError(_("There is no lesson plan with this name."), where=name, mend=hint)
    return lessons[name]


@dataclass(frozen=True)
class Known:
    """What a plan may name.

    Attributes
    ----------
    root : Path
        The folder that holds ``notebooks`` and ``Makefile``.
    cases, exercises : collection of str
    mistake_of : callable
        Says what is wrong with a command line of ``parcelproof``, or an empty string.
    """

    root: Path
    cases: Collection[str]
    exercises: Collection[str]
    mistake_of: Callable[[str], str]


def unknown_names(lesson: Lesson, known: Known) -> Iterator[str]:
    """Yield a sentence for every command, page, file, case and exercise of a plan that does not exist."""
    for line in lesson.commands:
        wrong = _wrong_command(line, known)
        if wrong:
            yield f"{lesson.id}: the command '{line}' does not work: {wrong}"
    for block in lesson.blocks:
        for name in (*block.pages, *block.files):
            if not (known.root / name).is_file():
                yield f"{lesson.id}, {block.id}: there is no file '{name}'."
        for what, names, there in (
            ("case", block.cases, known.cases),
            ("exercise", block.exercises, known.exercises),
        ):
            for name in names:
                if name not in there:
                    yield f"{lesson.id}, {block.id}: there is no {what} '{name}'. {nearest(name, there)}".rstrip()


def _wrong_command(line: str, known: Known) -> str:
    program, _, rest = line.partition(" ")
    if program == "make":
        makefile = known.root / "Makefile"
        targets = _TARGET.findall(makefile.read_text(encoding="utf-8")) if makefile.is_file() else []
        return "" if rest in targets else f"the Makefile has no '{rest}'."
    return known.mistake_of(line)
