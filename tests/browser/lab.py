"""A real JupyterLab with the product's pages, driven as a person would."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

TOKEN = "pages"
SETTINGS = Path(__file__).parents[2] / "templates" / "jupyter"


class Server:
    """A Jupyter server on a free port over one shop, with a home of its own.

    Parameters
    ----------
    folder : Path
        Empty folder for what the server keeps.
    shop : Path
    root : Path
        Folder that the server shows.
    arguments : list of str
        The module to run, and its settings.
    env : str
        More variables.
    """

    def __init__(self, folder: Path, shop: Path, root: Path, arguments: list[str], **env: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        home = folder / "home"
        home.mkdir()
        surroundings = {
            **os.environ, "PARCELPROOF_SHOP": str(shop), "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_RUNTIME_DIR": str(home / "run"),
            "IPYTHONDIR": str(home / "ipython"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
            "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), **env,
        }  # fmt: skip
        self._said = folder / "server.log"
        self._log = self._said.open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments, "--no-browser", "--allow-root", f"--port={self.port}",
             f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}"],
            stdout=self._log, stderr=subprocess.STDOUT, env=surroundings,
        )  # fmt: skip
        self._wait()

    @property
    def home(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.home}/api/status?token={TOKEN}", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(self._said.read_text())

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()


class Lab(Server):
    """JupyterLab with a copy of the pages.

    Parameters
    ----------
    folder : Path
        Empty folder to work in.
    pages : Path
        The product's notebooks.
    shop : Path
    """

    def __init__(self, folder: Path, pages: Path, shop: Path) -> None:
        self.folder = folder
        shutil.copytree(pages, folder / "notebooks")
        super().__init__(folder, shop, folder, ["jupyterlab", f"--config={SETTINGS / 'jupyter_lab_config.py'}"])

    def kernel_is_idle(self, notebook: str) -> bool:
        with urllib.request.urlopen(f"{self.home}/api/sessions?token={TOKEN}", timeout=10) as answer:
            sessions = json.load(answer)
        return any(
            x["path"].endswith(notebook) and x["kernel"] and x["kernel"]["execution_state"] == "idle" for x in sessions
        )

    def url(self, notebook: str) -> str:
        return f"{self.home}/doc/tree/notebooks/{notebook}?token={TOKEN}&reset"


def new_tab(browser: Any, *, height: int, scale: float = 0.25) -> Any:
    """Open a tab so high that a whole page is in sight, for JupyterLab makes only the cells that are.

    Nobody looks at it, so it is drawn small: that takes a third off the work of a test.
    """
    return browser.new_page(viewport={"width": 1280, "height": height}, device_scale_factor=scale)


class LabPage:
    """One notebook page in a browser tab."""

    def __init__(self, tab: Any, lab: Lab) -> None:
        self.tab = tab
        self.lab = lab

    def open(self, notebook: str) -> None:
        self.tab.goto(self.lab.url(notebook))
        self.tab.locator(".jp-Notebook").wait_for(timeout=60_000)
        until = time.monotonic() + 60
        while not self.lab.kernel_is_idle(notebook):
            assert time.monotonic() < until, "the kernel did not start"
            self.tab.wait_for_timeout(200)
        self.tab.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for(timeout=60_000)

    def run_all(self) -> None:
        self._menu("Run", "Run All Cells")
        self.idle()

    def restart_and_run_all(self) -> None:
        self._menu("Run", "Restart Kernel and Run All Cells…")
        self.tab.locator(".jp-Dialog button.jp-mod-accept").click()
        self.idle()

    def idle(self) -> None:
        """Wait until the kernel has had nothing to do for a moment."""
        self.tab.wait_for_function(
            """() => {
                const bar = document.querySelector('.jp-Notebook-ExecutionIndicator');
                const now = performance.now();
                if (!bar || bar.dataset.status !== 'idle') { window.ppIdle = null; return false; }
                window.ppIdle = window.ppIdle || now;
                return now - window.ppIdle > 700;
            }""",
            timeout=90_000,
        )
        self.tab.evaluate("() => { window.ppIdle = null; }")

    def _menu(self, menu: str, item: str) -> None:
        self.tab.locator(".lm-MenuBar-itemLabel", has_text=menu).first.click()
        self.tab.locator(".lm-Menu-itemLabel", has_text=item).first.click()

    # -- fields -------------------------------------------------------------------------------

    def fill(self, label: str, value: str, nth: int = 0) -> None:
        field = self.tab.get_by_label(label, exact=True).nth(nth)
        field.scroll_into_view_if_needed()
        field.fill(value)

    def pick(self, label: str, option: str, nth: int = 0) -> None:
        field = self.tab.get_by_label(label, exact=True).nth(nth)
        field.scroll_into_view_if_needed()
        field.select_option(label=option)

    def press(self, button: str) -> None:
        self.idle()  # a slow machine must have taken in what was typed
        self.tab.get_by_role("button", name=button, exact=True).first.click()

    def saved(self) -> None:
        """Wait until the page says that the last change is saved."""
        self.tab.wait_for_timeout(400)
        self.tab.wait_for_function(
            """() => {
                const said = [...document.querySelectorAll('.pp-saved')].map(e => e.textContent);
                return said.some(t => /^Saved \\d\\d:\\d\\d/.test(t)) && !said.some(t => t.includes('Saving'));
            }""",
            timeout=15_000,
        )

    def value(self, label: str) -> str:
        return str(self.tab.get_by_label(label, exact=True).first.input_value())

    def keep_photo(self) -> None:
        """Send the photo that was just taken."""
        self.tab.get_by_role("button", name="Keep this photo").click()

    def see(self, text: str) -> None:
        self.tab.get_by_text(text).first.wait_for(timeout=45_000)


ORDERS = """Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,\
Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,Shipping Street,\
Shipping City,Shipping Zip,Shipping Country
#A-1001,ana@mail.example,paid,2026-10-01 10:00:00 +0800,unfulfilled,,USD,24.90,0.00,0.00,24.90,Standard,\
2026-10-01 09:58:00 +0800,1,"LED desk lamp, USB-C",24.90,LMP,Ana Roe,1 Elm St,Austin,73301,US
"""
"""What a shop exports: the order that the tests take through the pages."""
