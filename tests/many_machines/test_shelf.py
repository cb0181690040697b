"""Reports in a bucket: whole or not at all, never two versions mixed, nothing trusted unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from s3_server import S3Server

from parcelproof.errors import ParcelproofError, ReportError
from parcelproof.shelf import MARK, Shelf

NAME = "ebay-10-1001"
KEYS = ["1" * 64, "2" * 64, "3" * 64]

pytestmark = pytest.mark.usefixtures("s3_keys")


@pytest.fixture
def shelf(s3: S3Server) -> Shelf:
    return Shelf.at(f"{s3.new_bucket()}/reports", {"endpoint_url": s3.endpoint})


def files(folder: Path, version: int) -> dict[str, Path]:
    """Two files whose content tells their version, so that a mixture would show."""
    folder.mkdir(exist_ok=True)
    made = {}
    for name in ("report.html", "report.pdf"):
        made[name] = folder / name
        made[name].write_bytes(f"{name} of version {version}".encode())
    return made


def publish(shelf: Shelf, tmp_path: Path, version: int) -> None:
    shelf.publish(NAME, files(tmp_path / "made", version), key=KEYS[version], as_of="2026-11-20T18:00:00+08:00")


def test_what_is_published_is_read_back_and_nothing_else_is_there(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.mark(NAME) is None
    assert shelf.fetch(NAME) == {}
    publish(shelf, tmp_path, 0)
    assert shelf.fetch(NAME) == {n: f"{n} of version 0".encode() for n in ("report.html", "report.pdf")}
    assert {n: m.key for n, m in shelf.marks([NAME, "ebay-10-1002"]).items()} == {NAME: KEYS[0]}
    assert len(list(shelf.bucket.names())) == 3


def test_a_report_made_again_keeps_one_older_version_for_who_is_reading_it(shelf: Shelf, tmp_path: Path) -> None:
    folders = []
    for version in range(3):
        publish(shelf, tmp_path, version)
        mark = shelf.mark(NAME)
        assert mark is not None
        folders.append(mark.folder)
        assert set(shelf.fetch(NAME).values()) == {f"{n} of version {version}".encode() for n in mark.files}
    left = {path.split("/")[1] for path in shelf.bucket.names(NAME)}
    assert left == {MARK, *folders[1:]}


@pytest.mark.parametrize("stopped_at", [1, 2, 3])
@pytest.mark.parametrize("first", [True, False])
def test_a_publish_stopped_at_any_object_leaves_what_was_there(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_at: int, first: bool
) -> None:
    if not first:
        publish(shelf, tmp_path, 0)
    before = shelf.fetch(NAME)
    put, calls = shelf.bucket.put, 0

    def stopping(name: str, data: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == stopped_at:
            raise KeyboardInterrupt
        put(name, data)

    monkeypatch.setattr(shelf.bucket, "put", stopping)
    with pytest.raises(KeyboardInterrupt):
        publish(shelf, tmp_path, 1)
    monkeypatch.undo()
    assert shelf.fetch(NAME) == before
    publish(shelf, tmp_path, 2)
    assert set(shelf.fetch(NAME).values()) == {f"{n} of version 2".encode() for n in ("report.html", "report.pdf")}
    assert len({path.split("/")[1] for path in shelf.bucket.names(NAME)}) == (2 if first else 3)


def test_a_file_that_was_altered_or_is_gone_is_told(s3: S3Server, shelf: Shelf, tmp_path: Path) -> None:
    publish(shelf, tmp_path, 0)
    mark = shelf.mark(NAME)
    assert mark is not None
    place = f"{shelf.bucket.url}/{NAME}/{mark.folder}/report.pdf"
    s3.put(place, b"another")
    with pytest.raises(ReportError, match="altered") as caught:
        shelf.fetch(NAME)
    assert "report.pdf" in caught.value.where
    s3.delete(place)
    with pytest.raises(ReportError, match="missing"):
        shelf.fetch(NAME)


@pytest.mark.parametrize(
    "mark",
    [
        b"", b"[]", b"{}", b'{"key": "x"}', b"\xff\xfe",
        b'{"key": "x", "as_of": "y", "folder": "../../other", "files": {}}',
        b'{"key": "x", "as_of": "y", "folder": "0123456789abcdef-00000000", '
        b'"files": {"../x.pdf": {"bytes": 1, "sha256": ""}}}',
    ],
)  # fmt: skip
def test_a_mark_that_no_shelf_wrote_counts_as_none(s3: S3Server, shelf: Shelf, mark: bytes) -> None:
    s3.put(f"{shelf.bucket.url}/{NAME}/{MARK}", mark)
    assert shelf.mark(NAME) is None
    assert shelf.marks([NAME]) == {}


def test_a_bucket_that_is_not_there_is_said_in_words(s3: S3Server, tmp_path: Path) -> None:
    shelf = Shelf.at("s3://no-such-bucket-here/reports", {"endpoint_url": s3.endpoint})
    with pytest.raises(ParcelproofError, match="no such bucket"):
        publish(shelf, tmp_path, 0)
