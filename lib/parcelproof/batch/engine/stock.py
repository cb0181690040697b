"""Which notebooks only a whole kernel can run: those get the stock engine."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from parcelproof.batch.engine.system import AVAILABLE

_TALKS = re.compile(
    r"\b(?:ipywidgets|anywidget|create_comm|Comm\s*\(|tqdm\.(?:notebook|auto)|input\s*\(|getpass|breakpoint\s*\("
    r"|set_trace|interact(?:ive)?\s*\()|%(?:debug|pdb|tqdm)\b"
)
_SETTINGS = ("ipython_config.py", "ipython_config.json", "ipython_kernel_config.py", "ipython_kernel_config.json")


def why_stock(notebook: Any, kernel_name: str | None) -> str:
    """Return why the notebook needs the stock kernel; empty if it does not.

    Parameters
    ----------
    notebook : NotebookNode
    kernel_name : str or None
        As papermill found it.
    """
    if not AVAILABLE:
        return "this system cannot fork safely"
    spec = notebook.metadata.get("kernelspec", {})
    if spec.get("language", "python") != "python" or not _is_this_python(kernel_name or "python3", sys.executable):
        return "its kernel is not this Python"
    if _own_settings(os.environ.get("IPYTHONDIR") or str(Path("~/.ipython").expanduser())):
        return "IPython here has start-up files or settings of its own"
    talk = next((m for c in notebook.cells if c.cell_type == "code" and (m := _TALKS.search(c.source))), None)
    return f"it talks with a person ({talk[0].strip(' (')})" if talk else ""


@lru_cache(maxsize=32)
def _is_this_python(kernel_name: str, executable: str) -> bool:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel:
        return False  # the stock engine says so in its own words
    if "ipykernel_launcher" not in spec.argv and "ipykernel" not in spec.argv:
        return False
    program = spec.argv[0]
    # jupyter_client itself takes a bare name of this kind for the Python it runs in.
    bare = program in {"python", f"python{sys.version_info[0]}", "python" + ".".join(map(str, sys.version_info[:2]))}
    same = Path(program).parent == Path(executable).parent and Path(program).resolve() == Path(executable).resolve()
    return (bare or same) and not spec.env


def _own_settings(ipython_dir: str) -> bool:
    profile = Path(ipython_dir) / "profile_default"
    if any((profile / name).exists() for name in _SETTINGS):
        return True
    startup = profile / "startup"
    return startup.is_dir() and any(p.suffix in {".py", ".ipy"} for p in startup.iterdir())
