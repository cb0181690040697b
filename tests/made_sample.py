"""The sample shop, drawn and imported once and kept under ``build/`` for as long as nothing that makes it changes.

Drawing and taking in 170 photos takes most of a minute. All test processes, the pages under nbval and the next run
share one result; each gets a copy, so that what is kept stays as it was made. ``python tests/made_sample.py FOLDER``
puts a copy there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "sample-for-tests"
NOW = "2026-11-20T18:00:00+08:00"
CHOSEN = "ebay-12-13094-50631"
LIBRARY = ROOT / "lib" / "parcelproof"
# What draws the exports; and what may have a say in an import: all of the library, but for the layers above it.
DRAWS = (LIBRARY / "sample", LIBRARY / "ledger" / "records", LIBRARY / "units.py", ROOT / "templates" / "fonts")
IMPORTS = (*(p for p in sorted(LIBRARY.iterdir()) if p.name not in {"widgets", "cli", "batch"}), ROOT / "playbook")


def copy_sample(target: Path) -> None:
    """Put ``exports`` and ``shop`` of the sample into a new folder, made if they are not kept yet.

    Parameters
    ----------
    target : Path
        A folder that does not exist.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file is closed, even by a process that dies
        exports = _kept("exports", _mark(DRAWS), _draw)
        shop = _kept("shop", _mark((*DRAWS, *IMPORTS)), lambda folder: _import(exports, folder))
        draft = target.with_name(f"{target.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(exports, draft / "exports")
        shutil.copytree(shop, draft / "shop")
        draft.rename(target)


def _kept(name: str, mark: str, make: Callable[[Path], None]) -> Path:
    folder = KEPT / f"{name}-{mark}"
    if not folder.exists():
        for old in KEPT.glob(f"{name}*"):
            shutil.rmtree(old)
        draft = KEPT / f"{name}.draft"
        make(draft)
        draft.rename(folder)
    return folder


def _mark(places: Iterable[Path]) -> str:
    """Hash the content of all files, and the versions of everything installed."""
    mark = hashlib.sha256(sys.version.encode())
    for line in sorted(f"{d.name} {d.version}\n" for d in distributions()):
        mark.update(line.encode())
    for path in (Path(__file__), *(p for place in places for p in (place, *sorted(place.rglob("*"))))):
        if path.is_file() and "__pycache__" not in path.parts:
            mark.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return mark.hexdigest()[:20]


def _draw(folder: Path) -> None:
    from parcelproof.sample import write_sample

    write_sample(folder)


def _import(exports: Path, folder: Path) -> None:
    from parcelproof.imports import Intake, collect
    from parcelproof.shop import create_shop
    from parcelproof.shop_settings import ShopSettings
    from parcelproof.steps.current import choose, choose_product

    settings = ShopSettings(name="Lantern Lane Goods", zone="Asia/Shanghai", origin="CN")
    with _at(NOW):
        shop = create_shop(folder, settings)
        outcomes = list(Intake(shop).run(collect([exports])))
        choose(shop, CHOSEN)
        for chain in shop.product_ids()[:1]:
            choose_product(shop, chain)
    assert [(o.name, o.rejected, o.refused) for o in outcomes if o.rejected or o.refused] == []


@contextmanager
def _at(now: str) -> Iterator[None]:
    before = os.environ.get("PARCELPROOF_NOW")
    os.environ["PARCELPROOF_NOW"] = now
    try:
        yield
    finally:
        os.environ.pop("PARCELPROOF_NOW")
        if before is not None:
            os.environ["PARCELPROOF_NOW"] = before


if __name__ == "__main__":
    place = Path(sys.argv[1])
    shutil.rmtree(place, ignore_errors=True)
    copy_sample(place)
