"""An import that is killed at any point, and run again, ends like one that was left alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from parcelproof.imports import Intake, collect
from parcelproof.shop import Shop, create_shop

pytestmark = pytest.mark.slow

CHILD = """
import os, signal, sys
from pathlib import Path
import parcelproof.evidence.local as files
import parcelproof.ledger.writer as writer
from parcelproof.imports import Intake, collect
from parcelproof.shop import Shop

left = int(sys.argv[3])

def dying(real):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call

files._fsync = dying(files._fsync)
files._replace = dying(files._replace)
writer._set_head = dying(writer._set_head)
list(Intake(Shop(Path(sys.argv[1]))).run(collect([Path(sys.argv[2])])))
"""


def content(shop: Shop) -> dict[str, object]:
    """What a person would see: every shipment, apart from when it was recorded."""
    seen: dict[str, object] = {}
    for chain in [*shop.ledger.chains()]:
        stored = shop.ledger.read(chain)
        seen[chain] = [(s.entry.kind, s.entry.slot, s.record) for s in stored]
    return {"records": seen, "files": sorted(shop.evidence.paths())}


@pytest.fixture(scope="module")
def exports(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crash") / "exports"
    shutil.copytree(sample_folder / "exports", folder)
    # A few photos are enough to die in; all other files stay.
    for number, photo in enumerate(sorted((folder / "photos").rglob("*.*"))):
        if number % 30:
            photo.unlink()
    return folder


@pytest.fixture(scope="module")
def undisturbed(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    shop = create_shop(tmp_path_factory.mktemp("calm") / "shop")
    assert not [o.name for o in Intake(shop).run(collect([exports])) if o.rejected]
    return content(shop)


# The first step, one in the middle of a file, one among the records, one near the end.
@pytest.mark.parametrize("point", [1, 13, 60, 120])
def test_killed_and_run_again(exports: Path, undisturbed: dict[str, object], tmp_path: Path, point: int) -> None:
    shop = create_shop(tmp_path / "shop")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(shop.folder), str(exports), str(point)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert shop.verify() == []
    list(Intake(shop).run(collect([exports])))
    assert shop.verify() == []
    after = content(shop)
    assert after["records"] == undisturbed["records"]
    # A file that was kept just before the kill, and that no record names, is harmless.
    assert set(undisturbed["files"]) <= set(after["files"])  # type: ignore[arg-type]
