"""YAML as we read it: no references, no depth that fills the memory, and the line of whatever is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcelproof.errors import PlaybookError
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.yamlfile import YamlFile, read_yaml


def read(folder: Path, text: str) -> YamlFile | None:
    file = folder / "f.yaml"
    file.write_text(text, encoding="utf-8")
    mistakes = Mistakes(folder)
    found = read_yaml(file, mistakes)
    mistakes.stop_if_any()
    return found


def test_values_come_with_their_lines(tmp_path: Path) -> None:
    found = read(tmp_path, "no: yes\ncount: 3\nmany:\n  - one\n  - on: '2'\n")
    assert found is not None
    assert found.data == {"no": True, "count": 3, "many": ["one", {"on": "2"}]}
    assert found.lines["count",] == 2
    assert found.lines["many", 1, "on"] == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: &x 1\nb: *x\n", 2), ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 2), ("a: &a\n  - *a\n", 2),
     ("a: &a {b: 1}\nc:\n  <<: *a\n", 3)],
)  # fmt: skip
def test_references_are_refused_with_their_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(PlaybookError, match="references like") as caught:
        read(tmp_path, text)
    assert caught.value.where == f"f.yaml:{line}"


@pytest.mark.parametrize("depth", [60, 400, 5_000])
def test_blocks_too_deep_are_refused_in_words(tmp_path: Path, depth: int) -> None:
    with pytest.raises(PlaybookError, match="too deep"):
        read(tmp_path, "[" * depth + "]" * depth)
