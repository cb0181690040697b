"""What a run would do: a report is made again when, and only when, something changed that it depends on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from small_shop import IDS

from parcelproof.batch import keys
from parcelproof.batch.history import Failure, History
from parcelproof.batch.job import FILES, Key
from parcelproof.batch.plan import Plan, duration
from parcelproof.batch.runner import ReportRunner
from parcelproof.ids import product_chain
from parcelproof.imports import Intake, Options, collect
from parcelproof.ledger.records import (
    Inspection,
    Item,
    Listing,
    Message,
    Order,
    Photo,
    Product,
    Shipping,
    SupplierProof,
    TaughtWording,
    UnitInspection,
)
from parcelproof.shop import Shop
from parcelproof.units import Money

ONE, TWO, THREE, FOUR = IDS


def plan(shop: Shop, **options: bool) -> Plan:
    return ReportRunner(Shop(shop.folder), **options).plan(shop.shipment_ids())


def publish(shop: Shop, made: Plan | None = None) -> None:
    """Leave what a run of reports leaves, without the time that making them takes."""
    made = made or plan(shop)
    for name in made.todo:
        folder = shop.reports_folder / name
        folder.mkdir(parents=True, exist_ok=True)
        for file in FILES[""]:
            (folder / file).write_bytes(b"")
        (folder / "made.json").write_text(json.dumps({"key": str(made.keys[name])}))


def todo(shop: Shop) -> set[str]:
    return set(plan(shop).todo)


@pytest.fixture
def shop(small_shop: Shop) -> Shop:
    """Each parcel holds a product of its own; the first two have a serial number."""
    price = Money.model_validate({"amount": "12.50", "currency": "USD"})
    for number, name in enumerate(IDS, 1):
        small_shop.record(name, Item(line_id="2", title="Lamp", quantity=1, unit_price=price, sku=f"LMP-{number}",
                                     listing_id=f"25611{number}", serials=(f"SN-{number}",)))  # fmt: skip
        small_shop.record(product_chain(f"LMP-{number}"), Product(sku=f"LMP-{number}", title="Lamp"))
    publish(small_shop)
    assert todo(small_shop) == set()
    return small_shop


def message(text: str = "Where is my mug?") -> Message:
    return Message(direction="from_buyer", channel="ebay", text=text, claimed_at=datetime(2026, 11, 12, tzinfo=UTC))


def paper(sku: str) -> SupplierProof:
    return SupplierProof(
        document="invoice", document_date=date(2026, 9, 1), supplier="Ningbo Lamps", sku=sku, quantity=2
    )


CHANGES: dict[str, tuple[Callable[[Shop], object], set[str]]] = {
    "a new record": (lambda s: s.record(ONE, message()), {ONE}),
    "a correction": (lambda s: s.record(TWO, Shipping(carrier="Yanwen", tracking_number="RR300000002CN")), {TWO}),
    "personal data erased": (lambda s: s.ledger.erase(THREE, reason="asked", who="seller"), {THREE}),
    "another parcel of the order": (
        lambda s: s.record("ebay-10-1001-p2", Order(channel="ebay", order_id="10-1001")), {ONE, "ebay-10-1001-p2"},
    ),
    "an order of other goods": (lambda s: s.record("etsy-1", Order(channel="etsy", order_id="1")), {"etsy-1"}),
    "a product page": (
        lambda s: s.record(product_chain("LMP-2"), Listing(listing_id="256112", title="Lamp", sha256="b" * 64,
                                                           media_type="text/html", bytes=9)), {TWO},
    ),
    "the products renamed": (
        lambda s: s.record(product_chain("LMP-3"), Product(sku="LMP-3-NEW", title="Lamp")), {THREE},
    ),
    "a product that was not on record": (
        lambda s: s.record(product_chain("MUG"), Product(sku="MUG", title="Mug", listing_ids=("256114",))), set(),
    ),
    "a serial number sold elsewhere": (
        lambda s: s.record("etsy-2", Item(line_id="1", title="x", quantity=1, serials=("sn-1 ",))), {ONE, "etsy-2"},
    ),
    "a serial number inspected elsewhere": (
        lambda s: s.record(FOUR, Inspection(stage="quality_control", units_checked=1, verdict="accepted",
                                            serials=("SN-2",))), {TWO, FOUR},
    ),
    "a unit set aside elsewhere": (
        lambda s: s.record(FOUR, UnitInspection(serial="SN-3", verdict="set_aside")), {FOUR},
    ),
    "more of the goods sold, and no papers": (
        lambda s: s.record("etsy-3", Item(line_id="1", title="x", quantity=5, sku="LMP-1")), {"etsy-3"},
    ),
    "a wording taught": (
        lambda s: s.record_many([("shop", TaughtWording(carrier="China Post", text="Posted", status="accepted"))],
                                source="page"), set(IDS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_exactly_what_depends_on_it(shop: Shop, change: str) -> None:
    do, expected = CHANGES[change]
    do(shop)
    assert todo(shop) == expected
    publish(shop)
    assert todo(shop) == set()


def test_sold_pieces_count_where_papers_say_what_was_bought(shop: Shop) -> None:
    shop.record(TWO, paper("LMP-2"))
    shop.record(product_chain("LMP-3"), paper("LMP-3"))
    publish(shop)
    for number in (1, 2, 3):
        shop.record(f"etsy-{number}", Item(line_id="1", title="x", quantity=5, sku=f"LMP-{number}"))
    assert todo(shop) == {TWO, THREE, "etsy-1", "etsy-2", "etsy-3"}


def test_a_photo_of_another_order_counts_if_it_is_a_twin(shop: Shop, tmp_path: Path) -> None:
    from small_shop import picture

    def take(name: str, data: bytes, role: str = "other") -> None:
        file = tmp_path / name
        file.write_bytes(data)
        list(Intake(Shop(shop.folder), Options(shipment=FOUR, role=role)).run(collect([file])))

    take("other.jpg", picture(99))
    assert todo(shop) == {FOUR}
    publish(shop)
    photo = next(s.record for s in shop.ledger.read(ONE) if isinstance(s.record, Photo))
    take("same.jpg", shop.evidence.get(photo.sha256))
    assert todo(shop) == {ONE, FOUR}
    publish(shop)
    assert todo(shop) == set()
    shop.record("etsy-9", photo)
    assert todo(shop) == {ONE, FOUR, "etsy-9"}


def test_what_all_reports_share(shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-20T23:00:00+08:00")
    assert todo(shop) == set()
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-21T00:30:00+08:00")
    assert todo(shop) == set(IDS)
    publish(shop)
    settings = shop.folder / "shop.yaml"
    settings.write_text(settings.read_text().replace("Four parcels", "Five parcels"))
    assert todo(shop) == set(IDS)
    publish(shop)
    for name in ("playbook", "templates"):
        copy = shutil.copytree(getattr(keys, f"{name}_dir")(), tmp_path / name)
        monkeypatch.setattr(keys, f"{name}_dir", lambda copy=copy: copy)
        assert todo(shop) == set()
        changed = copy / ("delivery/guide.md" if name == "playbook" else "reports/report.css")
        changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert todo(shop) == set(IDS)
        publish(shop)
    monkeypatch.setattr(keys, "__version__", "99.0")
    assert todo(shop) == set(IDS)


def test_a_report_that_is_not_whole_is_made_again(shop: Shop) -> None:
    (shop.reports_folder / ONE / "report.pdf").unlink()
    (shop.reports_folder / TWO / "made.json").write_text('{"key": "half')
    shutil.rmtree(shop.reports_folder / THREE)
    assert todo(shop) == {ONE, TWO, THREE}
    assert set(plan(shop, again=True).todo) == set(IDS)


def test_a_key_reads_back_and_covers_what_looked_less_far() -> None:
    key = Key("ab" * 32, 7)
    assert Key.read(str(key)) == key
    assert [Key.read(text) for text in ("", "ab", f"{'ab' * 32}-", f"{'ab' * 32}-x")] == [None] * 4
    assert key.covers(Key("ab" * 32, 6))
    assert not key.covers(Key("ab" * 32, 8))
    assert not key.covers(Key("cd" * 32, 7))


def test_the_plan_says_what_failed_before_and_how_long_it_takes(shop: Shop) -> None:
    history = History(shop.folder)
    history.note(ONE, Failure("the page", "A photo is gone.", "Bring it back."))
    history.note_seconds(0.5)
    shop.record(ONE, message())
    shop.record(TWO, message())
    said = plan(shop)
    assert list(said.todo) == [TWO, ONE]
    assert said.failed_before == {ONE}
    assert said.seconds == pytest.approx(0.5)
    assert said.words() == (
        "2 reports to make, 2 unchanged. 1 of them failed before. About 1 s (as fast as last time)."
    )
    assert [duration(s) for s in (0.1, 75, 600, 7200)] == ["1 s", "75 s", "10 min", "2.0 h"]


def test_what_failed_is_kept_until_it_is_made_and_a_torn_file_stops_nothing(shop: Shop) -> None:
    history = History(shop.folder)
    history.note(ONE, Failure("the page", "Why.", "How."))
    (shop.folder / "batch" / "failed" / f"{TWO}.json").write_text('{"step": "th')
    (shop.folder / "batch" / "failed" / "..json").write_text("{}")
    assert History(shop.folder).failed() == {ONE: Failure("the page", "Why.", "How.")}
    history.note(ONE, None)
    assert History(shop.folder).failed() == {}
    assert plan(shop).unknown == {}


def test_a_shipment_that_is_not_there_names_the_nearest(shop: Shop) -> None:
    said = ReportRunner(shop).plan([ONE, "ebay-10-1oo2"])
    assert said.unknown["ebay-10-1oo2"].mend == "Did you mean 'ebay-10-1002'?"
    assert list(said.keys) == [ONE]
