"""A learner does lesson one in a real JupyterLab, from a clean copy of the page: wrong, hint, right, restart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, LabPage, new_tab

from parcelproof.language import speaking
from parcelproof.messages import _
from parcelproof.training.exercise import Exercise
from parcelproof.training.exercises import exercises_of
from parcelproof.training.progress import read_progress

pytestmark = [pytest.mark.browser, pytest.mark.notebook, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
MEASURE = "delivery.quality_control"
PICTURES = os.environ.get("PARCELPROOF_PICTURES", "")
"""Folder for pictures of the page, for who wants to look at it."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is no shop yet: a learner starts with nothing."""
    return tmp_path_factory.mktemp("learner")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, place: Path) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"), ROOT / "notebooks", place)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tab(browser: Any) -> Any:
    return new_tab(browser, height=4200, scale=1 if PICTURES else 0.25)


def _look(tab: Any, name: str) -> None:
    if PICTURES:
        tab.screenshot(path=f"{PICTURES}/{name}.png")


def _fill(page: LabPage, **values: str) -> None:
    from parcelproof.steps.forms.quality_control import PARTS

    parts = {part.name: part.said() for part in PARTS}
    for name, value in values.items():
        part = parts[name]
        if part.kind in ("choice", "yesno"):
            labels = {"yes": _("Yes"), "no": _("No")} | {key: label for label, key in part.choices}
            page.pick(part.label, labels[value])
        else:
            page.fill(part.label, value)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_wrong_hint_right_and_found_again(lab: Lab, tab: Any, place: Path, language: str) -> None:
    first: Exercise = exercises_of(MEASURE, language=language)[0]
    with speaking(language):
        _lesson(LabPage(tab, lab), first, language)
    progress = read_progress(next(place.glob("training/*.progress.json")))
    (noted,) = (one for one in progress.exercises if one.id == first.id)
    assert noted.outcome == "right"
    assert noted.mistakes[:1] == ("accepted",)
    assert noted.hints == 1
    assert not noted.solution_seen
    shutil.rmtree(place / "training")  # the next learner starts with nothing


def _lesson(page: LabPage, first: Exercise, language: str) -> None:
    page.open(f"training/01_quality_control{'' if language == 'en' else '.zh'}.ipynb")
    page.run_all()
    page.see(first.task[:40])
    page.press(_("Check my answer"))
    page.see(_("Nothing is entered yet. Take your time, then check again."))
    _look(page.tab, f"lesson-{language}-begin")

    _fill(page, major="3", appearance="no", verdict="accepted", inspector="Mei")
    page.press(_("Check my answer"))
    page.see(first.wrong[0].says[:40])
    page.press(_("Hint ({count} left)", count=3))
    page.see(first.hints[0][:40])
    assert page.tab.get_by_text(first.hints[1][:40]).count() == 0
    assert page.tab.get_by_text(first.solution.why[:40]).count() == 0
    _look(page.tab, f"lesson-{language}-wrong")

    page.restart_and_run_all()
    page.see(first.hints[0][:40])
    page.see(_("Not solved yet. Change what you entered, then check again."))

    _fill(page, verdict="rejected")
    page.press(_("Confirm this step"))
    page.see(_("This step is confirmed. A change takes the confirmation back.")[:20])
    page.press(_("Check my answer"))
    page.see(first.right.says[:40])
    assert page.tab.get_by_role("button", name=_("Next exercise"), exact=True).is_visible()
    _look(page.tab, f"lesson-{language}-right")

    page.restart_and_run_all()
    page.see(_("{title}: {right} of {count} exercises are right.", title="", right=1, count=2)[-12:])
    _look(page.tab, f"lesson-{language}-again")
