"""Parcels are chosen by plain conditions, and a wrong one says how to write it."""

from __future__ import annotations

import pytest
from small_shop import IDS

from parcelproof.batch.where import choose
from parcelproof.errors import InputError
from parcelproof.ledger.records import Order, Shipping
from parcelproof.shop import Shop


@pytest.fixture
def shop(small_shop: Shop) -> Shop:
    small_shop.record(
        "amazon-1", Order(channel="amazon", order_id="1", destination="US", placed_at="2026-11-05T23:30:00Z"),
        Shipping(carrier="Yanwen", shipped_at="2026-11-07T10:00:00+08:00"),
    )  # fmt: skip
    return small_shop


@pytest.mark.parametrize(("asked", "found"), [
    (["channel=amazon"], ["amazon-1"]),
    (["channel!=amazon"], list(IDS)),
    (["Carrier = 'china post'", "country=de"], list(IDS)),
    (["status=delivered"], list(IDS)),
    (["delivered>=2026-11-10"], list(IDS)),
    (["delivered>2026-11-10"], []),
    (["ordered=2026-11-06"], ["amazon-1"]),  # in the zone of the shop
    (["shipped<2026-11-08", "shipped>2026-11-06"], ["amazon-1"]),
    (["shipped!=2026-11-08"], ["amazon-1"]),
    (["mend>=0"], [*IDS, "amazon-1"]),
    (["mend>999"], []),
])  # fmt: skip
def test_conditions_choose(shop: Shop, asked: list[str], found: list[str]) -> None:
    assert choose(shop, asked) == found


@pytest.mark.parametrize(("asked", "words"), [
    ("chanel=amazon", "Did you mean 'channel'?"),
    ("channel", "Write it like channel=amazon"),
    ("channel>amazon", "can be equal"),
    ("channel=amazn", "Did you mean 'amazon'?"),
    ("country!=XX", "This shop has: de"),
    ("status=deliverd", "Did you mean 'delivered'?"),
    ("shipped>1.11.2026", "Write it like 2026-11-01"),
    ("mend>few", "whole number"),
])  # fmt: skip
def test_a_wrong_condition_says_how_to_write_it(shop: Shop, asked: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        choose(shop, [asked])
    assert words in str(error.value)
    assert error.value.where == asked
