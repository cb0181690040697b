"""Many parcels read at once say what each says alone, and what is kept of them counts only while it is true."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from parcelproof.checks import CheckContext
from parcelproof.errors import EvidenceError, ParcelproofError
from parcelproof.ledger.records import Message, Shipping, TrackingImport
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps import parcel_index
from parcelproof.steps.own_history import history_of
from parcelproof.steps.parcel_index import FILE
from parcelproof.steps.queue import Queue
from parcelproof.steps.wordings import teach
from parcelproof.tracked import read_tracked
from parcelproof.tracking.review.single import review_shipment, review_shipments

pytestmark = pytest.mark.usefixtures("sample_now")

SAME = ("id", "order", "shipping", "consents", "messages", "inquiries", "review_answers", "tracking", "head")


def everything(shop: Shop) -> dict[str, Shipment]:
    return {n: s for n, s in read_tracked(shop, shop.shipment_ids()) if not isinstance(s, ParcelproofError)}


def test_many_say_what_each_says_alone(sample_shop: Shop) -> None:
    together = everything(sample_shop)
    assert list(together) == sample_shop.shipment_ids()
    for name, read in together.items():
        alone = sample_shop.shipment(name, compare_photos=False)
        assert {f: getattr(read, f) for f in SAME} == {f: getattr(alone, f) for f in SAME}
    for days in (0, 3, 30, 400):
        context = CheckContext(sample_shop.playbook, sample_shop.now() + timedelta(days=days))
        shipments = list(together.values())
        assert review_shipments(shipments, context) == [review_shipment(s, context) for s in shipments]
    assert review_shipments([], context) == []


def test_scans_that_were_altered_are_named_and_stop_nothing(sample_shop_copy: Shop) -> None:
    name, sha256 = next(
        (name, s.record.events_sha256)
        for name in sample_shop_copy.shipment_ids()
        for s in sample_shop_copy.ledger.read(name)
        if isinstance(s.record, TrackingImport)
    )
    file = sample_shop_copy.folder / "evidence" / sha256[:2] / sha256[2:]
    file.chmod(0o600)
    file.write_bytes(b"PAR1")
    read = dict(read_tracked(sample_shop_copy, sample_shop_copy.shipment_ids()))
    assert isinstance(read[name], EvidenceError)
    assert any(isinstance(one, Shipment) for one in read.values())


@pytest.fixture
def kept(sample_shop_copy: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop that is large enough to keep a file, and was looked at."""
    monkeypatch.setattr(parcel_index, "MANY", 1)
    Queue(sample_shop_copy).refresh()
    return sample_shop_copy


def looked(folder: Path) -> tuple[list[str], object, object, int]:
    """Look with a new kernel; say what was found, and how many parcels were read for it."""
    queue, read = Queue(Shop(folder)), []
    queue.watch = lambda _done, of: read.append(of)
    queue.refresh()
    cases = [(c.shipment_id, c.troubles) for c in queue.cases]
    return [c.shipment_id for c in queue.done], cases, sorted(queue.parcels.items()), max(read, default=0)


def test_a_new_kernel_reads_what_is_not_settled_and_finds_the_same(kept: Shop) -> None:
    count = len(kept.shipment_ids())
    again = looked(kept.folder)
    assert 0 < again[3] < count
    (kept.folder / FILE).unlink()
    anew = looked(kept.folder)
    assert anew[3] == count
    assert again[:3] == anew[:3]
    assert history_of(Shop(kept.folder)) == history_of(kept)


def test_a_line_counts_only_while_its_chain_ends_there(kept: Shop) -> None:
    settled = next(n for n in kept.shipment_ids() if n not in {c.shipment_id for c in Queue(kept).cases})
    before = looked(kept.folder)
    kept.record(settled, Message(direction="to_buyer", channel="eBay", text="x", claimed_at=kept.now()), source="test")
    kept.record(settled, Shipping(carrier="Other", service="Line"), source="test")
    after = looked(kept.folder)
    assert after[3] in (before[3], before[3] + 1)
    assert dict(after[2])[settled].carrier == "Other"  # type: ignore[call-overload]


def test_a_taught_wording_makes_every_line_old(kept: Shop) -> None:
    teach(kept, "", "", "Gone to the moon", "lost")
    assert looked(kept.folder)[3] == len(kept.shipment_ids())


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no table at all" * 50])
def test_a_broken_file_is_as_none(kept: Shop, content: bytes) -> None:
    (kept.folder / FILE).write_bytes(content)
    assert looked(kept.folder)[3] == len(kept.shipment_ids())


def test_a_small_shop_keeps_no_file(sample_shop_copy: Shop) -> None:
    Queue(sample_shop_copy).refresh()
    assert not (sample_shop_copy.folder / FILE).exists()
