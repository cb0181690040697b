"""The product's pages in app mode: Voila inside a real Jupyter server, as ``make app`` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "templates" / "jupyter"
TOKEN = "pages"


class App:
    """One server on a free port, over the project's pages and one shop.

    Parameters
    ----------
    folder : Path
        Empty folder for what the server keeps.
    shop : Path
    """

    def __init__(self, folder: Path, shop: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        home = folder / "home"
        home.mkdir()
        env = {
            **os.environ, "PARCELPROOF_SHOP": str(shop), "HOME": str(home), "JUPYTER_PATH": str(SETTINGS),
            "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(home / "run"), "IPYTHONDIR": str(home / "ipython"),
        }  # fmt: skip
        self._path = folder / "app.log"
        self._log = self._path.open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
             f"--config={SETTINGS / 'jupyter_app_config.py'}", f"--port={self.port}",
             f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={ROOT}"],
            stdout=self._log, stderr=subprocess.STDOUT, env=env,
        )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{self.home}/api/status?token={TOKEN}", timeout=2):
                    return
            except OSError:
                if time.monotonic() > until:
                    raise RuntimeError(self._path.read_text()) from None
                time.sleep(0.2)

    @property
    def home(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def url(self, notebook: str, *, token: bool = True) -> str:
        return f"{self.home}/voila/render/notebooks/{notebook}" + (f"?token={TOKEN}" if token else "")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()
