"""The review of one parcel: every rule, its limit, and when the flag is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import DELIVERED, SENT, consent, inquiry, order, scan, shipment, shipping, tracking
from parcelproof.checks import CheckContext
from parcelproof.playbook import load_playbook
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status, Tracking
from parcelproof.tracking.review.flags import FlagCode, Review
from parcelproof.tracking.review.moments import Moments
from parcelproof.tracking.review.single import review_shipment
from parcelproof.tracking.working_days import after_day, days_between, deadline
from random_shipments import SHIPMENTS

DAY = timedelta(days=1)
MONDAY = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
PLAYBOOK = load_playbook()


def review(whole: Shipment, as_of: datetime) -> Review:
    return review_shipment(whole, CheckContext(playbook=PLAYBOOK, as_of=as_of))


def codes(whole: Shipment, as_of: datetime) -> list[str]:
    return [flag.code.value for flag in review(whole, as_of).flags]


def moving(*scans: tuple[Status, datetime, str], **changes: Any) -> Shipment:
    facts: dict[str, Any] = {"order": order(promised_by=None)}
    events = [scan(status, when, reason=reason) for status, when, reason in scans]
    return shipment(tracking=tracking(*events), **(facts | changes))


def standing(status: Status, reason: str = "", **changes: Any) -> Shipment:
    return moving((Status.ACCEPTED, MONDAY - DAY, ""), (status, MONDAY, reason), **changes)


@pytest.mark.parametrize(
    ("status", "reason", "code", "act_by"),
    [
        (Status.LOST, "", FlagCode.LOST, MONDAY + DAY),
        (Status.RETURNING, "", FlagCode.RETURNING, MONDAY + DAY),
        (Status.RETURNED, "", FlagCode.RETURNING, MONDAY + DAY),
        (Status.FAILED_ATTEMPT, "absent", FlagCode.FAILED_ATTEMPT, MONDAY + DAY),
        (Status.EXCEPTION, "address", FlagCode.PROBLEM, MONDAY + DAY),
        (Status.EXCEPTION, "refused", FlagCode.PROBLEM, MONDAY + DAY),
        (Status.IN_TRANSIT, "redirected", FlagCode.ADDRESS_CHANGED, MONDAY + DAY),
        (Status.DELIVERED, "damaged", FlagCode.PROBLEM, MONDAY + DAY),
    ],
)
def test_trouble_is_told_at_once(status: Status, reason: str, code: FlagCode, act_by: datetime) -> None:
    (flag,) = review(standing(status, reason), MONDAY + timedelta(hours=1)).flags
    assert (flag.code, flag.since, flag.act_by) == (code, MONDAY, act_by)
    assert flag.rule in PLAYBOOK.rules


@pytest.mark.parametrize(
    ("status", "reason", "code", "good", "bad"),
    [
        (Status.INFO_RECEIVED, "", "no_acceptance", 4, 7),  # a weekend lies between
        (Status.IN_TRANSIT, "", "silence", 7, 8),
        (Status.IN_TRANSIT, "arrived_destination", "silence", 7, 8),
        (Status.IN_TRANSIT, "departed_origin", "silence", 10, 11),
        (Status.OUT_FOR_DELIVERY, "", "out_for_delivery", 2, 3),
        (Status.AVAILABLE_FOR_PICKUP, "", "pickup_waiting", 2, 3),
        (Status.EXCEPTION, "delay_weather", "silence", 7, 8),
    ],
)
def test_silence_is_told_when_it_is_too_long(status: Status, reason: str, code: str, good: int, bad: int) -> None:
    before = () if code == "no_acceptance" else ((Status.ACCEPTED, MONDAY - DAY, ""),)
    whole = moving(*before, (status, MONDAY, reason), shipping=shipping(shipped_at=MONDAY))
    assert codes(whole, MONDAY + good * DAY) == []
    assert codes(whole, MONDAY + bad * DAY) == [code]


def test_a_new_scan_clears_what_was_told() -> None:
    scans = [(Status.ACCEPTED, MONDAY - DAY, ""), (Status.FAILED_ATTEMPT, MONDAY, "")]
    assert codes(moving(*scans), MONDAY + DAY) == ["failed_attempt"]
    assert codes(moving(*scans, (Status.OUT_FOR_DELIVERY, MONDAY + DAY, "")), MONDAY + DAY) == []
    assert codes(moving(*scans, (Status.DELIVERED, MONDAY + DAY, "")), MONDAY + 90 * DAY) == []


def test_a_hold_is_told_until_it_ends() -> None:
    hold = scan(Status.CUSTOMS_HOLD, MONDAY, reason="docs_missing")
    held = tracking(scan(Status.ACCEPTED, SENT), hold, customs_hold=hold, customs_hold_open=True)
    (flag,) = review(shipment(tracking=held, order=order(promised_by=None)), MONDAY + DAY).flags
    assert (flag.code, flag.act_by) == (FlagCode.CUSTOMS_HOLD, MONDAY + 3 * DAY)
    assert flag.facts["reason"] == "docs_missing"
    freed = tracking(scan(Status.ACCEPTED, SENT), hold, scan(Status.IN_TRANSIT, MONDAY + DAY), customs_hold=hold)
    assert codes(shipment(tracking=freed, order=order(promised_by=None)), MONDAY + 2 * DAY) == []


def test_the_promised_date() -> None:
    whole = standing(Status.IN_TRANSIT, order=order(promised_by=MONDAY + 5 * DAY))
    assert codes(whole, MONDAY + DAY) == []
    assert codes(whole, MONDAY + 2 * DAY) == ["promise_near"]
    assert codes(whole, MONDAY + 6 * DAY) == ["promise_passed"]


def test_the_claim_window() -> None:
    express = shipping(carrier="DHL Express", service="Worldwide", shipped_at=MONDAY - DAY)
    whole = standing(Status.IN_TRANSIT, "departed_origin", shipping=express)
    flags = {flag.code: flag for flag in review(whole, MONDAY + 20 * DAY).flags}
    assert flags[FlagCode.CLAIM_CLOSING].act_by == MONDAY + 29 * DAY
    assert "claim_closing" not in codes(whole, MONDAY + 10 * DAY)
    assert "claim_closing" not in codes(whole, MONDAY + 40 * DAY)
    asked = standing(Status.IN_TRANSIT, "departed_origin", shipping=express, inquiries=(inquiry(),))
    assert "claim_closing" not in codes(asked, MONDAY + 20 * DAY)


def test_an_address_that_was_agreed_after_dispatch() -> None:
    agreed = consent(about="address_change", claimed_at=MONDAY)
    assert codes(standing(Status.IN_TRANSIT, consents=(agreed,)), MONDAY + DAY) == ["address_changed"]
    early = consent(about="address_change", claimed_at=MONDAY - 5 * DAY)
    assert codes(standing(Status.IN_TRANSIT, consents=(early,)), MONDAY + DAY) == []


def test_damage_stays_after_the_next_scan() -> None:
    scans = [(Status.ACCEPTED, MONDAY - DAY, ""), (Status.EXCEPTION, MONDAY, "damaged")]
    (flag,) = review(moving(*scans, (Status.OUT_FOR_DELIVERY, MONDAY + DAY, "")), MONDAY + DAY).flags
    assert (flag.code, flag.since, flag.facts["reason"]) == (FlagCode.PROBLEM, MONDAY, "damaged")


def test_most_urgent_first() -> None:
    whole = standing(Status.EXCEPTION, "address", order=order(promised_by=MONDAY + 2 * DAY))
    said = review(whole, MONDAY + DAY)
    assert [flag.code.value for flag in said.flags] == ["problem", "promise_near"]
    assert said.act_by == MONDAY + DAY


def test_nothing_to_do() -> None:
    assert codes(shipment(), DELIVERED + 90 * DAY) == []
    assert codes(Shipment(id="s", tracking=Tracking()), MONDAY) == []
    assert codes(standing(Status.CANCELLED), MONDAY + 90 * DAY) == []


@given(whole=SHIPMENTS, days=st.integers(-30, 300))
def test_every_shipment_can_be_reviewed(whole: Shipment, days: int) -> None:
    as_of = SENT + days * DAY
    said = review(whole, as_of)
    acts = [flag.act_by for flag in said.flags if flag.act_by]
    assert acts == sorted(acts)
    assert len({flag.code for flag in said.flags}) == len(said.flags)
    for flag in said.flags:
        assert flag.rule in PLAYBOOK.rules
        assert all(isinstance(fact, str) for fact in flag.facts.values())


_NAIVE = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01"))
_MOMENTS = st.builds(
    lambda when, hours: when.replace(tzinfo=timezone(timedelta(hours=hours))), _NAIVE, st.integers(-12, 14)
)


@given(
    start=_MOMENTS,
    other=_MOMENTS,
    amount=st.integers(0, 400),
    unit=st.sampled_from(["hours", "days", "calendar days", "business days", "working days", "months", "parsecs"]),
)
def test_columns_count_days_as_single_moments_do(start: datetime, other: datetime, amount: int, unit: str) -> None:
    column = Moments.of([start, None])
    later = column.later(Decimal(amount), unit)
    assert later.one(0) == deadline(start, Decimal(amount), unit)
    assert later.one(1) is None
    assert column.days_until(other, unit).tolist() == [days_between(start, other, unit), 0]
    assert column.day_is_over(other).tolist() == [after_day(other, start), False]
    again = column.one(0)
    assert again is not None
    assert (again, again.utcoffset()) == (start, start.utcoffset())
