"""Rules that every page keeps, so that a person who knows no Python can follow it."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from made_pages import PAGES, ROOT, UNLIKE, made_pages

from parcelproof.language import FALLBACK
from parcelproof.shop import Shop

TEMPLATE = ROOT / "templates" / "page.ipynb"
"""What an author copies; its notes are the style guide, so it keeps the rules too."""
REPORTS = sorted((ROOT / "templates" / "reports").glob("*.ipynb"))
NOT_FOR_PAGES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.With,
    ast.AsyncWith, ast.Try, ast.TryStar, ast.If, ast.Raise, ast.Delete, ast.Global, ast.ListComp, ast.SetComp,
    ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
SHOWN = {"text/html", "text/plain"}
OURS = "application/vnd.parcelproof."
LEAVES_THE_FILE = re.compile(
    r"""(?:href|src|srcset|action|poster|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?http"""
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(params=[*PAGES, TEMPLATE], ids=name)
def page(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(params=[*PAGES, TEMPLATE, *REPORTS], ids=name)
def notebook(request: pytest.FixtureRequest) -> Any:
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_parameters(cell: Any) -> bool:
    return "parameters" in cell.metadata.get("tags", ())


def first_text(page: Path) -> str:
    cell = nbformat.read(page, as_version=4).cells[0]
    assert cell.cell_type == "markdown"
    return str(cell.source)


def test_there_are_pages() -> None:
    assert ROOT / "notebooks" / "00_start_here.ipynb" in PAGES
    assert len(REPORTS) == 2


def test_a_page_has_few_short_cells(page: Path) -> None:
    cells = code_cells(nbformat.read(page, as_version=4))
    assert len(cells) <= 12
    for cell in cells:
        assert len(cell.source.splitlines()) <= 4, cell.source


def test_a_report_has_short_cells() -> None:
    for path in REPORTS:
        for cell in code_cells(nbformat.read(path, as_version=4)):
            assert len(cell.source.splitlines()) <= 4, cell.source


def test_cells_only_call_what_parcelproof_offers(notebook: Any) -> None:
    import parcelproof

    for cell in code_cells(notebook):
        assert not re.search(r"^\s*[%!?]", cell.source, re.M), cell.source
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, (*NOT_FOR_PAGES, ast.Import)), cell.source
            if isinstance(node, ast.ImportFrom):
                assert node.module == "parcelproof"
                assert {alias.name for alias in node.names} <= set(parcelproof.__all__)


def test_cells_are_locked_and_code_is_collapsed(notebook: Any) -> None:
    for cell in notebook.cells:
        assert cell.metadata.get("deletable") is False
        assert cell.metadata.get("editable") is is_parameters(cell)
    for cell in code_cells(notebook):
        assert cell.metadata.get("jupyter", {}).get("source_hidden") is not is_parameters(cell)


def test_there_is_one_parameters_cell_with_empty_texts_only(notebook: Any) -> None:
    (cell,) = (c for c in notebook.cells if is_parameters(c))
    for statement in ast.parse(cell.source).body:
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.value, ast.Constant)
        assert isinstance(statement.value.value, str)


def test_nothing_of_an_earlier_run_is_stored(notebook: Any) -> None:
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
    assert "widgets" not in notebook.metadata
    assert notebook.metadata.kernelspec.name == "python3"


def test_every_notebook_is_valid_and_its_cells_have_names(notebook: Any) -> None:
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_a_page_begins_with_a_verb_and_says_what_it_takes(page: Path) -> None:
    text = first_text(page)
    title = re.match(r"# (\w+) \w+", text)
    assert title, "a page begins with its title"
    # A title is an order: See, Make, Weigh. Nouns of the house and -ing forms are the usual slips.
    first = title[1]
    assert first[0].isupper()
    assert not re.search(r"(ing|tion|ment|ness|s)$", first), f"'{first}' is no verb to begin with"
    assert first.casefold() not in {
        "the",
        "a",
        "an",
        "your",
        "how",
        "all",
        "step",
        "measure",
        "page",
        "report",
        "photo",
    }
    for words in (r"\*\*You will\*\*", r"\*\*You need\*\*", r"\*\*Time:\*\* \d+ minutes?\."):
        assert re.search(words, text), words


def test_a_page_says_what_is_still_missing_and_leads_on(page: Path) -> None:
    texts = [c.source for c in nbformat.read(page, as_version=4).cells if c.cell_type == "markdown"]
    assert sum("## What is still missing" in text for text in texts) == 1
    links = [link for text in texts for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert any(link.endswith(".ipynb") for link in links)
    for link in links:
        assert not re.match(r"[a-z]+:", link), f"{link} leaves this computer"
        assert (page.parent / link.partition("#")[0]).resolve().is_file(), link


def test_every_page_is_reached_from_the_start() -> None:
    seen, ahead = set(), [ROOT / "notebooks" / "00_start_here.ipynb"]
    while ahead:
        page = ahead.pop()
        if page in seen:
            continue
        seen.add(page)
        for cell in nbformat.read(page, as_version=4).cells:
            for link in re.findall(r"\]\(([^)#]+\.ipynb)", cell.source if cell.cell_type == "markdown" else ""):
                ahead.append((page.parent / link).resolve())
    assert [name(p) for p in PAGES if p not in seen] == []


def test_text_is_short_enough_to_read_on_the_way(page: Path) -> None:
    for cell in nbformat.read(page, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert len(cell.source.split()) <= 150, cell.source


def shows_only_safe_outputs(executed: Any) -> None:
    assert "widgets" not in executed["metadata"]
    outputs = [o for cell in executed["cells"] if cell["cell_type"] == "code" for o in cell["outputs"]]
    assert outputs
    for output in outputs:
        assert output["output_type"] in {"execute_result", "display_data"}, output
        kinds = set(output["data"])
        assert {k for k in kinds if k not in SHOWN and not k.startswith(OURS)} == set()
        shown = "".join(output["data"].get("text/html", ""))
        assert "<script" not in shown.casefold()
        assert LEAVES_THE_FILE.search(shown) is None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Path:
    return made_pages(tmp_path_factory, sample_folder, FALLBACK)


@pytest.mark.slow
@pytest.mark.notebook
@pytest.mark.parametrize("page", UNLIKE, ids=name)
def test_a_page_runs_unattended_and_shows_only_safe_outputs(page: Path, made: Path) -> None:
    executed = made / page.relative_to(ROOT / "notebooks")
    shows_only_safe_outputs(json.loads(executed.read_text(encoding="utf-8")))


@pytest.mark.slow
@pytest.mark.notebook
def test_pages_that_run_unattended_leave_the_shop_whole(made: Path) -> None:
    assert Shop(made.parent / "shop").verify() == []


@pytest.mark.slow
@pytest.mark.notebook
def test_a_new_page_runs_so_in_the_stock_kernel(
    sample_shop_copy: Shop, sample_now: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from papermill import execute_notebook

    folder = sample_shop_copy.folder.parent / "pages"
    shutil.copytree(ROOT / "notebooks", folder)
    monkeypatch.setenv("PARCELPROOF_SHOP", str(sample_shop_copy.folder))
    execute_notebook(TEMPLATE, folder / "out.ipynb", kernel_name="python3", cwd=folder, progress_bar=False)
    shows_only_safe_outputs(json.loads((folder / "out.ipynb").read_text(encoding="utf-8")))
    assert Shop(sample_shop_copy.folder).verify() == []
