"""Measure 6: answers, news of trouble, inquiries; one story for every answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders import DELIVERED, SENT, TODAY, inquiry, level_of, message, order, said, scan, shipment, tracking, unsent
from parcelproof.tracking.events import Status, Tracking

ANSWERED = "tracking.communication.answered"
HOUR = timedelta(hours=1)
ASKED = TODAY - timedelta(days=6)  # a Thursday


def asked(*later: object, channel: str = "amazon") -> object:
    return shipment(order=order(channel=channel), messages=(message("from_buyer", ASKED), *later))


def test_answered_in_time_or_late() -> None:
    assert level_of(asked(message("to_buyer", ASKED + 48 * HOUR)), ANSWERED, "answered") == "pass"
    assert level_of(asked(message("to_buyer", ASKED + 49 * HOUR)), ANSWERED, "answered_late") == "note"


def test_waiting_turns_into_unanswered_after_48_hours() -> None:
    assert level_of(asked(), ANSWERED, "waiting", ASKED + 48 * HOUR) == "note"
    assert level_of(asked(), ANSWERED, "unanswered", ASKED + 48 * HOUR + timedelta(minutes=1)) == "warn"


def test_ebay_counts_three_business_days() -> None:
    whole = asked(channel="ebay")
    assert ASKED.weekday() == 3
    assert level_of(whole, ANSWERED, "waiting", ASKED + timedelta(days=5)) == "note"
    assert level_of(whole, ANSWERED, "unanswered", ASKED + timedelta(days=5, hours=1)) == "warn"
    assert [r.id for r in said(whole, ANSWERED)["unanswered"].rules] == ["communication.answer.ebay"]


def test_an_answer_before_the_question_is_none() -> None:
    assert level_of(asked(message("to_buyer", ASKED - HOUR)), ANSWERED, "unanswered") == "warn"


def test_one_answer_serves_all_messages_before_it() -> None:
    whole = asked(message("from_buyer", ASKED + HOUR), message("to_buyer", ASKED + 2 * HOUR))
    found = said(whole, ANSWERED)
    assert found["answered"].facts["messages"] == "2"


def test_a_later_question_is_open_although_the_first_was_answered() -> None:
    later = ASKED + timedelta(days=1)
    whole = asked(message("to_buyer", ASKED + HOUR), message("from_buyer", later))
    assert level_of(whole, ANSWERED, "unanswered") == "warn"


def test_messages_without_a_time_or_none_at_all() -> None:
    assert level_of(shipment(), ANSWERED, "no_messages") == "note"
    nameless = shipment(messages=(message("from_buyer", None),))  # type: ignore[arg-type]
    assert level_of(nameless, ANSWERED, "undated") == "unknown"


def test_a_yes_of_the_buyer_waits_for_no_answer() -> None:
    assert (
        level_of(shipment(messages=(message("from_buyer", ASKED, topic="answer"),)), ANSWERED, "no_messages") == "note"
    )


def test_carrier_mail_is_no_message_of_the_buyer() -> None:
    assert level_of(shipment(messages=(message("from_carrier", ASKED),)), ANSWERED, "no_messages") == "note"


TOLD = "tracking.communication.delay_told"
LOST_AT = SENT + timedelta(days=9)


def lost(*messages: object) -> object:
    whole = tracking(scan(Status.ACCEPTED, SENT), scan(Status.LOST, LOST_AT))
    return shipment(tracking=whole, messages=messages)


def test_trouble_must_be_told() -> None:
    assert level_of(lost(), TOLD, "not_told") == "warn"
    assert level_of(lost(message("to_buyer", LOST_AT + HOUR)), TOLD, "told") == "pass"
    assert level_of(lost(message("to_buyer", LOST_AT - HOUR)), TOLD, "not_told") == "warn"
    assert level_of(lost(message("to_buyer", LOST_AT + HOUR, topic="dispatch_notice")), TOLD, "not_told") == "warn"
    assert level_of(lost(message("to_carrier", LOST_AT + HOUR)), TOLD, "not_told") == "warn"


def test_a_message_about_a_delay_does_not_tell_of_a_loss_that_came_later() -> None:
    early = message("to_buyer", LOST_AT - HOUR, topic="delay")
    assert level_of(lost(early), TOLD, "not_told") == "warn"
    assert level_of(lost(early, message("to_buyer", LOST_AT + HOUR, topic="delay")), TOLD, "told") == "pass"


def test_a_delay_can_be_told_before_the_promised_date_passes() -> None:
    moving = tracking(scan(Status.ACCEPTED, SENT), scan(Status.IN_TRANSIT, TODAY - HOUR))
    late = order(promised_by=TODAY - timedelta(days=1))
    early = message("to_buyer", TODAY - timedelta(days=4), topic="delay")
    assert level_of(shipment(tracking=moving, order=late, messages=(early,)), TOLD, "told") == "pass"
    other = message("to_buyer", TODAY - timedelta(days=4), topic="answer")
    assert level_of(shipment(tracking=moving, order=late, messages=(other,)), TOLD, "not_told") == "warn"


def test_who_heard_that_the_parcel_comes_back_need_not_hear_that_it_came() -> None:
    back = tracking(scan(Status.RETURNING, LOST_AT), scan(Status.RETURNED, LOST_AT + 48 * HOUR))
    told = message("to_buyer", LOST_AT + HOUR)
    assert level_of(shipment(tracking=back, messages=(told,)), TOLD, "told") == "pass"
    before = message("to_buyer", LOST_AT - HOUR, topic="delay")
    assert level_of(shipment(tracking=back, messages=(before,)), TOLD, "not_told") == "warn"


DAMAGED = tracking(
    scan(Status.ACCEPTED, SENT), scan(Status.EXCEPTION, LOST_AT, reason="damaged"), scan(Status.DELIVERED, DELIVERED)
)


def test_damage_is_trouble_although_the_parcel_was_delivered() -> None:
    assert level_of(shipment(tracking=DAMAGED), TOLD, "not_told") == "warn"
    told = shipment(tracking=DAMAGED, messages=(message("to_buyer", LOST_AT + HOUR),))
    assert "damage" in said(told, TOLD)["told"].why


def test_a_passed_promise_is_trouble() -> None:
    moving = tracking(scan(Status.ACCEPTED, SENT), scan(Status.IN_TRANSIT, TODAY - HOUR))
    late = shipment(tracking=moving, order=order(promised_by=TODAY - timedelta(days=1)))
    assert "promised date passed" in said(late, TOLD)["not_told"].why
    same_day = shipment(tracking=moving, order=order(promised_by=TODAY.replace(hour=0)))
    assert level_of(same_day, TOLD, "no_delay") == "pass"


def test_no_trouble() -> None:
    assert level_of(shipment(), TOLD, "no_delay") == "pass"
    assert level_of(unsent(), TOLD, "not_sent_yet") == "note"
    assert level_of(shipment(tracking=Tracking()), TOLD, "no_tracking") == "unknown"


ASK = "tracking.communication.carrier_inquiry"


@pytest.mark.parametrize(
    "status", [Status.LOST, Status.RETURNING, Status.RETURNED, Status.EXCEPTION, Status.CUSTOMS_HOLD]
)
def test_the_carrier_must_be_asked(status: Status) -> None:
    whole = tracking(scan(Status.ACCEPTED, SENT), scan(status, LOST_AT))
    assert level_of(shipment(tracking=whole), ASK, "missing") == "warn"
    assert level_of(shipment(tracking=whole, inquiries=(inquiry(),)), ASK, "waiting") == "note"
    done = inquiry(cause="Papers are missing.", answered_at=DELIVERED + HOUR)
    found = said(shipment(tracking=whole, inquiries=(done,)), ASK)
    assert "Papers are missing." in found["answered"].why


def test_the_carrier_need_not_be_asked() -> None:
    assert level_of(shipment(), ASK, "not_needed") == "pass"
    assert level_of(unsent(), ASK, "not_sent_yet") == "note"
    assert level_of(shipment(tracking=Tracking()), ASK, "no_tracking") == "unknown"


def test_the_carrier_must_explain_damage() -> None:
    assert "damage on the way" in said(shipment(tracking=DAMAGED), ASK)["missing"].why
    waiting = tracking(scan(Status.ACCEPTED, SENT), scan(Status.EXCEPTION, LOST_AT, reason="damaged"))
    assert "damage on the way" in said(shipment(tracking=waiting), ASK)["missing"].why
    assert level_of(shipment(tracking=DAMAGED, inquiries=(inquiry(),)), ASK, "waiting") == "note"


COMPLAINT = "tracking.communication.complaint"
AFTER = DELIVERED + HOUR


def wrote(topic: str, when: object = AFTER, *later: object) -> object:
    return shipment(messages=(message("from_buyer", when, topic=topic), *later))  # type: ignore[arg-type]


def test_a_complaint_waits_until_it_is_answered() -> None:
    assert level_of(wrote("complaint"), COMPLAINT, "complaint_open") == "warn"
    assert level_of(wrote("complaint", SENT), COMPLAINT, "complaint_open") == "warn"
    assert level_of(wrote("complaint", AFTER, message("to_buyer", AFTER + HOUR)), COMPLAINT, "complaint_answered") == (
        "note"
    )
    early = message("to_buyer", AFTER - HOUR)
    notice = message("to_buyer", AFTER + HOUR, topic="dispatch_notice")
    assert level_of(wrote("complaint", AFTER, early, notice), COMPLAINT, "complaint_open") == "warn"


def test_the_second_complaint_is_open_although_the_first_was_answered() -> None:
    again = message("from_buyer", AFTER + 3 * HOUR, topic="complaint")
    whole = wrote("complaint", AFTER, message("to_buyer", AFTER + HOUR), again)
    assert said(whole, COMPLAINT)["complaint_open"].facts["received_at"].startswith(f"{AFTER + 3 * HOUR:%Y-%m-%d %H}")


def test_a_complaint_without_a_time_is_not_taken_for_answered() -> None:
    found = said(wrote("complaint", None, message("to_buyer", AFTER)), COMPLAINT)
    assert "an unknown time" in found["complaint_open"].why


@pytest.mark.parametrize("topic", ["", "question"])
def test_what_comes_after_the_delivery_can_be_a_complaint(topic: str) -> None:
    assert level_of(wrote(topic), COMPLAINT, "after_delivery_open") == "warn"
    answered = wrote(topic, AFTER, message("to_buyer", AFTER + HOUR))
    assert level_of(answered, COMPLAINT, "after_delivery_answered") == "note"
    assert level_of(wrote(topic, DELIVERED - HOUR), COMPLAINT, "none") == "pass"


def test_no_complaint() -> None:
    assert level_of(wrote("answer"), COMPLAINT, "none") == "pass"
    assert level_of(wrote("complaint", TODAY + HOUR), COMPLAINT, "complaint_open", TODAY + 2 * HOUR) == "warn"
    assert said(wrote("complaint", TODAY + HOUR), COMPLAINT) == {}
    assert said(shipment(), COMPLAINT) == {}
