"""Lithium batteries: every row of the playbook's table is a case, and unknown is never a pass."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import grams
from parcelproof.delivery.battery import classify_battery
from parcelproof.delivery.battery_check import answer_battery
from parcelproof.delivery.battery_facts import BatteryAnswer, BatteryFacts, watt_hours
from parcelproof.errors import InputError
from parcelproof.playbook import load_playbook

DAY = date(2026, 11, 22)
SMALL_ION = {"chemistry": "ion", "wh_cell": D("18.5"), "wh_battery": D(37), "count": 1}
SMALL_METAL = {"chemistry": "metal", "lithium_g": D("0.3"), "count": 1, "one_cell": True}


def classify(base: dict[str, Any], on: date = DAY, **changes: Any) -> BatteryAnswer:
    return classify_battery(BatteryFacts(**(base | changes)), on=on)


def told(answer: BatteryAnswer) -> tuple[str, str, str, str, str]:
    return answer.un, answer.packing_instruction, answer.section, answer.mark, answer.trained_shipper


@pytest.mark.parametrize(
    ("base", "changes", "expected"),
    [
        # alone by air: section II ended, so always a trained shipper
        (SMALL_ION, {"configuration": "alone"}, ("3480", "965", "IB", "yes", "yes")),
        (SMALL_ION, {"configuration": "power_bank"}, ("3480", "965", "IB", "yes", "yes")),
        (SMALL_ION, {"configuration": "alone", "wh_battery": D(160)}, ("3480", "965", "IA", "no", "yes")),
        (SMALL_ION, {"configuration": "alone", "net": grams(10_001)}, ("3480", "965", "IA", "no", "yes")),
        (SMALL_ION, {"configuration": "alone", "wh_battery": None}, ("3480", "965", "IA or IB", "unknown", "yes")),
        (SMALL_METAL, {"configuration": "alone"}, ("3090", "968", "IB", "yes", "yes")),
        (SMALL_METAL, {"configuration": "power_bank"}, ("3090", "968", "IB", "yes", "yes")),
        (SMALL_METAL, {"configuration": "alone", "lithium_g": D("2.1")}, ("3090", "968", "IA", "no", "yes")),
        (SMALL_METAL, {"configuration": "alone", "net": grams(2_501)}, ("3090", "968", "IA", "no", "yes")),
        # packed with the device
        (SMALL_ION, {"configuration": "with"}, ("3481", "966", "II", "yes", "no")),
        (SMALL_ION, {"configuration": "with", "wh_cell": D(20), "wh_battery": D(100)},
         ("3481", "966", "II", "yes", "no")),
        (SMALL_ION, {"configuration": "with", "wh_cell": D("20.1")}, ("3481", "966", "I", "no", "yes")),
        (SMALL_ION, {"configuration": "with", "wh_battery": D("100.1")}, ("3481", "966", "I", "no", "yes")),
        (SMALL_METAL, {"configuration": "with"}, ("3091", "969", "II", "yes", "no")),
        (SMALL_METAL, {"configuration": "with", "lithium_g": D("1.1")}, ("3091", "969", "I", "no", "yes")),
        (SMALL_METAL, {"configuration": "with", "one_cell": False, "lithium_g": D(2)},
         ("3091", "969", "II", "yes", "no")),
        # inside the device
        (SMALL_ION, {"configuration": "in"}, ("3481", "967", "II", "no", "no")),
        (SMALL_ION, {"configuration": "in", "count": 2}, ("3481", "967", "II", "no", "no")),
        (SMALL_ION, {"configuration": "in", "count": 3}, ("3481", "967", "II", "yes", "no")),
        (SMALL_ION, {"configuration": "in", "wh_battery": D("18.5"), "count": 4}, ("3481", "967", "II", "no", "no")),
        (SMALL_ION, {"configuration": "in", "wh_battery": D("18.5"), "count": 5}, ("3481", "967", "II", "yes", "no")),
        (SMALL_ION, {"configuration": "in", "packages": 3}, ("3481", "967", "II", "yes", "no")),
        (SMALL_ION, {"configuration": "in", "wh_cell": D(25)}, ("3481", "967", "I", "no", "yes")),
        (SMALL_ION, {"configuration": "in", "wh_battery": D(101)}, ("3481", "967", "I", "no", "yes")),
        (SMALL_METAL, {"configuration": "in", "count": 4}, ("3091", "970", "II", "no", "no")),
        (SMALL_METAL, {"configuration": "in", "count": 5}, ("3091", "970", "II", "yes", "no")),
        (SMALL_METAL, {"configuration": "in", "one_cell": False, "lithium_g": D("2.1")},
         ("3091", "970", "I", "no", "yes")),
        # by road and sea
        (SMALL_ION, {"configuration": "alone", "mode": "road"}, ("3480", "SP 188", "SP 188", "yes", "no")),
        (SMALL_ION, {"configuration": "in", "mode": "sea"}, ("3481", "SP 188", "SP 188", "no", "no")),
        (SMALL_ION, {"configuration": "in", "mode": "sea", "wh_battery": D(200)},
         ("3481", "P903", "full", "no", "yes")),
        (SMALL_METAL, {"configuration": "with", "mode": "road"}, ("3091", "SP 188", "SP 188", "yes", "no")),
        # by post, which flies
        (SMALL_ION, {"configuration": "in", "mode": "post"}, ("3481", "967", "II", "no", "no")),
        # damaged
        (SMALL_ION, {"configuration": "in", "damaged": True}, ("3481", "", "forbidden", "unknown", "yes")),
        (SMALL_ION, {"configuration": "in", "damaged": True, "mode": "road"}, ("3481", "", "full", "unknown", "yes")),
    ],
)  # fmt: skip
def test_every_kind_of_battery(base: dict[str, Any], changes: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert told(classify(base, **changes)) == expected


def test_every_rule_of_the_table_is_used_by_some_battery() -> None:
    cases = [
        classify(base, configuration=configuration, mode=mode, count=1)
        for base in (SMALL_ION, SMALL_METAL, SMALL_ION | {"wh_battery": D(200)})
        for configuration in ("alone", "power_bank", "with", "in")
        for mode in ("air", "road", "post")
    ]
    used = {name for answer in cases for name in answer.rules}
    assert used == {rule.id for rule in load_playbook().rules_for("lithium")}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"configuration": "alone"}, ("cargo aircraft", "30 percent", "10 kg", "class 9 label", "UN 38.3")),
        ({"configuration": "with"}, ("2 spare", "1200 mm", "5 kg", "30 percent", "20 Wh per cell")),
        ({"configuration": "in"}, ("4 cells or 2 batteries", "2 such packages")),
    ],
)
def test_the_limits_are_said(changes: dict[str, Any], words: tuple[str, ...]) -> None:
    said = " ".join(classify(SMALL_ION, **changes).limits)
    assert all(word in said for word in words), said


def test_the_charge_counts_from_2026_and_above_2_7_wh() -> None:
    packed = {"configuration": "with", "charge_percent": D(60)}
    assert "60 percent" in classify(SMALL_ION, **packed).problems[0]
    assert classify(SMALL_ION, **(packed | {"charge_percent": D(30)})).problems == ()
    assert classify(SMALL_ION, on=date(2025, 12, 31), **packed).problems == ()
    tiny = {"wh_cell": D("2.7"), "wh_battery": D("2.7")}
    assert classify(SMALL_ION, **(packed | tiny)).problems == ()
    assert classify(SMALL_ION, **(packed | {"configuration": "alone"})).problems


def test_too_many_kilograms_and_the_post_are_problems() -> None:
    assert "two packages" in classify(SMALL_ION, configuration="with", net=grams(5_001)).problems[0]
    assert "inside the device" in classify(SMALL_ION, configuration="with", mode="post").problems[0]
    assert "mark" in classify(SMALL_ION, configuration="in", mode="post", count=3).problems[0]


def test_limits_that_no_owner_confirmed_are_named() -> None:
    assert any("Not confirmed" in limit for limit in classify(SMALL_METAL, configuration="with").limits)


@pytest.mark.parametrize("gone", ["chemistry", "configuration", "wh_battery", "count"])
def test_a_missing_fact_is_asked_for_and_never_a_pass(gone: str) -> None:
    answer = classify(SMALL_ION | {"configuration": "in"}, **{gone: None})
    assert not answer.ready
    assert answer.missing
    assert "unknown" in (answer.mark, answer.trained_shipper)


@given(
    st.fixed_dictionaries(
        {
            "chemistry": st.sampled_from(["ion", "metal", None]),
            "configuration": st.sampled_from(["alone", "with", "in", "power_bank", None]),
            "wh_battery": st.none() | st.decimals("0.1", "500", places=1),
            "lithium_g": st.none() | st.decimals("0.1", "5", places=1),
            "count": st.none() | st.integers(1, 9),
            "mode": st.sampled_from(["air", "sea", "road", "post"]),
            "damaged": st.sampled_from([None, False, True]),
        }
    )
)
def test_whoever_is_ready_has_told_everything_that_counts(facts: dict[str, Any]) -> None:
    answer = classify_battery(BatteryFacts(**facts), on=DAY)
    if answer.ready:
        assert facts["chemistry"]
        assert not facts["damaged"]
        assert facts["configuration"] in (("with", "in") if facts["mode"] in ("air", "post") else
                                          ("alone", "power_bank", "with", "in"))  # fmt: skip
        amount, most = (facts["wh_battery"], 20) if facts["chemistry"] == "ion" else (facts["lithium_g"], 1)
        assert amount is not None
        assert amount <= most
        assert answer.section in ("II", "SP 188")
    if answer.section == "unknown":
        assert answer.missing


def test_watt_hours_from_the_case() -> None:
    assert watt_hours(D("3.7"), D(5)) == D("18.5")
    with pytest.raises(InputError):
        watt_hours(D(0), D(5))


def test_impossible_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="more than its battery"):
        BatteryFacts(wh_cell=D(40), wh_battery=D(20))
    with pytest.raises(InputError, match="zero or less"):
        BatteryFacts(count=0)


def test_a_row_from_the_shell_is_answered() -> None:
    row = {"chemistry": "Li-ion", "configuration": "in_equipment", "wh_cell": "9.2 Wh", "wh_battery": "55,2",
           "lithium_g": "", "count": "1", "mode": "air"}  # fmt: skip
    assert answer_battery(row) == {
        "un": "3481", "packing_instruction": "967", "section": "II", "mark": "no", "trained_shipper": "no", "note": "",
    }  # fmt: skip
    alone = answer_battery({"chemistry": "ion", "configuration": "power bank", "wh_battery": "18.5"})
    assert (alone["un"], alone["trained_shipper"]) == ("3480", "yes")
    assert "trained shipper" in alone["note"]
    assert answer_battery({"chemistry": "", "configuration": "in"})["section"] == "unknown"


@pytest.mark.parametrize(
    ("column", "text"),
    [("chemistry", "nickel"), ("configuration", "beside"), ("mode", "rocket"), ("wh_cell", "many"),
     ("wh_battery", "-1"), ("wh_battery", "snan"), ("lithium_g", "1e99"), ("count", "0"), ("count", "two")],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_named(column: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        answer_battery({"chemistry": "ion", "configuration": "in"} | {column: text})
    assert caught.value.where == column
    assert caught.value.mend
