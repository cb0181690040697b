"""The button that asks the carriers: only when pressed, with the seller's own key, which shows nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import ipywidgets as w
import pytest
from live_server import BASES, KEY, Scan, World, serve, status

from parcelproof.ledger.records import Order, Shipping
from parcelproof.shop import Shop
from parcelproof.steps.ask_carriers import services
from parcelproof.tracking.live import VENDORS
from parcelproof.widgets.ask_carriers import AskView
from parcelproof.widgets.queue import review_queue

PICKED = Scan("2026-11-10T09:00:00+08:00", "Picked up", kind="picked_up")
NUMBERS = ("LX000000001CN", "LX000000002CN")


@pytest.fixture
def world() -> World:
    return World(scans={NUMBERS[0]: [PICKED]}, followed={NUMBERS[0]})


@pytest.fixture(autouse=True)
def _services(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with serve(world) as url:
        for name in VENDORS:
            monkeypatch.setenv(f"PARCELPROOF_{name.upper()}_URL", url + BASES[name])
            monkeypatch.delenv(f"PARCELPROOF_{name.upper()}_KEY", raising=False)
        monkeypatch.setenv("PARCELPROOF_AFTERSHIP_KEY", KEY)
        monkeypatch.setattr("parcelproof.tracking.live.keys._stored", lambda _: "")
        monkeypatch.setattr("parcelproof.tracking.live.patience.FIRST_WAIT", 0.0)
        yield


@pytest.fixture
def filled(shop: Shop) -> Shop:
    for place, number in enumerate(NUMBERS):
        order = Order(channel="ebay", order_id=str(place))
        shop.record(f"ebay-{place}", order, Shipping(tracking_number=number), source="test")
    return shop


def made(shop: Shop, news: list[str] | None = None) -> AskView:
    view = AskView(shop, lambda: (news if news is not None else []).append("news"))
    assert view.widget
    return view


def test_asking_takes_the_scans_in_and_tells_the_other_views(filled: Shop) -> None:
    news: list[str] = []
    view = made(filled, news)
    assert view.service.value == "aftership", "the service with a key stands first"
    view.go.click()
    assert view.message.value == ""
    assert "1 new scans" in view.said.value
    assert news == ["news"]
    assert filled.shipment("ebay-0").tracking.accepted is not None
    view.go.click()
    assert "new scans" not in view.said.value, "asking twice doubles nothing"
    assert len(filled.shipment("ebay-0").tracking.events) == 1


def test_without_a_key_the_page_says_how_to_set_one_and_asks_nobody(filled: Shop, world: World) -> None:
    view = made(filled)
    view.service.value = "17track"
    assert view.go.disabled
    assert "parcelproof pull --set-key --from 17track" in view.how.value
    view.start()
    assert "There is no key for 17TRACK yet." in view.message.value
    assert world.calls == []


def test_the_key_shows_nowhere(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARCELPROOF_AFTERSHIP_KEY", "wrong-" + KEY)
    view = made(filled)
    view.go.click()
    assert "does not accept the key" in view.message.value
    shown = str(vars(view)) + view.message.value + view.said.value + view.how.value + str(services())
    assert KEY not in shown
    assert not view.go.disabled, "the person can try again"


def test_a_service_in_trouble_loses_nothing(filled: Shop, world: World) -> None:
    world.troubles.extend([status(500)] * 8)
    view = made(filled)
    view.go.click()
    assert "not reached" in view.said.value
    assert "goes on where it stopped" in view.said.value
    world.troubles.clear()
    view.go.click()
    assert "1 new scans" in view.said.value


def test_stop_ends_the_run_and_the_next_one_goes_on(filled: Shop) -> None:
    async def work() -> str:
        view = made(filled)
        view.start()
        await asyncio.sleep(0)
        view.stop.click()
        for _ in range(200):
            if view.stop.layout.display == "none":
                break
            await asyncio.sleep(0.01)
        said = view.said.value
        view.start()
        while view.stop.layout.display != "none":
            await asyncio.sleep(0.01)
        return said + view.said.value

    said = asyncio.run(work())
    assert "Stopped." in said
    assert filled.shipment("ebay-0").tracking.accepted is not None


def test_without_a_person_nothing_is_asked(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcelproof.widgets.ask_carriers.ask", lambda *_: pytest.fail("a service was asked"))
    monkeypatch.setattr(w.Widget, "__init__", lambda *_, **__: pytest.fail("a widget was made"))
    page = review_queue(str(filled.folder))
    assert "Nothing is asked by itself." in page.ask()._repr_mimebundle_()["text/html"]
    assert filled.shipment("ebay-0").tracking.events == ()
