"""Claims that cannot be kept, in every language of the playbook; denied, backed and innocent ones are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.playbook import Rule, load_playbook
from parcelproof.product.big_claims import Claim, big_claims

BOOK = load_playbook()
TODAY = date(2026, 11, 26)
RULES = BOOK.rules_for("big_claims")
PHRASES = [rule for rule in RULES if rule.columns["kind"] not in ("negation", "ce_title")]
LANGUAGES = ("en", "de", "fr", "es", "it", "zh")


def found(text: str, where: str = "title", **more: object) -> list[Claim]:
    return list(big_claims([(where, text)], BOOK, on=TODAY, **more))  # type: ignore[arg-type]


def kinds(text: str, **more: object) -> set[str]:
    return {claim.kind for claim in found(text, **more)}


def rule_id(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", PHRASES, ids=rule_id)
def test_every_phrase_of_every_row(rule: Rule) -> None:
    language = rule.columns["language"]
    for phrase in rule.value.split(";"):
        claims = found(f"Lamp {phrase} X", language=language)
        assert rule.columns["kind"] in {claim.kind for claim in claims}, phrase
        for claim in claims:
            assert claim.reason.endswith(".")
            assert claim.better


@pytest.mark.parametrize("rule", [rule for rule in PHRASES if rule.columns["unless"]], ids=rule_id)
def test_every_innocent_phrase_of_every_row(rule: Rule) -> None:
    for phrase in rule.columns["unless"].split(";"):
        assert rule.columns["kind"] not in kinds(phrase, language=rule.columns["language"]), phrase


@pytest.mark.parametrize("rule", [r for r in PHRASES if r.columns["language"] in LANGUAGES], ids=rule_id)
def test_every_claim_can_be_denied(rule: Rule) -> None:
    negations = BOOK.rules_for("big_claims", kind="negation", language=rule.columns["language"])[0]
    word = negations.value.split(";")[0]
    gap = "" if rule.columns["language"] == "zh" else " "
    for phrase in rule.value.split(";"):
        assert rule.columns["kind"] not in kinds(f"{word}{gap}{phrase}", language=rule.columns["language"]), phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_six_languages_have_every_kind(language: str) -> None:
    have = {rule.columns["kind"] for rule in PHRASES if rule.columns["language"] == language}
    assert have == {
        "absolute", "waterproof", "original", "approved", "certified", "lifetime", "unbreakable", "best", "medical",
        "skin", "eco", "fits_all", "award",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("100 % Waterproof Speaker", "absolute"), ("100% waterproof speaker", "absolute"),
        ("Waterproof speaker", "waterproof"),
        ("FDA-approved mask", "approved"), ("Original charger", "original"), ("Lifetime Warranty!", "lifetime"),
        ("Unbreakable", "unbreakable"), ("Best headphones", "best"), ("CE certified charger", "certified"),
        ("Charger CE 65 W", "ce_title"), ("medical", "medical"), ("it cures headaches", "medical"),
        ("No scratches. Waterproof!", "waterproof"), ("not only waterproof", "waterproof"),
        ("ＷＡＴＥＲＰＲＯＯＦ", "waterproof"), ("非常防水", "waterproof"), ("Ist WASSERDICHT", "waterproof"),
        ("ETANCHE", "waterproof"), ("eco-friendly bag", "eco"),
    ],
)  # fmt: skip
def test_claims_as_sellers_write_them(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Not waterproof", "This speaker isn't waterproof", "not original", "Waterproof: no",
        "Waterproof? No",
        "Waterproof IP68", "IPX7 waterproof speaker", "waterproof to 5 bar", "original packaging",
        "in its original box",
        "original design by us", "genuine leather wallet", "Echt Leder",
        "best before 2028-04", "works best at 20 °C",
        "resin cures in 24 h", "ce casque est bien", "CE CASQUE EST BIEN", "原装包装", "不防水",
        "防水: 否", "防水等级 IPX5",
        "pas étanche", "no es impermeable", "non è impermeabile", "kein Original",
        "Pays d'origine : Chine", "dog treats",
        "replaces the original strap", "seek medical advice", "Oncology book", "forensic", "bestow", "originality",
    ],
)  # fmt: skip
def test_innocent_words(text: str) -> None:
    assert kinds(text) == set()


def test_a_document_backs_what_needs_one() -> None:
    for text, kind in (("CE certified charger", "certified"), ("FDA approved", "approved"), ("Charger CE", "ce_title")):
        assert kind in kinds(text)
        assert kinds(text, document=True) == set()
    assert kinds("100 % waterproof", document=True) == {"absolute"}


def test_papers_of_the_brand_back_original() -> None:
    assert kinds("Original charger") == {"original"}
    assert kinds("Original charger", papers=True) == set()


def test_a_rating_anywhere_on_the_page_backs_waterproof() -> None:
    texts = [("title", "Waterproof speaker"), ("Protection", "IPX7")]
    assert big_claims(texts, BOOK, on=TODAY) == ()
    assert {c.kind for c in big_claims([*texts, ("text", "100 % waterproof")], BOOK, on=TODAY)} == {"absolute"}


def test_where_a_claim_stands_is_told() -> None:
    texts = [("title", "Lamp"), ("Note", "防水"), ("text", "Made well. A lifetime warranty. Lifetime warranty!")]
    claims = big_claims(texts, BOOK, on=TODAY)
    assert [(claim.kind, claim.where) for claim in claims] == [("lifetime", "text"), ("waterproof", "Note")]


def test_a_stop_between_two_texts_keeps_them_apart() -> None:
    texts = [("title", "Speaker, not"), ("text", "waterproof")]
    assert [claim.kind for claim in big_claims(texts, BOOK, on=TODAY)] == ["waterproof"]


def test_environmental_words_are_dated() -> None:
    before = big_claims([("title", "eco-friendly bag")], BOOK, on=date(2026, 9, 26))
    assert before == ()
    assert kinds("eco-friendly bag") == {"eco"}


def test_the_language_of_the_page_limits_the_phrases() -> None:
    assert kinds("crema cura la pelle", language="it") == set()
    assert kinds("Waterproof Lampe", language="de") == {"waterproof"}


@given(st.lists(st.tuples(st.sampled_from(["title", "text", "x"]), st.text(max_size=200)), max_size=4))
def test_any_text_is_read(texts: list[tuple[str, str]]) -> None:
    for claim in big_claims(texts, BOOK, on=TODAY):
        assert claim.where in {where for where, _ in texts}


@given(st.text("abc 防水。.!?", max_size=40), st.text("abc 防水。.!?", max_size=40))
def test_a_claim_is_found_between_any_words(before: str, after: str) -> None:
    assert "lifetime" in kinds(f"{before} | lifetime warranty | {after}")
