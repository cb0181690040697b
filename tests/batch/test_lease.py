"""A report is made by one run at a time, and a run that dies gives its reports back at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from parcelproof.batch.lease import LEASES_FILE, FileLeases
from parcelproof.errors import ShopError

HOLDER = """
import sys, pathlib
from parcelproof.batch.lease import FileLeases
with FileLeases(pathlib.Path(sys.argv[1])).hold(sys.argv[2]) as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


def holder(folder: Path, name: str) -> subprocess.Popen[str]:
    """Start a process that holds a lease until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.said = process.stdout.readline().strip()  # type: ignore[attr-defined]
    return process


def test_another_process_waits_for_the_holder_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    leases = FileLeases(tmp_path)
    first = holder(tmp_path, "ebay-1")
    assert first.said == "True"  # type: ignore[attr-defined]
    with leases.hold("ebay-1") as mine, leases.hold("ebay-2") as other:
        assert (mine, other) == (False, True)
    first.send_signal(signal.SIGKILL)
    first.wait()
    with leases.hold("ebay-1") as mine:
        assert mine
        second = holder(tmp_path, "ebay-1")
        assert second.said == "False"  # type: ignore[attr-defined]
        second.communicate()


def test_a_wait_ends_when_the_holder_lets_go(tmp_path: Path) -> None:
    first = holder(tmp_path, "ebay-1")
    assert first.stdin is not None
    first.stdin.close()
    with FileLeases(tmp_path).hold("ebay-1", wait=30) as mine:
        assert mine
    first.wait()


def test_one_process_keeps_its_own_holders_apart_and_a_child_that_outlives_it_holds_nothing(tmp_path: Path) -> None:
    one, two = FileLeases(tmp_path), FileLeases(tmp_path)
    with one.hold("ebay-1") as first, two.hold("ebay-1") as again:
        assert (first, again) == (True, False)
        # Closing what the second one opened must not give the first lease back.
        third = holder(tmp_path, "ebay-1")
        assert third.said == "False"  # type: ignore[attr-defined]
        third.communicate()
    with one.hold("ebay-1") as mine:
        assert mine


def test_a_forked_child_keeps_no_lease(tmp_path: Path) -> None:
    with FileLeases(tmp_path).hold("ebay-1") as mine:
        assert mine
        child = os.fork()
        if child == 0:
            signal.pause()
            os._exit(0)
    try:
        other = holder(tmp_path, "ebay-1")
        assert other.said == "True"  # type: ignore[attr-defined]
        other.communicate()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_leases_leave_one_empty_file(tmp_path: Path) -> None:
    for name in ("ebay-1", "ebay-2", "portfolio"):
        with FileLeases(tmp_path).hold(name):
            pass
    assert [(p.name, p.stat().st_size) for p in tmp_path.iterdir()] == [(LEASES_FILE, 0)]


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "batch").write_text("a file where the folder should be")
    with pytest.raises(ShopError, match="keeps two runs apart"), FileLeases(tmp_path / "batch").hold("ebay-1"):
        pass
