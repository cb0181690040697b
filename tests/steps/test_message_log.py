"""The message log as a form: a line that is taken away takes its message back, and nothing is deleted."""

from __future__ import annotations

import ipywidgets as w
import pytest

from parcelproof.ledger.records import Inquiry, Message
from parcelproof.shop import Shop
from parcelproof.steps.form import REMOVED, SLOT, rows, take_away
from parcelproof.steps.forms import FORMS
from parcelproof.steps.step import Step
from parcelproof.widgets.form import FormView

PAGE = "tracking.communication"


@pytest.fixture
def parcel(shop: Shop) -> Shop:
    at = shop.now().replace(microsecond=0)
    for part, words in enumerate(("One", "Two")):
        told = Message(direction="to_buyer", channel="eBay", text=words, part=part, claimed_at=at)
        shop.record("manual-1", told, source="test")
    shop.record("manual-1", Inquiry(carrier="China Post", reference="Q", claimed_at=at), source="test")
    return shop


def step(shop: Shop) -> Step:
    return Step(shop, "manual-1", FORMS[PAGE])


def said(shop: Shop) -> list[str]:
    return [m.text for m in shop.shipment("manual-1").messages]


def test_a_line_that_is_taken_away_takes_its_message_back(parcel: Shop) -> None:
    form = step(parcel)
    number = next(n for n, row in enumerate(rows(form.values, "messages")) if row["words"] == "One")
    form.values = take_away(form.values, "messages", number)
    form.confirm()
    assert said(parcel) == ["Two"]
    assert len(parcel.shipment("manual-1").inquiries) == 1
    history = [e for e in parcel.shipment("manual-1").history if e.kind == "message"]
    assert len(history) == 3, "two messages, and one that takes the first back"
    assert step(parcel).confirm() == 0, "the same form again changes nothing"
    assert parcel.verify() == []


def test_what_came_after_the_form_was_opened_is_not_taken_back(parcel: Shop) -> None:
    form = step(parcel)
    form.values = take_away(form.values, "messages", 0)
    form.save()
    late = Message(direction="from_buyer", channel="eBay", text="Three", claimed_at=parcel.now())
    parcel.record("manual-1", late, source="test")
    step(parcel).confirm()
    assert len(said(parcel)) == 2
    assert "Three" in said(parcel)


def test_a_line_that_was_never_on_record_leaves_nothing(parcel: Shop) -> None:
    values = take_away({"messages": [{"words": "x"}, {SLOT: "s", "words": "y"}]}, "messages", 0)
    assert values == {"messages": [{SLOT: "s", "words": "y"}]}
    assert rows(take_away(values, "messages", 0), REMOVED) == [{SLOT: "s"}]


def test_the_button_does_it_and_the_last_line_can_go_too(parcel: Shop) -> None:
    view = FormView(step(parcel))

    def press(text: str) -> None:
        found = [b for b in _all(view.widget) if isinstance(b, w.Button) and b.description == text]
        found[0].click()

    for _ in range(2):
        press("Take away message 1")
    press("Take away inquiry 1")
    view.step.confirm()
    assert said(parcel) == []
    assert parcel.shipment("manual-1").inquiries == ()


def _all(widget: w.Widget) -> list[w.Widget]:
    return [widget, *(x for child in getattr(widget, "children", ()) for x in _all(child))]
