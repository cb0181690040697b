"""Publish a finished report: built aside, then put in place by rename, whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parcelproof.processes import at_work

DRAFT, REPLACED = ".tmp-", ".old-"
_OURS = re.compile(rf"({re.escape(DRAFT)}|{re.escape(REPLACED)})(?P<name>.+)\.(?P<pid>\d+)\.[0-9a-f]{{8}}")
_WORKING = re.compile(r"pp-run-(?P<pid>\d+)-\w{8}")


@contextmanager
def build_folder(parent: Path, name: str) -> Iterator[Path]:
    """Yield a folder to build in; on success it takes the place of ``parent/name``.

    The name of the draft carries the process id, so that a later run can tell a draft that is being
    built from one that a killed run left.
    """
    parent.mkdir(parents=True, exist_ok=True)
    draft = parent / f"{DRAFT}{name}.{os.getpid()}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        yield draft
        for path in draft.rglob("*"):
            _sync(path)
        _sync(draft)
        _put_in_place(draft, parent / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def build_files(folder: Path) -> Iterator[Path]:
    """Yield a folder to build in; on success its files take their places in ``folder``, by name order.

    The file that says what was made (``….made.json``) goes last: without it nothing counts as made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{DRAFT}files.{os.getpid()}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        yield draft
        for path in sorted(draft.iterdir(), key=lambda p: (p.suffix == ".json", p.name)):
            _sync(path)
            path.replace(folder / path.name)
        _sync(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def clean_leftovers(parent: Path) -> None:
    """Remove what killed runs left, and bring back a report that was just being replaced."""
    if not parent.is_dir():
        return
    for path in parent.iterdir():
        mark = _OURS.fullmatch(path.name)
        if mark is None or at_work(int(mark["pid"]), path):
            continue
        final = parent / mark["name"]
        if path.name.startswith(REPLACED) and not final.exists():
            path.rename(final)
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def working_folder() -> Iterator[Path]:
    """Give this process, and all that it starts meanwhile, one folder for their temporary files; remove it whole.

    A process that is killed removes nothing, and folders that each of many made could not be told from those of others.
    """
    before = tempfile.tempdir, os.environ.get("TMPDIR")
    folder = Path(tempfile.mkdtemp(prefix=f"pp-run-{os.getpid()}-"))
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before[0]
        if before[1] is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before[1]
        shutil.rmtree(folder, ignore_errors=True)


def clean_working_folders(parent: Path) -> None:
    """Remove the folders for temporary files that killed runs left in a folder."""
    for path in parent.iterdir():
        mark = _WORKING.fullmatch(path.name)
        # The folder may be everybody's: what another person's run left is theirs.
        if mark and not at_work(int(mark["pid"]), path) and _is_mine(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_mine(path: Path) -> bool:
    try:
        return os.name == "nt" or path.lstat().st_uid == os.geteuid()
    except OSError:
        return False


def _put_in_place(draft: Path, final: Path) -> None:
    old = None
    if final.exists():
        old = final.with_name(f"{REPLACED}{final.name}.{os.getpid()}.{secrets.token_hex(4)}")
        final.rename(old)
    try:
        draft.rename(final)
    except OSError:
        if old:
            old.rename(final)
        raise
    _sync(final.parent)
    if old:
        shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no way to sync a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
