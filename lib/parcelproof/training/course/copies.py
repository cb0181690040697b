"""Makes a learner's page out of its source: speaker notes and self-tests stay behind.

Sources stand in ``templates/training``, one per measure and language. ``python -m parcelproof.training.course.copies``
writes every learner's page anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from parcelproof.resources import templates_dir

SELF_TEST, TRAINER = "self-test", "trainer"
PAGES = "training"
"""Folder under ``notebooks`` that holds the learners' pages."""


def sources(root: Path | None = None) -> list[Path]:
    """Return the sources of the learners' pages, in the order of the measures.

    Parameters
    ----------
    root : Path, optional
        Of the project; else of this installation.
    """
    folder = (root / "templates" if root else templates_dir()) / "training"
    return sorted(folder.glob("[0-9][0-9]_*.ipynb"))


def read_source(path: Path) -> dict[str, Any]:
    """Return a notebook as data."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def learner_copy(source: dict[str, Any]) -> dict[str, Any]:
    """Return the page that a learner gets: no self-test, no speaker notes, nothing of an earlier run."""
    return _without(source, {SELF_TEST, TRAINER})


def tested_copy(source: dict[str, Any]) -> dict[str, Any]:
    """Return the page that the tests run: it answers itself."""
    return _without(source, {TRAINER})


def spoken(source: dict[str, Any]) -> Iterator[str]:
    """Yield the speaker notes of a source, for slides and for the trainer's own paper."""
    for cell in source["cells"]:
        if TRAINER in cell["metadata"].get("tags", ()):
            yield "".join(cell["source"])


def text_of(notebook: dict[str, Any]) -> str:
    """Return a notebook as the text of its file; the same notebook gives the same text."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_pages(root: Path) -> list[Path]:
    """Write every learner's page of a project anew, and return them."""
    made = []
    for source in sources(root):
        page = root / "notebooks" / PAGES / source.name
        page.parent.mkdir(parents=True, exist_ok=True)
        draft = page.with_suffix(".part")
        draft.write_text(text_of(learner_copy(read_source(source))), encoding="utf-8")
        draft.replace(page)
        made.append(page)
    return made


def _without(source: dict[str, Any], tags: Collection[str]) -> dict[str, Any]:
    copy = deepcopy(source)
    copy["cells"] = [cell for cell in copy["cells"] if not set(tags) & set(cell["metadata"].get("tags", ()))]
    for cell in copy["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return copy


if __name__ == "__main__":
    for written in write_pages(templates_dir().parent):
        sys.stdout.write(f"{written.relative_to(templates_dir().parent).as_posix()}\n")
