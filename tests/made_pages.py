"""Every page, run once for all test processes, as papermill runs it: without a person, on the sample shop.

The tests look at what a page shows, and the site of the tests is built from it. Pages are run by the quick engine,
which shows what the stock kernel shows (`tests/batch/test_engine_conformance.py`); ``make notebooks`` runs them there.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_sample import NOW

from parcelproof.language import FALLBACK, LANGUAGES, VARIABLE
from parcelproof.playbook.twins import twin_of

ROOT = Path(__file__).parent.parent
MAKER = ROOT / "docs" / "site"
if str(MAKER) not in sys.path:
    sys.path.insert(0, str(MAKER))

PAGES = sorted(
    p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts and "." not in p.stem
)
"""The English pages; each has twins."""
_ALIKE = re.compile(r"training/(0[2-9]|1[01])_")
"""Lessons that differ from the first one in their measure only; `tests/training` runs the code of all of them."""
UNLIKE = [p for p in PAGES if not _ALIKE.search(p.as_posix())]


def shared_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a folder that all test processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def first_of_all(folder: Path, name: str) -> Iterator[bool]:
    """Tell the first process that asks; the others wait until it is done."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{name}.done"
        yield not done.exists()
        done.touch()


def made_pages(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, language: str) -> Path:
    """Return the folder of the pages that were run in a language, beside the ``shop`` on which they ran.

    A page that failed stands there with its error.
    """
    folder = shared_folder(tmp_path_factory, "made-pages")
    with first_of_all(folder, language) as first:
        if first:
            _run(folder / language, sample_folder, language)
    return folder / language / "pages"


def all_made_pages(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, target: Path) -> None:
    """Put the pages of all languages into a folder, each language in its own."""
    for language in LANGUAGES:
        shutil.copytree(made_pages(tmp_path_factory, sample_folder, language), target / language)


def _run(folder: Path, sample_folder: Path, language: str) -> None:
    from executed import run_page
    from papermill.exceptions import PapermillExecutionError

    shop = shutil.copytree(sample_folder / "shop", folder / "shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARCELPROOF_SHOP", str(shop))
        patch.setenv("PARCELPROOF_NOW", NOW)
        patch.setenv(VARIABLE, language)
        for page in UNLIKE:
            source = page if language == FALLBACK else twin_of(page, language)
            target = folder / "pages" / page.relative_to(ROOT / "notebooks")
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                run_page(source, target, {})
            except PapermillExecutionError:
                assert target.exists()
