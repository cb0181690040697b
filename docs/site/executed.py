"""The pages that people open, run on the sample shop, ready to be shown without code."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
from documents import ROOT

from parcelproof.language import LANGUAGES
from parcelproof.report import Report, packet_view, render_html, render_notebook_html, report_from_notebook
from parcelproof.report.html import style
from parcelproof.resources import templates_dir

NOTEBOOKS = ROOT / "notebooks"
CHOSEN = "ebay-12-13094-50631"
"""The parcel whose report is shown."""

_PRACTICE = re.compile(r"\[([^\]]+)\]\((?:\.\./)*training/[^)]+\)")
"""Links to pages for practice: they do nothing without a click, so the site has none of them."""

STYLE = f"<style>{style()}</style>"


def english_pages() -> list[Path]:
    """Return the pages in reading order, without their twins in other languages."""
    found = sorted(NOTEBOOKS.rglob("*.ipynb"), key=lambda path: (len(path.parts), path))
    kept = [path for path in found if ".ipynb_checkpoints" not in path.parts and "." not in path.stem]
    stages = ["notebooks", "delivery", "tracking", "product", "evidence"]
    return sorted((p for p in kept if p.parent.name in stages), key=lambda p: (stages.index(p.parent.name), p.name))


def twin(page: Path, language: str) -> Path | None:
    """Return the page in another language, or None if there is none."""
    other = page.with_name(f"{page.stem}.{language}.ipynb")
    return page if language == "en" else other if other.is_file() else None


def english_of(path: str) -> str:
    """Return a path, or a text with links, in which every page is named as in English: so the site names it."""
    return re.sub(rf"\.(?:{'|'.join(LANGUAGES)})\.ipynb\b", ".ipynb", path)


def run_pages(language: str, folder: Path) -> dict[Path, Path]:
    """Run every page that there is in a language, on the shop that ``PARCELPROOF_SHOP`` names.

    Parameters
    ----------
    language : str
    folder : Path
        For what was run; what stands there already is not run again.

    Returns
    -------
    mapping of Path to Path
        From the English page to what was run.
    """
    os.environ["PARCELPROOF_LANGUAGE"] = language
    done = {}
    for page in english_pages():
        source = twin(page, language)
        if source is None:
            continue
        target = folder / language / page.relative_to(NOTEBOOKS)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            run_page(source, target, {})
        done[page] = target
    return done


def show_page(executed: Path, target: Path, note: str) -> str:
    """Write an executed page for the site, and return its title.

    Code is hidden, and the style that every output carries is left to the site, which has it once.
    """
    book = nbformat.read(executed, as_version=4)
    shown = []
    for cell in book.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = {}
        if cell.cell_type == "code":
            if not cell.outputs or "parameters" in tags or "injected-parameters" in tags:
                continue
            cell.metadata["tags"] = ["remove-input"]
            cell.outputs = [_plain(output) for output in cell.outputs]
        else:
            cell.source = _PRACTICE.sub(r"\1", english_of(cell.source))
        shown.append(cell)
    head, _, rest = shown[0].source.partition("\n")
    shown[0].source = f"{head}\n\n```{{note}}\n{note}\n```\n{rest}"
    book.cells = shown
    book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, target)
    return str(head.removeprefix("# ").strip())


def _plain(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    data = output.get("data", {})
    if "text/html" in data:
        output["data"] = {"text/html": data["text/html"].replace(STYLE, "")}
    return output


def make_samples(language: str, folder: Path) -> list[str]:
    """Draw the report of one parcel, its packet, and the page over all parcels; return the names of the files."""
    os.environ["PARCELPROOF_LANGUAGE"] = language
    folder.mkdir(parents=True, exist_ok=True)
    report = _report("shipment", folder / "report.html", {"shipment_id": CHOSEN})
    (folder / "packet.html").write_text(render_html(packet_view(report)), encoding="utf-8")
    _report("portfolio", folder / "portfolio.html", {})
    return ["report.html", "packet.html", "portfolio.html"]


def _report(template: str, target: Path, parameters: dict[str, str]) -> Report:
    run = target.with_suffix(".ipynb")
    run_page(templates_dir() / "reports" / f"{template}.ipynb", run, parameters)
    executed = nbformat.read(run, as_version=4)
    run.unlink()
    report = report_from_notebook(executed)
    target.write_text(render_notebook_html(executed, report=report), encoding="utf-8")
    return report


def run_page(notebook: Path, target: Path, parameters: dict[str, str]) -> None:
    """Run one page as papermill does, without a person."""
    from papermill import execute_notebook

    execute_notebook(
        notebook, target, parameters, cwd=target.parent, engine_name="parcelproof", kernel_name="python3",
        progress_bar=False,
    )  # fmt: skip
