"""A report is in place whole or not at all, and nothing that a killed run left stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psutil
import pytest

from parcelproof.batch import publish
from parcelproof.batch.publish import build_files, build_folder, clean_leftovers, clean_working_folders, working_folder


class Cut(Exception):
    """Stands for whatever ends a build."""


@pytest.fixture
def ended_pid() -> int:
    """The id of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def files_of(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def published(parent: Path, name: str, text: str) -> None:
    with build_folder(parent, name) as draft:
        (draft / "inner").mkdir()
        (draft / "report.html").write_text(text)
        (draft / "inner" / "page.html").write_text(text)


def failing(real: Callable[..., object], call: int) -> Callable[..., object]:
    """Make the n-th call fail as a full disk does."""
    left = call

    def wrapped(*args: object, **kwargs: object) -> object:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    return wrapped


def cut_short(build: AbstractContextManager[Path], error: type[BaseException]) -> None:
    with build as draft:
        (draft / "report.html").write_text("half")
        raise error


def published_files(parent: Path) -> None:
    with build_files(parent) as draft:
        for name in ("portfolio.made.json", "portfolio.pdf", "portfolio.html", "portfolio.ipynb"):
            (draft / name).write_text("new")


def test_a_folder_is_published_whole_and_replaced_whole(tmp_path: Path) -> None:
    reports = tmp_path / "new" / "reports"
    published(reports, "ebay-1", "old")
    (reports / "ebay-1" / "only-in-the-old-one.html").write_text("old")
    published(reports, "ebay-1", "new")
    assert files_of(reports) == {"ebay-1/report.html": "new", "ebay-1/inner/page.html": "new"}


def test_nobody_sees_a_folder_that_is_being_built(tmp_path: Path) -> None:
    published(tmp_path, "ebay-1", "old")
    with build_folder(tmp_path, "ebay-1") as draft:
        (draft / "report.html").write_text("half")
        assert (tmp_path / "ebay-1" / "report.html").read_text() == "old"
        assert draft.name.startswith(".tmp-")
    assert (tmp_path / "ebay-1" / "report.html").read_text() == "half"


@pytest.mark.parametrize("error", [Cut, KeyboardInterrupt])
def test_a_build_that_ends_early_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    published(tmp_path, "ebay-1", "old")
    for build in (lambda: build_folder(tmp_path, "ebay-1"), lambda: build_files(tmp_path)):
        with pytest.raises(error):
            cut_short(build(), error)
    assert files_of(tmp_path) == {"ebay-1/report.html": "old", "ebay-1/inner/page.html": "old"}


@pytest.mark.parametrize("call", [1, 2])
def test_a_rename_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    published(tmp_path, "ebay-1", "old")
    monkeypatch.setattr(Path, "rename", failing(Path.rename, call))
    with pytest.raises(OSError, match="No space"):
        published(tmp_path, "ebay-1", "new")
    assert files_of(tmp_path) == {"ebay-1/report.html": "old", "ebay-1/inner/page.html": "old"}


@pytest.mark.parametrize("call", range(1, 6))
def test_a_disk_that_cannot_flush_publishes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    published(tmp_path, "ebay-1", "old")
    monkeypatch.setattr(publish, "_sync", failing(publish._sync, call))
    with pytest.raises(OSError, match="No space"):
        published(tmp_path, "ebay-1", "new")
    # The last flush comes after the rename: the report is then in place, whole, but the caller still hears of it.
    text = "new" if call == 5 else "old"
    clean_leftovers(tmp_path)
    assert files_of(tmp_path / "ebay-1") == {"report.html": text, "inner/page.html": text}


def test_files_are_put_in_place_and_the_mark_goes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real = Path.replace

    def watching(self: Path, target: Path) -> Path:
        order.append(self.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", watching)
    published_files(tmp_path / "reports")
    assert order == ["portfolio.html", "portfolio.ipynb", "portfolio.pdf", "portfolio.made.json"]
    assert set(files_of(tmp_path / "reports")) == set(order)


@pytest.mark.parametrize("call", [1, 2, 3, 4])
def test_files_that_cannot_all_be_put_in_place_do_not_count_as_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    monkeypatch.setattr(Path, "replace", failing(Path.replace, call))
    with pytest.raises(OSError, match="No space"):
        published_files(tmp_path)
    assert not (tmp_path / "portfolio.made.json").exists()
    assert [p for p in tmp_path.iterdir() if p.is_dir()] == []


def test_leftovers_of_an_ended_process_go(tmp_path: Path, ended_pid: int) -> None:
    published(tmp_path, "ebay-1", "new")
    for name in (
        f".tmp-ebay-1.{ended_pid}.0a1b2c3d",
        f".tmp-files.{ended_pid}.0a1b2c3d",
        f".old-ebay-1.{ended_pid}.0a1b2c3d",
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.html").write_text("half")
    clean_leftovers(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["ebay-1"]
    assert (tmp_path / "ebay-1" / "report.html").read_text() == "new"


def test_a_report_that_was_just_being_replaced_comes_back(tmp_path: Path, ended_pid: int) -> None:
    published(tmp_path, "ebay-1", "old")
    (tmp_path / "ebay-1").rename(tmp_path / f".old-ebay-1.{ended_pid}.0a1b2c3d")
    clean_leftovers(tmp_path)
    assert files_of(tmp_path) == {"ebay-1/report.html": "old", "ebay-1/inner/page.html": "old"}


def test_what_a_living_process_builds_is_left_alone(tmp_path: Path) -> None:
    names = {f".tmp-ebay-1.{os.getpid()}.0a1b2c3d", f".old-ebay-1.{os.getpid()}.0a1b2c3d"}
    for name in names:
        (tmp_path / name).mkdir()
    clean_leftovers(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == names


def test_a_leftover_whose_number_another_process_has_by_now_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover = tmp_path / f".tmp-ebay-1.{os.getpid()}.0a1b2c3d"
    leftover.mkdir()
    later = leftover.stat().st_mtime + 60
    monkeypatch.setattr(psutil.Process, "create_time", lambda self: later)
    clean_leftovers(tmp_path)
    assert not leftover.exists()


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    for name in (".tmp-notes", ".old-stuff", "notes", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "portfolio.html").write_text("page")
    before = sorted(p.name for p in tmp_path.iterdir())
    clean_leftovers(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    clean_leftovers(tmp_path / "not-there")


def test_temporary_files_of_a_run_go_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended_pid: int) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    killed = tmp_path / f"pp-run-{ended_pid}-abcd_efg"
    of_others = tmp_path / "pp-run-of-somebody"
    (killed / "inner").mkdir(parents=True)
    of_others.mkdir()
    clean_working_folders(tmp_path)
    with working_folder() as folder:
        assert Path(tempfile.mkdtemp()).parent == folder
        code = "import tempfile; print(tempfile.mkdtemp())"
        made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert Path(made.strip()).parent == folder
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        clean_working_folders(tmp_path)  # a second run at the same time leaves the first alone
        assert {*tmp_path.iterdir()} == {of_others, folder}
    assert list(tmp_path.iterdir()) == [of_others]
    assert tempfile.gettempdir() == str(tmp_path)
