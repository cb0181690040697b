"""Tell whether somebody is there to click, or whether this run only prints."""

from __future__ import annotations

import os
from typing import Any

SWITCH = "PARCELPROOF_WIDGETS"


def is_live() -> bool:
    """Return True if a person looks at this kernel through JupyterLab or Voila.

    papermill, nbclient and nbval run cells without a person: they do not allow input. There every view
    gives its static form only, and no widget is made, so that none of its state is stored in a file.
    ``PARCELPROOF_WIDGETS=1`` or ``0`` decides for the cases where this cannot be seen.
    """
    wanted = os.environ.get(SWITCH)
    if wanted in ("0", "1"):
        return wanted == "1"
    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
        return True
    kernel: Any = getattr(_shell(), "kernel", None)
    return bool(getattr(kernel, "_allow_stdin", False))


def _shell() -> object | None:
    from IPython import get_ipython

    shell: object | None = get_ipython()
    return shell
