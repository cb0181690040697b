"""A page is given few fonts, and every letter that some font has is drawn by one of them."""

from __future__ import annotations

import typst

from parcelproof.report.fonts import MONO, drawn_by_some_font, families, needed
from parcelproof.report.press import shipped_fonts


def test_a_page_is_given_the_fonts_of_its_letters_and_no_others() -> None:
    assert needed("Order 1 · “fine” … é") == ("Noto Sans",)
    assert needed("in order", ["✓", "✕"]) == ("Noto Sans", "Noto Sans Symbols2")
    assert needed("深圳") == ("Noto Sans", "Noto Sans CJK SC")
    assert needed("") == ("Noto Sans",)


def test_a_letter_with_an_accent_may_look_for_both_in_every_font_that_has_one_of_them() -> None:
    both = needed("−", "\u0301")
    assert both[0] == "Noto Sans"
    assert {"Noto Sans Bengali", "Noto Sans Math"} <= set(both)
    assert "Noto Sans Math" not in needed("−")


def test_the_list_of_letters_names_the_fonts_that_are_shipped() -> None:
    shipped = shipped_fonts()
    assert isinstance(shipped, typst.Fonts)
    assert {*families(), MONO} == set(shipped.families())
    assert drawn_by_some_font(ord("龘"))
    assert not drawn_by_some_font(0xE000)
