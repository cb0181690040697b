"""A played case is kept after every move, comes back after a restart, and ends as the desk decides."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.clock import now
from parcelproof.errors import InputError, UnknownNameError
from parcelproof.training.casebook import CaseBook, find_case, number_of
from parcelproof.training.cases import load_cases
from parcelproof.training.learner import Learner
from parcelproof.training.play import Play
from parcelproof.training.progress import CaseProgress

CASES = load_cases()
MUG = CASES["all-papers-in-order"]
AT = MUG.claim.opened + timedelta(days=40)
"""The real time of these tests: it has nothing to do with the time of the story."""


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return Learner.open(tmp_path / "shop")


def played(*decisions: str) -> Play:
    play = Play.resume(MUG, None)
    for decision in decisions:
        play = play.decide(decision)
    return play


@given(st.sampled_from(sorted(CASES)), st.data())
def test_what_is_kept_brings_every_play_back(name: str, data: st.DataObject) -> None:
    play = Play.resume(CASES[name], None)
    while play.run.step is not None:
        play = play.decide(data.draw(st.sampled_from([option.id for option in play.run.step.options])))
    if not play.ended:
        for _ in range(data.draw(st.integers(0, 2))):
            play = play.wait()
        play = play.draft(data.draw(st.lists(st.sampled_from(["signature", "label_receipt"]))), "I sent it.")
    kept = CaseProgress.model_validate_json(play.kept(AT).model_dump_json())
    assert Play.resume(CASES[name], kept) == play
    assert [taken.option.id for taken in play.taken] == list(play.run.decisions)


def test_time_passes_by_what_decisions_cost_and_by_waiting() -> None:
    claim = MUG.claim
    assert played().now == claim.opened
    assert played("look-at-record").now - claim.opened == timedelta(minutes=5)
    assert played("after-weekend").left == timedelta(days=3)
    written = played("look-at-record", "calm")
    assert written.now >= claim.opened + timedelta(hours=3), "the message of the story was written by then"
    assert written.wait().left == written.left - timedelta(days=1)


def test_who_waits_too_long_is_too_late(learner: Learner) -> None:
    book = CaseBook(learner, MUG.id)
    book.keep(played("after-weekend", "wait"))
    for _ in range(3):
        book.keep(book.play.wait())
    book.keep(book.play.draft(["delivery_scan"], ""))
    book.send()
    assert book.play.best == "too_late"


def test_after_the_limit_of_the_trainer_the_answer_is_too_late() -> None:
    play = played("look-at-record", "calm").start_clock(AT)
    assert play.send(AT).for_the_desk().answered_at <= MUG.claim.answer_by
    assert play.send(AT + timedelta(seconds=1)).for_the_desk().answered_at > MUG.claim.answer_by


def test_a_good_packet_wins_and_a_restart_finds_the_end(learner: Learner) -> None:
    book = CaseBook(learner, MUG.id)
    for decision in ("look-at-record", "calm"):
        book.keep(book.play.decide(decision))
    again = CaseBook(Learner(learner.folder))
    assert again.play == book.play, "a new kernel goes on at the same place"
    items, said = again.hearing().best()
    assert said.outcome == "won"
    again.keep(again.play.draft(items, "The carrier delivered in Portland."))
    again.send()
    assert again.play.best == "won"
    assert again.play.ended
    assert [one.outcome for one in learner.progress.cases] == ["won"]
    last = CaseBook(Learner(learner.folder))
    assert last.play == again.play
    assert last.hearing().decision().outcome == "won"


def test_the_record_that_decisions_built_is_what_can_be_shown(learner: Learner) -> None:
    watch = CASES["watch-without-signature"]
    have = {}
    for first in ("yes", "no"):
        book = CaseBook(learner, watch.id)
        book.keep(book.play.again().decide(first).decide("calm"))
        have[first] = {thing.id for thing in book.hearing().things}
    assert have["yes"] - have["no"] == {"signature"}


def test_to_begin_again_takes_no_end_back() -> None:
    won = played("look-at-record", "calm").send(AT).finish("won")
    again = won.again()
    assert (again.best, again.begun, again.run.decisions) == ("won", False, ())
    assert again.decide("refund-at-once").best == "won"
    assert again.decide("look-at-record").decide("calm").send(AT).finish("lost").best == "won"


def test_giving_the_buyer_what_is_due_settles(learner: Learner) -> None:
    book = CaseBook(learner, MUG.id)
    book.keep(played("look-at-record", "calm"))
    book.send(settles="refund")
    assert book.play.best == "settled"
    book.keep(played("refund-at-once"))
    assert (book.play.ended, book.play.best) == (True, "settled")


def test_nothing_moves_out_of_turn() -> None:
    with pytest.raises(InputError, match="decide first"):
        played().send(AT)
    with pytest.raises(InputError, match="decide first"):
        played().draft(["signature"], "")
    sent = played("look-at-record", "calm").send(AT)
    for move in (sent.wait, lambda: sent.send(AT), lambda: sent.draft([], ""), lambda: sent.start_clock(AT)):
        with pytest.raises(InputError, match="has ended"):
            move()


def test_decisions_that_the_case_no_longer_knows_begin_it_anew() -> None:
    kept = CaseProgress(id=MUG.id, decisions=("an-old-option",), outcome="partly", changed_at=AT)
    play = Play.resume(MUG, kept)
    assert (play.forgotten, play.run.decisions, play.best) == (True, (), "partly")


def test_a_number_brings_a_case_by_chance_back(learner: Learner) -> None:
    book = CaseBook(learner)
    name = book.by_chance()
    assert CaseBook(Learner(learner.folder)).play.case == book.play.case == find_case(name)
    number = str(number_of(name.removeprefix("generated-")))
    assert CaseBook(learner, number).play.case.id == name
    assert name in [entry.case.id for entry in book.entries()]
    for wrong in ("-3", "1" * 5000, "٣", "x"):
        with pytest.raises(InputError):
            book.by_chance(wrong)
    with pytest.raises(UnknownNameError):
        CaseBook(learner, "generated-../../x")


def test_the_list_says_how_each_case_stands(learner: Learner) -> None:
    book = CaseBook(learner, MUG.id)
    book.keep(played("look-at-record"))
    learner.keep_case(CaseProgress(id="thin-cushion", outcome="lost", changed_at=now()))
    standing = {entry.case.id: (entry.standing, entry.best) for entry in book.entries()}
    assert standing[MUG.id] == ("going_on", None)
    assert standing["thin-cushion"] == ("new", "lost")
    assert list(CASES) == list(standing)
