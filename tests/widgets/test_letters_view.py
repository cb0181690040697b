"""The letters as a person uses them: choose, edit, be warned, record; and the log beside them."""

from __future__ import annotations

import pytest

from builders import NUMBER, item, order, shipping
from parcelproof.shop import Shop
from parcelproof.steps.forms import FORMS
from parcelproof.steps.letters import LetterDesk
from parcelproof.steps.step import Step
from parcelproof.widgets.letters import LettersView
from parcelproof.widgets.page import Page

NOW = "2026-09-03T12:00:00+08:00"


@pytest.fixture
def with_parcel(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("PARCELPROOF_NOW", NOW)
    hostile = item(title="Lamp <img src=x onerror=alert(1)>")
    shop.record("manual-1", order(destination="DE", buyer_name="Ana"), hostile, shipping(), source="test")
    return shop


def view(shop: Shop) -> LettersView:
    made = LettersView(LetterDesk(shop, "manual-1"))
    assert made.widget is made.widget
    return made


def test_the_letter_that_is_owed_stands_there_in_the_language_of_the_country(with_parcel: Shop) -> None:
    made = view(with_parcel)
    assert (made.letter.value, made.language.value) == ("buyer:dispatch", "de")
    assert NUMBER in made.editor.text
    assert made.editor.text.startswith("Guten Tag Ana,")
    made.language.value = "ar"
    assert (made.editor.direction, made.editor.language) == ("rtl", "ar")


def test_an_edit_that_promises_too_much_is_said_at_once(with_parcel: Shop) -> None:
    made = view(with_parcel)
    assert "not on record" in made.promised.value
    assert "holds no refund" not in made.promised.value
    made.editor.text += "\nWir haben Ihnen den Betrag erstattet."
    assert "holds no refund" in made.promised.value


def test_a_letter_without_its_fact_is_not_ready_and_says_why(with_parcel: Shop) -> None:
    made = view(with_parcel)
    made.letter.value = "buyer:lost"
    assert made.editor.text == ""
    assert "not ready" in made.state.value
    assert "tells of the loss" in made.state.value
    made.button.click()
    assert "The letter is empty." in made.message.value
    assert with_parcel.shipment("manual-1").messages == ()


def test_i_sent_it_records_the_message_and_clears_what_was_owed(with_parcel: Shop) -> None:
    page = Page(with_parcel, "manual-1", "tracking.communication")
    owed, log, letters = page.owed(), page.messages(), page.letters()
    assert isinstance(letters, LettersView)
    assert owed.widget
    assert log.widget
    assert letters.widget
    assert "on its way" in owed.shown.value  # type: ignore[union-attr]
    letters.button.click()
    (message_,) = with_parcel.shipment("manual-1").messages
    assert (message_.direction, message_.topic, message_.language) == ("to_buyer", "dispatch_notice", "de")
    assert message_.text == letters.editor.text
    assert "You owe nobody" in owed.shown.value  # type: ignore[union-attr]
    assert "Guten Tag Ana" in log.shown.value  # type: ignore[union-attr]
    letters.button.click()
    assert "on record already" in letters.result.value
    assert len(with_parcel.shipment("manual-1").messages) == 1


def test_a_time_ahead_is_refused(with_parcel: Shop) -> None:
    made = view(with_parcel)
    made.at.value = "2027-01-01 10:00"
    made.button.click()
    assert "lies ahead" in made.message.value


def test_carriers_get_their_own_letters(with_parcel: Shop) -> None:
    made = view(with_parcel)
    made.letter.value = "carrier:no_first_scan"
    assert {code for _, code in made.language.options} >= {"en", "zh", "de"}
    assert "no scan" in made.editor.text or "Scan" in made.editor.text


def test_the_static_form_is_whole_and_harmless(with_parcel: Shop) -> None:
    made = LettersView(LetterDesk(with_parcel, "manual-1"))
    shown = made.static_html()
    assert not made.made
    assert "<img" not in shown
    assert "<script" not in shown
    assert f"<bdi>{NUMBER}</bdi>" in shown


def test_the_log_is_entered_and_corrected(with_parcel: Shop) -> None:
    form = FORMS["tracking.communication"]
    step = Step(with_parcel, "manual-1", form)
    row = {"direction": "from_buyer", "channel": "eBay", "at": "2026-09-03 09:00", "words": "Where is it?"}
    ask = {"carrier": "China Post", "at": "2026-09-03 10:00"}
    step.edit(messages=[row, {**row, "words": "Hello?"}], inquiries=[ask])
    step.confirm()
    whole = with_parcel.shipment("manual-1")
    assert sorted(m.text for m in whole.messages) == ["Hello?", "Where is it?"]
    fresh = form.start(step.context)
    rows = [dict(r) for r in fresh["messages"]]  # type: ignore[union-attr]
    asked = [dict(r) for r in fresh["inquiries"]]  # type: ignore[union-attr]
    rows[0]["at"] = "2026-09-03 08:00"
    asked[0] |= {"reference": "Q-1", "cause": "Strike"}
    step.edit(messages=rows, inquiries=asked)
    step.confirm()
    whole = with_parcel.shipment("manual-1")
    assert len(whole.messages) == 2
    assert len(whole.inquiries) == 1
    assert (whole.inquiries[0].reference, whole.inquiries[0].cause) == ("Q-1", "Strike")
    assert whole.messages[0].claimed_at is not None
    assert whole.messages[0].claimed_at.hour == 8
    assert with_parcel.verify() == []


def test_an_answer_older_than_the_inquiry_is_refused(with_parcel: Shop) -> None:
    step = Step(with_parcel, "manual-1", FORMS["tracking.communication"])
    step.edit(inquiries=[{"carrier": "C", "at": "2026-09-03 10:00", "answered": "2026-09-02 10:00"}])
    assert "older than the inquiry" in step.blockers()[0].text
