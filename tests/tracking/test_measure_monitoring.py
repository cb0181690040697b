"""Measure 8: imports, silence, standstill, promise, claim window; one story for every answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    DELIVERED,
    SENT,
    TODAY,
    inquiry,
    level_of,
    order,
    said,
    scan,
    shipment,
    shipping,
    tracking,
    unsent,
)
from parcelproof.shipment import Shipment
from parcelproof.tracking.claims import closing_rules
from parcelproof.tracking.events import Status, Tracking
from parcelproof.tracking.working_days import business_days, deadline

MON = "tracking.monitoring."
DAY = timedelta(days=1)
MONDAY = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)


def moving(*scans: tuple[Status, datetime, str], **changes: Any) -> Shipment:
    events = [scan(status, when, reason=reason) for status, when, reason in scans]
    return shipment(tracking=tracking(*events), **changes)


def test_imported() -> None:
    assert level_of(shipment(), MON + "imported", "done") == "pass"
    assert level_of(shipment(tracking=Tracking()), MON + "imported", "missing") == "warn"
    assert level_of(unsent(), MON + "imported", "not_sent_yet") == "note"
    assert (
        level_of(shipment(tracking=Tracking(user_status="delivered")), MON + "imported", "set_by_user_only") == "warn"
    )


def test_delivered_by() -> None:
    name = MON + "delivered_by"
    assert level_of(shipment(), name, "carrier") == "pass"
    assert level_of(shipment(tracking=Tracking(user_status="delivered")), name, "set_by_user") == "warn"
    transit = tracking(scan(Status.IN_TRANSIT, SENT), user_status="delivered")
    assert level_of(shipment(tracking=transit), name, "conflict") == "warn"
    assert level_of(moving((Status.IN_TRANSIT, SENT, "")), name, "not_delivered") == "note"
    undelivered = tracking(scan(Status.IN_TRANSIT, SENT), user_status="undelivered")
    assert level_of(shipment(tracking=undelivered), name, "not_delivered") == "note"


_IN = Status.IN_TRANSIT


@pytest.mark.parametrize(
    ("last", "service", "good", "bad"),
    [
        ((_IN, ""), "Registered Air", 7, 8),  # five business days, over one weekend
        ((_IN, "arrived_destination"), "Registered Air", 7, 8),
        ((_IN, "departed_origin"), "Registered Air", 10, 11),
        ((_IN, "departed_origin"), "Economy Air", 20, 21),
        ((Status.CUSTOMS_HOLD, ""), "Registered Air", 3, 4),
        ((Status.OUT_FOR_DELIVERY, ""), "Registered Air", 2, 3),
        ((Status.FAILED_ATTEMPT, ""), "Registered Air", 1, 2),
    ],
)
def test_silence_by_phase(last: tuple[Status, str], service: str, good: int, bad: int) -> None:
    whole = moving(
        (Status.ACCEPTED, MONDAY - 2 * DAY, ""), (last[0], MONDAY, last[1]), shipping=shipping(service=service)
    )
    assert level_of(whole, MON + "silence", "fresh", MONDAY + good * DAY) == "pass"
    assert level_of(whole, MON + "silence", "stale", MONDAY + bad * DAY) == "warn"


@pytest.mark.parametrize("reason", ["", "locker"])
def test_a_parcel_that_waits_for_the_buyer_is_not_silent(reason: str) -> None:
    whole = moving((Status.ACCEPTED, MONDAY - 2 * DAY, ""), (Status.AVAILABLE_FOR_PICKUP, MONDAY, reason))
    assert level_of(whole, MON + "silence", "waits_for_buyer", MONDAY + 20 * DAY) == "pass"
    (standing,) = said(whole, MON + "standing", MONDAY + 20 * DAY).values()
    assert standing.level == "warn"
    assert "for 20 days" in standing.why
    assert [rule.id for rule in standing.rules] == ["stale.pickup_reminder"]


def test_scans_in_the_country_of_the_buyer_are_of_the_last_phase() -> None:
    scans = [scan(Status.ACCEPTED, MONDAY - 9 * DAY, country="CN"), scan(Status.IN_TRANSIT, MONDAY, country="US")]
    whole = shipment(tracking=tracking(*scans), order=order(destination="US"))
    assert "country of destination" in said(whole, MON + "silence", MONDAY + 8 * DAY)["stale"].why
    elsewhere = shipment(tracking=tracking(*scans), order=order(destination="CA"))
    assert "country of origin" in said(elsewhere, MON + "silence", MONDAY + 8 * DAY)["stale"].why


def test_no_first_scan_after_four_business_days() -> None:
    bare = shipment(tracking=Tracking(), shipping=shipping(shipped_at=MONDAY))
    assert level_of(bare, MON + "silence", "fresh", MONDAY + 4 * DAY) == "pass"
    assert level_of(bare, MON + "silence", "fresh", MONDAY + 6 * DAY) == "pass"
    assert level_of(bare, MON + "silence", "no_first_scan", MONDAY + 7 * DAY) == "warn"
    label = moving((Status.INFO_RECEIVED, MONDAY - DAY, ""), shipping=shipping(shipped_at=MONDAY))
    assert set(said(label, MON + "silence", MONDAY + 7 * DAY)) == {"no_first_scan"}


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.RETURNED, Status.LOST, Status.CANCELLED])
def test_silence_after_the_end_is_normal(status: Status) -> None:
    assert level_of(moving((status, SENT, "")), MON + "silence", "finished", TODAY + 99 * DAY) == "pass"


def test_silence_before_dispatch_or_without_times() -> None:
    assert level_of(unsent(), MON + "silence", "not_sent_yet") == "note"
    timeless = tracking(scan(Status.IN_TRANSIT, None))
    assert level_of(unsent(tracking=timeless), MON + "silence", "undated") == "unknown"


def test_customs() -> None:
    assert level_of(shipment(), MON + "customs", "clear") == "pass"
    assert level_of(moving((Status.CUSTOMS_HOLD, SENT, "")), MON + "customs", "open_hold") == "warn"
    assert level_of(shipment(tracking=Tracking()), MON + "customs", "no_tracking") == "unknown"
    assert said(unsent(), MON + "customs") == {}


@pytest.mark.parametrize(
    ("status", "reason", "code", "level"),
    [
        (Status.IN_TRANSIT, "", "on_the_way", "pass"),
        (Status.DELIVERED, "signed", "delivered", "pass"),
        (Status.DELIVERED, "locker", "delivered_not_collected", "warn"),
        (Status.FAILED_ATTEMPT, "absent", "failed_attempt", "warn"),
        (Status.EXCEPTION, "damaged", "exception", "warn"),
        (Status.RETURNING, "refused", "returning", "warn"),
        (Status.RETURNED, "", "returned", "warn"),
        (Status.LOST, "", "lost", "warn"),
        (Status.CANCELLED, "", "cancelled", "warn"),
        (Status.EXPIRED, "", "expired", "unknown"),
        (Status.UNKNOWN, "", "unclear", "unknown"),
    ],
)
def test_where_it_stands(status: Status, reason: str, code: str, level: str) -> None:
    assert level_of(moving((status, SENT, reason)), MON + "standing", code) == level


def test_waiting_for_pickup_gets_urgent_on_the_third_day() -> None:
    shop = moving((Status.AVAILABLE_FOR_PICKUP, SENT, ""))
    assert level_of(shop, MON + "standing", "waiting_for_pickup", SENT + 2 * DAY) == "note"
    assert level_of(shop, MON + "standing", "waiting_for_pickup", SENT + 3 * DAY) == "warn"
    locker = moving((Status.AVAILABLE_FOR_PICKUP, SENT, "locker"))
    assert level_of(locker, MON + "standing", "waiting_in_locker", SENT + 3 * DAY) == "warn"


def test_promise() -> None:
    name = MON + "promise"
    transit = (Status.IN_TRANSIT, SENT, "")
    assert level_of(shipment(), name, "kept") == "pass"
    assert level_of(shipment(order=order(promised_by=DELIVERED.replace(hour=0))), name, "kept") == "pass"
    assert level_of(shipment(order=order(promised_by=DELIVERED - DAY)), name, "broken") == "warn"
    assert level_of(moving(transit, order=order(promised_by=TODAY + 4 * DAY)), name, "running") == "pass"
    assert level_of(moving(transit, order=order(promised_by=TODAY + 3 * DAY)), name, "close") == "note"
    assert level_of(moving(transit, order=order(promised_by=TODAY - DAY)), name, "passed") == "warn"
    assert level_of(shipment(order=order(promised_by=None)), name, "no_promise") == "unknown"
    timeless = tracking(scan(Status.DELIVERED, None))
    assert level_of(shipment(tracking=timeless), name, "no_time") == "unknown"


CLAIM = MON + "claim_window"


def by(carrier: str, service: str, *, status: Status = Status.IN_TRANSIT, **changes: Any) -> Shipment:
    return moving(
        (Status.ACCEPTED, SENT, ""), (status, SENT + DAY, ""),
        shipping=shipping(carrier=carrier, service=service, tracking_number="X1"), **changes,
    )  # fmt: skip


def test_dhl_express_closes_after_30_days() -> None:
    whole = by("DHL Express", "Worldwide")
    assert level_of(whole, CLAIM, "open", SENT + 16 * DAY) == "pass"
    assert level_of(whole, CLAIM, "closing", SENT + 17 * DAY) == "warn"
    assert level_of(whole, CLAIM, "closing", SENT + 30 * DAY) == "warn"
    assert level_of(whole, CLAIM, "closed", SENT + 31 * DAY) == "warn"
    assert [rule.id for rule in said(whole, CLAIM)["open"].rules] == ["claim.dhl_express.closes"]


def test_claim_is_not_needed_or_made() -> None:
    assert level_of(shipment(), CLAIM, "arrived") == "note"
    assert level_of(unsent(), CLAIM, "not_sent_yet") == "note"
    assert level_of(by("DHL Express", "", inquiries=(inquiry(),)), CLAIM, "claimed") == "pass"
    assert level_of(by("Nobody Logistics", "Air"), CLAIM, "no_rule") == "unknown"


def test_a_post_without_a_row_takes_the_rule_between_posts() -> None:
    whole = moving((Status.ACCEPTED, SENT, ""), (Status.IN_TRANSIT, SENT + DAY, ""))
    found = said(whole, CLAIM, SENT + 60 * DAY)
    assert [rule.id for rule in found["open"].rules] == ["claim.upu.closes"]


@pytest.mark.parametrize(
    ("carrier", "service", "rule"),
    [
        ("USPS", "Priority Mail Express International", "claim.usps_pmei.closes"),
        ("USPS", "Priority Mail International parcel", "claim.usps_pmi.closes"),
        ("FedEx", "International Priority", "claim.fedex_intl_loss.closes"),
        ("Hongkong Post", "Speedpost (EMS)", "claim.hongkong_ems.closes"),
        ("4PX", "China Post EMS", "claim.4px_china_ems.closes"),
    ],
)
def test_the_row_of_the_service_is_taken(carrier: str, service: str, rule: str) -> None:
    found = said(by(carrier, service), CLAIM, SENT + 2 * DAY)
    assert [r.id for finding in found.values() for r in finding.rules] == [rule]


def test_no_carrier_no_row() -> None:
    from parcelproof.playbook import load_playbook

    rows = list(load_playbook().rules_for("claim_windows", kind="closes"))
    assert closing_rules("", "", rows) == []


@given(start=st.dates(), days=st.integers(min_value=0, max_value=400))
def test_business_days_are_counted_one_by_one(start: Any, days: int) -> None:
    try:
        end = start + timedelta(days=days)
    except OverflowError:
        return
    slow = sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, days + 1))
    assert business_days(start, end) == slow


@given(amount=st.integers(min_value=0, max_value=60), shift=st.integers(min_value=0, max_value=3000))
def test_a_deadline_in_business_days_lies_so_many_business_days_ahead(amount: int, shift: int) -> None:
    start = MONDAY + shift * DAY
    end = deadline(start, Decimal(amount), "business days")
    assert end is not None
    assert business_days(start.date(), end.date()) == amount


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-09-30", 6, "2027-03-30"), ("2026-12-01", 1, "2027-01-01")],
)
def test_months(start: str, months: int, end: str) -> None:
    moment = datetime.fromisoformat(start + "T10:00:00+00:00")
    assert deadline(moment, Decimal(months), "months") == datetime.fromisoformat(end + "T10:00:00+00:00")


def test_a_unit_that_is_no_time_gives_no_deadline() -> None:
    assert deadline(MONDAY, Decimal(1), "inquiry") is None
    assert deadline(MONDAY, Decimal("1.5"), "hours") == MONDAY + timedelta(minutes=90)
