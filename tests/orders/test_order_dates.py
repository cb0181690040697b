"""Dates carry an offset; day and month are never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.orders.dates import DateReader, find_order, find_zone
from parcelproof.orders.formats import DateOrder
from parcelproof.orders.model import BadValue

ZONE = ZoneInfo("Asia/Shanghai")


def read(text: str, order: DateOrder | None = None) -> str:
    return DateReader(ZONE, order).read(text).isoformat()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Jul-25-26", "2026-07-25T00:00:00+08:00"),
        ("25-Jul-26", "2026-07-25T00:00:00+08:00"),
        ("Jul 25, 2026", "2026-07-25T00:00:00+08:00"),
        ("25 July 2026", "2026-07-25T00:00:00+08:00"),
        ("Sep-30-26 23:45:00", "2026-09-30T23:45:00+08:00"),
        ("25. Okt. 2026", "2026-10-25T00:00:00+08:00"),
        ("25 août 2026", "2026-08-25T00:00:00+08:00"),
        ("2026-Jul-25", "2026-07-25T00:00:00+08:00"),
        ("2026-07-25", "2026-07-25T00:00:00+08:00"),
        ("2026/7/5", "2026-07-05T00:00:00+08:00"),
        ("20260725", "2026-07-25T00:00:00+08:00"),
        ("2026-07-25T14:02:00+00:00", "2026-07-25T14:02:00+00:00"),
        ("2026-07-25T14:02:00.123Z", "2026-07-25T14:02:00+00:00"),
        ("2026-07-25 14:02:00 -0400", "2026-07-25T14:02:00-04:00"),
        ("2026-07-25 14:02 UTC", "2026-07-25T14:02:00+00:00"),
        ("2026-07-25 14:02:00 GMT+8", "2026-07-25T14:02:00+08:00"),
        ("Jul 25, 2026 2:02 PM PDT", "2026-07-25T14:02:00-07:00"),
        ("7/20/2026 12:13:40 AM", "2026-07-20T00:13:40+08:00"),
        ("20/07/2026 20:15:44\t", "2026-07-20T20:15:44+08:00"),
        ("'2026-07-25", "2026-07-25T00:00:00+08:00"),
    ],
)
def test_forms_that_platforms_write(text: str, moment: str) -> None:
    assert read(text) == moment


def test_day_and_month_follow_the_file_and_are_never_guessed() -> None:
    with pytest.raises(BadValue, match="swapped"):
        read("03/04/26")
    assert read("03/04/26", "mdy") == "2026-03-04T00:00:00+08:00"
    assert read("03/04/26", "dmy") == "2026-04-03T00:00:00+08:00"
    assert read("26/04/03", "ymd") == "2026-04-03T00:00:00+08:00"
    with pytest.raises(BadValue):
        read("25/07/2026", "mdy")


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["03/04/26", "25/04/26"], "dmy"),
        (["03/04/26", "04/25/26 10:00"], "mdy"),
        (["03/04/26", "03/03/26"], "ymd"),
        (["25/04/26", "04/25/26"], None),
        (["03/04/2026 10:00 AM"], "mdy"),
        (["2026-04-03", "", "x"], "ymd"),
    ],
)
def test_the_order_of_a_file(dates: list[str], order: DateOrder | None) -> None:
    assert find_order(dates, "ymd", "mdy") == order


@pytest.mark.parametrize(
    "text",
    ["soon", "2026-02-30", "2026-13-01", "46228", "46228.5", "25:61", "2026-07-25 25:00", "2026-07-25 13:00 PM",
     "0001-01-01", "2026-07-25 10:00 XYZ", "Jul", "99/99/99", "2026-07-25T10:00:00+99:00"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        read(text)
    assert caught.value.mend


def test_what_was_assumed_is_known() -> None:
    reader = DateReader(ZONE, "dmy")
    reader.read("2026-07-25T14:02:00Z")
    assert (reader.assumed_zone, reader.assumed_midnight, reader.assumed_order) == (False, False, False)
    reader.read("03/04/26")
    assert (reader.assumed_zone, reader.assumed_midnight, reader.assumed_order) == (True, True, True)


def test_unknown_zone_is_refused() -> None:
    for name in ("Mars/Olympus", "", "../etc/passwd", "Asia/"):
        with pytest.raises(InputError, match="time zone"):
            find_zone(name)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_iso_times_come_back(moment: datetime, minutes: int) -> None:
    stated = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert DateReader(ZONE, None).read(stated.isoformat()) == stated


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%b-%d-%y", "%d %B %Y", "%Y%m%d"]),
)
def test_written_days_come_back(day: date, form: str) -> None:
    assert DateReader(ZONE, None).read(day.strftime(form)).date() == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        offset = DateReader(ZONE, "dmy").read(text).utcoffset()
    except BadValue:
        offset = timedelta(0)
    assert offset is not None
