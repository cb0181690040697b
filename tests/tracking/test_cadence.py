"""What is owed now, until when, and what clears it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given

from builders import DELIVERED, SENT, TODAY, inquiry, message, order, said, scan, shipment, tracking, unsent
from parcelproof.checks import CheckContext
from parcelproof.letters import load_letters
from parcelproof.playbook import load_playbook
from parcelproof.shipment import Shipment
from parcelproof.tracking.cadence import owed
from parcelproof.tracking.cadence_owed import Owed, end_of_business_day
from parcelproof.tracking.events import Status
from random_shipments import SHIPMENTS

BOOK = load_playbook()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = SENT + 5 * DAY  # a Monday
NOTICE = message("to_buyer", SENT, topic="dispatch_notice")


def now(whole: Shipment, as_of: datetime = TODAY) -> dict[str, Owed]:
    return {one.code: one for one in owed(whole, CheckContext(BOOK, as_of))}


def at(status: Status, *messages: object, reason: str = "", **changes: object) -> Shipment:
    way = tracking(scan(Status.ACCEPTED, SENT), scan(status, AT, reason=reason))
    return shipment(tracking=way, messages=(NOTICE, *messages), **changes)


def test_a_parcel_that_arrived_owes_nothing() -> None:
    assert now(shipment()) == {}
    assert now(unsent()) == {}


def test_the_dispatch_is_told_with_the_number() -> None:
    way = tracking(scan(Status.ACCEPTED, SENT))
    assert now(shipment(tracking=way, messages=()), SENT + HOUR)["dispatch"].letter == "dispatch"
    told = message("to_buyer", SENT + HOUR, text="The number is RR473829103CN.")
    assert "dispatch" not in now(shipment(tracking=way, messages=(told,)), SENT + 2 * HOUR)


@pytest.mark.parametrize(
    ("status", "reason", "letter"),
    [
        (Status.FAILED_ATTEMPT, "", "failed_attempt"), (Status.CUSTOMS_HOLD, "", "customs_wait"),
        (Status.CUSTOMS_HOLD, "docs_missing", "customs_papers"), (Status.RETURNING, "", "returning"),
        (Status.LOST, "", "lost"), (Status.EXCEPTION, "damaged", "damage"), (Status.EXCEPTION, "", "problem"),
    ],
)  # fmt: skip
def test_trouble_is_told_on_the_same_business_day(status: Status, reason: str, letter: str) -> None:
    whole = at(status, reason=reason)
    one = now(whole, AT + HOUR)["trouble"]
    assert one.letter == letter
    assert one.due is not None
    assert one.due.date() == AT.date()
    assert set(said(whole, "tracking.communication.delay_told", AT + HOUR)) == {"not_told"}
    told = at(status, message("to_buyer", AT + HOUR), reason=reason)
    assert "trouble" not in now(told, AT + 2 * HOUR)
    assert set(said(told, "tracking.communication.delay_told", AT + 2 * HOUR)) == {"told"}


def test_every_five_days_while_trouble_lasts() -> None:
    told = at(Status.CUSTOMS_HOLD, message("to_buyer", AT + HOUR))
    assert "repeat" not in now(told, AT + 4 * DAY)
    assert now(told, AT + 5 * DAY + 2 * HOUR)["repeat"].due == AT + HOUR + 5 * DAY


def test_silence_owes_news_when_it_becomes_too_long() -> None:
    moving = at(Status.IN_TRANSIT)
    assert "silence" not in now(moving, AT + 3 * DAY)
    assert now(moving, AT + 9 * DAY)["silence"].letter == "delay"
    before = at(Status.IN_TRANSIT, message("to_buyer", AT + DAY))
    assert "silence" in now(before, AT + 9 * DAY)
    after = at(Status.IN_TRANSIT, message("to_buyer", AT + 8 * DAY))
    assert "silence" not in now(after, AT + 9 * DAY)


def test_a_waiting_parcel_and_its_reminder() -> None:
    assert now(at(Status.AVAILABLE_FOR_PICKUP), AT + HOUR)["pickup"].letter == "pickup"
    told = at(Status.AVAILABLE_FOR_PICKUP, message("to_buyer", AT + HOUR))
    assert now(told, AT + DAY) == {}
    assert now(told, AT + 4 * DAY)["pickup_reminder"].letter == "pickup_reminder"


def test_a_delay_is_announced_before_the_promised_day() -> None:
    near = order(promised_by=AT + 2 * DAY)
    assert now(at(Status.IN_TRANSIT, order=near), AT + HOUR)["promise"].due == AT + 2 * DAY
    told = at(Status.IN_TRANSIT, message("to_buyer", AT, topic="delay"), order=near)
    assert "promise" not in now(told, AT + HOUR)
    assert "promise" not in now(at(Status.IN_TRANSIT, order=order(promised_by=AT + 9 * DAY)), AT + HOUR)


def test_a_final_offer_before_the_buyer_gives_up() -> None:
    told = message("to_buyer", AT + HOUR)
    assert "final_offer" not in now(at(Status.LOST, told), AT + 2 * DAY)
    one = now(at(Status.LOST, told), AT + 8 * DAY)["final_offer"]
    assert one.due == AT + 10 * DAY
    assert one.rule == "communication.final_offer"
    assert "final_offer" not in now(at(Status.LOST, message("to_buyer", AT + HOUR, topic="offer")), AT + 8 * DAY)


def test_a_complaint_brings_the_limit_of_the_platform_forward() -> None:
    complaint = message("from_buyer", AT + HOUR, topic="complaint")
    answer = message("to_buyer", AT + 2 * HOUR)
    one = now(at(Status.LOST, complaint, answer), AT + 3 * HOUR)["final_offer"]
    assert one.rule.startswith("deadline.ebay.")


@pytest.mark.parametrize(
    ("status", "letter"),
    [(Status.CUSTOMS_HOLD, "customs_cause"), (Status.LOST, "loss"), (Status.RETURNING, "problem_cause")],
)
def test_the_carrier_is_asked_exactly_when_the_check_says_so(status: Status, letter: str) -> None:
    one = now(at(status), AT + HOUR)["inquiry"]
    assert (one.to, one.letter) == ("carrier", letter)
    assert set(said(at(status), "tracking.communication.carrier_inquiry", AT + HOUR)) == {"missing"}
    assert "inquiry" not in now(at(status, inquiries=(inquiry(claimed_at=AT),)), AT + HOUR)


def test_an_answer_is_due_by_the_rule_of_the_platform() -> None:
    asked = message("from_buyer", DELIVERED + HOUR)
    one = now(shipment(messages=(NOTICE, asked)), DELIVERED + 2 * HOUR)["answer"]
    assert one.rule == "communication.answer.ebay"
    assert one.letter == "delivered_check"
    assert "answer" not in now(shipment(messages=(asked, message("to_buyer", DELIVERED + 2 * HOUR))))


def test_a_weekend_moves_a_due_day_to_monday() -> None:
    saturday = datetime.fromisoformat("2026-09-12T10:00:00+08:00")
    assert end_of_business_day(saturday, 0).isoformat() == "2026-09-14T23:59:00+08:00"
    assert end_of_business_day(saturday - DAY, 1).isoformat() == "2026-09-14T23:59:00+08:00"


@given(SHIPMENTS)
def test_whatever_is_owed_has_words_and_a_letter(whole: Shipment) -> None:
    letters = load_letters()
    for one in owed(whole, CheckContext(BOOK, TODAY)):
        assert one.what
        assert one.why
        assert "{" not in one.what
        assert "(not known)" not in one.why
        assert letters.situation(one.to, one.letter)
