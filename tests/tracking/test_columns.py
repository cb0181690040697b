"""Scans survive Parquet, and equal scans give equal bytes."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import EvidenceError
from parcelproof.tracking.columns import digest, read_parquet, to_parquet
from parcelproof.tracking.events import Event, Status

_OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)) if m else UTC)
_TIMES = st.datetimes(datetime(1996, 1, 1), datetime(2069, 12, 30), timezones=_OFFSETS)  # noqa: DTZ001
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
EVENTS = st.builds(
    Event,
    tracking_number=st.sampled_from(["A1", "B2", "C3"]),
    time=st.none() | _TIMES,
    time_raw=_TEXT,
    time_zone_assumed=st.booleans(),
    status=st.sampled_from(Status),
    reason=st.sampled_from(["", "locker"]),
    action_required=st.booleans(),
    system=_TEXT,
    code=_TEXT,
    detail_code=_TEXT,
    text=_TEXT,
    location=_TEXT,
    country=st.sampled_from(["", "DE"]),
    carrier=_TEXT,
    order=st.integers(0, 2**31 - 1),
    set_by_user=st.booleans(),
)


def _key(event: Event) -> str:
    return event.model_dump_json()


@given(st.lists(EVENTS, max_size=8))
def test_round_trip(events: list[Event]) -> None:
    data = to_parquet(events)
    back = read_parquet(data)
    assert sorted(back, key=_key) == sorted(events, key=_key)
    assert [e.time.utcoffset() for e in back if e.time] == [
        e.time.utcoffset() for e in sorted(events, key=lambda e: [_key(b) for b in back].index(_key(e))) if e.time
    ]
    for number in ("A1", "B2", "nobody"):
        assert read_parquet(data, number) == tuple(e for e in back if e.tracking_number == number)


@given(st.lists(EVENTS, max_size=8).flatmap(lambda es: st.tuples(st.just(es), st.permutations(es))))
def test_equal_scans_give_equal_bytes_and_digests(pair: tuple[list[Event], list[Event]]) -> None:
    one, other = pair
    assert to_parquet(one) == to_parquet(other)
    assert digest(one) == digest(other) == digest(read_parquet(to_parquet(one)))


@given(st.lists(EVENTS, min_size=1, max_size=4))
def test_any_change_shows_in_the_digest(events: list[Event]) -> None:
    changed = [events[0].model_copy(update={"text": events[0].text + "."}), *events[1:]]
    assert digest(changed) != digest(events)
    assert digest(events[1:]) != digest(events)


def test_rows_are_sorted_by_number_time_and_order() -> None:
    def at(number: str, day: int, order: int) -> Event:
        time = datetime(2026, 11, day, tzinfo=UTC)
        return Event(tracking_number=number, time=time, order=order, status=Status.IN_TRANSIT, system="csv")

    back = read_parquet(to_parquet([at("B", 1, 0), at("A", 2, 1), at("A", 2, 0), at("A", 1, 5)]))
    assert [(e.tracking_number, e.time.day if e.time else 0, e.order) for e in back] == [
        ("A", 1, 5), ("A", 2, 0), ("A", 2, 1), ("B", 1, 0),
    ]  # fmt: skip


@given(st.binary(max_size=200))
def test_what_is_no_parquet_is_said(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        read_parquet(data)


@given(st.data())
def test_a_damaged_file_never_ends_in_a_traceback(draw: st.DataObject) -> None:
    data = bytearray(
        to_parquet([Event(tracking_number="A1", time=None, status=Status.LOST, system="csv", text="x" * 99)])
    )
    position = draw.draw(st.integers(0, len(data) - 1))
    data[position] ^= draw.draw(st.integers(1, 255))
    with contextlib.suppress(EvidenceError):
        read_parquet(bytes(data))
