"""The numbers behind the two charts of the review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from parcelproof.tracking.review.charts import lanes, survival

START = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
AS_OF = START + timedelta(days=10)


def parcels(*rows: tuple[str, int | None, int | None], carrier: str = "USPS") -> pa.Table:
    """Rows of status, day of the first scan, day of the delivery."""

    def day(number: int | None) -> datetime | None:
        return None if number is None else START + timedelta(days=number)

    stamp = pa.timestamp("us", tz="UTC")
    columns: dict[str, Any] = {
        "status": pa.array([row[0] for row in rows], pa.string()),
        "accepted_at": pa.array([day(row[1]) for row in rows], stamp),
        "delivered_at": pa.array([day(row[2]) for row in rows], stamp),
        "carrier": pa.array([carrier] * len(rows), pa.string()),
        "service": pa.array([""] * len(rows), pa.string()),
        "destination": pa.array(["US"] * len(rows), pa.string()),
    }
    return pa.table(columns)


def test_a_lane_counts_what_came_what_is_lost_and_what_may_come() -> None:
    table = parcels(
        ("delivered", 0, 4), ("delivered", 0, 6), ("lost", 0, None), ("in_transit", 1, None), ("returned", 0, 5)
    )
    both = pa.concat_tables([table, parcels(("in_transit", 0, None), carrier="DHL")])
    first, second = lanes(both)
    assert (first.carrier, first.parcels, first.delivered, first.lost, first.open) == ("USPS", 5, 2, 1, 1)
    assert (first.median, first.p95) == (5, pytest.approx(5.9))
    assert (second.carrier, second.median, second.open) == ("DHL", None, 1)
    assert len(lanes(both, by=("destination",))) == 1


def test_the_curve_takes_running_parcels_into_account() -> None:
    table = parcels(("delivered", 0, 2), ("delivered", 0, 4), ("in_transit", 7, None), ("in_transit", 0, None))
    (curve,) = survival(table, AS_OF)
    # Four at first; one comes on day 2; one is only known up to day 3; one of two comes on day 4.
    assert curve.days == (0, 2, 4, 10)
    assert curve.share == pytest.approx((1, 0.75, 0.375, 0.375))
    assert curve.parcels == 4


def test_nothing_gives_nothing() -> None:
    assert lanes(parcels()) == []
    assert survival(parcels(), AS_OF) == []
    assert survival(parcels(("unknown", None, None)), AS_OF) == []
