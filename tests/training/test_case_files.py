"""The case files: enough of them, spread over all that is taught, and true."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from training_shops import scripted

from parcelproof.errors import PlaybookError
from parcelproof.playbook import load_playbook
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.twins import read_in_language, texts_in
from parcelproof.readiness import assess
from parcelproof.resources import playbook_dir
from parcelproof.training.audit import compare
from parcelproof.training.cases import load_case, load_cases
from parcelproof.training.catalogue import load_faults
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


WORDS = {"title", "story", "says", "wants", "situation", "text", "teaches", "hinges_on"}
FILES = [*sorted((playbook_dir() / "training" / "cases").glob("*.yaml")), *(
    playbook_dir() / "training" / name for name in ("faults.yaml", "desk.yaml")
)]  # fmt: skip
HAN, LATIN = re.compile(r"[\u3400-\u9fff]"), re.compile(r"(?:\b[a-z]+ ){3,}")


def test_a_twin_in_another_language_changes_words_only() -> None:
    english, chinese = load_cases(), load_cases(language="zh")
    assert list(english) == list(chinese)
    for name, case in english.items():
        other = chinese[name]
        assert other.title != case.title
        assert _rules(case.model_dump()) == _rules(other.model_dump())
    faults, said = load_faults(), load_faults(language="zh")
    words = {"title": "", "lesson": ""}
    assert [one.model_copy(update=words) for one in faults.values()] == [
        one.model_copy(update=words) for one in said.values()
    ]


def _rules(data: object, *, record: bool = False) -> object:
    """Return a case without the words that a person reads; what goes on record is all rule."""
    if isinstance(data, dict):
        return {
            key: _rules(value, record=record or key in ("adds", "record"))
            for key, value in data.items()
            if record or key not in WORDS
        }
    return [_rules(one, record=record) for one in data] if isinstance(data, (list, tuple)) else data


@pytest.mark.parametrize("path", [p for p in FILES if "." not in p.stem], ids=lambda p: p.stem)
def test_every_file_of_words_has_a_chinese_twin(path: Path) -> None:
    mistakes = Mistakes(playbook_dir())
    english, chinese = read_in_language(path, "en", mistakes), read_in_language(path, "zh", mistakes)
    mistakes.stop_if_any()
    assert english is not None
    assert chinese is not None
    texts = dict(texts_in(path, chinese.data))
    for place, text in texts_in(path, english.data):
        said = texts[place]
        assert HAN.search(said) or "{" in text, (place, said)
        assert not LATIN.search(said), (place, said)
        assert not re.search("[你您]", said), (place, said)
        assert len(said) < len(text) + 6, (place, said)


def test_the_desk_decides_the_same_in_chinese() -> None:
    case, shipment = scripted("watch-without-signature")
    ideal = ideal_answer(case.claim, shipment, PLAYBOOK)
    english = decide(case.claim, shipment, ideal, PLAYBOOK)
    chinese = decide(case.claim, shipment, ideal, load_playbook(language="zh"), language="zh")
    assert chinese.outcome == english.outcome
    assert [remark.code for remark in chinese.remarks] == [remark.code for remark in english.remarks]
    for said in (chinese.sentence, chinese.model, *(remark.text for remark in chinese.remarks)):
        assert HAN.search(said), said


def test_a_case_without_a_twin_stays_as_it_is_and_half_a_twin_is_told(playbook_copy: Path) -> None:
    twin = playbook_copy / "training" / "cases" / "all-papers-in-order.zh.yaml"
    twin.unlink()
    assert load_cases(playbook_copy, language="zh")["all-papers-in-order"].title == "The mug that was delivered"
    twin.write_text("title: 已签收的杯子\nlevel: 3\n", encoding="utf-8")
    other = shutil.copytree(playbook_copy, playbook_copy.parent / "again")
    with pytest.raises(PlaybookError) as error:
        load_cases(other, language="zh")
    assert "all-papers-in-order.zh.yaml" in str(error.value)
    assert "level" in str(error.value)
