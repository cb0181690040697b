"""Rows for the shell say what the tables say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.tracking.review.bulk_rows import rows_of

_TIMES = st.none() | st.datetimes(datetime(1995, 1, 1), datetime(2070, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(st.tuples(_TIMES, _TIMES, st.sampled_from(["", "silence", "silence;problem"])), max_size=20))
def test_rows_and_tables(cases: list[tuple[datetime | None, datetime | None, str]]) -> None:
    stamp, word = pa.timestamp("us", tz="UTC"), pa.dictionary(pa.int32(), pa.string())
    since = [case[0] and case[0] - timedelta(microseconds=case[0].microsecond) for case in cases]
    table = pa.table(
        {
            "tracking_number": [f"RR{n:09d}CN" for n in range(len(cases))],
            "status": pa.array(["in_transit"] * len(cases)).dictionary_encode().cast(word),
            "reason": pa.array([""] * len(cases)).dictionary_encode().cast(word),
            "since": pa.array(since, stamp),
            "flags": pa.array([case[2] for case in cases], pa.string()).dictionary_encode(),
            "act_by": pa.array([case[1] for case in cases], stamp),
            "carrier": ["x"] * len(cases),
        }
    )
    rows = list(rows_of(table))
    assert [row["tracking_number"] for row in rows] == table.column("tracking_number").to_pylist()
    assert [row["since"] for row in rows] == [when.isoformat() if when else "" for when in since]
    assert [row["act_by"] for row in rows] == [case[1].isoformat() if case[1] else "" for case in cases]
    assert [row["flags"] for row in rows] == [case[2].split(";") if case[2] else [] for case in cases]
    assert {(row["status"], row["reason"]) for row in rows} <= {("in_transit", "")}
