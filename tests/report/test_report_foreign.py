from __future__ import annotations

import html
from html.parser import HTMLParser

import pytest
from hostile_strings import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from parcelproof.report.foreign import drawable, inert, marker, paper_text, right_to_left, runs

ANY_TEXT = st.text(st.characters(codec=None)) | st.sampled_from(HOSTILE)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def said(text: str) -> str:
    pieces = runs(text)
    if isinstance(pieces, str):
        return pieces
    return "\n".join(
        "".join(p if isinstance(p, str) else marker(chr(int(p["m"][2:], 16))) if "m" in p else "" for p in line)
        for line in pieces
    )


@given(ANY_TEXT)
def test_html_keeps_every_character_and_makes_no_tag(text: str) -> None:
    reader = Reader()
    reader.feed(f"<p>{inert(text)}</p>")
    reader.close()
    expected = "".join("�" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert reader.tags == ["p"]
    assert reader.text == expected


def test_a_carriage_return_is_written_as_a_reference() -> None:
    assert str(inert("a\rb\r\nc")) == "a&#13;b&#13;\nc"


def test_markup_of_a_template_passes() -> None:
    assert inert(Markup("<b>x</b>")) == "<b>x</b>"
    assert inert(None) == ""
    assert inert(html.unescape("&lt;b&gt;")) == "&lt;b&gt;"


@given(ANY_TEXT)
def test_paper_says_all_of_it_in_order(text: str) -> None:
    assert said(text) == paper_text(text)


@given(st.text())
def test_what_paper_cannot_draw_stands_there_by_number(text: str) -> None:
    rtl = right_to_left(text)
    shown = paper_text(text)
    for char in text:
        if not drawable(char, rtl=rtl) and char not in "\n\r\t\x0b\x0c\x85\u2028\u2029":
            assert marker(char) in shown
            assert char not in shown


@pytest.mark.parametrize(
    "char", ["\x07", "\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\ue000", "\uffff", "\u3164"]
)
def test_invisible_and_reordering_characters_are_never_drawn(char: str) -> None:
    assert not drawable(char)
    assert not drawable(char, rtl=True)


def test_direction_marks_stay_only_beside_right_to_left_letters() -> None:
    assert paper_text("a\u200fb") == "a⟦U+200F⟧b"
    assert paper_text("שלום\u200f!") == "שלום\u200f!"


def test_long_words_get_places_to_break_and_lose_nothing() -> None:
    word = "W" * 400
    pieces = runs(word)
    assert isinstance(pieces, list)
    assert {"b": ""} in pieces[0]
    assert said(word) == word


def test_arabic_is_never_cut_inside_a_word() -> None:
    assert runs("ا" * 120) == "ا" * 120
