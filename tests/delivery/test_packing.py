"""Packing advice: every row of the packaging table is a case."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import grams
from parcelproof.delivery.packing import FRAGILITY, advise_packing, cushion_thickness
from parcelproof.delivery.packing_facts import CONTENTS, Goods, PackingAdvice, Size
from parcelproof.delivery.packing_volume import volumetric_weight
from parcelproof.errors import InputError
from parcelproof.playbook import load_playbook
from parcelproof.units import Weight

POUND = D("0.45359237")


def size(*sides: int) -> Size:
    length, width, height = map(D, sides)
    return length, width, height


def advise(kilograms: str = "1", sides: Size = (D(100), D(80), D(60)), **more: Any) -> PackingAdvice:
    return advise_packing(Goods(gross=Weight(value=D(kilograms), unit="kg"), size=sides, **more))


@pytest.mark.parametrize(
    ("kilograms", "fall", "hard"),
    [("0.2", 760, 970), ("9.99", 760, 970), ("10", 610, 810), ("18.9", 610, 810), ("19", 460, 660), ("27.9", 460, 660),
     ("28", 310, 510), ("44.9", 310, 510), ("45", 200, 310), ("67.9", 200, 310), ("68", 150, None)],
)  # fmt: skip
def test_drop_heights_by_weight(kilograms: str, fall: int, hard: int | None) -> None:
    advice = advise(kilograms)
    assert (advice.drop_mm, advice.hard_drop_mm) == (fall, hard)


@pytest.mark.parametrize(
    ("fragility", "g"),
    [("extremely_fragile", 15), ("very_fragile", 25), ("fragile", 40), ("normal", 60), ("robust", 85),
     ("very_robust", 115)],
)  # fmt: skip
def test_cushion_by_the_formula(fragility: Any, g: int) -> None:
    expected = -(-3 * 760 // g)
    assert cushion_thickness(fragility, D(760)) == expected
    advice = advise(fragility=fragility)
    assert advice.computed_mm == expected
    assert advice.cushion_mm == max(expected, 51)
    assert any("more than usual" in note for note in advice.notes) == (expected > 75)


def test_the_example_of_the_reference() -> None:
    assert cushion_thickness("fragile", D(610)) == 46


def test_unknown_fragility_is_said_and_gets_the_least_that_carriers_want() -> None:
    advice = advise()
    assert (advice.computed_mm, advice.cushion_mm) == (None, 51)
    assert any("fragile" in note for note in advice.notes)


@given(st.sampled_from(sorted(FRAGILITY)), st.integers(150, 1000), st.integers(0, 500))
def test_a_higher_fall_never_needs_less_cushion(fragility: Any, height: int, more: int) -> None:
    assert cushion_thickness(fragility, D(height)) <= cushion_thickness(fragility, D(height + more))


def test_the_box_holds_article_and_cushion_and_glass_gets_two() -> None:
    advice = advise(fragility="normal")
    assert advice.inner_box == (202, 182, 162)
    assert advice.second_box is None
    glass = advise(fragility="normal", contents=frozenset({"glass"}))
    assert glass.second_box == (304, 284, 264)


# A row of the freight table is chosen when the doubled weight just fits and the practice of parcels asks for no more.
@pytest.mark.parametrize(
    ("pounds", "sides", "wall", "ect", "burst", "rule"),
    [
        (20, size(100, 80, 60), "single", 32, 200, "parcel_sw_32"),
        (30, size(100, 80, 60), "single", 32, 200, "box_sw_65"),
        (31, size(100, 80, 60), "single", 40, 250, "parcel_sw_40"),
        ("39.9", size(100, 80, 60), "single", 40, 250, "box_sw_80"),
        (41, size(100, 80, 60), "single", 44, 275, "parcel_sw_44"),
        (47, size(100, 80, 60), "single", 44, 275, "box_sw_95"),
        (49, size(100, 80, 60), "single", 55, 350, "box_sw_120"),
        (59, size(100, 80, 60), "single", 55, 350, "parcel_sw_55"),
        (62, size(100, 80, 60), "double", 61, 400, "box_dw_140"),
        (66, size(100, 80, 60), "double", 61, 400, "parcel_dw_48"),
        (75, size(100, 80, 60), "double", 71, 500, "box_dw_160"),
        (85, size(100, 80, 60), "double", 82, 600, "box_dw_180"),
        (10, size(700, 700, 700), "single", 55, 350, "box_sw_120"),
        (10, size(900, 760, 760), "double", 61, 400, "box_dw_140"),
    ],
)  # fmt: skip
def test_box_strength(pounds: str | int, sides: Size, wall: str, ect: int, burst: int, rule: str) -> None:
    box = advise(str(D(pounds) * POUND), sides).box
    assert box is not None
    assert (box.wall, box.ect, box.burst_psi) == (wall, ect, burst)
    assert f"packaging.{rule}" in box.rules
    assert str(ect) in str(box)


@pytest.mark.parametrize("wall", ["single", "double"])
def test_every_row_of_the_freight_table_has_sides_and_burst_and_grows(wall: str) -> None:
    book = load_playbook()
    rows = book.rules_for("packaging", kind=f"box_strength_{wall}_wall")
    assert len(rows) == {"single": 7, "double": 6}[wall]
    for row in rows:
        for name in ("sides", "burst"):
            extra = book.rule(f"{row.id}.{name}")
            assert extra is not None
            assert extra.value in row.columns["condition"] + row.note
    for column in ([r.number for r in rows], [D(r.columns["max_kg"]) for r in rows]):
        assert column == sorted(column)


def test_too_heavy_or_too_large_for_any_box_is_said() -> None:
    for advice in (advise("60"), advise("5", size(3000, 900, 900))):
        assert advice.box is None
        assert any("maker of boxes" in note for note in advice.notes)
    assert any("pallet" in note for note in advise("70").notes)


@pytest.mark.parametrize(
    ("kilograms", "sides", "expected"),
    [
        ("1", size(100, 80, 60), "small"),
        ("4.6", size(100, 80, 60), "std"),
        ("1", size(250, 80, 60), "std"),
        ("2", size(900, 100, 100), "std"),
        ("2", size(900, 70, 70), "long"),
        ("2", size(900, 400, 10), "flat"),
        ("2", size(600, 500, 10), "flat"),
        ("71", size(600, 500, 10), ""),
    ],
)
def test_parcel_classes(kilograms: str, sides: Size, expected: str) -> None:
    inner = advise(kilograms, sides)
    assert inner.parcel_class == expected


@pytest.mark.parametrize(("kilograms", "expected"), [("22.9", "a"), ("23", "b"), ("44.9", "b"), ("45", "")])
def test_amazon_types(kilograms: str, expected: str) -> None:
    assert advise(kilograms, for_amazon=True).amazon_type == expected
    assert advise(kilograms).amazon_type == ""


@pytest.mark.parametrize(
    ("contents", "rule", "word"),
    [
        ("electronics", "electronics", "Switch the device off"), ("circuit_board", "cush_esd", "antistatic"),
        ("liquid", "liquid", "tight bag"), ("glass", "cush_double", "box into a box"),
        ("removable_battery", "cush_batt", "Take the battery out"), ("battery", "dg_drop", "1.2 m"),
        ("several", "cush_sep", "Wrap each article alone"), ("heavy", "cush_peanut", "loose fill"),
    ],
)  # fmt: skip
def test_contents_bring_their_own_rules(contents: Any, rule: str, word: str) -> None:
    with_it = {step.rule: step.text for step in advise(contents=frozenset({contents})).checklist}
    assert word in with_it[f"packaging.{rule}"]
    assert f"packaging.{rule}" not in {step.rule for step in advise().checklist}


@pytest.mark.parametrize("rule", ["box_new", "box_cert", "cush_5", "cush_bad", "shake", "tape", "label_in"])
def test_every_parcel_has_these_steps(rule: str) -> None:
    steps = [step for step in advise().checklist if step.rule == f"packaging.{rule}"]
    assert len(steps) == 1
    assert "source gives no date" not in steps[0].text


def test_every_row_of_the_table_is_used_by_some_advice() -> None:
    used: set[str] = set()
    for kilograms in ("1", "9.1", "12", "15", "20", "25", "28", "29", "34", "38", "46", "69"):
        for sides in (size(40, 40, 40), size(900, 70, 70), size(900, 400, 10), size(400, 300, 300)):
            advice = advise(kilograms, sides, fragility="normal", for_amazon=True)
            used |= {*advice.rules, *(step.rule for step in advice.checklist)}
    for fragility in FRAGILITY:
        advice = advise(fragility=fragility, contents=frozenset(CONTENTS))
        used |= {*advice.rules, *(step.rule for step in advice.checklist)}
    rest = {rule.id for rule in load_playbook().rules_for("packaging")} - used
    lighter_than_parcel_practice = {
        f"packaging.box_{row}{part}" for part in ("", ".sides", ".burst")
        for row in ("sw_20", "sw_35", "sw_50", "dw_80", "dw_100", "dw_120")
    }  # fmt: skip
    assert {name for name in rest if ".dim_" not in name} <= lighter_than_parcel_practice


def test_photos_follow_the_order_of_the_work() -> None:
    plain, device = advise().photos, advise(contents=frozenset({"electronics"})).photos
    assert plain.index("cushioning") < plain.index("after_packing") < plain.index("label")
    assert set(device) - set(plain) == {"serial", "function_test"}


@given(st.integers(1, 80_000), st.tuples(*[st.integers(1, 3000)] * 3), st.sampled_from([None, *sorted(FRAGILITY)]))
def test_any_goods_get_an_advice(weight: int, sides: tuple[int, int, int], fragility: Any) -> None:
    advice = advise_packing(Goods(gross=grams(weight), size=size(*sides), fragility=fragility))
    assert all(inner - side == 2 * advice.cushion_mm for inner, side in zip(advice.inner_box, sides, strict=True))
    assert advice.cushion_mm >= 51
    assert advice.box is not None or advice.notes
    assert all(name in load_playbook().rules for name in advice.rules)


def test_impossible_goods_are_refused() -> None:
    for bad in ({"sides": size(0, 1, 1)}, {"sides": size(1, 1, 20_000)}, {"kilograms": "0"},
                {"contents": frozenset({"uranium"})}):  # fmt: skip
        with pytest.raises(InputError):
            advise(**bad)


@pytest.mark.parametrize(
    ("sides", "divisor", "expected"),
    [
        (size(300, 200, 100), "139", Weight(value=D(3), unit="lb")),  # 12 x 8 x 4 in = 384 in3
        (size(300, 200, 100), "166", None),  # under one cubic foot
        (size(400, 300, 300), "166", Weight(value=D(14), unit="lb")),  # 16 x 12 x 12 in
        (size(300, 200, 100), "5000", Weight(value=D("1.2"), unit="kg")),
        (size(300, 200, 100), "6000", Weight(value=D(1), unit="kg")),
    ],
)
def test_volumetric_weight(sides: Size, divisor: str, expected: Weight | None) -> None:
    assert volumetric_weight(sides, divisor) == expected


def test_an_unknown_divisor_is_refused() -> None:
    with pytest.raises(InputError, match="5000"):
        volumetric_weight(size(1, 1, 1), "500")
