"""A CSV for people never starts a formula and never loses a cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.tables import write_csv
from parcelproof.tables.write import is_formula_like

TRIGGERS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "﹢1", " =1", "\u200b=1",
    "\ufeff=cmd", "\u00a0@x", "\u202e=1", "−1",
]  # fmt: skip


@pytest.mark.parametrize("text", TRIGGERS)
def test_formula_starts_get_a_quote(text: str) -> None:
    buffer = io.BytesIO()
    assert write_csv(buffer, ["a"], [[text]]) == 1
    rows = list(csv.reader(io.StringIO(buffer.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[1][0].startswith("'")


@pytest.mark.parametrize("text", ["12.50", "a=b", "王", "x\ny", "", "(1)", "'=1"])
def test_harmless_cells_stay_as_they_are(text: str) -> None:
    buffer = io.BytesIO()
    assert write_csv(buffer, ["a", "b"], [[text, "end"]]) == 0
    rows = list(csv.reader(io.StringIO(buffer.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[1] == [text, "end"]


def test_control_characters_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    assert write_csv(path, ["row", "what"], [[3, "a\x00b\x1b[2J"], [4, None]]) == 1
    assert path.read_bytes() == "\ufeffrow,what\r\n3,a\ufffdb\ufffd[2J\r\n4,\r\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["problems.csv"]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_written_cell_is_formula_like(rows: list[list[str]]) -> None:
    buffer = io.BytesIO()
    write_csv(buffer, ["a", "b"], rows)
    back = list(csv.reader(io.StringIO(buffer.getvalue().decode("utf-8-sig"), newline="")))
    assert len(back) == len(rows) + 1
    assert not [cell for row in back for cell in row if is_formula_like(cell)]
