"""Stock papermill from the shell: a report about the right shipment, or a clear sentence and no report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError
from small_shop import IDS, NOW

from parcelproof.checks import CheckContext, run_checks
from parcelproof.readiness import assess
from parcelproof.report import build_report, report_from_notebook
from parcelproof.resources import templates_dir
from parcelproof.shop import Shop
from parcelproof.tracking.review.single import review_shipment

pytestmark = [pytest.mark.notebook, pytest.mark.slow]

TEMPLATES = templates_dir() / "reports"
GOOD = IDS[1]


def papermill(folder: Path, template: str, *parameters: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "papermill", str(TEMPLATES / f"{template}.ipynb"), "out.ipynb", *parameters],
        cwd=folder, env={**os.environ, "PARCELPROOF_NOW": NOW, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def refused(shop: Shop, template: str, parameters: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Do what the shell's command does, without the seconds that it takes to load; return what it says."""
    monkeypatch.setenv("PARCELPROOF_NOW", NOW)
    notebook, output = TEMPLATES / f"{template}.ipynb", shop.folder / "out.ipynb"
    with pytest.raises(PapermillExecutionError) as caught:
        execute_notebook(notebook, output, parameters, cwd=shop.folder, progress_bar=False)
    return str(caught.value)


def outputs(folder: Path) -> str:
    """All that the cells showed, as one text."""
    notebook = json.loads((folder / "out.ipynb").read_text(encoding="utf-8"))
    return json.dumps([cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"])


def test_the_report_equals_the_one_that_is_built_directly(small_shop: Shop) -> None:
    done = papermill(small_shop.folder, "shipment", "-p", "shipment_id", GOOD)
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(small_shop.folder / "out.ipynb", as_version=4)
    shipment, as_of = small_shop.shipment(GOOD), small_shop.now()
    assert report_from_notebook(executed) == build_report(
        shipment, run_checks(shipment, small_shop.playbook, as_of), assess(shipment, small_shop.playbook, as_of),
        small_shop.playbook, read_file=small_shop.evidence.get, as_of=as_of,
        review=review_shipment(shipment, CheckContext(small_shop.playbook, as_of)),
    )  # fmt: skip
    assert [other for other in IDS if other != GOOD and other in outputs(small_shop.folder)] == []


def test_the_shop_is_found_by_its_variable_from_any_folder(small_shop: Shop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = papermill(elsewhere, "portfolio", PARCELPROOF_SHOP=str(small_shop.folder))
    assert done.returncode == 0, done.stderr
    assert all(shipment_id in outputs(elsewhere) for shipment_id in IDS)


REFUSED = {
    "no id": ({}, "This report needs the id of a shipment.", "shipment_id"),
    "misspelled parameter": ({"shipmentid": GOOD}, "no such parameter", "shipment_id"),
    "one parameter too many": ({"shipment_id": GOOD, "as_off": "X"}, "no such parameter", "as_off"),
    "an id like a number": ({"shipment_id": 101002}, "This report needs the id of a shipment.", "shipment_id"),
    "an id like a path": ({"shipment_id": f"../{GOOD}"}, "There is no shipment with this id.", GOOD),
}


def assert_nothing_is_reported(shop: Shop, said: str) -> None:
    shown = outputs(shop.folder)
    assert "Section: " not in shown
    assert "Buyer" not in shown + said
    assert "vnd.parcelproof" not in shown


def test_an_unknown_id_is_refused_in_the_shell(small_shop: Shop) -> None:
    done = papermill(small_shop.folder, "shipment", "-p", "shipment_id", "ebay-10-1009")
    assert done.returncode != 0
    told = done.stderr[done.stderr.rindex("PapermillExecutionError") :]
    assert re.search(r"ebay-10-100[1-4]", told.partition("There is no shipment with this id.")[2])
    assert_nothing_is_reported(small_shop, done.stdout + done.stderr)


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_refused_and_nothing_is_reported(
    small_shop: Shop, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    parameters, sentence, name = REFUSED[case]
    said = refused(small_shop, "shipment", parameters, monkeypatch)
    assert re.search(name, said.partition(sentence)[2])
    assert_nothing_is_reported(small_shop, said)


def test_the_portfolio_takes_no_parameter(small_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    said = refused(small_shop, "portfolio", {"shipment_id": GOOD}, monkeypatch)
    assert "This report has no such parameter." in said
    assert_nothing_is_reported(small_shop, said)


@pytest.mark.parametrize("template", ["shipment", "portfolio"])
def test_only_ids_travel_as_parameters(template: str) -> None:
    notebook = nbformat.read(TEMPLATES / f"{template}.ipynb", as_version=4)
    (cell,) = (c for c in notebook.cells if "parameters" in c.metadata.get("tags", ()))
    code = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("#")]
    assert code == (['shipment_id = ""'] if template == "shipment" else [])
