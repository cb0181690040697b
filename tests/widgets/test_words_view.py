"""The page of carriers' words as a person uses it: ask, teach, take back, and what is refused."""

from __future__ import annotations

import pytest

from builders import order
from parcelproof.shop import Shop
from parcelproof.steps import wordings
from parcelproof.widgets.wordings import NOTHING_TAUGHT, NOTHING_UNKNOWN, WordsView


@pytest.fixture
def view(shop: Shop) -> WordsView:
    shop.record("manual-1", order(), source="test")
    made = WordsView(shop)
    assert made.widget is made.widget
    return made


def press(button: object) -> None:
    button.click()  # type: ignore[attr-defined]


def test_a_person_asks_teaches_and_takes_back(view: WordsView, shop: Shop) -> None:
    assert NOTHING_UNKNOWN in view.lists.value
    assert NOTHING_TAUGHT in view.lists.value
    view.text.value = "Blorf <b>zang</b>"
    press(view.ask_button)
    assert "unknown" in view.answer.value
    view.status.value = "in_transit"
    press(view.teach_button)
    assert [t.status.value for t in wordings.taught(shop).all] == ["in_transit"]
    assert view.taught_box.layout.display == ""
    press(view.ask_button)
    assert "in transit" in view.answer.value
    assert "taught" in view.answer.value
    view.taught.index = 0
    press(view.back_button)
    assert wordings.taught(shop).all == ()
    assert view.taught_box.layout.display == "none"


def test_a_return_is_never_taught_as_delivered(view: WordsView, shop: Shop) -> None:
    view.text.value = "Returned to sender"
    view.status.value = "delivered"
    press(view.teach_button)
    assert wordings.taught(shop).all == ()
    assert view.message.value
