"""What an inspection plan can catch and what it lets pass: its operating characteristic (OC) curve, and plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parcelproof.delivery.sampling import SamplingPlan
from parcelproof.messages import _, ngettext, sentences
from parcelproof.playbook import Playbook, load_playbook

POINTS = 60
"""Points of a curve, if the lot has so many pieces."""


@dataclass(frozen=True)
class OcPoint:
    """One point of an OC curve.

    Attributes
    ----------
    bad : int
        Bad pieces in the lot.
    share : float
        The same as a part of the lot, 0 to 1.
    lot : float
        Probability that this very lot passes (hypergeometric, type A).
    process : float
        Probability that a lot passes that comes from a process with this share of bad pieces (binomial, type B).
    """

    bad: int
    share: float
    lot: float
    process: float


def pass_probability(plan: SamplingPlan, bad: int) -> float:
    """Return the probability that the plan passes its lot with ``bad`` bad pieces in it.

    Hypergeometric: pieces are drawn without being put back.
    """
    lot, n = plan.lot, plan.sample_size
    if bad <= plan.accept:
        return 1.0
    good = lot - bad
    least = max(0, n - good)
    if least > plan.accept:
        return 0.0
    found = np.arange(least, min(plan.accept, n, bad) + 1)
    logs = _choose(bad, found) + _choose(good, n - found) - _choose(lot, np.asarray(n))
    # What is neither certain nor impossible must not become so by rounding.
    return min(max(float(np.exp(logs).sum()), math.nextafter(0, 1)), math.nextafter(1, 0))


def process_probability(plan: SamplingPlan, share: float) -> float:
    """Return the probability that a lot passes if a process makes this share of bad pieces. Binomial."""
    if plan.accept >= plan.sample_size:
        return 1.0
    from scipy import special  # a quarter of a second to load, and only a plan needs it

    return float(special.bdtr(plan.accept, plan.sample_size, share))


def share_passed(plan: SamplingPlan, probability: float) -> float:
    """Return the share of bad pieces at which a lot passes with this probability. Binomial, the inverse."""
    if plan.accept >= plan.sample_size:
        return 1.0
    from scipy import special

    return float(special.bdtri(plan.accept, plan.sample_size, probability))


def oc_curve(plan: SamplingPlan, points: int = POINTS) -> tuple[OcPoint, ...]:
    """Return the OC curve of a plan, from no bad piece to where hardly any lot passes.

    Parameters
    ----------
    plan : SamplingPlan
    points : int
        At most so many points; a small lot has fewer, because bad pieces are whole.

    Returns
    -------
    tuple of OcPoint
        By number of bad pieces; both probabilities fall.
    """
    end = min(1.0, share_passed(plan, 0.005))
    highest = min(plan.lot, max(int(np.ceil(end * plan.lot)), plan.reject))
    numbers = sorted({round(k * highest / (points - 1)) for k in range(points)})
    return tuple(
        OcPoint(bad, bad / plan.lot, pass_probability(plan, bad), process_probability(plan, bad / plan.lot))
        for bad in numbers
    )


def explain(plan: SamplingPlan, playbook: Playbook | None = None) -> list[str]:
    """Say in plain words what to do, and what the plan can and cannot catch.

    Parameters
    ----------
    plan : SamplingPlan
    playbook : Playbook, optional
        Says up to which lot size a plan with acceptance number 0 is called weak.

    Returns
    -------
    list of str
        Whole sentences, the most important first.
    """
    if plan.lot == 1:
        return [
            _("The lot is one piece, so no sample is drawn. Look at it, switch it on, photograph it."),
            _("This catches every defect that one can see or try. It does not catch what breaks later."),
        ]
    if plan.inspect_all:
        return [
            _what_to_do(plan),
            _(
                "The table asks for {count} pieces, and the lot has {lot}. So nothing is left to chance: "
                "every defect that one can see or try is found.",
                count=plan.table_size,
                lot=plan.lot,
            ),
            _("It does not catch what breaks later."),
        ]
    says = [_what_to_do(plan)]
    if plan.follows_arrow:
        says.append(
            _(
                "The table has no plan for letter {letter} at AQL {aql}. Its arrow leads to letter {other}, with the "
                "sample size of {other}.",
                letter=plan.code_letter,
                aql=plan.aql,
                other=plan.table_letter,
            )
        )
    says += dict.fromkeys(_example(plan, one_in) for one_in in (10, 50))
    says += [_caught(plan), *_weakness(plan, playbook or load_playbook())]
    aql = _("AQL {aql} does not allow {aql} % bad pieces. It names the quality that mostly passes.", aql=plan.aql)
    return [*says, aql]


def of_100(probability: float) -> str:
    """Say a probability as whole cases of 100 (``59 of 100``), and never as a certainty that it is not."""
    whole = int(100 * probability + 0.5)
    if whole == 0:
        return _("none of 100") if probability == 0 else _("less than 1 of 100")
    if whole == 100:
        return _("all of 100") if probability == 1 else _("more than 99 of 100")
    return _("{whole} of 100", whole=whole)


def one_piece_steps(electronic: bool) -> tuple[str, ...]:
    """Return the steps for a lot of one piece, in order."""
    switch_on = (_("Switch it on and try every function that the page promises."),) if electronic else (
        _("Try what it is for: open it, close it, put it together."),)  # fmt: skip
    return (
        _("Look at it from all sides, in good light. Compare model, colour and size with the order."),
        *switch_on,
        _("Count the parts against the list on the page."),
        _("Photograph it: front, back, serial number, all parts."),
    )


def _what_to_do(plan: SamplingPlan) -> str:
    take = _("Look at all {lot} pieces.", lot=plan.lot) if plan.inspect_all else ngettext(
        "Take {count} piece of {lot}, drawn by chance from the whole lot.",
        "Take {count} pieces of {lot}, drawn by chance from the whole lot.",
        plan.sample_size, lot=plan.lot,
    )  # fmt: skip
    if plan.accept == 0:
        return sentences(take, _("The lot passes if none is bad. One bad piece, and it fails."))
    passes = _(
        "The lot passes with at most {accept} bad. From {reject} bad on it fails.",
        accept=plan.accept, reject=plan.reject,
    )  # fmt: skip
    return sentences(take, passes)


def _example(plan: SamplingPlan, one_in: int) -> str:
    if plan.lot < one_in:
        return _(
            "If a single piece of the {lot} is bad, this plan lets the lot pass in {cases} cases.",
            lot=plan.lot, cases=of_100(pass_probability(plan, 1)),
        )  # fmt: skip
    bad = (2 * plan.lot + one_in) // (2 * one_in)  # rounded half up: bad pieces are whole
    facts = {"one_in": one_in, "bad": bad, "lot": plan.lot, "cases": of_100(pass_probability(plan, bad))}
    if bad * one_in == plan.lot:
        return _(
            "If 1 in {one_in} pieces is bad ({bad} of {lot}), this plan lets the lot pass in {cases} cases.", **facts
        )
    return _(
        "If about 1 in {one_in} pieces is bad ({bad} of {lot}), this plan lets the lot pass in {cases} cases.", **facts
    )


def _caught(plan: SamplingPlan) -> str:
    low, high = plan.reject, plan.lot
    while low < high:  # smallest number of bad pieces that passes in at most 1 of 10 cases
        middle = (low + high) // 2
        low, high = (low, middle) if pass_probability(plan, middle) <= 0.1 else (middle + 1, high)
    return ngettext(
        "To be stopped in 9 of 10 cases, the lot must have {count} bad piece or more ({share}).",
        "To be stopped in 9 of 10 cases, the lot must have {count} bad pieces or more ({share}).",
        low, share=_percent(low, plan.lot),
    )  # fmt: skip


def _weakness(plan: SamplingPlan, playbook: Playbook) -> list[str]:
    weak = playbook.rule("inspection.weak_small_lot")
    if plan.accept == 0 and weak is not None and plan.lot <= weak.number:
        return [_("This is weak protection. In a small lot look at every piece, if you can.")]
    return []


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 10 else f"{share:.1f} %" if share >= 0.1 else f"{share:.3f} %"


def _choose(total: int, taken: NDArray[np.int64]) -> NDArray[np.float64]:
    """Logarithm of the number of ways to take some of ``total`` pieces."""
    from scipy import special

    return np.asarray(special.gammaln(total + 1) - special.gammaln(taken + 1) - special.gammaln(total - taken + 1))
