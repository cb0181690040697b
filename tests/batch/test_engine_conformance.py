"""The engine shows what a real kernel shows: all report templates, and cells of every kind."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import engine_cases
import nbformat
import papermill
import pytest
from engine_cases import CASES, comparable, notebook
from small_shop import IDS

from parcelproof.batch.engine import executor
from parcelproof.batch.engine.papermill_engine import language_info
from parcelproof.resources import templates_dir
from parcelproof.shop import Shop

pytestmark = [pytest.mark.notebook, pytest.mark.slow]

TEMPLATES = templates_dir() / "reports"


def run(nb: Any, engine: str | None, folder: Path, **options: Any) -> nbformat.NotebookNode:
    folder.mkdir(exist_ok=True)
    source = nb if isinstance(nb, Path) else nbformat.from_dict(nb)
    return papermill.execute_notebook(
        source, str(folder / "out.ipynb"), engine_name=engine, progress_bar=False, cwd=str(folder), **options
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = tmp_path_factory.mktemp("cases")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        nb = notebook([*CASES.values()], may_fail=True)
        # The engine would give a notebook that asks for input to the stock kernel: here it must stand its ground.
        patch.setattr("parcelproof.batch.engine.stock._TALKS", engine_cases.re.compile(r"(?!)"))
        pair = []
        for engine in (None, "parcelproof"):
            with contextlib.suppress(papermill.PapermillExecutionError):
                run(nb, engine, folder, allow_errors=True)
            pair.append(comparable(nbformat.read(folder / "out.ipynb", as_version=4)))
    return pair[0], pair[1]


@pytest.mark.parametrize("case", CASES)
def test_a_cell_shows_what_it_shows_in_a_kernel(both: tuple[dict[str, Any], dict[str, Any]], case: str) -> None:
    stock, ours = ([c for c in nb["cells"] if c["source"] == CASES[case]] for nb in both)
    if case in engine_cases.TIMED:
        assert [o["output_type"] for o in ours[0]["outputs"]] == [o["output_type"] for o in stock[0]["outputs"]]
        return
    assert ours == stock


def test_the_rest_of_the_notebook_is_the_same(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    stock, ours = both
    assert ours["meta"] == stock["meta"]
    assert [c["source"] for c in ours["cells"]] == [c["source"] for c in stock["cells"]]


@pytest.mark.parametrize("template", ["shipment", "portfolio"])
def test_a_report_is_the_same(small_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str) -> None:
    monkeypatch.setenv("PARCELPROOF_SHOP", str(small_shop.folder))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    parameters = {"shipment_id": IDS[1]} if template == "shipment" else {}
    stock, ours = (
        comparable(run(TEMPLATES / f"{template}.ipynb", engine, tmp_path / "run", parameters=parameters))
        for engine in (None, "parcelproof")
    )
    assert sum(len(c["outputs"]) for c in ours["cells"]) >= (4 if template == "portfolio" else 10) - 1
    assert ours == stock


def test_the_language_is_told_as_the_kernel_tells_it() -> None:
    from ipykernel.ipkernel import IPythonKernel

    assert language_info() == IPythonKernel.language_info


def test_the_server_has_one_thread() -> None:
    assert executor().server_pid
    assert len(list(Path(f"/proc/{executor().server_pid}/task").iterdir())) == 1
