"""The registry, the runner and the words of the checks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import DELIVERED, PACKED, TODAY, answer, gift, shipment, unsent
from parcelproof import checks
from parcelproof.checklist import checklist
from parcelproof.checks import CheckContext, RegisteredCheck, fill, quoted, registry, run_check, run_checks
from parcelproof.errors import UnknownNameError
from parcelproof.findings import Level, Outcome
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.shipment import Shipment
from random_shipments import SHIPMENTS


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return load_playbook(known_functions=frozenset(registry()))


def test_every_function_is_named_once_in_the_playbook_and_the_other_way_round(playbook: Playbook) -> None:
    named = [check.function for check in playbook.checks.values()]
    assert sorted(named) == sorted(registry())


def test_every_code_has_words_and_no_words_are_left_over(playbook: Playbook) -> None:
    for check in playbook.checks.values():
        assert set(check.messages) == set(registry()[check.function].codes), check.id


def test_every_measure_has_checks_questions_and_a_guide(playbook: Playbook) -> None:
    assert len(playbook.measures) == 11
    for measure in playbook.measures.values():
        assert measure.checks
        assert 4 <= len(measure.questions) <= 8
        assert 150 <= len(playbook.guide_for(measure.id).split()) <= 320


def _sentences(playbook: Playbook) -> list[str]:
    texts = [
        text
        for check in playbook.checks.values()
        for message in check.messages.values()
        for text in (message.title, message.why, message.fix)
    ]
    texts += [text for question in playbook.questions.values() for text in (question.text, question.why)]
    prose = (line for measure in playbook.measures for line in playbook.guide_for(measure).split("\n\n"))
    texts += [" ".join(block.split()) for block in prose if not block.startswith(("*Sources", "#", "1."))]
    return [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]


def test_no_sentence_is_longer_than_thirty_words(playbook: Playbook) -> None:
    assert [sentence for sentence in _sentences(playbook) if len(sentence.split()) > 30] == []


def test_every_value_verdict_says_that_it_is_no_legal_advice(playbook: Playbook) -> None:
    words = playbook.checks["delivery.declaration.value"].messages
    for code in ("under_declared", "commercial_as_gift", "symbolic_value", "explained", "platform_share_left_out"):
        assert "not legal advice" in " ".join((words[code].why, words[code].fix))
    assert "does not make it lawful" in words["buyer_consent_recorded"].why


def test_order_is_that_of_the_playbook(playbook: Playbook) -> None:
    seen = list(dict.fromkeys(finding.check_id for finding in run_checks(shipment(), playbook, TODAY)))
    assert seen == [name for name in playbook.checks if name in seen]
    measures = list(dict.fromkeys(finding.measure for finding in run_checks(shipment(), playbook, TODAY)))
    assert measures == list(playbook.measures)


def test_a_parcel_done_well_has_neither_fail_nor_warning(playbook: Playbook) -> None:
    answers = {name: answer(name) for name in playbook.questions}
    answers["delivery.gifts.promised"] = answer("delivery.gifts.promised", "no")
    answers["product.authenticity.branded"] = answer("product.authenticity.branded", "no")
    found = run_checks(shipment(answers=answers), playbook, TODAY)
    assert [f.check_id for f in found if f.level in (Level.FAIL, Level.WARN, Level.UNKNOWN)] == []


def test_an_empty_shipment_passes_nothing_that_it_cannot_know(playbook: Playbook) -> None:
    passed = {f.check_id for f in run_checks(Shipment(id="S-0"), playbook, TODAY) if f.level is Level.PASS}
    assert passed == set()


def test_same_input_gives_same_output(playbook: Playbook) -> None:
    assert run_checks(shipment(), playbook, TODAY) == run_checks(shipment(), playbook, TODAY)


def test_rules_come_with_source_date_and_confidence(playbook: Playbook) -> None:
    (found,) = run_check("delivery.declaration.hs_code", shipment(), playbook, TODAY)
    (rule,) = found.rules
    assert rule.id == "declaration.hs_digits"
    assert rule.source
    assert rule.as_of == "2025-08-20"
    assert rule.confidence == "confirmed"


def test_a_rule_past_its_review_date_is_said(playbook: Playbook) -> None:
    late = TODAY.replace(year=2031)
    (found,) = run_check("delivery.declaration.hs_code", shipment(), playbook, late)
    assert "declaration.hs_digits" in found.facts["rule_note"]


def test_unknown_check_names_the_nearest(playbook: Playbook) -> None:
    with pytest.raises(UnknownNameError, match=r"delivery\.declaration\.value"):
        run_check("delivery.declaration.valeu", shipment(), playbook, TODAY)


def _with(monkeypatch: pytest.MonkeyPatch, name: str, function: Any) -> None:
    codes = registry()[name].codes
    monkeypatch.setitem(checks._REGISTRY, name, RegisteredCheck(name=name, codes=codes, function=function))


def test_a_check_that_breaks_is_unknown_and_hides_no_other(playbook: Playbook, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {f.check_id for f in run_checks(shipment(), playbook, TODAY)}

    def breaks(_shipment: Shipment, _context: CheckContext) -> list[Outcome]:
        raise ZeroDivisionError("Anna Example, Main Street 1")

    _with(monkeypatch, "delivery.packaging.photos", breaks)
    found = run_checks(shipment(), playbook, TODAY)
    broken = next(f for f in found if f.check_id == "delivery.packaging.photos")
    assert broken.level is Level.UNKNOWN
    assert "Anna" not in broken.model_dump_json()
    assert {f.check_id for f in found} == before


def test_a_code_without_words_is_unknown(playbook: Playbook, monkeypatch: pytest.MonkeyPatch) -> None:
    _with(monkeypatch, "delivery.packaging.photos", lambda s, c: [Outcome(code="nothing", level=Level.PASS)])
    (found,) = run_check("delivery.packaging.photos", shipment(), playbook, TODAY)
    assert found.level is Level.UNKNOWN


@pytest.mark.parametrize(
    ("rules", "level"),
    [
        ((), Level.FAIL),
        (("declaration.penalty.us",), Level.FAIL),
        (("weight.declared_vs_packed.ok",), Level.WARN),
        (("weight.declared_vs_packed.ok", "declaration.penalty.us"), Level.FAIL),
    ],
)
def test_a_fail_that_stands_on_weak_rules_alone_becomes_a_warning(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch, rules: tuple[str, ...], level: Level
) -> None:
    outcome = Outcome(code="missing", level=Level.FAIL, rules=rules)
    _with(monkeypatch, "delivery.packaging.photos", lambda s, c: [outcome])
    (found,) = run_check("delivery.packaging.photos", shipment(), playbook, TODAY)
    assert found.level is level
    assert ("level_note" in found.facts) == (level is Level.WARN)


def test_foreign_text_is_never_a_template() -> None:
    assert fill("The gift {gift} is here.", {"gift": "{secret} {0.__class__} %s"}) == (
        "The gift {secret} {0.__class__} %s is here."
    )
    assert fill("{missing}!", {}) == "(not known)!"


def test_foreign_text_in_a_finding_is_one_short_line(playbook: Playbook) -> None:
    nasty = "<script>alert(1)</script>\n\r\x00‮" + "x" * 400
    found = run_checks(shipment(gifts=(gift(description=nasty[:500], confirmed_at=None),)), playbook, TODAY)
    text = next(f.why for f in found if f.code == "gift_not_on_page_unconfirmed")
    assert "\n" not in text
    assert "\x00" not in text
    assert len(text) < 260
    assert len(quoted(nasty)) <= 120


def test_no_text_keeps_a_brace(playbook: Playbook) -> None:
    for whole in (shipment(), unsent(), Shipment(id="S-0")):
        for found in run_checks(whole, playbook, TODAY):
            assert "{" not in found.title + found.why + found.fix
            assert "(not known)" not in found.title + found.why + found.fix


def test_checklist_names_every_question_and_its_answer(playbook: Playbook) -> None:
    name = "delivery.packaging.cushioned"
    lines = {line.question: line for line in checklist(shipment(answers={name: answer(name, "no")}), playbook)}
    assert list(lines) == list(playbook.questions)
    assert lines[name].answer == "no"
    assert lines["delivery.packaging.closed"].answer == "not answered"
    assert lines["delivery.gifts.confirmed"].answer == "not needed"
    with_gift = {line.question: line for line in checklist(shipment(gifts=(gift(),)), playbook)}
    assert with_gift["delivery.gifts.confirmed"].answer == "not answered"


@given(whole=SHIPMENTS, days=st.integers(min_value=-40, max_value=800))
@settings(max_examples=150)
def test_whatever_is_on_record_the_checks_answer(whole: Shipment, days: int) -> None:
    found = run_checks(whole, load_playbook(), PACKED + timedelta(days=days))
    assert [f.facts for f in found if f.code == "not_completed"] == []
    assert not [
        f for f in found if f.level is Level.FAIL and f.rules and all(r.confidence == "inference" for r in f.rules)
    ]
    assert {f.measure for f in found} == set(load_playbook().measures)


@given(
    dropped=st.sets(
        st.sampled_from(
            [
                "order",
                "items",
                "shipping",
                "weights",
                "photos",
                "declaration",
                "inspections",
                "listings",
                "messages",
                "tracking",
            ]
        )
    ),
    days=st.integers(min_value=-40, max_value=800),
)
@settings(max_examples=60)
def test_what_is_missing_is_never_passed(dropped: set[str], days: int) -> None:
    empty = Shipment(id="S-0")
    whole = replace(shipment(), **{name: getattr(empty, name) for name in dropped})
    passed = {
        f.check_id for f in run_checks(whole, load_playbook(), PACKED + timedelta(days=days)) if f.level is Level.PASS
    }
    needs = {
        "order": "tracking.monitoring.promise", "items": "delivery.declaration.quantity",
        "shipping": "tracking.shipping_choice.tracked", "weights": "delivery.delivery_receipt.weights_on_record",
        "photos": "delivery.delivery_receipt.label", "declaration": "delivery.declaration.value",
        "inspections": "product.inspection.on_record", "listings": "product.description.snapshot",
        "messages": "tracking.communication.answered", "tracking": "tracking.monitoring.imported",
    }  # fmt: skip
    assert not passed & {needs[name] for name in dropped}


def test_as_of_a_day_before_dispatch_the_parcel_is_not_sent(playbook: Playbook) -> None:
    context = CheckContext(playbook=playbook, as_of=PACKED)
    assert context.sent_at(shipment()) is None
    assert CheckContext(playbook=playbook, as_of=DELIVERED).sent_at(shipment()) is not None
