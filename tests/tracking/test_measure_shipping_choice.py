"""Measure 7: depth of tracking, signature, reason; one story for every answer."""

from __future__ import annotations

from typing import Any

import pytest

from builders import DELIVERED, SENT, level_of, money, order, said, scan, shipment, shipping, tracking, unsent
from parcelproof.tracking.events import Status

TRACKED = "tracking.shipping_choice.tracked"
SIGNATURE = "tracking.shipping_choice.signature"


@pytest.mark.parametrize(
    ("facts", "code", "level"),
    [
        ({}, "end_to_end", "pass"),
        ({"tracked": "to_departure"}, "to_departure", "warn"),
        ({"tracked": "none"}, "untracked", "warn"),
        ({"tracked": "unknown"}, "unknown", "unknown"),
        ({"tracking_number": ""}, "no_number", "warn"),
    ],
)
def test_depth(facts: dict[str, Any], code: str, level: str) -> None:
    assert level_of(shipment(shipping=shipping(**facts)), TRACKED, code) == level


def test_no_choice_on_record() -> None:
    assert level_of(shipment(shipping=None), TRACKED, "missing") == "warn"
    assert level_of(unsent(shipping=None), TRACKED, "not_chosen_yet") == "note"


DEAR = order(total=money(750))


def test_signature_from_750_dollars_on() -> None:
    assert level_of(shipment(order=order(total=money("749.99"))), SIGNATURE, "not_needed") == "pass"
    assert level_of(shipment(order=DEAR), SIGNATURE, "missing_sent") == "warn"
    assert level_of(unsent(order=DEAR), SIGNATURE, "missing") == "warn"
    ordered = shipment(order=DEAR, shipping=shipping(signature_required=True))
    assert level_of(ordered, SIGNATURE, "ordered") == "pass"


def test_a_station_is_no_buyer() -> None:
    scans = (scan(Status.ACCEPTED, SENT), scan(Status.DELIVERED, DELIVERED))
    signed = tracking(*scans, signed_by="A. Example")
    assert level_of(shipment(order=DEAR, tracking=signed), SIGNATURE, "signed") == "pass"
    locker = tracking(*scans, signed_by="Locker 12", reason="locker")
    assert level_of(shipment(order=DEAR, tracking=locker), SIGNATURE, "missing_sent") == "warn"


def test_the_name_of_the_signer_is_not_shown() -> None:
    signed = tracking(scan(Status.DELIVERED, DELIVERED), signed_by="Anna Example")
    assert "Anna" not in str(said(shipment(order=DEAR, tracking=signed), SIGNATURE))


def test_other_currencies() -> None:
    assert set(said(shipment(order=order(total=money(450, "GBP"))), SIGNATURE)) == {"missing_sent"}
    assert set(said(shipment(order=order(total=money(449, "GBP"))), SIGNATURE)) == {"not_needed"}
    yen = said(shipment(order=order(total=money(500_000, "JPY"))), SIGNATURE)
    assert "ECB rate of" in yen["missing_sent"].why
    assert level_of(shipment(order=order(total=money(900_000, "CLP"))), SIGNATURE, "not_known") == "unknown"


def test_total_is_missing() -> None:
    assert level_of(shipment(order=None), SIGNATURE, "not_known") == "unknown"
    assert level_of(shipment(order=order(total=None)), SIGNATURE, "not_known") == "unknown"


def test_reason() -> None:
    name = "tracking.shipping_choice.reason"
    assert level_of(shipment(), name, "recorded") == "pass"
    assert level_of(shipment(shipping=shipping(reason="  ")), name, "missing") == "note"
    assert level_of(shipment(shipping=None), name, "not_chosen_yet") == "note"
