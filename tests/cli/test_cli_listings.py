"""Listings from the shell: taken in, and reviewed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import run

from parcelproof.resources import templates_dir

FOLDER = templates_dir() / "imports" / "listings"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("init", cwd=tmp_path).returncode == 0
    return tmp_path


def test_an_export_comes_in(folder: Path) -> None:
    done = run("import", str(FOLDER / "generic.csv"), "--json", cwd=folder)
    assert done.returncode == 0
    (outcome,) = json.loads(done.stdout)
    assert outcome["products"] == ["product:lamp-w", "product:mug"]
    assert run("verify", cwd=folder).returncode == 0


def test_a_page_and_a_pasted_text_are_named(folder: Path) -> None:
    (folder / "page.html").write_text("<html><h1>Lamp</h1><p>x</p></html>")
    (folder / "pasted.txt").write_text("Lamp\nSKU: L2\nPlug: EU\n")
    done = run("import", "page.html", "--product", "L1", "--json", cwd=folder)
    assert json.loads(done.stdout)[0]["products"] == ["product:l1"]
    done = run("import", "pasted.txt", "--as", "listing", "--json", cwd=folder)
    assert json.loads(done.stdout)[0]["products"] == ["product:l2"]


@pytest.mark.parametrize("name", ["ebay_active.csv", "page.html", "aliexpress.json"])
def test_a_file_is_reviewed(name: str) -> None:
    done = run("check", "listing", str(FOLDER / name), "--destination", "DE", "--json")
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert all({"missing", "claims", "duties"} <= set(answer) for answer in answers)
