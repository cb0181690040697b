"""What the processes of reports load before the first report, and what nobody needs."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parcelproof.batch.engine.system import AVAILABLE
from parcelproof.tracking.columns import to_parquet
from parcelproof.tracking.events import Event, Status

READ = (
    "import sys, pathlib; from parcelproof.tracking.columns import read_parquet; "
    "print(len(read_parquet(pathlib.Path(sys.argv[1]).read_bytes(), 'A1')), 'pandas' in sys.modules)"
)

FULL = """
import os, sys, tempfile
def refuse(*_arguments, **_options):
    raise OSError(28, "No space left on device")
setattr({where}, "{what}", refuse)
import parcelproof.batch.engine.warm
print("parcelproof.pages" in sys.modules)
"""


@pytest.mark.skipif(not AVAILABLE, reason="only a system that forks has such a process")
@pytest.mark.parametrize(("where", "what"), [("tempfile", "TemporaryDirectory"), ("os", "fork")])
def test_without_room_for_a_rehearsal_all_is_loaded_still(where: str, what: str) -> None:
    code = FULL.format(where=where, what=what)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True"]


def test_the_scans_of_a_parcel_are_read_without_pandas(tmp_path: Path) -> None:
    scans = [Event(tracking_number=n, time=datetime(2026, 11, 1, tzinfo=UTC), status=Status.IN_TRANSIT, order=0,
                   system="17track", text="left") for n in ("A1", "B2")]  # fmt: skip
    file = tmp_path / "scans.parquet"
    file.write_bytes(to_parquet(scans))
    done = subprocess.run([sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]
