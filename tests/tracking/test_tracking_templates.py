"""Every import example imports, and its README names the fields that are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcelproof.resources import templates_dir
from parcelproof.tracking import load_crosswalk, read_tracking

FOLDER = templates_dir() / "imports" / "tracking"
EXAMPLES = sorted(p for p in FOLDER.iterdir() if p.suffix != ".md")
README = (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_every_example_imports(path: Path) -> None:
    file = read_tracking(path.read_bytes(), path.name)
    assert file.parcels
    assert any(p.events for p in file.parcels)
    assert path.name in README


def test_every_service_has_an_example() -> None:
    systems = {read_tracking(p.read_bytes(), p.name).system for p in EXAMPLES}
    assert systems >= {"17track_v2", "17track_legacy", "aftership", "easypost", "ship24", "shippo", "karrio", "csv"}
    assert systems - {"csv"} <= set(load_crosswalk().systems)


def test_the_readme_names_every_column_of_a_plain_table() -> None:
    from parcelproof.tracking.readers.table import ALIASES

    assert [field for field in ALIASES if f"`{field}`" not in README] == []
