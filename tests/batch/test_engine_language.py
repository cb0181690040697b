"""A notebook speaks the language of who runs it, whatever the process spoke that its fork came from."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill
import pytest

from parcelproof.batch.engine.client import Executor
from parcelproof.batch.engine.system import AVAILABLE
from parcelproof.language import VARIABLE, speaking

pytestmark = [pytest.mark.slow, pytest.mark.notebook]
SAID = "from parcelproof.language import current_language\ncurrent_language().code"

READ = """from parcelproof.playbook import load_playbook, loader
before = loader._load.cache_info().misses
load_playbook(language="zh")
loader._load.cache_info().misses - before"""


def written(folder: Path, source: str) -> Path:
    v4 = nbformat.v4
    kernel = {"name": "python3", "display_name": "Python 3"}
    book = v4.new_notebook(cells=[v4.new_code_cell(source)], metadata={"kernelspec": kernel})
    nbformat.write(book, folder / "in.ipynb")
    return folder / "in.ipynb"


@pytest.mark.skipif(not AVAILABLE, reason="only a system that forks reads anything ahead")
def test_the_playbook_is_read_ahead_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    with speaking("zh"), Executor() as executor:
        done = executor.run(written(tmp_path, READ), {})
    assert done.cells[-1].outputs[0]["data"]["text/plain"] == "0"


@pytest.mark.parametrize("code", ["en", "zh"])
def test_each_run_chooses_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setenv(VARIABLE, code)
    done = papermill.execute_notebook(
        written(tmp_path, SAID), tmp_path / "out.ipynb", engine_name="parcelproof", kernel_name="python3",
        progress_bar=False,
    )  # fmt: skip
    assert done.cells[0].outputs[0]["data"]["text/plain"] == repr(code)


def test_a_notebook_without_words_of_ours_runs_whatever_the_variable_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "xx")
    with Executor() as executor:
        done = executor.run(written(tmp_path, "1 + 1"), {})
    assert done.cells[-1].outputs[0]["data"]["text/plain"] == "2"
