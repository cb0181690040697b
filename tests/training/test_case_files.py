"""The case files: enough of them, spread over all that is taught, and true."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from training_shops import scripted

from parcelproof.errors import PlaybookError
from parcelproof.playbook import load_playbook
from parcelproof.readiness import assess
from parcelproof.resources import playbook_dir
from parcelproof.training.audit import compare
from parcelproof.training.cases import load_case, load_cases, with_words
from parcelproof.training.desk import decide, ideal_answer

CASES = sorted(load_cases())
PLAYBOOK = load_playbook()


def test_there_are_enough_cases_for_every_measure_and_reason() -> None:
    cases = load_cases().values()
    assert len(cases) >= 24
    assert {name for case in cases for name in case.measures} == set(PLAYBOOK.measures)
    assert {case.claim.reason for case in cases} == set(PLAYBOOK.reasons)
    assert {case.level for case in cases} == {1, 2, 3}
    assert len({case.claim.door for case in cases}) >= 4
    assert len({case.parcel.buyer for case in cases}) >= 7
    assert max(Counter(case.claim.reason for case in cases).values()) <= len(cases) / 3


@pytest.mark.parametrize("name", CASES)
def test_the_truth_of_a_case_is_what_the_checks_find(name: str) -> None:
    case, shipment = scripted(name)
    found = compare(case, shipment, PLAYBOOK, case.claim.opened)
    assert found.agrees, found


@pytest.mark.parametrize("name", CASES)
def test_the_ideal_answer_wins_exactly_where_the_truth_says_so(name: str) -> None:
    case, shipment = scripted(name)
    for reason in PLAYBOOK.reasons:
        claim = case.claim.model_copy(update={"reason": reason})
        ideal = ideal_answer(claim, shipment, PLAYBOOK).model_copy(update={"settles": ""})
        won = decide(claim, shipment, ideal, PLAYBOOK).outcome == "won"
        applies = next(r for r in assess(shipment, PLAYBOOK, claim.opened) if r.reason == reason).state
        if applies != "not_applicable":
            assert won == (reason in case.truth.defendable), reason


def test_every_case_is_short_and_says_what_it_hinges_on() -> None:
    for case in load_cases().values():
        assert len(case.story) < 400
        assert case.truth.hinges_on
        assert case.claim.opened < case.claim.answer_by
        for step in case.steps:
            assert all(len(option.teaches) < 200 for option in step.options)


def test_an_unknown_case_is_told_with_the_nearest_name() -> None:
    with pytest.raises(Exception, match="watch-without-signature"):
        load_case("watch-without-signatur")


@pytest.fixture
def playbook_copy(tmp_path: Path) -> Path:
    return shutil.copytree(playbook_dir(), tmp_path / "playbook")


@pytest.mark.parametrize(
    ("old", "new", "place", "word"),
    [
        ("reason: item_not_received", "reason: item_not_recieved", "claim", "item_not_received"),
        ("good: watch", "good: wotch", "parcel", "watch"),
        ("- no_signature\nclaim", "- no_signatur\nclaim", "faults", "no_signature"),
        ("next: answer-the-buyer", "next: book-signature", "steps", "later step"),
        ("level: 2", "level: 7", "level", "level"),
        ("check: tracking.shipping_choice.signature", "check: tracking.shipping_choice.sign", "truth", "signature"),
    ],
)
def test_a_mistake_in_a_case_is_named_with_file_and_line(
    playbook_copy: Path, old: str, new: str, place: str, word: str
) -> None:
    path = playbook_copy / "training" / "cases" / "watch-without-signature.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(PlaybookError) as error:
        load_cases(playbook_copy)
    assert word in str(error.value)
    named = int(str(error.value.where).rpartition(":")[2])
    assert "watch-without-signature.yaml" in str(error.value.where)
    assert abs(named - line) <= 4, (named, line)


def test_a_twin_in_another_language_changes_words_only(playbook_copy: Path) -> None:
    folder = playbook_copy / "training" / "cases"
    (folder / "all-papers-in-order.zh.yaml").write_text(
        "title: 已签收的杯子\nsteps:\n- id: answer-the-buyer\n  situation: 您怎么回复?\n", encoding="utf-8"
    )
    english, chinese = load_cases(playbook_copy), load_cases(playbook_copy, language="zh")
    mine, other = english["all-papers-in-order"], chinese["all-papers-in-order"]
    assert other.title == "已签收的杯子"
    assert other.steps_by_id["answer-the-buyer"].situation == "您怎么回复?"
    assert other.steps_by_id["answer-the-buyer"].options == mine.steps_by_id["answer-the-buyer"].options
    assert other.truth == mine.truth


def test_words_without_a_twin_stay_as_they_are() -> None:
    base = {"a": "x", "b": [{"id": "1", "t": "one"}, {"id": "2", "t": "two"}]}
    assert with_words(base, {"b": [{"id": "2", "t": "zwei"}, {"id": "3", "t": "drei"}]}) == {
        "a": "x", "b": [{"id": "1", "t": "one"}, {"id": "2", "t": "zwei"}],
    }  # fmt: skip
