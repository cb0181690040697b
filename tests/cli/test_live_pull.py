"""``parcelproof pull`` as people and scripts use it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import typer
from click.testing import Result
from live_server import BASES, KEY, Scan, World, serve, status
from typer.testing import CliRunner

from parcelproof.cli.pull import pull
from parcelproof.errors import InputError, ParcelproofError
from parcelproof.ledger.records import Order, Shipping
from parcelproof.shop import Shop
from parcelproof.tracking.live import VENDORS, KeyRefusedError

PICKED = Scan("2026-11-10T09:00:00+08:00", "Picked up", kind="picked_up")
NUMBER = "LX000000001CN"


@pytest.fixture
def world() -> World:
    return World(scans={NUMBER: [PICKED]}, followed={NUMBER})


@pytest.fixture(autouse=True)
def _services(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serve(world) as url:
        for name in VENDORS:
            monkeypatch.setenv(f"PARCELPROOF_{name.upper()}_URL", url + BASES[name])
            monkeypatch.setenv(f"PARCELPROOF_{name.upper()}_KEY", KEY)
        monkeypatch.setattr("parcelproof.tracking.live.patience.FIRST_WAIT", 0.0)
        yield


@pytest.fixture
def filled(shop: Shop) -> Shop:
    shop.record("ebay-1", Order(channel="ebay", order_id="1"), Shipping(tracking_number=NUMBER), source="test")
    return shop


def run(*args: str, text: str | None = None) -> Result:
    app = typer.Typer()
    app.command()(pull)
    return CliRunner().invoke(app, list(args), input=text)


def error_of(result: Result) -> ParcelproofError:
    assert isinstance(result.exception, ParcelproofError), result.output
    return result.exception


@pytest.mark.parametrize("name", list(VENDORS))
def test_scans_then_no_news(filled: Shop, name: str) -> None:
    first = run("--from", name, "--all", "--shop", str(filled.folder))
    assert first.exit_code == 0, first.output
    assert "1 new scans" in first.output
    assert "ebay-1" in first.output
    again = run("--from", name, "--shop", str(filled.folder), "ebay-1")
    assert again.exit_code == 0
    assert "no news" in again.output
    assert KEY not in first.output + again.output


def test_json_is_one_object_per_parcel(filled: Shop) -> None:
    done = run("--from", "17track", "--all", "--json", "--shop", str(filled.folder))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["shipment"], r["number"], r["outcome"], r["scans"]) for r in rows] == [
        ("ebay-1", NUMBER, "new_scans", 1)
    ]
    assert (filled.folder / rows[0]["answer"]).is_file()


def test_a_refused_number_makes_exit_code_1(filled: Shop, world: World) -> None:
    world.followed, world.refused = set(), {NUMBER: -18019908}
    done = run("--from", "17track", "--all", "--shop", str(filled.folder))
    assert done.exit_code == 1
    assert "quota" in done.output


def test_trouble_that_stays_makes_exit_code_1(filled: Shop, world: World) -> None:
    world.troubles.extend([status(500)] * 4)
    done = run("--from", "easypost", "--all", "--shop", str(filled.folder))
    assert done.exit_code == 1
    assert "goes on where it stopped" in done.output


def test_a_wrong_key_is_bad_input(filled: Shop, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.key = "another-key"
    done = run("--from", "aftership", "--all", "--shop", str(filled.folder))
    assert isinstance(error_of(done), KeyRefusedError)
    assert error_of(done).exit_code == 2
    assert KEY not in done.output + str(done.exception)


def test_what_is_missing_is_said(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (
        "--all",
        "--from 17track",
        "--from 17track --all ebay-1",
        "--from ship --all",
        "--from 17track ebay-77",
    ):
        args = line.split()
        assert isinstance(error_of(run(*args, "--shop", str(filled.folder))), InputError)
    monkeypatch.delenv("PARCELPROOF_17TRACK_KEY")
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    error = error_of(run("--from", "17track", "--all", "--shop", str(filled.folder)))
    assert "There is no key for 17TRACK yet" in str(error)


def test_nothing_on_its_way_is_no_failure(shop: Shop, world: World) -> None:
    done = run("--from", "17track", "--all", "--shop", str(shop.folder))
    assert done.exit_code == 0
    assert "nothing to ask" in done.output
    assert world.calls == []


def test_a_key_is_stored_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[str, ...]] = []

    class Store:
        priority = 5

    monkeypatch.setattr("keyring.get_keyring", Store)
    monkeypatch.setattr("keyring.set_password", lambda *what: kept.append(what))
    done = run("--from", "17track", "--set-key", text="a-key-of-mine-123\n")
    assert done.exit_code == 0, done.output
    assert kept == [("parcelproof", "17track", "a-key-of-mine-123")]
    assert "a-key-of-mine" not in done.output
    assert isinstance(error_of(run("--from", "17track", "--set-key", text="no\n")), InputError)
