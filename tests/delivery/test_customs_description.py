"""Measure 4: the words of one line of a customs form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.delivery.description import lint_description
from parcelproof.delivery.description_party import lint_party
from parcelproof.playbook import load_playbook

BOOK = load_playbook()


def verdict(text: str, destination: str) -> str:
    return lint_description(text, destination, BOOK).verdict


def reasons(text: str, destination: str) -> set[str]:
    return {reason.code for reason in lint_description(text, destination, BOOK).reasons}


@pytest.mark.parametrize("destination", ["DE", "US", "CA"])
def test_every_word_of_a_list_is_refused_alone_where_the_list_holds(destination: str) -> None:
    name = {"DE": "EU_ICS2", "US": "US_CBP", "CA": "CA_PACT"}[destination]
    rows = BOOK.rules_for("description_stop_words", authority=name, role="description")
    assert rows
    assert [r.value for r in rows if verdict(r.value, destination) != "reject"] == []
    assert [r.value for r in rows if verdict(f"{r.value.upper()} (new)", destination) != "reject"] == []


@pytest.mark.parametrize(
    ("text", "destination"),
    [("Leather case for camera", "DE"), ("Copper cables, 2 m, for lamps", "FR"), ("Wooden toys for children", "CA")],
)
def test_a_listed_word_inside_a_longer_text_is_a_warning(text: str, destination: str) -> None:
    assert verdict(text, destination) == "warn"
    assert "stop_word_inside" in reasons(text, destination)


def test_lists_hold_only_at_their_destination() -> None:
    assert verdict("daily necessities", "US") == "reject"
    assert reasons("parts", "JP") >= {"stop_word_elsewhere"}
    assert verdict("parts", "JP") == "warn"
    assert verdict("Leather case for camera", "US") == "ok"


@pytest.mark.parametrize("destination", ["DE", "US", "CA", "JP", ""])
@pytest.mark.parametrize("text", ["gift", "Gifts", "1 gift", "gift, free"])
def test_gift_is_never_a_description(text: str, destination: str) -> None:
    assert verdict(text, destination) == "reject"


@pytest.mark.parametrize(
    "text", ["12345", ".pdf", "PDF", "aaa", "---", " . - ", "", "   ", "#!?", "12-34 #", "手机壳", "\n\t"]
)
@pytest.mark.parametrize("destination", ["DE", "CA", "US"])
def test_texts_without_a_word_are_refused(text: str, destination: str) -> None:
    found = lint_description(text, destination, BOOK)
    assert found.verdict == "reject"
    assert found.suggestion


@pytest.mark.parametrize(
    "text",
    [
        "capacitors", "mobile telephones", "spark plugs", "plastic bottles", "100 % polyester blanket",
        "kitchen utensils",
        "Men's T-shirt, 100% cotton, knitted, size M", "Wrist watch, automatic winding, leather strap",
        "USB power adapter 65 W, input 100-240 V",
    ],
)  # fmt: skip
def test_the_good_examples_pass_in_the_united_states(text: str) -> None:
    assert verdict(text, "US") == "ok"


def test_bad_words_come_with_better_ones() -> None:
    assert "capacitors" in lint_description("electrical components", "US", BOOK).suggestion
    assert "polyester blanket" in lint_description("blanket", "US", BOOK).suggestion


def test_three_questions_and_for_garments_five() -> None:
    assert reasons("cotton T-shirt", "US") == {"no_wearer", "no_size"}
    assert verdict("cotton T-shirt", "US") == "warn"
    assert verdict("cotton T-shirt", "GB") == "ok"
    assert (
        "T-shirt, cotton, for [men, women or children], size"
        in lint_description("cotton T-shirt", "US", BOOK).suggestion
    )
    assert reasons("Phone stand", "JP") == {"no_material"}
    assert "too_few_words" in reasons("Smartphone", "GB")


def test_a_number_with_its_unit_is_worth_a_use() -> None:
    assert verdict("Bluetooth speaker 13 Wh", "US") == "ok"
    assert verdict("Bluetooth speaker 13", "US") == "warn"


def test_the_european_list_says_that_it_is_not_complete() -> None:
    assert "list_incomplete" in reasons("Mug of porcelain, for drinking", "DE")
    assert "list_incomplete" not in reasons("Mug of porcelain, for drinking", "US")


def test_other_words_are_not_taken_for_a_plural() -> None:
    assert "stop_word_inside" not in reasons("Robot arm of steel, for science", "DE")
    assert "stop_word_inside" not in reasons("Good night lamp of wood", "CA")


@pytest.mark.parametrize("text", ["unknown", "N/A", "Private", "???", "xxx", "123"])
def test_fillers_are_no_names(text: str) -> None:
    assert [reason.weight for reason in lint_party(text, "DE", BOOK)] == ["reject"]


@pytest.mark.parametrize("text", ["Мария Ибрагимова", "田中 さくら", "محمد"])
def test_names_in_other_letters_are_no_fillers(text: str) -> None:
    assert [(reason.code, reason.weight) for reason in lint_party(text, "DE", BOOK)] == [("party_not_latin", "hint")]


@pytest.mark.parametrize("text", ["Jan Unknown", "Anna Müller", "Private Road 7", "Na Li"])
def test_names_are_names(text: str) -> None:
    assert lint_party(text, "DE", BOOK) == ()


@given(st.text(max_size=80), st.sampled_from(["DE", "US", "CA", "JP", ""]))
def test_any_text_gets_a_verdict_with_words(text: str, destination: str) -> None:
    found = lint_description(text, destination, BOOK)
    assert (found.verdict == "reject") == any(r.weight == "reject" for r in found.reasons)
    assert all(r.code and r.words for r in found.reasons)
    assert found.suggestion or found.verdict == "ok"


@given(st.sampled_from(["Accessories", "parts", "Electronic goods", "toys"]), st.sampled_from(["DE", "US", "CA"]))
def test_case_and_blanks_change_nothing(word: str, destination: str) -> None:
    plain, loud = (lint_description(text, destination, BOOK) for text in (word, f"  {word.upper()}\n"))
    assert (loud.verdict, loud.reasons) == (plain.verdict, plain.reasons)
