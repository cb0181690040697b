"""The offline site, built once for all test processes, and the way a person opens it: from disk, without network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_pages import MAKER, ROOT, all_made_pages, first_of_all, shared_folder

KINDS = (
    "index.html", "en/index.html", "en/playbook/delivery/index.html", "en/playbook/delivery/packaging.html",
    "en/playbook/product/test_plans.html", "en/playbook/product/product_pages.html", "en/evidence/index.html",
    "en/evidence/item_not_received.html", "en/evidence/items.html", "en/rules/index.html",
    "en/rules/claim_windows.html", "en/glossary.html", "en/sell/index.html", "en/notebooks/00_start_here.html",
    "en/notebooks/delivery/01_quality_control.html", "en/notebooks/tracking/03_review.html", "en/teach/index.html",
    "en/teach/rules.html", "en/batch/index.html", "en/batch/commands.html", "en/batch/formats/orders.html",
    "en/sample/index.html", "en/about/limits.html", "en/about/architecture.html", "en/search.html?q=AQL",
)  # fmt: skip
"""One page of each kind."""
REPORTS = ("en/sample/report.html", "en/sample/packet.html", "en/sample/portfolio.html")


def made_site(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Path:
    """Build the site with every warning an error; the first process that asks builds it, the others wait."""
    folder = shared_folder(tmp_path_factory, "made-site")
    with first_of_all(folder, "site") as first:
        if first:
            all_made_pages(tmp_path_factory, sample_folder, folder / "pages")
            done = subprocess.run(
                [sys.executable, str(MAKER / "make_site.py"), str(folder / "site"), "--sample", str(sample_folder),
                 "--pages", str(folder / "pages")],
                check=False, capture_output=True, text=True, timeout=500, cwd=ROOT,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def open_from_disk(page: Any, site: Path, place: str) -> None:
    """Open a page of the site as a double click does."""
    page.goto(f"file://{site}/{place}")
    if "search.html" in place:
        page.locator("#search-results li").first.wait_for(timeout=20_000)


def serious(page: Any, *, must_see: str = "", colours: bool = True) -> list[str]:
    """Return what axe-core calls serious or critical, with the element and what to do.

    Parameters
    ----------
    must_see : str
        A rule that must have been tried on something; else the page was not there yet.
    colours : bool
        Look at contrast too, which takes most of the time.
    """
    from axe_playwright_python.sync_playwright import Axe

    # Of what is in order axe then tells one place only: telling all takes half of the time.
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    answer = Axe().run(page, options=options).response
    tried = {rule["id"] for kind in ("passes", "violations") for rule in answer[kind] if rule["nodes"]}
    assert "document-title" in tried, "axe-core did not run"
    assert not must_see or must_see in tried, f"nothing to try {must_see} on"
    return [
        f"{rule['id']}: {node['html'][:200]} {' '.join(node.get('failureSummary', '').split())[:300]}"
        for rule in answer["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"][:5]
    ]
