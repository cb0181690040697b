"""The command lines that made reports before: papermill, nbconvert to HTML, nbconvert to PDF through Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

AT_ONCE = 2
BIN = Path(sys.executable).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def variables(**wanted: str) -> Iterator[None]:
    """Set variables of the environment for a while."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def browser_folder(folder: Path) -> str:
    """Make Debian's Chromium look like the one that nbconvert's browser library would fetch; empty if there is none."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    if not program:
        return ""
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    env = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(folder)}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    place = Path(found.stdout.strip())
    number = place.relative_to(folder).parts[0].rpartition("-")[2]
    shell = folder / f"chromium_headless_shell-{number}" / "chrome-headless-shell-linux64" / "chrome-headless-shell"
    for path in (place, shell):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(program)
    return str(folder)


def commands(shipment_id: str, folder: Path, template: Path, *, browser: bool) -> None:
    """Make one report by the three command lines."""
    place = folder / shipment_id
    place.mkdir()
    lines = [
        [BIN / "papermill", "--no-progress-bar", "-p", "shipment_id", shipment_id, template, "report.ipynb"],
        [BIN / "jupyter", "nbconvert", "--to", "html", "report.ipynb"],
    ]
    if browser:
        quiet = "--WebPDFExporter.disable_sandbox=True"
        lines.append([BIN / "jupyter", "nbconvert", "--to", "webpdf", quiet, "report.ipynb"])
    for line in lines:
        done = subprocess.run([str(x) for x in line], cwd=place, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"A command line failed: {line}\n{done.stderr[-2000:]}")


def old_ways(shop: Path, ids: Sequence[str], template: Path) -> tuple[float, float]:
    """Return seconds for each report: one after another, and two at a time; one is made before it is timed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = browser_folder(folder / "browsers")
        if not found:
            print("Chromium is missing: the PDF is left out of the command lines, so the ratios are too small.")
        with variables(PARCELPROOF_SHOP=str(shop), PLAYWRIGHT_BROWSERS_PATH=found):
            times = []
            for side_by_side in (1, AT_ONCE):
                place = folder / str(side_by_side)
                place.mkdir()
                if not times:
                    commands(ids[-1], folder, template, browser=bool(found))
                start = time.perf_counter()
                with ThreadPoolExecutor(side_by_side) as pool:
                    list(pool.map(lambda i, p=place: commands(i, p, template, browser=bool(found)), ids))
                times.append((time.perf_counter() - start) / len(ids))
    return times[0], times[1]
