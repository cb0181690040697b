"""Damage and other problems on the way, also of a parcel that was delivered in the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from builders import (
    DELIVERED,
    NUMBER,
    SENT,
    TODAY,
    inquiry,
    level_of,
    order,
    photo,
    said,
    scan,
    shipment,
    shipping,
    tracking,
    unsent,
)
from parcelproof.playbook import load_playbook
from parcelproof.shipment import Shipment
from parcelproof.tracking.claims import closing_rules
from parcelproof.tracking.events import Status, Tracking

NAME = "tracking.monitoring.problems"
DAY = timedelta(days=1)
BROKEN = SENT + 5 * DAY


def damaged(
    carrier: str = "China Post", *, end: Status = Status.DELIVERED, number: str = NUMBER, **changes: Any
) -> Shipment:
    scans = tracking(
        scan(Status.ACCEPTED, SENT), scan(Status.EXCEPTION, BROKEN, reason="damaged"), scan(end, DELIVERED)
    )
    return shipment(tracking=scans, shipping=shipping(carrier=carrier, tracking_number=number), **changes)


def rules_of(whole: Shipment) -> list[str]:
    return [rule.id for finding in said(whole, NAME).values() for rule in finding.rules]


def test_damage_is_a_warning_although_the_parcel_was_delivered() -> None:
    assert level_of(damaged(), NAME, "damaged") == "warn"
    assert rules_of(damaged()) == ["claim.upu.closes"]
    assert level_of(damaged(), NAME, "damaged_late", SENT + 200 * DAY) == "warn"
    only = tracking(scan(Status.DELIVERED, DELIVERED, reason="damaged"))
    assert level_of(shipment(tracking=only), NAME, "damaged") == "warn"


def test_the_photos_of_the_packing_are_counted() -> None:
    photos = (photo("before_packing"), photo("after_packing"), photo("label"))
    assert said(damaged(photos=photos), NAME)["damaged"].facts["photos"] == "2"


@pytest.mark.parametrize(
    ("carrier", "rule", "days"),
    [
        ("FedEx", "claim.fedex_intl_damage.closes", 21),
        ("UPS", "claim.ups_international.closes", 60),
    ],
)
def test_the_time_for_damage_counts_from_the_delivery(carrier: str, rule: str, days: int) -> None:
    whole = damaged(carrier, number="X1")
    assert rules_of(whole) == [rule]
    assert level_of(whole, NAME, "damaged", DELIVERED + days * DAY) == "warn"
    assert level_of(whole, NAME, "damaged_late", DELIVERED + days * DAY + timedelta(minutes=1)) == "warn"


def test_a_carrier_without_a_row_gives_no_date() -> None:
    found = said(damaged("Nobody Logistics", number="X1"), NAME)
    assert "Nobody Logistics" in found["damaged_no_date"].why
    asked = said(damaged("Nobody Logistics", number="X1", inquiries=(inquiry(),)), NAME)
    assert set(asked) == {"asked_no_date"}


def test_an_inquiry_counts_if_it_came_after_the_damage() -> None:
    assert level_of(damaged(inquiries=(inquiry(claimed_at=BROKEN + DAY),)), NAME, "asked") == "warn"
    assert level_of(damaged(inquiries=(inquiry(claimed_at=BROKEN.replace(hour=0)),)), NAME, "asked") == "warn"
    assert level_of(damaged(inquiries=(inquiry(claimed_at=BROKEN - DAY),)), NAME, "damaged") == "warn"


def test_only_the_carrier_can_say_that_it_is_damaged() -> None:
    by_hand = tracking(
        scan(Status.EXCEPTION, BROKEN, reason="damaged", set_by_user=True), scan(Status.DELIVERED, DELIVERED)
    )
    assert level_of(shipment(tracking=by_hand), NAME, "none") == "pass"


def test_the_rows_for_damage() -> None:
    rows = list(load_playbook().rules_for("claim_windows", kind="closes"))

    def ids(carrier: str, service: str, country: str) -> list[str]:
        return [rule.id for rule in closing_rules(carrier, service, rows, "damage", country)]

    assert ids("USPS", "Ground Advantage", "US") == ["claim.usps_inbound_damage.closes"]
    assert "claim.usps_inbound_damage.closes" not in ids("USPS", "Priority Mail International", "FR")
    assert ids("DHL Express", "Worldwide", "FR") == ["claim.dhl_express.closes"]
    assert "claim.usps_inbound_damage.closes" not in [r.id for r in closing_rules("USPS", "x", rows, "loss", "US")]


def test_a_problem_that_is_over_is_a_note() -> None:
    over = tracking(
        scan(Status.ACCEPTED, SENT), scan(Status.EXCEPTION, BROKEN, reason="address"), scan(Status.DELIVERED, DELIVERED)
    )
    assert level_of(shipment(tracking=over), NAME, "overcome") == "note"
    both = tracking(
        scan(Status.EXCEPTION, SENT, reason="missorted"), scan(Status.EXCEPTION, BROKEN, reason="damaged"),
        scan(Status.DELIVERED, DELIVERED),
    )  # fmt: skip
    assert set(said(shipment(tracking=both), NAME)) == {"damaged", "overcome"}


@pytest.mark.parametrize("status", [Status.EXCEPTION, Status.RETURNING, Status.LOST, Status.CUSTOMS_HOLD])
def test_trouble_that_lasts_is_told_elsewhere_and_never_passed(status: Status) -> None:
    assert said(shipment(tracking=tracking(scan(Status.ACCEPTED, SENT), scan(status, BROKEN))), NAME) == {}


def test_delivered_in_part() -> None:
    part = tracking(scan(Status.ACCEPTED, SENT), scan(Status.DELIVERED, DELIVERED, reason="partial"))
    assert level_of(shipment(tracking=part), NAME, "in_part") == "warn"


def test_nothing_happened_or_nobody_knows() -> None:
    assert level_of(shipment(), NAME, "none") == "pass"
    assert level_of(shipment(tracking=Tracking()), NAME, "no_tracking") == "unknown"
    assert said(unsent(), NAME) == {}
    dateless = shipment(tracking=tracking(scan(Status.EXCEPTION, None, reason="damaged")), order=order())
    assert "an unknown time" in next(iter(said(dateless, NAME, TODAY).values())).why
