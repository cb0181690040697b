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


DEPTH = "tracking.shipping_choice.playbook_depth"
WINDOWS = "tracking.shipping_choice.claim_before_dispute"
SPEED = "tracking.shipping_choice.speed"


def on_the_way(**changes: Any) -> Any:
    return shipment(**({"tracking": tracking(scan(Status.ACCEPTED, SENT))} | changes))


@pytest.mark.parametrize(
    ("facts", "code", "level"),
    [
        ({}, "agrees", "pass"),
        ({"tracked": "none"}, "promises_less", "note"),
        ({"service": "ordinary small packet plus", "tracking_number": ""}, "promises_more", "warn"),
        ({"carrier": "Unheard Of", "tracking_number": "X1"}, "not_in_table", "unknown"),
        ({"tracked": "unknown"}, "not_chosen_yet", "note"),
    ],
)
def test_the_record_beside_the_playbook(facts: dict[str, Any], code: str, level: str) -> None:
    assert level_of(on_the_way(shipping=shipping(**facts)), DEPTH, code) == level


def test_a_delivery_scan_proves_more_than_a_table() -> None:
    proven = shipment(shipping=shipping(service="ordinary small packet plus", tracking_number=""))
    assert level_of(proven, DEPTH, "arrived") == "pass"
    assert level_of(shipment(shipping=None), DEPTH, "not_chosen_yet") == "note"


def test_the_claim_beside_the_dispute() -> None:
    express = on_the_way(shipping=shipping(carrier="DHL Express", service="Worldwide", tracking_number="4827193065"))
    found = said(express, WINDOWS)["closes_first"]
    assert str(found.level) == "note"
    assert "2026-10-02" in found.why
    assert "2027-02-28" in found.why
    assert {rule.id for rule in found.rules} == {"claim.dhl_express.closes", "deadline.paypal.buyer_window"}
    assert level_of(on_the_way(), WINDOWS, "outlasts") == "pass"
    strange = shipping(carrier="Unheard Of", tracking_number="X1")
    assert level_of(on_the_way(shipping=strange), WINDOWS, "claim_not_known") == "unknown"
    assert level_of(on_the_way(order=order(paid_at=None, placed_at=None)), WINDOWS, "dispute_not_known") == "unknown"
    assert level_of(unsent(), WINDOWS, "not_sent_yet") == "note"


def test_the_usual_days_beside_the_promise() -> None:
    slow = shipping(carrier="Cainiao", service="Economy")
    quick = shipping(carrier="Cainiao", service="Premium")
    assert level_of(on_the_way(shipping=slow), SPEED, "too_slow") == "warn"
    assert level_of(on_the_way(shipping=quick), SPEED, "fits") == "pass"
    assert level_of(shipment(shipping=slow), SPEED, "arrived") == "note"
    assert level_of(on_the_way(), SPEED, "days_not_known") == "note"
    assert level_of(on_the_way(shipping=slow, order=order(promised_by=None)), SPEED, "no_promise") == "unknown"
    assert level_of(unsent(shipping=None), SPEED, "not_chosen_yet") == "note"
