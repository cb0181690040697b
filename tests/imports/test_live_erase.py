"""Raw answers of tracking services: verify knows them, and erasing a buyer takes those that speak of the parcel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from live_server import BASES, KEY, Scan, World, serve
from typer.testing import CliRunner

from parcelproof.cli.erase import erase
from parcelproof.erasing import erase_buyer
from parcelproof.errors import InputError
from parcelproof.imports.live import Pull
from parcelproof.imports.live_choice import choose_open
from parcelproof.ledger.records import Order, Shipping
from parcelproof.shop import Shop
from parcelproof.tracking.live import VENDORS, Secret, vendor
from parcelproof.verify import verify_shop

PICKED = Scan("2026-11-10T09:00:00+08:00", "Picked up", kind="picked_up")
GIVEN = Scan("2026-11-18T14:05:00+08:00", "Delivered", "AUSTIN", kind="delivered")
ONE, TWO = "LX000000001CN", "LX000000002CN"


@pytest.fixture
def world() -> World:
    return World(scans={ONE: [PICKED], TWO: [PICKED, GIVEN]}, followed={ONE, TWO})


@pytest.fixture(autouse=True)
def _services(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serve(world) as url:
        for name in VENDORS:
            monkeypatch.setenv(f"PARCELPROOF_{name.upper()}_URL", url + BASES[name])
        yield


@pytest.fixture(params=list(VENDORS))
def pulled(request: pytest.FixtureRequest, shop: Shop) -> Shop:
    """A shop with two parcels of one answer."""
    for place, number in enumerate((ONE, TWO), 1):
        order = Order(channel="ebay", order_id=str(place), buyer_name=f"Buyer {place}")
        shop.record(f"ebay-{place}", order, Shipping(tracking_number=number), source="test")
    pull(shop, request.param)
    return shop


def pull(shop: Shop, name: str) -> None:
    service, key = vendor(name), Secret(KEY)
    client = service.client(key)
    list(Pull(shop, service, client, key).run(choose_open(shop).numbers))
    client.close()


def answers(shop: Shop) -> list[Path]:
    return sorted((shop.folder / "pulled").rglob("*.json"))


def problems(shop: Shop) -> list[str]:
    return [f"{p.where}: {p.what}" for p in shop.verify()]


def test_verify_computes_every_answer(pulled: Shop) -> None:
    assert problems(pulled) == []
    found = verify_shop(pulled.ledger, pulled.evidence, pulled.folder)
    assert found.notes == []
    assert found.files == len(answers(pulled)) + len(set(pulled.evidence.paths()))


def test_an_answer_that_was_altered_or_taken_away_is_named(pulled: Shop) -> None:
    (path,) = answers(pulled)
    body = path.read_bytes()
    path.write_bytes(body.replace(b"Picked", b"Packed"))
    (said,) = problems(pulled)
    assert path.name in said
    assert "altered" in said
    path.unlink()
    (said,) = problems(pulled)
    assert path.name in said
    assert "gone" in said
    path.write_bytes(body)
    assert problems(pulled) == []


def test_what_does_not_belong_there_is_a_note(pulled: Shop) -> None:
    (pulled.folder / "pulled" / "notes.txt").write_text("mine")
    (pulled.folder / "pulled" / ".tmp-0123").write_bytes(b"{")
    assert problems(pulled) == []
    assert len(verify_shop(pulled.ledger, pulled.evidence, pulled.folder).notes) == 2


def test_erasing_a_buyer_takes_the_answers_and_leaves_the_other_parcel_whole(pulled: Shop) -> None:
    scans = pulled.shipment("ebay-1").tracking.events
    (erased,) = erase_buyer(pulled, "2", "asked on 2026-11-20")
    assert (erased.shipment, erased.answers) == ("ebay-2", 1)
    assert erased.values >= 1
    assert answers(pulled) == []
    assert problems(pulled) == []
    order = pulled.shipment("ebay-2").order
    assert order is not None
    assert order.buyer_name == ""
    assert pulled.shipment("ebay-1").tracking.events == scans
    (again,) = erase_buyer(pulled, TWO, "asked again")
    assert (again.values, again.answers) == (0, 0)


def test_a_parcel_that_no_answer_names_takes_none(pulled: Shop) -> None:
    pulled.record("ebay-3", Order(channel="ebay", order_id="3", buyer_name="Eve"), source="test")
    pulled.record("ebay-3", Shipping(tracking_number="LX000000009CN"), source="test")
    (erased,) = erase_buyer(pulled, "ebay-3", "asked")
    assert erased.answers == 0
    assert len(answers(pulled)) == 1


def test_an_answer_without_a_known_form_is_found_by_the_number(pulled: Shop) -> None:
    import hashlib

    body = json.dumps({"strange": [{"x": TWO.lower(), "name": "Buyer 2"}]}).encode()
    folder = answers(pulled)[0].parent
    (folder / f"{hashlib.sha256(body).hexdigest()}.json").write_bytes(body)
    (erased,) = erase_buyer(pulled, "ebay-2", "asked")
    assert erased.answers == 2


def test_a_stop_in_the_middle_is_seen_and_doing_it_again_ends_it(pulled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("parcelproof.erasing.remove_answers", lambda _: None)
        erase_buyer(pulled, "ebay-2", "asked")
    (said,) = problems(pulled)
    assert "Erase it again." in said
    erase_buyer(pulled, "ebay-2", "asked")
    assert problems(pulled) == []


def test_the_command_asks_before_it_erases(pulled: Shop) -> None:
    app = typer.Typer()
    app.command()(erase)
    shop = ["--shop", str(pulled.folder)]
    refused = CliRunner().invoke(app, ["2", "--reason", "asked", *shop])
    assert isinstance(refused.exception, InputError)
    assert len(answers(pulled)) == 1
    done = CliRunner().invoke(app, ["2", "--reason", "asked", "--yes", "--json", *shop])
    assert json.loads(done.output)["answers"] == 1
    for bad in (["nobody", "--reason", "asked", "--yes"], ["2", "--reason", " ", "--yes"]):
        assert isinstance(CliRunner().invoke(app, [*bad, *shop]).exception, InputError)
