"""Keeps keys for the form: in a list, "y" means Yes, and not JupyterLab's command for a cell."""

from __future__ import annotations

from pathlib import Path

import anywidget


class KeyGuard(anywidget.AnyWidget):
    """Invisible; tells JupyterLab to leave the keys that are pressed inside this output alone."""

    _esm = (Path(__file__).parent / "static" / "keys.js").read_text(encoding="utf-8")
