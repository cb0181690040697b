"""Whatever stands in a file of the playbook: it loads, or the mistake is named; nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcelproof.errors import PlaybookError
from parcelproof.playbook.csvfile import read_csv
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.yamlfile import read_yaml

FIXTURE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)

YAMLISH = st.text(alphabet=st.sampled_from(list("ab:-[]{}&*!'\"#|>%@?, \n\t01.é\x07")), max_size=60)


def named(mistakes: Mistakes) -> list[str]:
    try:
        mistakes.stop_if_any()
    except PlaybookError as error:
        return str(error).splitlines()
    return []


@FIXTURE
@given(st.one_of(YAMLISH.map(lambda text: text.encode()), st.binary(max_size=60)))
def test_any_yaml_file_is_read_or_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    mistakes = Mistakes(tmp_path)
    file = read_yaml(path, mistakes)
    assert (file is not None) or any("a.yaml" in line for line in named(mistakes))
    if file is not None:
        assert all(1 <= line <= content.decode().count("\n") + content.decode().count("\r") + 1
                   for line in file.lines.values())  # fmt: skip


@FIXTURE
@given(st.one_of(st.text(alphabet=st.sampled_from(list('ab,"\n\r;x')), max_size=60), st.text(max_size=40)))
def test_any_csv_file_is_read_or_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + text.encode("utf-8", "surrogatepass"))
    mistakes = Mistakes(tmp_path)
    table = read_csv(path, ["a", "b"], mistakes)
    assert table is not None or named(mistakes)
    for row in table.rows if table else ():
        assert set(row.cells) == {"a", "b"}


@FIXTURE
@given(st.lists(st.tuples(*[st.text(alphabet="ab \n\"',", min_size=1, max_size=5)] * 2), max_size=6))
def test_the_line_of_each_row_is_where_it_starts(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "a.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join(["a,b", *quoted]) + "\n", encoding="utf-8")
    table = read_csv(path, ["a"], Mistakes(tmp_path))
    assert table is not None
    assert [tuple(row.cells.values()) for row in table.rows] == [tuple(c.strip() for c in row) for row in rows]
    line = 2
    for row, text in zip(table.rows, quoted, strict=True):
        assert row.line == line
        line += text.count("\n") + 1


@pytest.mark.parametrize(
    "content", ["a: &x [*x]", "a: &x 1\nb: *x", "[" * 5000, "a: !!python/object:os.system 1", "? [a, b]\n: 1"]
)
def test_hostile_yaml_does_no_harm(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content)
    mistakes = Mistakes(tmp_path)
    read_yaml(path, mistakes)
    assert named(mistakes) or content.startswith("?")


def test_a_name_that_yaml_would_turn_into_true_stays_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("on: 1\nno: yes\n1: x\n")
    file = read_yaml(path, Mistakes(tmp_path))
    assert file is not None
    assert file.data == {"on": 1, "no": True, "1": "x"}
    assert file.lines[("no",)] == 2
