"""The product's pages in app mode: Voila inside a real Jupyter server, as ``make app`` starts it."""

from __future__ import annotations

from pathlib import Path

from lab import SETTINGS, TOKEN, Server

ROOT = Path(__file__).parents[2]


class App(Server):
    """One server over the project's pages and one shop.

    Parameters
    ----------
    folder : Path
        Empty folder for what the server keeps.
    shop : Path
    """

    def __init__(self, folder: Path, shop: Path) -> None:
        config = f"--config={SETTINGS / 'jupyter_app_config.py'}"
        super().__init__(folder, shop, ROOT, ["jupyter_server", config], JUPYTER_PATH=str(SETTINGS))

    def url(self, notebook: str, *, token: bool = True) -> str:
        return f"{self.home}/voila/render/notebooks/{notebook}" + (f"?token={TOKEN}" if token else "")
