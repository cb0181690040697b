"""A notebook speaks the language of who runs it, whatever the process spoke that its fork came from."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill
import pytest

from parcelproof.language import VARIABLE

pytestmark = [pytest.mark.slow, pytest.mark.notebook]
SAID = "from parcelproof.language import current_language\ncurrent_language().code"


@pytest.mark.parametrize("code", ["en", "zh"])
def test_each_run_chooses_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    v4 = nbformat.v4
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(SAID)]), tmp_path / "in.ipynb")
    monkeypatch.setenv(VARIABLE, code)
    done = papermill.execute_notebook(
        tmp_path / "in.ipynb", tmp_path / "out.ipynb", engine_name="parcelproof", kernel_name="python3",
        progress_bar=False,
    )  # fmt: skip
    assert done.cells[0].outputs[0]["data"]["text/plain"] == repr(code)
