"""Times as sources write them; what is not sure is not guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.tracking.times import parse_offset, parse_time, parse_zone

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "iso", "assumed"),
    [
        ("2026-11-14T11:32:00+01:00", "2026-11-14T11:32:00+01:00", False),
        ("2026-11-14T11:32:00Z", "2026-11-14T11:32:00+00:00", False),
        ("2026-11-14 11:32", "2026-11-14T11:32:00+08:00", True),
        ("2026-11-14", "2026-11-14T00:00:00+08:00", True),
        ("2026/11/14 11:32:05", "2026-11-14T11:32:05+08:00", True),
        ("14.11.2026 11:32", "2026-11-14T11:32:00+08:00", True),
        ("Nov 14, 2026 01:05 PM", "2026-11-14T13:05:00+08:00", True),
        ("11/14/2026 1:05 PM", "2026-11-14T13:05:00+08:00", True),
        ("14/11/2026 13:05", "2026-11-14T13:05:00+08:00", True),
        ("05/05/2026", "2026-05-05T00:00:00+08:00", True),
        ("2026-11-14 01:05 PM", "2026-11-14T13:05:00+08:00", True),
        ("1794650400", "2026-11-14T10:00:00+00:00", False),
        ("1794650400000", "2026-11-14T10:00:00+00:00", False),
    ],
)
def test_forms(text: str, iso: str, assumed: bool) -> None:
    time = parse_time(text, SHANGHAI)
    assert time.value is not None
    assert (time.value.isoformat(), time.assumed) == (iso, assumed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "03/04/2026",
        "0001-01-01T00:00:00",
        "2079-01-01 00:00:00",
        "99",
        "31/31/2026",
        "2026-13-01",
        "x" * 99,
    ],
)
def test_what_is_no_sure_time_gives_none(text: str) -> None:
    assert parse_time(text, SHANGHAI).value is None


def test_the_sources_offset_goes_before_the_assumed_zone() -> None:
    time = parse_time("2026-11-14 11:32", SHANGHAI, "-03:00")
    assert time.value == datetime(2026, 11, 14, 14, 32, tzinfo=UTC)
    assert not time.assumed


def test_summer_time_of_a_named_zone() -> None:
    for month, hours in ((1, 1), (7, 2)):
        value = parse_time(f"2026-{month:02}-14 11:32", parse_zone("Europe/Berlin")).value
        assert value is not None
        assert value.utcoffset() == timedelta(hours=hours)


def test_zones() -> None:
    assert parse_zone("+08:00").utcoffset(None) == timedelta(hours=8)
    assert parse_offset("UTC+8") == timezone(timedelta(hours=8))
    assert parse_offset("-0330") == timezone(-timedelta(hours=3, minutes=30))
    assert parse_offset("+99:00") is None
    for wrong in ("Mars/Olympus", "", "../etc/passwd", "+99:00"):
        with pytest.raises(InputError):
            parse_zone(wrong)


@given(st.text(max_size=80), st.text(max_size=10))
def test_any_text_is_read_or_left(text: str, offset: str) -> None:
    value = parse_time(text, SHANGHAI, offset).value
    assert value is None or value.tzinfo is not None


@given(st.datetimes(datetime(1996, 1, 1), datetime(2069, 12, 30)), st.integers(-720, 840))  # noqa: DTZ001
def test_iso_times_come_back_exactly(value: datetime, minutes: int) -> None:
    aware = value.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    read = parse_time(aware.isoformat(), SHANGHAI)
    assert read.value == aware
    assert read.value is not None
    assert read.value.utcoffset() == aware.utcoffset()
