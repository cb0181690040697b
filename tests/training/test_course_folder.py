"""The folder that a trainer copies to a stick: whole, clean, in one language, and without network."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from markupsafe import escape

from parcelproof.errors import InputError, UnknownNameError
from parcelproof.playbook import load_playbook
from parcelproof.resources import templates_dir
from parcelproof.training.course.copies import read_source, sources
from parcelproof.training.course.folder import MARK, build_course
from parcelproof.training.course.slides import lesson_deck
from parcelproof.training.course.words import load_words
from parcelproof.training.exercises import load_exercises

AT = datetime.fromisoformat("2026-11-20T18:00:00+08:00")
REMOTE = re.compile(r"""(?:src|href)=["']?(?:https?:)?//|url\(["']?https?:|@import|import\s+\w+\s+from""")


def build(to: Path, language: str = "en", plan: str = "90_minutes") -> Path:
    return build_course(plan, to, language=language, seed=1, at=AT, progress=lambda _told: None)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("stick") / "course")


def test_the_course_is_whole_and_every_link_of_its_index_leads_somewhere(course: Path) -> None:
    index = (course / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', index)
    assert all((course / link).is_file() for link in links)
    for wanted in ("notes.html", "slides/90_minutes.html", "handouts/quiz.pdf", "handouts/answers/quiz.answers.pdf"):
        assert wanted in links
    assert {path.name for path in (course / "notebooks" / "training").iterdir()} >= {"01_quality_control.ipynb"}
    assert all(page.read_bytes().startswith(b"%PDF") for page in course.rglob("*.pdf"))


def test_pages_are_clean_and_hold_no_notes_of_the_trainer(course: Path) -> None:
    pages = list((course / "notebooks").rglob("*.ipynb"))
    assert pages
    assert not [page for page in pages if "." in page.stem]
    for page in pages:
        for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]:
            assert not cell.get("outputs")
            assert "trainer" not in cell["metadata"].get("tags", ())


def test_slides_need_no_network_and_keep_answers_for_the_speaker(course: Path) -> None:
    decks = list((course / "slides").glob("*.html"))
    assert len(decks) >= 3
    for deck in decks:
        html = deck.read_text(encoding="utf-8")
        assert not REMOTE.search(html), deck.name
        for link in re.findall(r'(?:src|href)="([^"#]+)"', html):
            assert (deck.parent / link).is_file(), f"{deck.name}: {link}"
        shown = re.sub(r'<aside class="notes">.*?</aside>', "", html, flags=re.S)
        for exercise in load_exercises().values():
            assert exercise.solution.why[:40] not in shown
    assert not REMOTE.search((course / "slides" / "reveal" / "slides.css").read_text(encoding="utf-8"))


def test_the_notes_hold_the_answers_and_escape_what_they_tell(course: Path) -> None:
    notes = (course / "notes.html").read_text(encoding="utf-8")
    assert "<script" not in notes
    for exercise in load_exercises().values():
        if exercise.measure == "delivery.delivery_receipt":
            assert str(escape(exercise.solution.why)) in notes
    assert notes.count("<section>") >= 8


def test_a_course_speaks_the_language_that_was_asked_for(tmp_path: Path) -> None:
    course = build(tmp_path / "course", "zh")
    for name in ("index.html", "notes.html", "slides/90_minutes.html"):
        html = (course / name).read_text(encoding="utf-8")
        assert '<html lang="zh' in html
        assert re.search(r"[一-鿿]{6}", html)
    assert all(page.stem.endswith(".zh") for page in (course / "notebooks").rglob("*.ipynb"))
    assert (course / "slides" / "reveal" / "NotoSansCJKsc-Regular.otf").is_file()


def test_a_course_is_replaced_and_other_files_are_left_alone(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "photos"
    other.mkdir()
    (other / "mine.jpg").write_bytes(b"1")
    with pytest.raises(InputError, match="other or changed files"):
        build(other)
    assert [path.name for path in other.iterdir()] == ["mine.jpg"]
    with pytest.raises(UnknownNameError):
        build(tmp_path / "new", plan="90_minute")
    assert {path.name for path in tmp_path.iterdir()} == {"photos"}
    before = (course / MARK).read_bytes()
    build(course)
    assert (course / MARK).read_bytes() == before
    assert [path.name for path in course.parent.iterdir()] == ["course"]


@pytest.mark.parametrize("name", ["progress-of-the-class.json", "notebooks/training/01_quality_control.ipynb", MARK])
def test_nothing_that_a_trainer_put_or_changed_in_a_course_is_lost(course: Path, tmp_path: Path, name: str) -> None:
    mine = Path(shutil.copytree(course, tmp_path / "mine"))
    (mine / name).write_text("of the trainer", encoding="utf-8")
    with pytest.raises(InputError, match="other or changed files") as refused:
        build(mine)
    assert name == MARK or name in refused.value.where
    assert (mine / name).read_text(encoding="utf-8") == "of the trainer"


def test_the_folder_in_which_somebody_works_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for place in (Path(), tmp_path):
        with pytest.raises(InputError, match="a folder of its own"):
            build(place)
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


def test_text_in_a_deck_is_no_markup() -> None:
    measure = load_playbook().measures["delivery.packaging"]
    exercise = next(one for one in load_exercises().values() if one.measure == measure.id)
    hostile = exercise.model_copy(update={"story": "<script>x</script> **bold** [a](x.html)"})
    deck = lesson_deck(read_source(sources()[0]), measure, [hostile], load_words())
    from parcelproof.training.course.slides import render_deck

    html = render_deck(deck, "en")
    assert "<script>x" not in html
    assert "<strong>bold" not in html
    assert ">a</a>" not in html


def test_the_templates_of_slides_are_part_of_the_installation() -> None:
    assert (templates_dir() / "slides" / "index.html.j2").is_file()
