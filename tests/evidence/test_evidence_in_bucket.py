"""Evidence in a bucket: what a folder promises holds against a real S3 server too."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from s3_server import S3Server

from parcelproof.errors import EvidenceError
from parcelproof.evidence import nearby
from parcelproof.evidence.nearby import Nearby
from parcelproof.evidence.store import EvidenceStore

DATA = b"photo of the parcel on the scale"
SHA = hashlib.sha256(DATA).hexdigest()
NAME = f"{SHA[:2]}/{SHA[2:]}"
QUICK = {"config_kwargs": {"connect_timeout": 1, "read_timeout": 1, "retries": {"max_attempts": 0}}}

pytestmark = pytest.mark.usefixtures("s3_keys")


@pytest.fixture
def url(s3: S3Server) -> str:
    return f"{s3.new_bucket()}/shop/evidence"


@pytest.fixture
def opened(s3: S3Server, url: str) -> Callable[..., EvidenceStore]:
    def open_store(near: Path | None = None, *, place: str = url) -> EvidenceStore:
        return EvidenceStore(place, {"endpoint_url": s3.endpoint}, nearby=near)

    return open_store


def test_a_file_comes_back_byte_for_byte_and_is_found_again(opened: Callable[..., EvidenceStore]) -> None:
    store = opened()
    store.check()
    assert not store.has(SHA)
    assert [problem.kind for problem in store.verify({SHA: len(DATA)})] == ["missing"]
    assert store.put(DATA) == store.put(DATA) == SHA
    other = opened()
    assert other.get(SHA) == DATA
    assert other.size(SHA) == len(DATA)
    assert list(other.paths()) == [SHA]
    assert list(other.verify({SHA: len(DATA)})) == []


def test_a_changed_object_is_found_and_named_and_a_cut_off_one_is_mended(
    s3: S3Server, url: str, opened: Callable[..., EvidenceStore]
) -> None:
    store = opened()
    store.put(DATA)
    s3.put(f"{url}/{NAME}", b"P" + DATA[1:])
    s3.put(f"{url}/Thumbs.db", b"1")
    with pytest.raises(EvidenceError, match="changed"):
        store.get(SHA)
    assert sorted((p.path, p.kind) for p in store.verify()) == sorted([(NAME, "altered"), ("Thumbs.db", "foreign")])
    s3.put(f"{url}/{NAME}", DATA[:-5])
    assert {p.kind for p in store.verify({SHA: len(DATA)})} == {"truncated", "foreign"}
    store.put(DATA)
    assert store.get(SHA) == DATA


def test_an_object_that_another_machine_put_meanwhile_is_not_overwritten(
    s3: S3Server, url: str, opened: Callable[..., EvidenceStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened()
    asked = []

    def none_yet(name: str) -> int | None:
        asked.append(name)
        # The store looks, then the upload looks: both before the other machine is done.
        return None if len(asked) <= 2 else len(DATA)

    s3.put(f"{url}/{NAME}", b"x" * len(DATA))
    monkeypatch.setattr(store._files, "size", none_yet)
    store.put(DATA)
    monkeypatch.undo()
    with pytest.raises(EvidenceError, match="changed"):  # the other's bytes stand: they were not written over
        opened().get(SHA)


def test_copies_nearby_spare_the_bucket_and_are_never_trusted_unseen(
    s3: S3Server, url: str, opened: Callable[..., EvidenceStore], tmp_path: Path
) -> None:
    store = opened(tmp_path / "near")
    more = [b"%d" % n for n in range(40)]
    hashes = [store.put(data) for data in [DATA, *more]]
    store.bring_near([*hashes, "0" * 64])
    for sha256 in hashes:
        s3.delete(f"{url}/{sha256[:2]}/{sha256[2:]}")
    assert [store.get(sha256) for sha256 in hashes] == [DATA, *more]
    copy = tmp_path / "near" / SHA[:2] / SHA[2:]
    copy.write_bytes(b"altered")
    with pytest.raises(EvidenceError, match="missing"):
        store.get(SHA)
    store.put(DATA)
    assert store.get(SHA) == DATA
    assert copy.read_bytes() == DATA
    assert store.has(SHA)


def test_copies_nearby_stay_within_their_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "_LOOK_AFTER", 2)
    near = Nearby(tmp_path, limit=1000)
    for number in range(100):
        near.keep(f"ab/{number}", b"x" * 100)
        os.utime(tmp_path / "ab" / str(number), ns=(number, number))
    left = {int(path.name) for path in (tmp_path / "ab").iterdir()}
    assert sum(path.stat().st_size for path in (tmp_path / "ab").iterdir()) <= 1500
    assert 99 in left
    assert 0 not in left


@pytest.mark.parametrize(
    ("place", "options", "words"),
    [
        ("s3://no-such-bucket-here/evidence", {}, "no such bucket"),
        ("s3://bucket/evidence", {"endpoint_url": "http://127.0.0.1:9", **QUICK}, "cannot be reached"),
    ],
)
def test_a_bucket_that_is_not_there_is_said_in_words(
    s3: S3Server, place: str, options: dict[str, object], words: str
) -> None:
    store = EvidenceStore(place, {"endpoint_url": s3.endpoint, **options})
    for ask in (store.check, lambda: store.put(DATA)):
        with pytest.raises(EvidenceError, match=words) as caught:
            ask()
        assert caught.value.mend
        assert "testing" not in str(caught.value)


def test_missing_keys_are_said_in_words(
    s3: S3Server, url: str, opened: Callable[..., EvidenceStore], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(EvidenceError, match="keys for the storage are missing"):
        EvidenceStore(url, {"endpoint_url": s3.endpoint, "use_listings_cache": False}).check()
