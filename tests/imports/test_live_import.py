"""Pulling tracking into a shop: what is asked, what is taken in, what is refused, and that nothing is doubled."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from live_server import (
    BASES,
    KEY,
    Scan,
    World,
    cut_off,
    half,
    hang_up,
    no_answer,
    page_of_html,
    serve,
    status,
)

from parcelproof.errors import InputError, ShopError
from parcelproof.imports.live import Pull
from parcelproof.imports.live_choice import choose_named, choose_open
from parcelproof.imports.live_journal import Journal
from parcelproof.imports.live_told import Pulled
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Erasure, Import, Order, Shipping, TrackingImport
from parcelproof.shop import Shop
from parcelproof.tracking.events import Status
from parcelproof.tracking.live import VENDORS, Code, KeyRefusedError, Secret, Timer, checked, vendor

NAMES = list(VENDORS)
PICKED = Scan("2026-11-10T09:00:00+08:00", "Picked up", kind="picked_up")
MOVED = Scan("2026-11-12T21:30:00+08:00", "Departed from sorting centre")
GIVEN = Scan("2026-11-18T14:05:00+08:00", "Delivered", "AUSTIN", kind="delivered")


@dataclass
class FakeTime:
    """A clock that moves only when somebody waits."""

    at: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += seconds

    def timer(self) -> Timer:
        return Timer(monotonic=lambda: self.at, sleep=self.sleep, dice=lambda: 0.5)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serve(world) as url:
        yield url


@pytest.fixture
def clock() -> FakeTime:
    return FakeTime()


def parcels(shop: Shop, *numbers: str) -> None:
    for place, number in enumerate(numbers, start=1):
        shop.record(f"ebay-{place}", Order(channel="ebay", order_id=str(place)), Shipping(tracking_number=number))


def number(place: int) -> str:
    return f"LX{place:09d}CN"


@dataclass
class Puller:
    shop: Shop
    name: str
    address: str
    clock: FakeTime
    key: str = KEY
    at_once: int = 0

    def __call__(self, *numbers: str) -> list[Pulled]:
        service = vendor(self.name)
        client = service.client(Secret(self.key), base=self.address + BASES[self.name], timer=self.clock.timer())
        client.at_once = self.at_once or client.at_once
        try:
            return list(
                Pull(self.shop, service, client, Secret(self.key)).run(numbers or choose_open(self.shop).numbers)
            )
        finally:
            client.close()


@pytest.fixture(params=NAMES)
def pull(request: pytest.FixtureRequest, shop: Shop, address: str, clock: FakeTime) -> Puller:
    return Puller(shop, request.param, address, clock)


@pytest.fixture
def pull17(shop: Shop, address: str, clock: FakeTime) -> Puller:
    return Puller(shop, "17track", address, clock)


def codes(rows: list[Pulled]) -> dict[str, str]:
    return {row.number: row.code.value for row in rows}


def scans(shop: Shop, chain: str) -> list[str]:
    return [e.text for e in shop.shipment(chain).tracking.events]


def records(shop: Shop) -> list[tuple[str, str, str]]:
    return [(chain, s.entry.kind, s.entry.slot) for chain in shop.ledger.chains() for s in shop.ledger.read(chain)]


def everything(shop: Shop) -> dict[str, Any]:
    of_parcels = [
        record for record in records(shop) if record[1] != "import"
    ]  # each answer is noted in the shop's chain
    return {"records": of_parcels, "evidence": sorted(shop.evidence.paths())}


# -- what comes in ----------------------------------------------------------------------------


def test_scans_come_in_once_and_the_raw_answer_is_kept_byte_for_byte(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1), number(2))
    world.followed = {number(1), number(2)}
    world.scans = {number(1): [PICKED, MOVED], number(2): [PICKED]}
    first = pull()
    assert [(r.shipment, r.code, r.scans) for r in first] == [
        ("ebay-1", Code.NEW_SCANS, 2), ("ebay-2", Code.NEW_SCANS, 1),
    ]  # fmt: skip
    assert scans(shop, "ebay-1") == ["Picked up", "Departed from sorting centre"]
    assert shop.shipment("ebay-1").tracking.accepted is not None
    kept = shop.folder / first[0].answer
    assert kept.read_bytes() in world.sent
    assert kept.stem == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert shop.verify() == []

    before = everything(shop)
    assert codes(pull()) == {number(1): "no_news", number(2): "no_news"}
    assert everything(shop) == before


def test_only_what_is_new_is_counted(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1), number(2))
    world.followed = {number(1), number(2)}
    world.scans = {number(1): [PICKED], number(2): [PICKED]}
    pull()
    world.scans[number(1)] = [PICKED, MOVED, GIVEN]
    rows = pull()
    assert [(r.shipment, r.code, r.scans) for r in rows] == [
        ("ebay-1", Code.NEW_SCANS, 2), ("ebay-2", Code.NO_NEWS, 0),
    ]  # fmt: skip
    assert shop.shipment("ebay-1").tracking.status == Status.DELIVERED
    imports = [s.record for s in shop.ledger.read("ebay-2") if isinstance(s.record, TrackingImport)]
    assert len(imports) == 1


def test_a_delivered_parcel_is_asked_only_by_name(pull17: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1), number(2), "")
    world.followed, world.scans = {number(1), number(2)}, {number(1): [PICKED, GIVEN], number(2): [PICKED]}
    pull17()
    assert choose_open(shop).numbers == (number(2),)
    assert choose_named(shop, ["ebay-1"]).numbers == (number(1),)
    with pytest.raises(InputError, match="no tracking number"):
        choose_named(shop, ["ebay-3"])
    with pytest.raises(InputError, match="No shipment"):
        choose_named(shop, ["ebay-99"])


def test_unknown_numbers_are_registered_once(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1))
    first = pull()
    assert first[0].code in (Code.REGISTERED, Code.NOT_FOUND)
    assert first[0].words
    assert world.followed == {number(1)}
    assert scans(shop, "ebay-1") == []
    pull()
    world.scans[number(1)] = [PICKED]
    assert codes(pull()) == {number(1): "new_scans"}
    registered = [
        c for c in world.calls if c[1].endswith(("/register",)) or (c[0] == "POST" and "gettrack" not in c[1])
    ]
    assert len(registered) == 1


def test_a_number_that_the_service_refuses_stops_no_other(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1), number(2))
    world.followed, world.scans = {number(2)}, {number(2): [PICKED]}
    world.refused = {number(1): {"17track": -18010012, "aftership": 4017, "easypost": 422}[pull.name]}
    rows = {r.number: r for r in pull()}
    assert rows[number(1)].code == Code.REFUSED
    assert "number" in rows[number(1)].words
    assert rows[number(2)].code == Code.NEW_SCANS


def test_more_parcels_than_one_call_and_one_page_take(pull: Puller, world: World, shop: Shop, clock: FakeTime) -> None:
    numbers = [number(i) for i in range(1, 96)]
    parcels(shop, *numbers)
    world.followed, world.scans, world.page = set(numbers), {n: [PICKED] for n in numbers}, 20
    rows = pull()
    assert len(rows) == 95
    assert {r.code for r in rows} == {Code.NEW_SCANS}
    assert scans(shop, "ebay-95") == ["Picked up"]
    calls = len(world.calls)
    assert calls == {"17track": 3, "aftership": 6, "easypost": 6}[pull.name]
    # Never faster than the service allows.
    assert len(clock.waits) == calls - 1
    assert min(clock.waits) >= 0.19


def test_one_number_on_two_shipments_is_asked_once(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1), number(1).lower(), number(2))
    world.followed, world.scans = {number(1), number(2)}, {number(1): [PICKED], number(2): [PICKED]}
    rows = pull()
    assert sorted((r.shipment, r.code.value) for r in rows) == [
        ("ebay-1", "new_scans"), ("ebay-2", "new_scans"), ("ebay-3", "new_scans"),
    ]  # fmt: skip
    assert len(world.calls) == 1
    assert scans(shop, "ebay-1") == scans(shop, "ebay-2") == ["Picked up"]
    assert set(shop.shipment_ids()) == {"ebay-1", "ebay-2", "ebay-3"}


def test_a_parcel_that_nobody_asked_for_is_left_out(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    field_of_number = {"17track": "number", "aftership": "tracking_number", "easypost": "tracking_code"}[pull.name]
    world.change = lambda parcel: {**parcel, field_of_number: "ZZ999999999CN"}
    rows = pull()
    assert set(shop.shipment_ids()) == {"ebay-1"}
    if pull.name == "17track":  # the others then add the number, and are told of it
        assert rows[0].code == Code.REFUSED
        assert "said nothing" in rows[0].words


def test_a_number_with_odd_signs_is_never_sent(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, "LX1,LX2", number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    assert codes(pull()) == {"LX1,LX2": "refused", number(1): "new_scans"}
    assert "LX2" not in json.dumps(world.calls)


# -- the key ----------------------------------------------------------------------------------


def test_a_wrong_key_changes_nothing_and_shows_itself_nowhere(
    shop: Shop, world: World, address: str, clock: FakeTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    parcels(shop, number(1))
    before = everything(shop)
    for name in NAMES:
        wrong = "wrong-key-" + name
        with pytest.raises(KeyRefusedError) as caught:
            Puller(shop, name, address, clock, key=wrong)(number(1))
        error = caught.value
        assert error.exit_code == 2
        assert "does not accept the key" in str(error)
        frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
        product = [frame for frame in frames if "lib/parcelproof" in frame.filename]
        assert product
        assert not [frame for frame in product if wrong in str(frame.locals)]
        assert wrong not in str(error) + repr(error) + repr(error.__dict__)
        assert error.__context__ is None
        assert not (shop.folder / "pulled" / f"{name}.journal").exists()
        assert list((shop.folder / "pulled").glob("*/*.json")) == []
    assert everything(shop) == before
    assert "wrong-key" not in caplog.text
    assert len(world.calls) == len(NAMES)  # a refused key is not tried again


def test_a_key_refused_in_the_middle_leaves_what_came_before(pull17: Puller, world: World, shop: Shop) -> None:
    numbers = [number(i) for i in range(1, 61)]
    parcels(shop, *numbers)
    world.followed, world.scans = set(numbers), {n: [PICKED] for n in numbers}
    world.troubles.extend([None, status(401)])
    with pytest.raises(KeyRefusedError):
        pull17()
    assert scans(shop, "ebay-40") == ["Picked up"]
    rows = pull17()
    assert len(rows) == 60
    assert {r.code for r in rows} == {Code.NEW_SCANS}
    assert [len(asked) for asked in world.of("gettrackinfo")] == [40, 20, 20]


def test_an_answer_that_repeats_the_key_is_not_kept(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [Scan(PICKED.time, f"as sent: {KEY}")]}
    rows = pull()
    assert rows[0].code == Code.REFUSED
    for path in shop.folder.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()
    assert KEY not in json.dumps([r.as_json() for r in rows])


# -- trouble ----------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [status(429, Retry_After="7"), status(500), status(502), status(503), cut_off, half,
                                     hang_up, page_of_html])  # fmt: skip
def test_trouble_that_passes_is_waited_out(
    pull: Puller, world: World, shop: Shop, clock: FakeTime, trouble: Any
) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    world.troubles.extend([trouble, trouble])
    assert codes(pull()) == {number(1): "new_scans"}
    assert len(world.calls) == 3
    assert sum(clock.waits) >= (14 if "Retry" in repr(trouble.__closure__) else 2)


def test_retry_after_is_kept_to(pull: Puller, world: World, shop: Shop, clock: FakeTime) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    world.troubles.append(status(429, Retry_After="17"))
    pull()
    assert 17.0 in clock.waits


def test_retry_after_may_be_a_date(
    pull: Puller, world: World, shop: Shop, clock: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-20T10:00:00+00:00")
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    world.troubles.append(status(429, Retry_After="Fri, 20 Nov 2026 10:01:10 GMT"))
    pull()
    assert 70.0 in clock.waits


def test_a_wait_of_an_hour_ends_the_run_in_words(pull: Puller, world: World, shop: Shop, clock: FakeTime) -> None:
    parcels(shop, number(1))
    world.troubles.append(status(429, Retry_After="3600"))
    rows = pull()
    assert rows[0].code == Code.NOT_REACHED
    assert "60 minutes" in rows[0].words
    assert sum(clock.waits) < 10


@pytest.mark.parametrize("trouble", [status(429), status(500), cut_off, half])
def test_trouble_that_stays_ends_and_the_next_run_goes_on(pull: Puller, world: World, shop: Shop, trouble: Any) -> None:
    numbers = [number(i) for i in range(1, 19)]
    parcels(shop, *numbers)
    world.followed, world.scans = set(numbers), {n: [PICKED] for n in numbers}
    world.troubles.extend([None, *[trouble] * 20])
    pull.at_once = 5
    rows = codes(pull())
    assert sum(code == "new_scans" for code in rows.values()) == 5
    assert sum(code == "not_reached" for code in rows.values()) == 13
    assert len(world.calls) == 1 + 2 * 4  # four tries for two groups; the rest is not asked
    world.troubles.clear()
    world.calls.clear()
    again = codes(pull())
    assert set(again.values()) == {"new_scans"}
    assert len(again) == 18
    assert len(world.calls) == 3
    assert not (shop.folder / "pulled" / f"{pull.name}.journal").exists()


def test_a_service_that_does_not_answer_in_time(
    pull: Puller, world: World, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("wire", "seventeen", "aftership", "easypost"):
        monkeypatch.setattr(f"parcelproof.tracking.live.{module}.SECONDS", 0.15)
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    world.troubles.extend([no_answer] * 4)
    rows = pull()
    assert rows[0].code == Code.NOT_REACHED
    assert "in time" in rows[0].words
    world.let_go.set()
    assert codes(pull()) == {number(1): "new_scans"}


def test_nobody_at_the_address(shop: Shop, clock: FakeTime) -> None:
    parcels(shop, number(1))
    for name in NAMES:
        rows = Puller(shop, name, "http://127.0.0.1:9", clock)(number(1))
        assert rows[0].code == Code.NOT_REACHED
        assert "connection" in rows[0].words


def test_an_answer_that_is_too_large_is_not_read(
    pull: Puller, world: World, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcelproof.tracking.live.wire.MAX_BYTES", 500)
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED, MOVED]}
    rows = pull()
    assert rows[0].code == Code.NOT_REACHED
    assert "larger" in rows[0].words


def test_a_redirect_is_not_followed(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1))
    world.troubles.append(status(302, Location="http://127.0.0.1:9/"))
    assert codes(pull()) == {number(1): "not_reached"}
    assert len(world.calls) == 1


# -- changed fields ---------------------------------------------------------------------------

NUMBER_FIELD = {"17track": "number", "aftership": "tracking_number", "easypost": "tracking_code"}
EVENTS = {
    "17track": lambda p: p["track_info"]["tracking"]["providers"][0]["events"],
    "aftership": lambda p: p["checkpoints"],
    "easypost": lambda p: p["tracking_details"],
}
TIME_FIELD = {"17track": "time_iso", "aftership": "checkpoint_time", "easypost": "datetime"}
TEXT_FIELD = {"17track": "description", "aftership": "message", "easypost": "message"}
LIST_HOLDER = {
    "17track": (lambda p: p["track_info"]["tracking"], "providers"),
    "aftership": (lambda p: p, "checkpoints"),
    "easypost": (lambda p: p, "tracking_details"),
}
STATUS_HOLDER = {
    "17track": (lambda p: p["track_info"]["latest_status"], "status"),
    "aftership": (lambda p: p, "tag"),
    "easypost": (lambda p: p, "status"),
}


def _places(name: str, parcel: dict[str, Any]) -> dict[str, tuple[dict[str, Any], str]]:
    event = EVENTS[name](parcel)[0]
    holder, key = LIST_HOLDER[name]
    status_holder, status_key = STATUS_HOLDER[name]
    return {
        "number": (parcel, NUMBER_FIELD[name]), "time": (event, TIME_FIELD[name]), "text": (event, TEXT_FIELD[name]),
        "list": (holder(parcel), key), "status": (status_holder(parcel), status_key),
    }  # fmt: skip


def _change(place: str, how: str, name: str, parcel: dict[str, Any]) -> dict[str, Any]:
    where, key = _places(name, parcel)[place]
    if how == "renamed":
        where[key + "_v2"] = where.pop(key)
    elif how == "missing":
        del where[key]
    elif how == "null":
        where[key] = None
    elif how == "new type":
        where[key] = {"value": where[key]} if place != "list" else {"items": where[key]}
    if place == "time" and name == "17track":  # the same time stands in three fields
        del where["time_utc"], where["time_raw"]
    return parcel


# Where the documentation allows null: a tag, and a wording beside a code.
ALLOWED_NULL = {("aftership", "status"), ("aftership", "text"), ("17track", "text"), ("easypost", "text")}


@pytest.mark.parametrize("how", ["missing", "null", "renamed", "new type"])
@pytest.mark.parametrize("place", ["number", "time", "text", "list", "status"])
def test_a_changed_field_refuses_that_parcel_and_no_other(
    pull: Puller, world: World, shop: Shop, place: str, how: str
) -> None:
    parcels(shop, number(1), number(2), number(3))
    world.followed = {number(1), number(2), number(3)}
    world.scans = {n: [PICKED, MOVED] for n in world.followed}
    changed = number(2)
    world.change = lambda p: _change(place, how, pull.name, p) if p[NUMBER_FIELD[pull.name]] == changed else p
    rows = {r.number: r for r in pull()}
    assert rows[number(1)].code == rows[number(3)].code == Code.NEW_SCANS
    if how == "null" and (pull.name, place) in ALLOWED_NULL:
        assert rows[changed].code == Code.NEW_SCANS
        return
    assert rows[changed].code == Code.REFUSED
    assert "changed the form" in rows[changed].words
    assert scans(shop, "ebay-2") == []
    assert scans(shop, "ebay-3") == ["Picked up", "Departed from sorting centre"]
    kept = (shop.folder / rows[changed].answer).read_bytes()
    assert kept in world.sent
    notes = [s.record for s in shop.ledger.read(SHOP_CHAIN)]
    assert [note.rows_refused for note in notes if isinstance(note, Import)] == [1]
    # When the service mends it, the parcel comes in.
    world.change = None
    assert codes(pull())[changed] == "new_scans"
    assert shop.verify() == []


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b'"down"', b'{"data": []}', b'{"data": {"accepted": {}}}',
                                  b'{"trackers": null}', b"[" * 5000 + b"]" * 5000])  # fmt: skip
def test_an_answer_of_another_shape_is_kept_and_refused(pull: Puller, world: World, shop: Shop, body: bytes) -> None:
    parcels(shop, number(1))

    def other(handler: Any, right: bytes) -> bool:
        handler.reply(200, body)
        return True

    world.troubles.extend([other] * 8)
    rows = pull()
    assert rows[0].code in (Code.REFUSED, Code.NOT_REACHED)
    assert scans(shop, "ebay-1") == []
    if rows[0].answer:
        assert (shop.folder / rows[0].answer).read_bytes() == body


def test_a_new_status_word_is_unknown_and_no_error(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}

    def future(parcel: dict[str, Any]) -> dict[str, Any]:
        event = EVENTS[pull.name](parcel)[0]
        key = {"17track": "sub_status", "aftership": "tag", "easypost": "status"}[pull.name]
        event[key] = "Teleported_001"
        return parcel

    world.change = future
    assert codes(pull()) == {number(1): "new_scans"}
    assert shop.shipment("ebay-1").tracking.status != Status.DELIVERED


def test_made_up_parcels_of_a_test_key_are_refused(shop: Shop, world: World, address: str, clock: FakeTime) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    world.change = lambda parcel: {**parcel, "mode": "test"}
    rows = Puller(shop, "easypost", address, clock)()
    assert rows[0].code == Code.REFUSED
    assert "test key" in rows[0].words


# -- the journal ------------------------------------------------------------------------------


def test_only_one_pull_at_a_time(pull17: Puller, shop: Shop) -> None:
    parcels(shop, number(1))
    with Journal(shop.folder, "17track").alone(), pytest.raises(ShopError, match="Another pull"):
        pull17()


def test_a_line_that_was_cut_off_does_not_count(shop: Shop) -> None:
    journal = Journal(shop.folder, "17track")
    with journal.alone():
        journal.begin(["A1", "B2"])
        journal.keep(b"{}", ["A1"])
    path = shop.folder / "pulled" / "17track.journal"
    whole = path.read_bytes()
    for cut in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:cut])
        left = Journal(shop.folder, "17track").read()
        assert left.numbers == ["A1", "B2"]
        assert len(left.kept) == (cut == len(whole) - 1)  # only the line break is missing
        with Journal(shop.folder, "17track").alone():
            other = Journal(shop.folder, "17track")
            other.took("a" * 64)
            other._close()
        assert "a" * 64 in Journal(shop.folder, "17track").read().taken


def test_a_kept_answer_that_was_altered_is_not_taken_in(shop: Shop) -> None:
    journal = Journal(shop.folder, "17track")
    sha256 = journal_keep(journal)
    assert journal.answer(sha256) == b"{}"
    journal.path_of(sha256).write_bytes(b"{ }")
    assert journal.answer(sha256) is None
    assert journal.answer("../../shop") is None


def journal_keep(journal: Journal) -> str:
    with journal.alone():
        journal.begin(["A1"])
        return journal.keep(b"{}", ["A1"])


def test_a_run_that_stopped_long_ago_is_asked_anew(
    pull17: Puller, world: World, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [number(i) for i in range(1, 61)]
    parcels(shop, *numbers)
    world.followed, world.scans = set(numbers), {n: [PICKED] for n in numbers}
    world.troubles.extend([None, status(401)])
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-20T10:00:00+00:00")
    with pytest.raises(KeyRefusedError):
        pull17()
    monkeypatch.setenv("PARCELPROOF_NOW", "2026-11-21T10:00:00+00:00")
    world.calls.clear()
    rows = codes(pull17())
    assert [len(asked) for asked in world.of("gettrackinfo")] == [40, 20]
    assert rows[number(1)] == "no_news"
    assert rows[number(60)] == "new_scans"


# -- privacy ----------------------------------------------------------------------------------


def test_a_name_that_was_erased_does_not_come_back(shop: Shop, world: World, address: str, clock: FakeTime) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED, GIVEN]}
    world.change = lambda parcel: {**parcel, "signed_by": "J. Example"}
    pull = Puller(shop, "easypost", address, clock)
    pull(number(1))
    assert shop.shipment("ebay-1").tracking.signed_by == "J. Example"
    shop.ledger.erase("ebay-1", reason="asked by the buyer", who="test")
    world.scans[number(1)].append(Scan("2026-11-19T14:05:00+08:00", "Signature on file", kind="delivered"))
    pull(number(1))
    assert len(scans(shop, "ebay-1")) == 3
    assert shop.shipment("ebay-1").tracking.signed_by == ""
    assert any(isinstance(s.record, Erasure) for s in shop.ledger.read("ebay-1"))


def test_checked_keys() -> None:
    for bad in ("", "short", "with space in it", "new\nline-in-key", "ключ-ключ-ключ", "x" * 600):
        with pytest.raises(InputError) as caught:
            checked(bad)
        assert not bad or bad not in str(caught.value)


def test_no_path_of_this_module_leaves_the_folder(tmp_path: Path) -> None:
    assert Journal(tmp_path, "17track").path_of("a" * 64).is_relative_to(tmp_path / "pulled")


def test_a_second_shipment_with_a_known_number_gets_its_scans(pull: Puller, world: World, shop: Shop) -> None:
    parcels(shop, number(1))
    world.followed, world.scans = {number(1)}, {number(1): [PICKED]}
    pull()
    shop.record("ebay-2", Order(channel="ebay", order_id="2"), Shipping(tracking_number=number(1).lower()))
    assert {row.code for row in pull()} == {Code.NEW_SCANS}
    assert scans(shop, "ebay-1") == scans(shop, "ebay-2") == ["Picked up"]
