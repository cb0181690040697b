from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from parcelproof.playbook import Playbook, load_playbook
from parcelproof.resources import playbook_dir

Edit = Callable[[str, str, str], int]


@pytest.fixture(scope="session")
def book() -> Playbook:
    return load_playbook()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the playbook that a test may spoil."""
    return Path(shutil.copytree(playbook_dir(), tmp_path / "playbook"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text once in a file of the copy; returns the line where it stood."""

    def replace(name: str, old: str, new: str) -> int:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace
