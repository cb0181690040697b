"""Playing a case: every way ends, and the decisions alone bring it back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training_shops import built

from parcelproof.errors import InputError, UnknownNameError
from parcelproof.playbook import load_playbook
from parcelproof.training.answer import Answer
from parcelproof.training.cases import load_cases
from parcelproof.training.desk import decide, ideal_answer
from parcelproof.training.run import CaseRun

CASES = load_cases()
PLAYBOOK = load_playbook()


@given(st.sampled_from(sorted(CASES)), st.data())
def test_every_way_through_a_case_ends_and_replays_to_the_same_state(name: str, data: st.DataObject) -> None:
    case = CASES[name]
    run = CaseRun(case)
    for _ in range(len(case.steps)):
        if run.step is None:
            break
        run = run.decide(data.draw(st.sampled_from([option.id for option in run.step.options])))
    assert run.ended
    again = CaseRun.replay(case, json.loads(json.dumps(run.decisions)))
    assert (again, again.faults, again.adds, again.cost) == (run, run.faults, run.adds, run.cost)
    assert len(run.taught) == len(run.decisions)
    assert all(run.taught)
    assert run.dossier().entries  # every record that a decision leaves can be told


def test_the_case_plays_on_by_what_was_done() -> None:
    case = CASES["watch-without-signature"]
    outcomes = {}
    for first in ("yes", "no"):
        run = CaseRun.replay(case, [first, "calm"])
        shipment = built(run)
        answer = ideal_answer(case.claim, shipment, PLAYBOOK)
        outcomes[first] = decide(case.claim, shipment, answer, PLAYBOOK).outcome
    assert outcomes == {"yes": "won", "no": "partly"}


def test_a_calm_answer_stands_on_record_afterwards() -> None:
    case = CASES["nobody-answered"]
    before, after = built(CaseRun(case)), built(CaseRun.replay(case, ["answer-now"]))
    assert len(after.messages) == len(before.messages) + 1


def test_a_refund_settles_the_claim_and_ends_the_case() -> None:
    run = CaseRun.replay(CASES["all-papers-in-order"], ["refund-at-once"])
    assert run.ended
    assert run.settled == "refund"
    assert run.cost > 0


def test_a_false_decision_is_told() -> None:
    run = CaseRun(CASES["all-papers-in-order"])
    with pytest.raises(UnknownNameError, match="look-at-record"):
        run.decide("look-at-recor")
    ended = run.decide("refund-at-once")
    with pytest.raises(InputError, match="Answer the claim"):
        ended.decide("calm")


def test_settling_is_no_decision_of_the_desk() -> None:
    case = CASES["the-test-said-no"]
    answer = Answer(answered_at=case.claim.opened, settles="replace")
    assert decide(case.claim, built(CaseRun(case)), answer, PLAYBOOK).outcome == "settled"
