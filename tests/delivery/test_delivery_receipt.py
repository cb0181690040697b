"""Measure 3: photos, label, receipt; one story for every answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import NUMBER, PACKED, PAID, PHOTOS, SENT, TODAY, level_of, order, photo, said, shipment, shipping, unsent
from parcelproof.shipment import PhotoTwin, Shipment
from parcelproof.tracking.events import Tracking


def without(*roles: str) -> tuple[object, ...]:
    return tuple(p for p in PHOTOS if p.role not in roles)


@pytest.mark.parametrize(
    ("check", "roles"),
    [
        ("before_packing", ("item_front", "item_back", "serial", "function_test", "all_parts", "before_packing")),
        ("after_packing", ("after_packing", "cushioning")),
        ("on_scale", ("on_scale",)),
        ("label", ("label",)),
    ],
)
def test_photo_is_there_or_missing(check: str, roles: tuple[str, ...]) -> None:
    name = f"delivery.delivery_receipt.{check}"
    assert level_of(shipment(), name, "done") == "pass"
    assert level_of(unsent(photos=without(*roles)), name, "missing", PACKED) == "warn"
    assert level_of(shipment(photos=without(*roles)), name, "missing_sent") == "warn"


def test_drop_off_receipt() -> None:
    name = "delivery.delivery_receipt.drop_off"
    bare = without("drop_off_receipt")
    assert level_of(shipment(), name, "done") == "pass"
    assert level_of(shipment(photos=bare), name, "scan_instead") == "note"
    assert level_of(shipment(photos=bare, tracking=Tracking()), name, "missing") == "warn"
    assert level_of(unsent(photos=bare), name, "not_sent_yet") == "note"


def labelled(*barcodes: str) -> Shipment:
    return shipment(photos=(*without("label"), photo("label", barcodes=barcodes)))


def test_label_number() -> None:
    name = "delivery.delivery_receipt.label_number"
    assert level_of(labelled(NUMBER), name, "matches") == "pass"
    assert level_of(labelled("rr 4738 29103 cn"), name, "matches") == "pass"
    assert level_of(labelled("42010001" + NUMBER), name, "matches") == "pass"
    assert level_of(labelled("ROUTE-7", NUMBER), name, "matches") == "pass"
    assert level_of(labelled("RR111111111CN"), name, "other_number") == "fail"
    assert level_of(labelled("ROUTE-7"), name, "not_found") == "warn"
    assert level_of(labelled(), name, "no_barcode") == "unknown"
    assert level_of(shipment(shipping=shipping(tracking_number="")), name, "no_number") == "unknown"
    assert said(shipment(photos=without("label")), name) == {}


def test_the_codes_on_a_label_are_never_shown() -> None:
    found = said(labelled("ANNA EXAMPLE, MAIN STREET 1"), "delivery.delivery_receipt.label_number")
    assert set(found) == {"not_found"}
    assert "ANNA" not in str(found)


def test_reuse_for_another_order() -> None:
    name = "delivery.delivery_receipt.reuse"
    twin = PhotoTwin(PHOTOS[0].sha256, "S-2", "0" * 64, 2, 4)
    assert level_of(shipment(), name, "unique") == "pass"
    assert level_of(shipment(photo_twins=(twin,)), name, "reused") == "fail"
    assert "S-2" in said(shipment(photo_twins=(twin,)), name)["reused"].why
    assert said(shipment(photos=()), name) == {}
    assert level_of(shipment(photo_twins=(twin,), siblings=("S-2",)), name, "unique") == "pass"


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("taken", "source", "code", "level"),
    [
        (PACKED, "camera_with_offset", "in_time", "pass"),
        (PACKED, "stated", "in_time", "pass"),
        (PAID, "camera_with_offset", "in_time", "pass"),
        (PAID - HOUR, "camera_with_offset", "before_payment", "warn"),
        (SENT + HOUR, "camera_with_offset", "after_handover", "warn"),
        (TODAY + HOUR, "camera_with_offset", "in_future", "warn"),
        (PACKED, "camera_zone_assumed", "zone_assumed", "note"),
        (PAID - HOUR, "camera_zone_assumed", "zone_assumed", "note"),
        (SENT + 13 * HOUR, "camera_zone_assumed", "zone_assumed", "note"),
        (SENT + 15 * HOUR, "camera_zone_assumed", "after_handover", "warn"),
        (PAID - 15 * HOUR, "camera_zone_assumed", "before_payment", "warn"),
        (None, "none", "no_time", "unknown"),
    ],
)
def test_photo_times(taken: object, source: str, code: str, level: str) -> None:
    whole = shipment(photos=(photo("item_front", claimed_at=taken, time_source=source),))
    assert level_of(whole, "delivery.delivery_receipt.photo_times", code) == level


def test_each_kind_of_time_is_told_apart() -> None:
    pictures = (photo("item_front"), photo("item_back", claimed_at=PAID - HOUR), photo("serial", time_source="none"))
    found = said(shipment(photos=pictures), "delivery.delivery_receipt.photo_times")
    assert set(found) == {"in_time", "before_payment", "no_time"}


def test_receipt_and_returned_parcel_may_be_newer_than_the_hand_over() -> None:
    pictures = (photo("item_front"), photo("drop_off_receipt", claimed_at=SENT + HOUR))
    assert level_of(shipment(photos=pictures), "delivery.delivery_receipt.photo_times", "in_time") == "pass"


def test_without_a_payment_time_nothing_is_judged() -> None:
    whole = shipment(order=order(paid_at=None, placed_at=None))
    assert level_of(whole, "delivery.delivery_receipt.photo_times", "no_window") == "unknown"
