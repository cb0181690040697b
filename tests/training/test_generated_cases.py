"""Generated cases: their truth is what the checks find. A thousand of them: ``benchmarks/training_cases.py``."""

from __future__ import annotations

from pathlib import Path

import pytest
from training_shops import generated

from parcelproof.playbook import load_playbook
from parcelproof.training.audit import audit, compare
from parcelproof.training.case import dossier_of
from parcelproof.training.catalogue import load_faults
from parcelproof.training.desk import decide, ideal_answer
from parcelproof.training.generate import generate_case

PLAYBOOK = load_playbook()
SEEDS = range(5001, 5041)


@pytest.mark.parametrize("first", SEEDS[::10])
def test_truth_and_checks_agree_and_the_ideal_answer_wins_where_it_can(first: int) -> None:
    for seed in range(first, first + 10):
        case, shipment = generated(seed)
        found = compare(case, shipment, PLAYBOOK, dossier_of(case).seen_at)
        assert found.agrees, (seed, case.faults, found)
        for reason in case.truth.defendable:
            claim = case.claim.model_copy(update={"reason": reason})
            answer = ideal_answer(claim, shipment, PLAYBOOK)
            assert decide(claim, shipment, answer, PLAYBOOK).outcome == "won", (seed, reason)
        if case.claim.reason not in case.truth.defendable:
            answer = ideal_answer(case.claim, shipment, PLAYBOOK).model_copy(update={"settles": ""})
            assert decide(case.claim, shipment, answer, PLAYBOOK).outcome in ("partly", "lost"), seed


def test_the_same_seed_gives_the_same_case() -> None:
    assert generate_case(7) == generate_case(7)
    assert len({generate_case(seed).id for seed in range(30)}) == 30


def test_wishes_are_kept() -> None:
    case = generate_case(3, faults=["no_signature", "page_not_kept"], reason="item_not_received")
    assert case.faults == ("no_signature", "page_not_kept")
    assert case.claim.reason == "item_not_received"
    assert "item_not_received" not in case.truth.defendable
    only = generate_case(8, measures=["delivery.gifts"])
    assert {load_faults()[name].measure for name in only.faults} <= {"delivery.gifts"}


def test_every_fault_belongs_to_a_measure_and_all_measures_have_one() -> None:
    assert {one.measure for one in load_faults().values()} == set(PLAYBOOK.measures)
    assert len(load_faults()) >= 40


def test_the_album_judges_like_photos_that_were_drawn_for_the_parcel(tmp_path: Path) -> None:
    case = generate_case(21, faults=["photo_of_another_order", "label_of_another_parcel"])
    assert audit(case, PLAYBOOK, tmp_path, drawn=True).agrees
