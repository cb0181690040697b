"""Measures 1 and 2: one story for every answer."""

from __future__ import annotations

from typing import Any

import pytest

from builders import PACKED, PHOTOS, SENT, answer, inspection, level_of, said, shipment, unsent
from parcelproof.playbook import load_playbook


def test_quality_control_on_record() -> None:
    name = "delivery.quality_control.on_record"
    assert level_of(shipment(), name, "done") == "pass"
    assert level_of(unsent(inspections=()), name, "missing") == "warn"
    assert level_of(shipment(inspections=()), name, "missing_sent") == "warn"
    assert level_of(shipment(inspections=(inspection(units_checked=0),)), name, "no_units") == "warn"


def test_a_product_inspection_is_no_quality_control() -> None:
    only = (inspection(stage="product_inspection"),)
    assert level_of(shipment(inspections=only), "delivery.quality_control.on_record", "missing_sent") == "warn"


def test_quality_control_before_dispatch() -> None:
    name = "delivery.quality_control.before_dispatch"
    assert level_of(shipment(), name, "in_time") == "pass"
    assert level_of(shipment(inspections=(inspection(claimed_at=SENT),)), name, "in_time") == "pass"
    late = inspection(claimed_at=SENT.replace(second=1))
    assert level_of(shipment(inspections=(late,)), name, "late") == "warn"
    assert level_of(shipment(inspections=(inspection(claimed_at=None),)), name, "undated") == "unknown"
    assert level_of(unsent(), name, "not_sent_yet") == "pass"
    assert said(shipment(inspections=()), name) == {}


@pytest.mark.parametrize(
    ("facts", "sent", "code", "level"),
    [
        ({}, True, "accepted", "pass"),
        ({"verdict": "reworked"}, True, "reworked", "note"),
        ({"lot_size": 10}, True, "partly_checked", "note"),
        ({"verdict": "rejected"}, False, "rejected", "warn"),
        ({"verdict": "rejected"}, True, "rejected_sent", "fail"),
        ({"critical": 1}, False, "critical_accepted", "warn"),
        ({"critical": 1}, True, "critical_sent", "fail"),
    ],
)
def test_verdict(facts: dict[str, Any], sent: bool, code: str, level: str) -> None:
    whole = (shipment if sent else unsent)(inspections=(inspection(**facts),))
    assert level_of(whole, "delivery.quality_control.verdict", code) == level


def test_packing_questions() -> None:
    name = "delivery.packaging.questions"
    ids = [question.id for question in load_playbook().measure("delivery.packaging").questions]
    answers = {q: answer(q) for q in ids}
    assert level_of(shipment(answers=answers), name, "done") == "pass"
    assert level_of(shipment(), name, "missing") == "warn"
    assert level_of(shipment(answers={ids[0]: answer(ids[0])}), name, "partly") == "note"
    found = said(shipment(answers=answers | {ids[1]: answer(ids[1], "no")}), name)
    assert set(found) == {"answered_no"}
    assert set(said(shipment(answers={ids[1]: answer(ids[1], "no")}), name)) == {"answered_no", "partly"}
    spare = {q: answer(q, "not_applicable") for q in ids}
    assert level_of(shipment(answers=spare), name, "done") == "pass"


def test_packing_photos() -> None:
    name = "delivery.packaging.photos"
    no_closed = tuple(p for p in PHOTOS if p.role != "after_packing")
    no_cushion = tuple(p for p in PHOTOS if p.role != "cushioning")
    assert level_of(shipment(), name, "done") == "pass"
    assert level_of(shipment(photos=no_closed), name, "no_closed_parcel") == "warn"
    assert level_of(shipment(photos=no_cushion), name, "no_cushioning") == "warn"
    assert level_of(unsent(photos=()), name, "missing", PACKED) == "warn"
    assert level_of(shipment(photos=()), name, "missing_sent") == "warn"
