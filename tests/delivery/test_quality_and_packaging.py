"""Measures 1 and 2: one story for every answer."""

from __future__ import annotations

from typing import Any

import pytest

from builders import PACKED, PHOTOS, SENT, answer, grams, inspection, level_of, said, shipment, unsent
from parcelproof.ledger.records import Battery, Packing
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


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"plan": ""}, set()),
        ({"plan": "every unit"}, set()),
        ({"plan": "every unit", "lot_size": 3}, {"too_few"}),
        ({"plan": "level II, AQL 2.5, normal", "lot_size": 500, "units_checked": 50, "major": 3}, {"followed"}),
        ({"plan": "level II, AQL 2.5, normal", "lot_size": 500, "units_checked": 49}, {"too_few"}),
        ({"plan": "level II, AQL 2.5, normal", "lot_size": 500, "units_checked": 50, "major": 4},
         {"accepted_against_plan"}),
        ({"plan": "level II, AQL 2.5, normal", "lot_size": 500, "units_checked": 20, "major": 4},
         {"accepted_against_plan", "too_few"}),
        ({"plan": "level II, AQL 2.5, normal", "lot_size": 500, "units_checked": 20, "major": 4,
          "verdict": "rejected"}, {"followed"}),
        ({"plan": "level II, AQL 2.5, normal", "lot_size": 4, "units_checked": 4}, {"followed"}),
        ({"plan": "some of them", "lot_size": 9}, {"not_read"}),
        ({"plan": "level II, AQL 2.5, normal", "units_checked": 0}, set()),
    ],
)  # fmt: skip
def test_the_plan_on_record_is_followed(facts: dict[str, Any], codes: set[str]) -> None:
    found = said(shipment(inspections=(inspection(**facts),)), "delivery.quality_control.plan")
    assert set(found) == codes


def test_the_words_about_a_plan_name_its_numbers() -> None:
    record = inspection(plan="level II, AQL 2.5, normal", lot_size=500, units_checked=50, major=4)
    name = "delivery.quality_control.plan"
    found = said(shipment(inspections=(record,)), name)["accepted_against_plan"]
    assert "from 4 bad pieces on, and 4 were found" in found.why


def packed(**changes: Any) -> Packing:
    facts: dict[str, Any] = {
        "length_mm": 300, "width_mm": 200, "height_mm": 200, "fragility": "normal", "cushion_mm": 51,
        "shake_test_passed": True,
    }  # fmt: skip
    return Packing(**(facts | changes))


@pytest.mark.parametrize(
    ("changes", "kilograms", "codes"),
    [
        ({}, 1, {"enough"}),
        ({"cushion_mm": 50}, 1, {"thin"}),
        ({"fragility": "fragile", "cushion_mm": 56}, 1, {"thin"}),
        ({"fragility": "fragile", "cushion_mm": 57}, 1, {"enough"}),
        ({"fragility": "fragile", "cushion_mm": 51}, 12, {"enough"}),
        ({"fragility": "very_fragile", "cushion_mm": 91}, 1, {"thin"}),
        ({"fragility": "very_fragile", "cushion_mm": 92}, None, {"enough"}),
        ({"shake_test_passed": False}, 1, {"moves"}),
        ({"shake_test_passed": False, "cushion_mm": 10}, 1, {"moves", "thin"}),
        ({"shake_test_passed": None}, 1, {"enough"}),
    ],
)
def test_the_cushion_fits_weight_and_fragility(changes: dict[str, Any], kilograms: int | None, codes: set[str]) -> None:
    weights = {"packed": grams(1000 * kilograms)} if kilograms else {}
    found = said(shipment(packing=packed(**changes), weights=weights), "delivery.packaging.cushion")
    assert set(found) == codes


@pytest.mark.parametrize(
    ("battery", "code", "level"),
    [
        ({"configuration": "in", "wh_cell": "9.2", "wh_battery": "55.2"}, "no_mark", "pass"),
        ({"configuration": "in", "wh_cell": "9.2", "wh_battery": "55.2", "count": 3}, "mark_needed", "note"),
        ({"configuration": "with", "wh_cell": "9.2", "wh_battery": "55.2"}, "mark_needed", "note"),
        ({"configuration": "alone", "wh_cell": "9.2", "wh_battery": "55.2"}, "trained_shipper", "warn"),
        ({"configuration": "in", "wh_cell": "9.2", "wh_battery": "160"}, "trained_shipper", "warn"),
        ({"configuration": "in"}, "unknown", "unknown"),
        ({"configuration": "in", "wh_cell": "90", "wh_battery": "10"}, "unknown", "unknown"),
        ({"chemistry": "metal", "configuration": "in", "lithium_g": "0.3"}, "no_mark", "pass"),
    ],
)
def test_the_battery_in_the_parcel(battery: dict[str, Any], code: str, level: str) -> None:
    whole = shipment(packing=packed(battery=Battery(**({"chemistry": "ion", "count": 1} | battery))))
    assert level_of(whole, "delivery.packaging.battery", code) == level


def test_a_battery_without_test_summary_is_said_beside_the_rest() -> None:
    small = Battery(chemistry="ion", configuration="in", count=1, wh_cell="5", wh_battery="5", un38_3_summary=False)
    found = said(shipment(packing=packed(battery=small)), "delivery.packaging.battery")
    assert set(found) == {"no_mark", "no_summary"}


def test_without_a_packing_record_neither_cushion_nor_battery_is_judged() -> None:
    assert said(shipment(), "delivery.packaging.cushion") == {}
    assert said(shipment(packing=packed()), "delivery.packaging.battery") == {}
