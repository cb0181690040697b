"""Letters: every situation in every language, nothing made up, nothing of a stranger read as a template."""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_stories import CARRIER_STORIES, STORIES, parcel

from builders import NUMBER, TODAY, item, message, order, shipment
from parcelproof.errors import ParcelproofError, UnknownNameError
from parcelproof.language import speaking
from parcelproof.letters import default_language, fill_letter, letter_facts, load_letters, promises
from parcelproof.letters.facts import one_line
from parcelproof.letters.loader import PLACE, shape
from parcelproof.resources import templates_dir
from parcelproof.shop import Shop
from parcelproof.tracking.events import Status
from parcelproof.widgets.letters import letter_html

BOOK = load_letters()
TEN = {"en", "zh", "de", "fr", "es", "pt", "it", "ru", "ja", "ar"}
BUYER = [(letter, language) for letter in BOOK.situations["buyer"] for language in sorted(TEN)]
CARRIER = [(letter, lang) for letter in BOOK.situations["carrier"] for lang in BOOK.languages("carrier")]


def test_there_are_ten_languages_for_buyers_and_three_for_carriers() -> None:
    assert set(BOOK.languages("buyer")) == TEN
    assert set(BOOK.languages("carrier")) >= {"en", "zh", "de"}
    assert set(STORIES) == set(BOOK.situations["buyer"])
    assert set(CARRIER_STORIES) == set(BOOK.situations["carrier"])


@pytest.mark.parametrize(("letter", "language"), BUYER)
def test_every_letter_to_a_buyer_is_whole_and_promises_nothing(letter: str, language: str) -> None:
    whole = STORIES[letter]
    filled = fill_letter(BOOK, "buyer", letter, language, letter_facts(whole, language, TODAY, "Lantern Lane"))
    assert filled.ready, filled.missing
    assert "{" not in filled.text
    assert "}" not in filled.text
    assert NUMBER in filled.text
    assert "Lantern Lane" in filled.text
    assert "Ana Lima" in filled.text
    assert promises(filled.text, whole, language) == []
    assert all(unicodedata.category(c) != "Cf" for c in filled.text), "a copied letter holds no invisible signs"


@pytest.mark.parametrize(("letter", "language"), CARRIER)
def test_every_inquiry_is_whole(letter: str, language: str) -> None:
    facts = letter_facts(CARRIER_STORIES[letter], language, TODAY, "Lantern Lane")
    filled = fill_letter(BOOK, "carrier", letter, language, facts)
    assert filled.ready, filled.missing
    assert "{" not in filled.text
    assert NUMBER in filled.text


@pytest.mark.parametrize(("reader", "language"), sorted(BOOK.files))
def test_all_languages_are_twins(reader: str, language: str) -> None:
    pattern, file = BOOK.files[reader, "en"], BOOK.files[reader, language]  # type: ignore[index]
    assert list(file.letters) == list(pattern.letters)
    for letter, wording in file.letters.items():
        assert shape(wording.text) == shape(pattern.letters[letter].text), letter
        assert not PLACE.search(wording.subject)


def test_a_country_speaks_one_language() -> None:
    countries = [c for (reader, _), file in BOOK.files.items() if reader == "buyer" for c in file.countries]
    assert len(countries) == len(set(countries))


def test_a_letter_whose_fact_is_missing_is_not_ready_and_says_which() -> None:
    filled = fill_letter(BOOK, "buyer", "lost", "en", letter_facts(parcel(Status.IN_TRANSIT), "en", TODAY))
    assert filled.missing == ("the scan that tells of the loss, with its day",)
    assert not fill_letter(BOOK, "buyer", "delay", "en", letter_facts(parcel(Status.DELIVERED), "en", TODAY)).ready


def test_a_sentence_without_its_fact_drops_out() -> None:
    bare = parcel(Status.IN_TRANSIT, inquiries=(), order=order(promised_by=None, ship_to=None, buyer_name=""))
    filled = fill_letter(BOOK, "buyer", "delay", "en", letter_facts(bare, "en", TODAY))
    assert filled.ready
    assert "cause" not in filled.text
    assert "delivery date" not in filled.text
    assert filled.text.startswith("Hello,\n")
    assert "the cause that the carrier gave" in filled.left_out


def test_dates_and_money_are_written_in_the_language() -> None:
    whole = STORIES["delay"]
    assert letter_facts(whole, "de", TODAY)["sent_on"] == "2. September 2026"
    assert letter_facts(whole, "ja", TODAY)["sent_on"] == "2026年9月2日"
    assert letter_facts(whole, "fr", TODAY)["country"] == "Allemagne"
    assert letter_facts(whole, "de", TODAY)["total"].replace("\xa0", " ") == "86,00 $"


def test_the_seller_reads_about_letters_in_the_language_of_the_shop_and_the_buyer_in_the_own() -> None:
    with speaking("zh"):
        book = load_letters()
        filled = fill_letter(book, "buyer", "lost", "de", letter_facts(parcel(Status.IN_TRANSIT), "de", TODAY))
        promised = promises("We have refunded you.", parcel(Status.IN_TRANSIT), "en")
    words = [s.title for letters in book.situations.values() for s in letters.values()] + list(book.fact_names.values())
    assert [w for w in words if not re.search(r"[\u3400-\u9fff]", w)] == []
    assert filled.missing == ("说明丢失的扫描和日期",)
    assert (promised[0].said, promised[0].missing[:7]) == ("We have refunded you.", "没有退款的记录")
    assert book.files == BOOK.files
    assert load_letters().situations == BOOK.situations


def test_the_language_of_the_last_message_goes_before_the_country() -> None:
    assert default_language(BOOK, shipment(order=order(destination="DE"))) == "de"
    assert default_language(BOOK, shipment(order=order(destination="FJ"))) == "en"
    said = message("from_buyer", TODAY, language="pt-BR")
    assert default_language(BOOK, shipment(order=order(destination="DE"), messages=(said,))) == "pt"


def test_only_a_scan_of_the_carrier_is_a_delivery() -> None:
    by_hand = parcel(Status.DELIVERED)
    scans = tuple(e.model_copy(update={"set_by_user": True}) for e in by_hand.tracking.events)
    way = replace(by_hand.tracking, events=scans, delivered=scans[-1], status_event=scans[-1])
    assert "delivered_on" not in letter_facts(replace(by_hand, tracking=way), "en", TODAY)


def test_a_hand_over_that_lies_ahead_is_no_fact() -> None:
    assert "sent_on" not in letter_facts(shipment(), "en", TODAY - timedelta(days=60))


@given(st.text(max_size=200))
def test_foreign_text_becomes_one_clean_line(value: str) -> None:
    line = one_line(value)
    assert len(line.splitlines()) <= 1
    assert all(unicodedata.category(c)[0] != "C" or c in "\u200c\u200d" for c in line)
    assert one_line(line) == line


_HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "{order_id}",
        "{{total}}",
        "<script>alert(1)</script>",
        "\u202eevil\u202c",
        "a\nb\r\nc",
        "{seller}<img src=x>",
        "\x00",
    ]
)


@given(_HOSTILE, _HOSTILE, st.sampled_from(BUYER))
def test_a_hostile_name_stays_what_it_is(name: str, title: str, which: tuple[str, str]) -> None:
    letter, language = which
    whole = replace(
        STORIES[letter],
        order=order(destination="DE", buyer_name=name, ship_to=STORIES["delay"].order.ship_to),  # type: ignore[union-attr]
        items=(item(title=title),),
    )
    facts = letter_facts(whole, language, TODAY, "Shop")
    filled = fill_letter(BOOK, "buyer", letter, language, facts)
    calm = fill_letter(BOOK, "buyer", letter, language, {**facts, "buyer_name": "N", "goods": "G"})
    if facts.get("buyer_name") and facts.get("goods"):
        assert len(filled.rows) == len(calm.rows), "no name makes a new line"
        assert one_line(name) in filled.text
    for piece in (p for row in filled.rows for p in row if not p.fact):
        assert "{" not in piece.text
    shown = letter_html(filled)
    assert "<script" not in shown
    assert "<img" not in shown
    assert not any(c in shown for c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


def test_arabic_is_shown_from_the_right_with_every_fact_isolated() -> None:
    filled = fill_letter(BOOK, "buyer", "delay", "ar", letter_facts(STORIES["delay"], "ar", TODAY, "Shop"))
    shown = letter_html(filled)
    assert 'lang="ar" dir="rtl"' in shown
    assert f"<bdi>{NUMBER}</bdi>" in shown
    assert "<bdi>Ana Lima</bdi>" in shown


def test_a_name_that_does_not_exist_is_said() -> None:
    with pytest.raises(UnknownNameError, match="no such letter"):
        fill_letter(BOOK, "buyer", "dely", "en", {})
    with pytest.raises(UnknownNameError, match="no letters in this language"):
        fill_letter(BOOK, "carrier", "loss", "xx", {})


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{hold_on}", "{held_on}", "a fact that is not known: held_on"),
        ("{attempt_on}", "heute", "line by line"),
        ("  dispatch:", "  despatch:", "'despatch' is not in letters.yaml"),
        ("Gute Nachricht:", "Gute } Nachricht:", "a brace"),
        ("direction: ltr", "direction: up", "direction"),
    ],
)
def test_a_mistake_in_a_letter_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = tmp_path / "letters"
    shutil.copytree(templates_dir() / "letters", folder)
    file = folder / "buyer" / "de.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParcelproofError) as caught:
        load_letters(folder)
    assert words in str(caught.value)
    assert "buyer/de.yaml:" in str(caught.value)


def test_every_sample_shipment_fills_every_letter_without_leftovers(sample_shop: Shop, sample_now: str) -> None:
    ready = 0
    for number, name in enumerate(sample_shop.shipment_ids()):
        whole = sample_shop.shipment(name, compare_photos=False)
        for language in sorted(TEN)[number % 2 :: 2]:
            facts = letter_facts(whole, language, sample_shop.now(), sample_shop.settings.name)
            for letter in BOOK.situations["buyer"]:
                filled = fill_letter(BOOK, "buyer", letter, language, facts)
                assert "{" not in filled.text.replace(facts.get("goods", "\0"), "")
                if filled.ready:
                    ready += 1
                    assert promises(filled.text, whole, language) == [], (name, letter, language)
    assert ready > 100
