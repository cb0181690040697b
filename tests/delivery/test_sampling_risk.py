"""OC curves against scipy's distributions, and the words about them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from test_sampling import plans

from parcelproof.delivery.sampling import SamplingPlan, sampling_plan
from parcelproof.delivery.sampling_risk import (
    explain,
    oc_curve,
    one_piece_steps,
    pass_probability,
    process_probability,
    share_passed,
)


@settings(max_examples=60)
@given(plans, st.floats(0, 1))
def test_probabilities_are_those_of_the_distributions(plan: SamplingPlan, share: float) -> None:
    bad = round(share * plan.lot)
    expected = stats.hypergeom.cdf(plan.accept, plan.lot, bad, plan.sample_size)
    assert pass_probability(plan, bad) == pytest.approx(expected, abs=1e-7)
    assert process_probability(plan, share) == pytest.approx(
        stats.binom.cdf(plan.accept, plan.sample_size, share), abs=1e-9
    )


@settings(max_examples=60)
@given(plans)
def test_a_curve_starts_at_certainty_and_only_falls(plan: SamplingPlan) -> None:
    curve = oc_curve(plan)
    assert (curve[0].bad, curve[0].lot, curve[0].process) == (0, 1.0, 1.0)
    assert 2 <= len(curve) <= 60
    for before, after in pairwise(curve):
        assert before.bad < after.bad
        assert before.lot >= after.lot - 1e-7
        assert before.process >= after.process
    assert all(0 <= point.lot <= 1 and 0 <= point.share <= 1 for point in curve)
    assert curve[-1].process <= 0.006 or curve[-1].bad == plan.lot
    assert curve[-1].lot < 0.03


@given(plans, st.floats(0.01, 0.99))
def test_the_share_that_passes_is_the_inverse(plan: SamplingPlan, probability: float) -> None:
    if plan.accept < plan.sample_size:
        assert process_probability(plan, share_passed(plan, probability)) == pytest.approx(probability, abs=1e-6)


def test_a_whole_inspection_lets_nothing_pass() -> None:
    plan = sampling_plan(4)
    assert plan.inspect_all
    assert [pass_probability(plan, bad) for bad in range(5)] == [1, 0, 0, 0, 0]
    text = " ".join(explain(plan))
    assert "all 4 pieces" in text
    assert "of 100" not in text


def test_words_say_numbers_that_are_true() -> None:
    plan = sampling_plan(100, "II", Decimal("2.5"))
    says = explain(plan)
    assert "Take 20 pieces of 100" in says[0]
    assert "at most 1 bad" in says[0]
    expected = round(100 * stats.hypergeom.cdf(1, 100, 10, 20))
    words = f"If 1 in 10 pieces is bad (10 of 100), this plan lets the lot pass in {expected} of 100 cases."
    assert words in says
    assert not any("arrow" in sentence for sentence in says)


def test_an_arrow_and_weak_protection_are_said() -> None:
    says = " ".join(explain(sampling_plan(90)))
    assert "no plan for letter E" in says
    assert "letter F" in says
    weak = " ".join(explain(sampling_plan(20)))
    assert "weak protection" in weak
    assert "single piece of the 20" in weak
    assert "weak" not in " ".join(explain(sampling_plan(20_000)))


@settings(max_examples=60)
@given(plans)
def test_the_lot_that_is_stopped_is_the_smallest(plan: SamplingPlan) -> None:
    says = [s for s in explain(plan) if s.startswith("To be stopped")]
    assert bool(says) == (not plan.inspect_all)
    if says:
        bad = int(says[0].split(" must have ")[1].split()[0])
        assert pass_probability(plan, bad) <= 0.1 < pass_probability(plan, bad - 1)


def test_one_piece_has_a_path_of_its_own() -> None:
    assert "switch it on" in explain(sampling_plan(1))[0]
    with_power, without = one_piece_steps(electronic=True), one_piece_steps(electronic=False)
    assert any("Switch it on" in step for step in with_power)
    assert not any("Switch it on" in step for step in without)
    assert all("Photograph" in steps[-1] for steps in (with_power, without))
