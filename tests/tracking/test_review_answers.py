"""What counts as the answer to a flag: a click in the queue, or what is on record after the trouble began."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from builders import inquiry, message, order, scan, shipment, tracking
from parcelproof.checks import CheckContext
from parcelproof.ledger.records import ReviewAnswer
from parcelproof.playbook import load_playbook
from parcelproof.report.review_section import review_section
from parcelproof.shipment import Shipment
from parcelproof.steps.queue_case import Case, make_case
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.answers import given_to
from parcelproof.tracking.review.flags import Flag, FlagCode
from parcelproof.tracking.review.single import review_shipment

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
PLAYBOOK = load_playbook()
LOST = Flag(FlagCode.LOST, MONDAY, MONDAY + DAY)


def case(whole: Shipment, as_of: datetime) -> Case | None:
    context = CheckContext(PLAYBOOK, as_of)
    return make_case(whole, review_shipment(whole, context), context)


def damaged(*, delivered: bool = False, **changes: Any) -> Shipment:
    scans = [scan(Status.ACCEPTED, MONDAY - DAY), scan(Status.EXCEPTION, MONDAY, reason="damaged")]
    scans += [scan(Status.DELIVERED, MONDAY + DAY)] if delivered else [scan(Status.IN_TRANSIT, MONDAY + HOUR)]
    return shipment(tracking=tracking(*scans), order=order(promised_by=None), **changes)


def answer(kind: str, at: datetime, **changes: Any) -> ReviewAnswer:
    facts: dict[str, Any] = {"flag": "lost", "since": MONDAY, "answer": kind, "claimed_at": at}
    return ReviewAnswer(**(facts | changes))


def test_damage_is_open_until_somebody_asks_or_writes() -> None:
    found = case(damaged(), MONDAY + 2 * HOUR)
    assert found is not None
    assert [t.flag.code for t in found.open] == [FlagCode.PROBLEM]
    for changes in (
        {"inquiries": (inquiry(claimed_at=MONDAY + HOUR),)},
        {"messages": (message("to_buyer", MONDAY + HOUR),)},
    ):
        known = case(damaged(**changes), MONDAY + 2 * HOUR)
        assert known is not None
        assert known.open == ()
        back = case(damaged(**changes), MONDAY + 6 * DAY)
        assert back is not None
        assert len(back.open) == 1, "nothing changed for five days"


def test_what_was_asked_or_written_before_the_trouble_is_no_answer() -> None:
    for changes in (
        {"inquiries": (inquiry(claimed_at=MONDAY - HOUR),)},
        {"messages": (message("to_buyer", MONDAY - HOUR),)},
        {"messages": (message("from_buyer", MONDAY + HOUR),)},
        {"messages": (message("to_buyer", MONDAY + HOUR, topic="dispatch_notice"),)},
        {"inquiries": (inquiry(claimed_at=MONDAY + 3 * HOUR),)},  # after the moment of the look
        {"inquiries": (inquiry(claimed_at=None),)},
    ):
        found = case(damaged(**changes), MONDAY + 2 * HOUR)
        assert found is not None
        assert len(found.open) == 1, changes


def test_damage_is_over_when_the_parcel_arrived_and_nobody_spoke_of_damage_then() -> None:
    assert case(damaged(delivered=True), MONDAY + 2 * DAY) is None
    whole = shipment(
        tracking=tracking(scan(Status.ACCEPTED, MONDAY), scan(Status.DELIVERED, MONDAY + DAY, reason="damaged")),
        order=order(promised_by=None),
    )
    assert case(whole, MONDAY + 2 * DAY) is not None


def test_words_to_the_buyer_open_no_claim_at_the_carrier() -> None:
    closing = Flag(FlagCode.CLAIM_CLOSING, MONDAY)
    assert given_to(closing, shipment(messages=(message("to_buyer", MONDAY + HOUR),))) is None


def test_a_delay_that_was_foreseen_answers_the_promised_day() -> None:
    passed = Flag(FlagCode.PROMISE_PASSED, MONDAY)
    told = shipment(messages=(message("to_buyer", MONDAY - DAY, topic="delay"),))
    assert given_to(passed, told) is not None
    assert given_to(LOST, told) is None


@pytest.mark.parametrize(
    ("answers", "messages", "kind", "at"),
    [
        ((), (), None, None),
        ((answer("explained", MONDAY + HOUR),), (message("to_buyer", MONDAY + DAY),), "explained", MONDAY + HOUR),
        ((answer("inquiry_opened", MONDAY + HOUR),), (message("to_buyer", MONDAY + DAY),), "message_sent",
         MONDAY + DAY),
        ((answer("withdrawn", MONDAY + DAY),), (message("to_buyer", MONDAY + HOUR),), None, None),
        ((answer("withdrawn", MONDAY + HOUR),), (message("to_buyer", MONDAY + DAY),), "message_sent", MONDAY + DAY),
    ],
)  # fmt: skip
def test_the_last_word_counts(answers: Any, messages: Any, kind: str | None, at: datetime | None) -> None:
    given = given_to(LOST, shipment(review_answers=answers, messages=messages), MONDAY + 9 * DAY)
    assert (given.kind if given else None, given.at if given else None) == (kind, at)


def test_the_report_says_what_is_on_record_and_nothing_yet_only_if_nothing_is() -> None:
    context = CheckContext(PLAYBOOK, MONDAY + 2 * DAY)
    for whole, words in (
        (damaged(), "Nothing yet"),
        (damaged(inquiries=(inquiry(claimed_at=MONDAY + HOUR),)), "Inquiry opened"),
        (damaged(messages=(message("to_buyer", MONDAY + HOUR),)), "Message sent"),
    ):
        section = review_section(whole, review_shipment(whole, context))
        assert section is not None
        assert words in str(section)
        assert ("found on record" in str(section)) is (words != "Nothing yet")
