from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcelproof.errors import EvidenceError
from parcelproof.evidence import local
from parcelproof.evidence.store import EvidenceStore

DATA = b"photo of the parcel on the scale"
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(str(tmp_path / "ev") if request.param == "folder" else f"memory://{uuid.uuid4().hex}/ev")


@pytest.fixture
def folder(tmp_path: Path) -> tuple[EvidenceStore, Path]:
    return EvidenceStore(str(tmp_path / "ev")), tmp_path / "ev"


def test_a_file_comes_back_byte_for_byte(store: EvidenceStore) -> None:
    assert not store.has(SHA)
    assert store.put(DATA) == SHA
    assert store.put(DATA) == SHA
    assert store.get(SHA) == DATA
    assert store.has(SHA)
    assert store.size(SHA) == len(DATA)
    assert list(store.paths()) == [SHA]
    assert list(store.verify()) == []


def test_a_missing_file_is_an_error_that_names_it(store: EvidenceStore) -> None:
    with pytest.raises(EvidenceError) as caught:
        store.get(SHA)
    assert SHA[2:] in caught.value.where
    with pytest.raises(EvidenceError):
        store.size(SHA)
    assert [(p.sha256, p.kind) for p in store.verify({SHA: len(DATA)})] == [(SHA, "missing")]


@pytest.mark.parametrize("name", ["../../etc/passwd", "AB" * 32, "", "ab", "g" * 64, SHA + "\n"])
def test_only_a_hash_is_a_name(store: EvidenceStore, name: str) -> None:
    with pytest.raises(EvidenceError):
        store.get(name)


def test_one_changed_byte_is_found_and_named(folder: tuple[EvidenceStore, Path]) -> None:
    store, root = folder
    store.put(DATA)
    store.put(b"another")
    (root / SHA[:2] / SHA[2:]).write_bytes(b"P" + DATA[1:])
    with pytest.raises(EvidenceError, match="changed"):
        store.get(SHA)
    (problem,) = store.verify()
    assert (problem.sha256, problem.kind) == (SHA, "altered")
    assert "altered" in problem.what


def test_a_cut_off_file_is_told_from_an_altered_one(folder: tuple[EvidenceStore, Path]) -> None:
    store, root = folder
    store.put(DATA)
    (root / SHA[:2] / SHA[2:]).write_bytes(DATA[:-5])
    assert [p.kind for p in store.verify({SHA: len(DATA)})] == ["truncated"]
    assert [p.kind for p in store.verify()] == ["altered"]
    (root / SHA[:2] / SHA[2:]).write_bytes(b"")
    assert [p.kind for p in store.verify()] == ["truncated"]


def test_putting_the_same_file_again_restores_a_damaged_one(folder: tuple[EvidenceStore, Path]) -> None:
    store, root = folder
    store.put(DATA)
    for damage in (b"x" * len(DATA), b"short"):
        (root / SHA[:2] / SHA[2:]).write_bytes(damage)
        store.put(DATA)
        assert store.get(SHA) == DATA


def test_foreign_files_and_leftovers_are_named(folder: tuple[EvidenceStore, Path]) -> None:
    store, root = folder
    store.put(DATA)
    (root / "Thumbs.db").write_bytes(b"1")
    (root / SHA[:2] / f"{local.TEMPORARY}0123").write_bytes(b"half")
    (root / "deep" / "er").mkdir(parents=True)
    (root / "deep" / "er" / "x").write_bytes(b"1")
    assert [(p.path, p.kind) for p in store.verify()] == [
        (name, kind)
        for name, kind in sorted(
            [("Thumbs.db", "foreign"), (f"{SHA[:2]}/{local.TEMPORARY}0123", "leftover"), ("deep/er/x", "foreign")]
        )
    ]
    assert list(store.paths()) == [SHA]


def test_links_are_never_followed(folder: tuple[EvidenceStore, Path], tmp_path: Path) -> None:
    store, root = folder
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / SHA[2:]).write_bytes(DATA)
    root.mkdir()
    (root / SHA[:2]).symlink_to(outside, target_is_directory=True)
    assert not store.has(SHA)
    with pytest.raises(EvidenceError):
        store.get(SHA)
    with pytest.raises(EvidenceError):
        store.put(DATA)
    assert [p.kind for p in store.verify()] == ["foreign"]
    (root / SHA[:2]).unlink()
    (root / SHA[:2]).mkdir()
    (root / SHA[:2] / SHA[2:]).symlink_to(outside / SHA[2:])
    assert not store.has(SHA)
    assert [(p.sha256, p.kind) for p in store.verify()] == [(SHA, "foreign")]
    assert store.put(DATA) == SHA
    assert not (root / SHA[:2] / SHA[2:]).is_symlink()
    assert (outside / SHA[2:]).read_bytes() == DATA


def test_garbage_is_only_what_is_old_and_unnamed(folder: tuple[EvidenceStore, Path]) -> None:
    store, root = folder
    named, orphan, young = store.put(b"named"), store.put(b"orphan"), store.put(b"young")
    leftover = root / named[:2] / f"{local.TEMPORARY}1"
    leftover.write_bytes(b"half")
    (root / "notes.txt").write_bytes(b"mine")
    for path in [p for p in root.rglob("*") if p.is_file() and young[2:] not in p.name]:
        os.utime(path, (1_000_000, 1_000_000))
    assert set(store.collect_garbage({named}, timedelta(days=1))) == {
        f"{orphan[:2]}/{orphan[2:]}",
        f"{named[:2]}/{leftover.name}",
    }
    assert store.has(named)
    assert store.has(young)
    assert (root / "notes.txt").exists()


def test_a_file_put_again_is_young_again(folder: tuple[EvidenceStore, Path]) -> None:
    store, root = folder
    store.put(DATA)
    os.utime(root / SHA[:2] / SHA[2:], (1_000_000, 1_000_000))
    store.put(DATA)
    assert store.collect_garbage(set(), timedelta(days=1)) == []


def test_garbage_in_a_bucket() -> None:
    store = EvidenceStore(f"memory://{uuid.uuid4().hex}/ev")
    named, orphan = store.put(b"named"), store.put(b"orphan")
    assert store.collect_garbage({named}, timedelta(days=1)) == []
    assert store.collect_garbage({named}, timedelta(0)) == [f"{orphan[:2]}/{orphan[2:]}"]
    assert list(store.paths()) == [named]


class Failing:
    """Lets the n-th call of any seam fail, as a full or broken disk does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
        self.calls = 0
        for seam in ("_create", "_write", "_fsync", "_replace", "_make_folder"):
            monkeypatch.setattr(local, seam, self._wrap(getattr(local, seam), at))

    def _wrap(self, real, at):  # type: ignore[no-untyped-def]
        def call(*args):  # type: ignore[no-untyped-def]
            self.calls += 1
            if self.calls == at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*args)

        return call


def test_every_operation_may_fail_and_a_rerun_completes(tmp_path: Path) -> None:
    files = [b"a" * 100_000, b"b", b"a" * 100_000]
    at, failures = 0, 0
    while True:
        at += 1
        root = tmp_path / str(at)
        with pytest.MonkeyPatch.context() as patch:
            fault = Failing(patch, at)
            try:
                for data in files:
                    EvidenceStore(str(root)).put(data)
            except EvidenceError as error:
                failures += "No space left" in error.what
        store = EvidenceStore(str(root))
        assert list(store.verify()) == [], f"operation {at}"
        for data in files:
            assert store.get(store.put(data)) == data
        assert list(store.verify()) == []
        assert len(list(store.paths())) == 2
        if fault.calls < at:
            break
    # two new files: folder, create, write, file and folder and root flushed, rename; one known file: two flushes
    assert failures == at - 1 == 16


def test_a_short_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_write", lambda handle, data: os.write(handle, data[:7]))
    store = EvidenceStore(str(tmp_path))
    assert store.get(store.put(DATA)) == DATA


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_whatever_goes_in_comes_out(files: list[bytes]) -> None:
    store = EvidenceStore(f"memory://{uuid.uuid4().hex}")
    hashes = [store.put(data) for data in files]
    assert [store.get(h) for h in hashes] == files
    assert list(store.paths()) == sorted(set(hashes))
    assert list(store.verify({h: len(d) for h, d in zip(hashes, files, strict=True)})) == []


def test_what_a_killed_run_did_not_finish_goes_with_the_next_file(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom parcelproof.evidence import local\n"
        "local._replace = lambda *_: os._exit(9)\nlocal.LocalFolder(Path(sys.argv[1])).write('ab/cd', b'half')"
    )
    assert subprocess.run([sys.executable, "-c", code, str(root)], check=False).returncode == 9
    assert [p.name.startswith(local.TEMPORARY) for p in root.iterdir() if p.is_file()] == [True]
    at_work = root / f"{local.TEMPORARY}{os.getpid()}.{'0' * 16}"
    at_work.write_bytes(b"of a run beside this one")
    sha256 = EvidenceStore(str(root)).put(b"next")
    assert {p for p in root.rglob("*") if p.is_file()} == {at_work, root / sha256[:2] / sha256[2:]}
