"""The queue as a person uses it, by clicking: nothing lost, nothing silent, no rules of its own."""

from __future__ import annotations

import ipywidgets as w
import pytest

from parcelproof.errors import ShopError
from parcelproof.ledger.records import Shipping
from parcelproof.shop import Shop
from parcelproof.steps.current import chosen_letter, current
from parcelproof.steps.letters import LetterDesk
from parcelproof.steps.queue import Queue
from parcelproof.steps.queue_letters import fitting_letters
from parcelproof.widgets.queue import review_queue
from parcelproof.widgets.queue_view import ALL, QueueView

pytestmark = pytest.mark.usefixtures("sample_now")


def view(shop: Shop) -> QueueView:
    made = QueueView(Queue(shop))
    assert made.widget is made.widget
    return made


def explain(made: QueueView, words: str = "A strike at the hub.") -> str:
    name = str(made.list.value)
    made.answer.choice.value = "explained"
    made.answer.fields["note"].value = words
    made.answer.go.click()
    return name


def test_an_answer_is_saved_and_the_next_case_is_shown(sample_shop_copy: Shop) -> None:
    made = view(sample_shop_copy)
    count, second = len(made.list.options), made.list.ids[1]
    name = explain(made)
    assert made.said.value.count("Saved 18:00") == 1
    assert f"1 of {count} done" in made.progress.value
    assert made.list.value == second
    assert second in made.case.value
    assert made.undo.done.ids == [name]
    assert made.answer.fields["note"].value == ""


def test_the_queue_is_clicked_empty(sample_shop_copy: Shop) -> None:
    made = view(sample_shop_copy)
    while made.list.value:
        explain(made)
        assert made.message.value == ""
    assert "Nothing is left to do today." in made.progress.value
    assert made.case.value == ""
    assert made.answer.box.layout.display == "none"


def test_undo_brings_the_case_back_and_a_mistake_leaves_no_message(sample_shop_copy: Shop) -> None:
    made = view(sample_shop_copy)
    name = explain(made)
    assert made.undo.mistake.layout.display == "none", "an explanation is no message that could be wrong"
    made.undo.back.click()
    assert made.list.value == name
    before = sample_shop_copy.shipment(name).messages
    made.answer.choice.value = "message_sent"
    made.answer.fields["channel"].value = "eBay"
    made.answer.fields["text"].value = "Hello"
    made.answer.go.click()
    assert len(sample_shop_copy.shipment(name).messages) == len(before) + 1
    made.undo.mistake.click()
    assert sample_shop_copy.shipment(name).messages == before
    assert "is back in the queue" in made.said.value


def test_only_the_fields_of_the_answer_are_shown(sample_shop_copy: Shop) -> None:
    made = view(sample_shop_copy)
    fields = made.answer.fields
    for kind, names in (
        ("explained", {"note"}), ("inquiry_opened", {"note", "carrier", "reference"}),
        ("message_sent", {"note", "channel", "text"}),
    ):  # fmt: skip
        made.answer.choice.value = kind
        assert {name for name, field in fields.items() if field.layout.display != "none"} == names


def test_what_is_typed_stays_with_its_case(sample_shop_copy: Shop) -> None:
    made = view(sample_shop_copy)
    first, second = made.list.ids[:2]
    made.answer.fields["note"].value = "half a thought"
    assert "Saved 18:00" in made.answer.saved.value
    made.list.value = second
    assert made.answer.fields["note"].value == ""
    made.list.value = first
    assert made.answer.fields["note"].value == "half a thought"
    again = view(Shop(sample_shop_copy.folder))
    assert again.answer.fields["note"].value == "half a thought"


def test_a_missing_fact_and_a_full_disk_are_said_and_nothing_is_lost(
    sample_shop_copy: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = view(sample_shop_copy)
    made.answer.go.click()
    assert "The cause is missing." in made.message.value
    made.answer.fields["note"].value = "the cause"

    def full(*_: object, **__: object) -> int:
        raise ShopError("The disk is full.", mend="Make room.")

    monkeypatch.setattr(made.queue.shop.ledger, "append", full)
    made.answer.go.click()
    assert "The disk is full." in made.message.value
    assert "the cause" not in made.message.value
    assert made.answer.fields["note"].value == "the cause"
    assert made.queue.counts.done == 0


def test_a_filter_that_is_worked_empty_opens_again(sample_shop_copy: Shop) -> None:
    made = view(sample_shop_copy)
    everything = len(made.list.options)
    made.kind.value = "lost"
    assert len(made.list.options) == 1
    explain(made)
    assert made.kind.value == ""
    assert len(made.list.options) == everything - 1
    made.carrier.value = "USPS"
    assert 0 < len(made.list.options) < everything - 1
    made.carrier.value = ALL
    assert len(made.list.options) == everything - 1


def test_without_a_person_the_page_is_a_list(sample_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(w.Widget, "__init__", lambda *_, **__: pytest.fail("a widget was made"))
    page = review_queue(str(sample_shop.folder))
    html = page.work().static_html() + page.missing().static_html()
    for case in Queue(sample_shop).cases:
        assert case.shipment_id in html
    assert "<script" not in html


def test_a_link_opens_its_letter_on_the_page_of_the_letters(sample_shop_copy: Shop) -> None:
    made = view(sample_shop_copy)
    name, link = str(made.list.value), made.letters.links[-1]
    made.letters._heard(None, {"follow": link["key"]}, None)
    assert name in made.said.value
    desk = LetterDesk(sample_shop_copy, current(sample_shop_copy))
    assert (desk.shipment_id, desk.suggested()) == (name, link["key"])
    desk.sent(link["key"], "Dear carrier", "en", "mail")
    assert chosen_letter(sample_shop_copy, name) == "", "a letter that is sent is not suggested again"
    made.letters._heard(None, {"follow": "buyer:no such letter"}, None)
    assert made.message.value == ""


def test_every_letter_that_is_offered_exists_and_most_can_be_filled(sample_shop: Shop) -> None:
    ready = 0
    offered = 0
    for case in Queue(sample_shop).cases:
        desk = LetterDesk(sample_shop, case.shipment_id)
        for letter in fitting_letters(case):
            offered += 1
            ready += desk.fill(letter.key, "en").ready
    assert ready >= 0.9 * offered > 10, (ready, offered)


def test_the_charts_are_drawn_anew_when_a_parcel_is_further(sample_shop_copy: Shop) -> None:
    page = review_queue(str(sample_shop_copy.folder))
    assert page.work().widget
    assert page.lanes().widget
    before = page.lanes().shown.value  # type: ignore[attr-defined]
    name = next(n for n, facts in page.work().queue.parcels.items() if facts.accepted_at)  # type: ignore[attr-defined]
    sample_shop_copy.record(name, Shipping(carrier="0 Snail Mail", tracking_number="S1"), source="test")
    page.work().refresh()  # type: ignore[attr-defined]
    assert page.lanes().shown.value != before  # type: ignore[attr-defined]
    assert "0 Snail Mail" in page.lanes().shown.value  # type: ignore[attr-defined]
