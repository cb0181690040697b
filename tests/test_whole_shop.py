"""What is held of a whole shop is used only while it is all that is on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import inspection, item, order
from parcelproof import whole_shop
from parcelproof.shop import Shop, create_shop


@pytest.fixture
def held(shop: Shop) -> Iterator[Shop]:
    shop.record("ebay-1-1", order(order_id="1-1"), item(sku="HP-1", quantity=2), inspection(serials=("SN 1",)))
    whole_shop.hold(shop.ledger, shop.evidence)
    yield shop
    whole_shop._held.clear()


def test_a_shop_that_is_opened_again_finds_what_is_held(held: Shop) -> None:
    one, two = Shop(held.folder), Shop(held.folder)
    assert one._sales is two._sales
    assert one.shipment("ebay-1-1") == held.shipment("ebay-1-1")


def test_what_is_recorded_later_is_seen_by_every_shop(held: Shop) -> None:
    before = Shop(held.folder)
    held.record("ebay-2-2", order(order_id="2-2"), item(sku="HP-1", quantity=3), inspection(serials=("SN 1",)))
    for shop in (before, Shop(held.folder)):
        assert shop.sold("HP-1") == 5
        assert shop.shipment("ebay-1-1").serials_elsewhere == {"SN 1": ("ebay-2-2",)}


def test_another_shop_in_the_place_of_the_one_that_is_held_is_read_anew(held: Shop, tmp_path: Path) -> None:
    other = create_shop(tmp_path / "other")
    other.record("ebay-1-1", order(order_id="1-1"), item(sku="HP-1", quantity=7), inspection(serials=("SN 1",)))
    other.ledger.path.replace(held.ledger.path)
    assert Shop(held.folder).sold("HP-1") == 7
