"""The desk model: what it decides, by which row, and that an honest item never does harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training_shops import scripted

from parcelproof.errors import UnknownNameError
from parcelproof.playbook import load_playbook
from parcelproof.readiness import assess
from parcelproof.training.answer import Answer
from parcelproof.training.case import Claim
from parcelproof.training.desk import Decision, decide, ideal_answer

PLAYBOOK = load_playbook()
RANK = {"too_late": 0, "lost": 0, "partly": 1, "won": 2}
NAMES = ("all-papers-in-order", "watch-without-signature", "photo-used-twice", "nothing-weighed", "page-saved-too-late")


def answered(name: str, *items: str, text: str = "", late: int = 0, door: str = "") -> tuple[Claim, Decision]:
    case, shipment = scripted(name)
    claim = case.claim.model_copy(update={"door": door}) if door else case.claim
    at = claim.answer_by + timedelta(days=late) if late else claim.opened
    return claim, decide(claim, shipment, Answer(items=items, text=text, answered_at=at), PLAYBOOK)


def codes(decision: Decision) -> set[str]:
    return {remark.code for remark in decision.remarks}


def test_a_whole_answer_in_time_wins_and_says_by_which_rows() -> None:
    case, shipment = scripted("all-papers-in-order")
    decision = decide(case.claim, shipment, ideal_answer(case.claim, shipment, PLAYBOOK), PLAYBOOK)
    assert decision.outcome == "won"
    assert "training model" in decision.model
    given_rows = [remark for remark in decision.remarks if remark.code == "given"]
    assert any("delivery_scan" in remark.rule and "required" in remark.rule for remark in given_rows)
    assert all(remark.source and remark.confidence for remark in given_rows)
    assert not decision.would_change


def test_after_the_last_day_nothing_is_read() -> None:
    _, decision = answered("all-papers-in-order", "delivery_scan", late=1)
    assert decision.outcome == "too_late"
    assert decision.would_change[0].code == "change_in_time"


def test_what_is_on_record_and_not_shown_is_named() -> None:
    _, decision = answered("all-papers-in-order", "acceptance_scan")
    assert decision.outcome == "lost"
    assert any(r.code == "change_show" and r.item == "delivery_scan" for r in decision.would_change)


def test_what_is_not_on_record_counts_for_nothing() -> None:
    _, decision = answered("cheap-letter-no-tracking", "delivery_scan", "label_receipt")
    assert decision.outcome == "lost"
    assert "empty" in codes(decision)


def test_an_item_that_says_nothing_about_the_claim_is_named() -> None:
    _, decision = answered("all-papers-in-order", "photos_before_packing")
    assert "irrelevant" in codes(decision)


def test_a_record_that_speaks_against_the_seller_loses_whatever_is_shown() -> None:
    case, shipment = scripted("the-test-said-no")
    answer = Answer(items=tuple(PLAYBOOK.items), answered_at=case.claim.opened)
    decision = decide(case.claim, shipment, answer, PLAYBOOK)
    assert decision.outcome == "lost"
    assert any(r.code == "against" and r.rule == "product.inspection.on_record" for r in decision.remarks)
    assert ideal_answer(case.claim, shipment, PLAYBOOK).settles == "refund"


def test_a_delivery_in_another_city_loses() -> None:
    case, shipment = scripted("parcel-in-another-city")
    decision = decide(case.claim, shipment, ideal_answer(case.claim, shipment, PLAYBOOK), PLAYBOOK)
    assert decision.outcome == "lost"
    remark = next(r for r in decision.remarks if r.code == "another_city")
    assert "Spokane" in remark.text
    assert "Portland" in remark.text


def test_the_limits_of_a_door_are_told_with_their_source() -> None:
    case, shipment = scripted("all-papers-in-order")
    answer = Answer(items=tuple(PLAYBOOK.items), text="x" * 1200, answered_at=case.claim.opened)
    decision = decide(case.claim, shipment, answer, PLAYBOOK)
    assert {"limit_files", "limit_text"} <= codes(decision)
    assert all(r.source for r in decision.remarks if r.code.startswith("limit"))
    assert decision.outcome == "won"


def test_a_number_that_stands_nowhere_on_record_costs_belief() -> None:
    case, shipment = scripted("all-papers-in-order")
    ideal = ideal_answer(case.claim, shipment, PLAYBOOK)
    assert shipment.order is not None
    true = ideal.model_copy(update={"text": f"Order {shipment.order.order_id}, parcel {shipment.tracking_number}."})
    false = ideal.model_copy(update={"text": "Parcel RR999999999CN was delivered."})
    assert decide(case.claim, shipment, true, PLAYBOOK).outcome == "won"
    assert decide(case.claim, shipment, false, PLAYBOOK).outcome == "partly"


def test_an_unknown_item_is_an_error_and_no_silence() -> None:
    case, shipment = scripted("all-papers-in-order")
    with pytest.raises(UnknownNameError, match="delivery_scan"):
        decide(case.claim, shipment, Answer(items=("delivery_scam",), answered_at=case.claim.opened), PLAYBOOK)


@settings(max_examples=60)
@given(
    st.sampled_from(NAMES),
    st.sampled_from(sorted(PLAYBOOK.reasons)),
    st.sampled_from(["ebay", "paypal", "stripe", "amazon"]),
    st.lists(st.sampled_from(sorted(PLAYBOOK.items)), unique=True, max_size=8),
    st.data(),
)
def test_one_more_honest_item_never_makes_an_answer_worse(
    name: str, reason: str, door: str, items: list[str], data: st.DataObject
) -> None:
    case, shipment = scripted(name)
    claim = case.claim.model_copy(update={"reason": reason, "door": door})
    ready = next(r for r in assess(shipment, PLAYBOOK, claim.opened) if r.reason == reason)
    if not ready.required_present:
        return
    more = data.draw(st.sampled_from(ready.required_present))
    place = data.draw(st.integers(0, len(items)))
    before = Answer(items=tuple(items), answered_at=claim.opened)
    after = Answer(items=(*items[:place], more, *items[place:]), answered_at=claim.opened)
    worth = [RANK[decide(claim, shipment, answer, PLAYBOOK).outcome] for answer in (before, after)]
    assert worth[0] <= worth[1]
