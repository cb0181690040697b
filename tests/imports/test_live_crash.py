"""A pull that is killed at any point, and run again, ends like one that was left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_server import BASES, KEY, Scan, World, serve

from parcelproof.imports.live import Pull
from parcelproof.imports.live_choice import choose_open
from parcelproof.imports.live_told import Pulled
from parcelproof.ledger.records import Order, Shipping, TrackingImport
from parcelproof.shop import Shop, create_shop
from parcelproof.tracking.live import VENDORS, Secret, Timer, vendor

pytestmark = pytest.mark.slow

CHILD = """
import os, signal, sys
from pathlib import Path
import parcelproof.evidence.local as files
import parcelproof.imports.live_journal as journal
import parcelproof.ledger.writer as writer
import parcelproof.tracking.live.wire as wire
from parcelproof.imports.live import Pull
from parcelproof.imports.live_choice import choose_open
from parcelproof.shop import Shop
from parcelproof.tracking.live import Secret, Timer, vendor

folder, name, address, point = sys.argv[1:]
left = int(point)

def dying(real, torn=None):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            if torn:
                torn(*args)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call

files._fsync = dying(files._fsync)
files._replace = dying(files._replace)
files._write = dying(files._write, lambda handle, data: os.write(handle, data[: len(data) // 2]))
journal._append = dying(journal._append, lambda handle, line: os.write(handle, line[: len(line) // 2]))
journal._fsync = dying(journal._fsync)
writer._set_head = dying(writer._set_head)
wire._Taken.answer = dying(wire._Taken.answer)
key = Secret(os.environ["LIVE_KEY"])
client = vendor(name).client(key, base=address, timer=Timer(lambda: 0.0, lambda s: None, lambda: 0.5))
client.at_once = 5
shop = Shop(Path(folder))
list(Pull(shop, vendor(name), client, key).run(choose_open(shop).numbers))
print(int(point) - left)
"""

PARCELS = 12
PICKED = Scan("2026-11-10T09:00:00+08:00", "Picked up", kind="picked_up")
MOVED = Scan("2026-11-12T21:30:00+08:00", "Departed from sorting centre")


def number(place: int) -> str:
    return f"LX{place:09d}CN"


@pytest.fixture
def world() -> World:
    numbers = [number(i) for i in range(1, PARCELS + 1)]
    # The last one is not followed yet: the run has to register it.
    return World(scans={n: [PICKED, MOVED] for n in numbers}, followed=set(numbers[:-1]), page=3)


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serve(world) as url:
        yield url


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = create_shop(tmp_path / "shop")
    made.record_many(
        [
            (f"ebay-{i}", record)
            for i in range(1, PARCELS + 1)
            for record in (Order(channel="ebay", order_id=str(i)), Shipping(tracking_number=number(i)))
        ],
        source="test",
    )
    return made


def run_child(shop: Shop, name: str, address: str, point: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(shop.folder), name, address + BASES[name], str(point)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "LIVE_KEY": KEY},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_again(shop: Shop, name: str, address: str) -> list[Pulled]:
    calm = Timer(lambda: 0.0, lambda seconds: None, lambda: 0.5)
    client = vendor(name).client(Secret(KEY), base=address + BASES[name], timer=calm)
    client.at_once = 5
    try:
        return list(Pull(shop, vendor(name), client, Secret(KEY)).run(choose_open(shop).numbers))
    finally:
        client.close()


def has_all(shop: Shop) -> None:
    assert shop.verify() == []
    for i in range(1, PARCELS):
        shipment = shop.shipment(f"ebay-{i}")
        assert [e.text for e in shipment.tracking.events] == ["Picked up", "Departed from sorting centre"]
        imports = [s.record for s in shop.ledger.read(f"ebay-{i}") if isinstance(s.record, TrackingImport)]
        assert len(imports) == 1
    assert len(shop.shipment_ids()) == PARCELS


# Steps of the first answer, then ever further apart; each vendor in turn.
POINTS = [1, 2, 3, 5, 7, 9, 16, 27, 40, 60]


@pytest.mark.parametrize("name", list(VENDORS))
def test_killed_and_run_again(shop: Shop, world: World, address: str, name: str) -> None:
    calm = run_child(shop, name, address, 10_000)
    assert calm.returncode == 0, calm.stderr
    points = int(calm.stdout)
    assert points > POINTS[-1]
    has_all(shop)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(shop: Shop, world: World, address: str, point: int) -> None:
    name = list(VENDORS)[point % 3]
    killed = run_child(shop, name, address, point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert shop.verify() == []
    rows = run_again(shop, name, address)
    has_all(shop)
    # Each parcel is told with its news, also where the news was in the ledger before the kill.
    told = {row.number: row.code.value for row in rows}
    assert len(told) == PARCELS
    assert {told[number(i)] for i in range(1, PARCELS)} == {"new_scans"}
    assert not (shop.folder / "pulled" / f"{name}.journal").exists()
    assert {row.code.value for row in run_again(shop, name, address)} <= {"no_news", "new_scans"}


def test_killed_again_and_again(shop: Shop, world: World, address: str) -> None:
    for turn in range(1, 60):
        done = run_child(shop, "17track", address, 5 + turn * 14)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert shop.verify() == []
    else:
        pytest.fail("the run never came to its end")
    has_all(shop)
