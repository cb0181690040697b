"""Slides: a deck for each lesson notebook and one for each plan, drawn by nbconvert with reveal.js, without network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import nbformat.v4

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.playbook.model import Measure
from parcelproof.report.html import html_language
from parcelproof.resources import templates_dir
from parcelproof.start_page import page_in
from parcelproof.training.course.copies import TRAINER
from parcelproof.training.course.lesson import Block, Lesson
from parcelproof.training.course.words import Words
from parcelproof.training.exercise import Exercise

REVEAL = "reveal"
"""Folder beside the decks that holds reveal.js."""

QUESTIONS = 4
"""So many questions of a measure fit a slide."""

_FILES = ("dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")
_FONTS = {"en": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")}
_FONTS_OF_ALL = (*_FONTS["en"], "NotoSansCJKsc-Regular.otf")
_EXERCISES = "lesson.story()"
"""Where a lesson notebook tells its exercises, the deck tells all of them."""

_v4: Any = nbformat.v4  # its functions carry no types
Deck: TypeAlias = nbformat.NotebookNode

_MARKS = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|!"})


def lesson_deck(source: dict[str, Any], measure: Measure, exercises: Sequence[Exercise], words: Words) -> Deck:
    """Return the deck of one lesson notebook (`parcelproof.training.course.copies.sources`).

    Its title, what the measure asks, and every exercise are slides. Cells tagged ``trainer``, usual wrong answers and
    the solution are speaker notes: the room does not see them.
    """
    first, *rest = source["cells"]
    cells = [_slide(_title("".join(first["source"])), "slide"), _slide(_asked(measure, words), "slide")]
    for cell in rest:
        text = "".join(cell["source"])
        if TRAINER in cell["metadata"].get("tags", ()):
            cells.append(_slide(text, "notes"))
        elif text.endswith(_EXERCISES):
            cells += [one for exercise in exercises for one in _exercise(exercise, words)]
    return _notebook(cells, f"{measure.number}. {measure.title}")


def _title(source: str) -> str:
    # The first cell of a page ends with how to run it; that is no matter of a slide.
    title, *rest = source.splitlines()
    return "\n".join([title, "", *(line for line in rest if line.startswith("-"))])


def _asked(measure: Measure, words: Words) -> str:
    questions = tuple(question.text for question in measure.questions[:QUESTIONS])
    return f"## {_plain(measure.promise)}\n\n### {words('tick')}\n\n{_listed(questions)}"


def _exercise(exercise: Exercise, words: Words) -> Iterator[Any]:
    yield _slide(f"## {_plain(exercise.heading)}\n\n{_plain(exercise.story)}", "slide")
    yield _slide(f"## {_plain(exercise.heading)}\n\n### {words('task')}\n\n{_plain(exercise.task)}", "slide")
    wrong = _listed(tuple(one.says for one in exercise.wrong))
    why = _plain(exercise.solution.why)
    yield _slide(f"**{words('trouble')}**\n\n{wrong}\n\n**{words('solution')}**\n\n{why}", "notes")


def plan_deck(lesson: Lesson, words: Words) -> Deck:
    """Return the deck of a plan: a slide or two for each block, with the trainer's part as speaker notes."""
    cells = [_slide(f"# {_plain(lesson.title)}\n\n{_plain(lesson.goal)}", "slide")]
    for block in lesson.blocks:
        cells += _block(block, words)
    return _notebook(cells, lesson.title)


def _block(block: Block, words: Words) -> Iterator[Any]:
    minutes = f'<p class="minutes">{words("minutes", count=block.minutes)}</p>'
    if block.kind == "break":
        yield _slide(f"# {_plain(block.title)}\n\n{minutes}", "slide")
        return
    ask = "\n".join(f"> {_plain(question)}\n" for question in block.questions)
    yield _slide(f"## {_plain(block.title)}\n\n{minutes}\n\n{ask}\n{_listed(block.objectives)}", "slide")
    pages = tuple(page_in(page, words.language) for page in block.pages)
    notes = [(words("trainer"), block.trainer), (words("pages"), (*pages, *block.files)),
             (words("commands"), block.commands), (words("cases"), block.cases),
             (words("trouble"), tuple(f"{one.trouble} → {one.help}" for one in block.goes_wrong))]  # fmt: skip
    said = "\n\n".join(f"**{title}**\n\n{_listed(lines)}" for title, lines in notes if lines)
    yield _slide(said, "notes")
    yield _slide(f"## {_plain(block.title)}\n\n### {words('learners')}\n\n{_listed(block.learners)}", "slide")
    yield _slide(f"## {words('key_points')}\n\n{_listed(block.key_points)}", "slide")


def render_deck(deck: Deck, language: str) -> str:
    """Draw a deck as HTML. It loads the files that `copy_reveal` puts beside it, and nothing else."""
    # Imported here: nbconvert takes a second, and only a trainer who makes slides needs it.
    from nbconvert.exporters.slides import SlidesExporter
    from traitlets.config import Config

    settings = {"extra_template_basedirs": [str(templates_dir())], "template_name": "slides"}
    exporter: Any = SlidesExporter(config=Config({"SlidesExporter": settings}))  # type: ignore[no-untyped-call]
    html, _rest = exporter.from_notebook_node(
        deck, {"slides": {"title": deck.metadata.title, "language": html_language(language)}}
    )
    return str(html)


def copy_reveal(folder: Path, language: str) -> None:
    """Put reveal.js, the look of our slides and their fonts into ``folder/reveal``.

    Parameters
    ----------
    folder : Path
    language : str
        Letters of other scripts are brought along only where the decks need them.

    Raises
    ------
    InputError
        If the optional part is not installed.
    """
    spec = find_spec("sphinx_revealjs")
    if spec is None or not spec.submodule_search_locations:
        raise InputError(
            _("Slides need an optional part that is not installed."),
            mend=_('Run: pip install "parcelproof[slides]". All else of the course needs no slides.'),
        )
    source = Path(spec.submodule_search_locations[0]) / "_static" / "revealjs"
    target = folder / REVEAL
    target.mkdir(parents=True)
    for name in _FILES:
        shutil.copyfile(source / name, target / Path(name).name)
    shutil.copyfile(templates_dir() / "slides" / "slides.css", target / "slides.css")
    for name in _FONTS.get(language, _FONTS_OF_ALL):
        shutil.copyfile(templates_dir() / "fonts" / name, target / name)


def _notebook(cells: list[Any], title: str) -> Deck:
    made: Deck = _v4.new_notebook(cells=cells, metadata={"title": title})
    return made


def _slide(source: str, kind: str) -> Any:
    return _v4.new_markdown_cell(source, metadata={"slideshow": {"slide_type": kind}})


def _listed(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {_plain(line)}" for line in lines)


def _plain(text: str) -> str:
    """Take the meaning out of the signs of markdown: a text is no markup."""
    return text.translate(_MARKS)
