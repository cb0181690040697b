"""How hard a description is to read, by the published formula of its language; and words that need explaining."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.playbook import load_playbook
from parcelproof.playbook.profiles import ProductTerm
from parcelproof.product.readability import readability, syllables, unexplained_terms

BOOK = load_playbook()

EASY = {
    "en": (
        "Charge it with the cable in the box before you use it for the first time. A light shows when it "
        "is full. Press the button for two seconds. Then the light is blue and you can play the music "
        "that you like."
    ),
    "de": (
        "Laden Sie das Gerät mit dem Kabel, bevor Sie es zum ersten Mal benutzen. Ein Licht zeigt, wenn "
        "es voll ist. Halten Sie die Taste zwei Sekunden gedrückt. Dann leuchtet das Licht blau und Sie "
        "können Musik hören."
    ),
    "fr": (
        "Chargez l'appareil avec le câble avant de l'utiliser pour la première fois. Une lumière montre "
        "quand il est plein. Appuyez sur le bouton pendant deux secondes. La lumière est bleue et vous "
        "pouvez écouter la musique."
    ),
    "es": (
        "Cargue el aparato con el cable antes de usarlo por primera vez. Una luz muestra cuando está "
        "lleno. Pulse el botón durante dos segundos. La luz se vuelve azul y puede escuchar la música que"
        " le gusta."
    ),
    "it": (
        "Caricare il dispositivo con il cavo prima di usarlo per la prima volta. Una luce mostra quando è"
        " pieno. Premere il pulsante per due secondi. La luce diventa blu e si può ascoltare la musica "
        "che piace."
    ),
    "nl": (
        "Laad het toestel op met de kabel voor u het voor de eerste keer gebruikt. Een lamp laat zien dat"
        " het vol is. Houd de knop twee tellen in. Dan is de lamp blauw en kunt u naar muziek luisteren."
    ),
    "pt": (
        "Carregue o aparelho com o cabo antes de usar pela primeira vez. Uma luz mostra quando está "
        "cheio. Prima o botão por dois segundos. A luz fica azul e pode ouvir a música de que gosta com "
        "os amigos."
    ),
    "ru": (
        "Зарядите прибор перед тем, как включить его в первый раз. Лампа горит, когда он полон. Держите "
        "кнопку две секунды. Потом лампа станет синей, и вы можете слушать музыку. Это очень просто, и "
        "все это могут сделать дома."
    ),
}
HARD = (
    "Notwithstanding comprehensive documentation accompanying individual appliances, the "
    "implementation of multifunctional characteristics necessitates considerable familiarity with "
    "electrotechnical specifications, whose internationalisation facilitates unproblematic "
    "commissioning procedures and whose interoperability considerations remain unparalleled in the "
    "considerable universe of the residential entertainment categories."
)


@pytest.mark.parametrize("language", EASY)
def test_every_language_with_a_formula(language: str) -> None:
    reading = readability(EASY[language], BOOK, language)
    assert reading.verdict == "easy"
    assert reading.sentences >= 4
    assert reading.words >= 30
    assert reading.rule is not None
    assert (reading.formula, reading.rule.columns["language"]) == (reading.rule.value, language)
    assert reading.score == reading.score.quantize(Decimal("0.1"))  # type: ignore[union-attr]


def test_the_formulas_are_those_of_the_playbook() -> None:
    assert {rule.columns["language"] for rule in BOOK.rules_for("readability")} == set(EASY)
    words = ["cat"] * 30
    assert readability(" ".join(words) + ".", BOOK, "en").score == Decimal("91.8")  # 206.835 - 1.015*30 - 84.6
    assert readability(" ".join(words) + ".", BOOK, "de").score == Decimal("91.5")  # 180 - 30 - 58.5
    assert readability(" ".join(words) + ".", BOOK, "it").score == Decimal("69.0")  # 89 + (300 - 10*90)/30


def test_hard_text_is_called_hard() -> None:
    assert readability(HARD, BOOK).verdict == "hard"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl"])
def test_the_language_is_guessed(language: str) -> None:
    assert readability(EASY[language], BOOK) == readability(EASY[language], BOOK, f"{language}-XX")


@pytest.mark.parametrize(
    ("text", "language", "words", "sentences"),
    [
        ("第一次使用前，请用盒中的数据线充电。充满后指示灯亮起。长按按钮两秒开机。", "zh", 32, 3),
        ("Short. Very short.", "en", 3, 2),
        ("Zażółć gęślą jaźń. " * 15, "pl", 45, 15), ("", "", 0, 0), ("Qwx zyq. " * 40, "", 80, 40),
    ],
)  # fmt: skip
def test_without_a_formula_there_is_no_number(text: str, language: str, words: int, sentences: int) -> None:
    reading = readability(text, BOOK, language)
    assert (reading.score, reading.verdict, reading.formula) == (None, "unknown", "")
    assert (reading.words, reading.sentences) == (words, sentences)


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("table", "en", 2), ("charge", "en", 1), ("battery", "en", 3), ("used", "en", 1), ("the", "en", 1),
        ("hmm", "en", 1),
        ("gerät", "de", 2), ("benutzen", "de", 3), ("taste", "de", 2), ("première", "fr", 2), ("lumière", "fr", 2),
        ("bouton", "fr", 2), ("cable", "es", 2), ("segundos", "es", 3), ("cuando", "es", 2), ("кнопку", "ru", 2),
        ("laden", "nl", 2), ("muziek", "nl", 2), ("botão", "pt", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


@given(st.text(max_size=300), st.sampled_from(["", *EASY, "zh", "xx"]))
def test_any_text_is_read(text: str, language: str) -> None:
    reading = readability(text, BOOK, language)
    assert (reading.score is None) == (reading.verdict == "unknown")
    assert reading.words >= 0
    unexplained_terms(text, text, BOOK)


@pytest.mark.parametrize("term", BOOK.terms.values(), ids=lambda term: term.id)
def test_every_term(term: ProductTerm) -> None:
    for name in (term.term, *term.also):
        assert term in unexplained_terms(f"Thing {name}", "", BOOK), name
    for word in term.explained_by:
        assert term not in unexplained_terms(f"Thing {term.term}", f"It has {word}.", BOOK), word
    assert term not in unexplained_terms(f"Thing {term.term}", f"{term.term}: {term.means}", BOOK)
    assert term.means.endswith(".")


def test_a_term_is_explained_by_a_sentence_about_it() -> None:
    def open_terms(text: str) -> list[str]:
        return [term.term for term in unexplained_terms("Charger GaN", text, BOOK)]

    assert open_terms("GaN means a kind of chip.") == []
    assert open_terms("GaN (a new kind of chip).") == []
    assert open_terms("GaN charger, 65 W.") == ["GaN"]
    assert open_terms("GaN: yes") == ["GaN"]
