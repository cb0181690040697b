"""The picture of an OC curve: well formed, inside its frame, readable without colour and without eyes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from parcelproof.delivery.sampling import AQLS, LEVELS, SEVERITIES, SamplingPlan, sampling_plan
from parcelproof.delivery.sampling_risk import oc_curve
from parcelproof.report.oc_chart import describe_oc, draw_oc, oc_table

plans = st.builds(
    sampling_plan,
    st.integers(1, 1_000_000),
    st.sampled_from(LEVELS),
    st.sampled_from(AQLS),
    st.sampled_from(SEVERITIES),
)
SVG = "{http://www.w3.org/2000/svg}"


@settings(max_examples=60)
@given(plans, st.sampled_from([(640, 360, 12.5), (320, 240, 11), (493, 300, 9.5)]))
def test_every_curve_is_well_formed_and_stays_on_its_paper(
    plan: SamplingPlan, size: tuple[float, float, float]
) -> None:
    width, height, letters = size
    root = ET.fromstring(str(draw_oc(plan, oc_curve(plan), width=width, height=height, type_size=letters)))
    assert root.get("role") == "img"
    assert root.get("aria-label") == describe_oc(plan)
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == 2
    for line in lines:
        places = [tuple(map(float, pair.split(","))) for pair in (line.get("points") or "").split()]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
        assert [x for x, _ in places] == sorted(x for x, _ in places)
        assert [y for _, y in places] == sorted(y for _, y in places)
    for text in root.findall(f"{SVG}text"):
        assert 0 <= float(text.get("x") or -1) <= width
        assert 0 <= float(text.get("y") or -1) <= height


def test_the_curves_differ_without_colour_and_are_named() -> None:
    plan = sampling_plan(500)
    text = str(draw_oc(plan, oc_curve(plan)))
    dashes = re.findall(r"<polyline[^>]*>", text)
    assert ["stroke-dasharray" in line for line in dashes] == [True, False]
    for words in ("this lot", "lots of such a maker", "bad pieces in the lot", "the lot passes in", "AQL 2.5 %"):
        assert words in text
    assert "<script" not in text
    assert "href" not in text


def test_the_table_says_the_same_numbers() -> None:
    plan = sampling_plan(500)
    rows = {row.bad: row for row in oc_table(plan)}
    expected = round(100 * stats.hypergeom.cdf(3, 500, 50, 50))
    assert rows["50 of 500"].share == "10 %"
    assert rows["50 of 500"].passes == f"passes in {expected} of 100 cases"
    assert f"with 10 % bad, passes in {expected} of 100" in describe_oc(plan)


@pytest.mark.parametrize("lot", [1, 4])
def test_a_whole_inspection_is_described_as_one(lot: int) -> None:
    plan = sampling_plan(lot)
    assert "looked at" in describe_oc(plan)
    assert str(draw_oc(plan, oc_curve(plan))).startswith("<svg")


@given(plans)
def test_no_row_claims_a_certainty_that_is_none(plan: SamplingPlan) -> None:
    for row in oc_table(plan):
        bad = int(row.bad.split()[0])
        certain = bad <= plan.accept
        impossible = bad - (plan.lot - plan.sample_size) > plan.accept
        assert ("in all" in row.passes) == certain
        assert ("in no" in row.passes) == impossible


def test_too_few_points_draw_nothing() -> None:
    assert str(draw_oc(sampling_plan(500), ())) == ""
