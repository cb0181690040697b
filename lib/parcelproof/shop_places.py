"""Where a shop may lie when nobody names its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "PARCELPROOF_SHOP"
"""Environment variable that names the folder of a shop."""
LEVELS_UP = 2
USUAL_FOLDERS = ("shop", "sample-shop")


def named_place() -> Path | None:
    """Return the folder that the environment names, or None."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else None


def usual_places(here: Path) -> Iterator[Path]:
    """Yield a folder, ``shop/`` and ``sample-shop/`` in it, and the same two folders up: a page lies so deep."""
    for base in (here, *here.parents[:LEVELS_UP]):
        yield base
        yield from (base / name for name in USUAL_FOLDERS)
