"""The words of the consistency table: a mistake is named with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from parcelproof.errors import PlaybookError
from parcelproof.playbook.consistency import read_consistency
from parcelproof.playbook.mistakes import Mistakes

Edit = Callable[[str, str, str], int]
NAME = "product/consistency.yaml"


def read(folder: Path, language: str = "en") -> object:
    mistakes = Mistakes(folder)
    words = read_consistency(folder / "product", language, mistakes)
    mistakes.stop_if_any()
    return words


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("how: colour,", "how: color,", "'attributes.4.how' cannot be taken"),
        ("id: size,", "id: colour,", "'colour' is written twice"),
        ("  listing: product page\n", "", "'listing' is missing in 'sources'"),
        ("[red, rot,", "[red, blue, rot,", "'blue' stands for two colours: 'red' and 'blue'"),
        ("percent: 5,", "percent: five,", "percent' cannot be taken"),
    ],
)
def test_a_mistake_is_named_with_its_line(folder: Path, edit: Edit, old: str, new: str, says: str) -> None:
    line = edit(NAME, old, new)
    with pytest.raises(PlaybookError) as error:
        read(folder)
    assert says in str(error.value)
    name, _, number = error.value.where.partition(":")
    assert name == NAME
    assert abs(int(number) - line) <= 2
