"""Many times at once mean what each of them means alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.tracking.review.moments import Moments
from parcelproof.tracking.review.scan_times import read_times
from parcelproof.tracking.times import parse_time

FORMS = (
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M", "%Y/%m/%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%f",
)  # fmt: skip
_MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2080, 1, 1))  # noqa: DTZ001 - the zone is drawn apart
_ZONES = st.sampled_from(["", "", "Z", "+08:00", "-03:30", "+00:00", "-00:00", "+24:00", "+0800", "+8:00", "z", " UTC"])
_LETTERS = st.sampled_from("0123456789-:/.TZ+ ")


@st.composite
def _texts(draw: st.DrawFn) -> str:
    text = draw(_MOMENTS).strftime(draw(st.sampled_from(FORMS)))
    if draw(st.integers(0, 3)) == 0:
        text += "." + draw(st.text("0123456789", min_size=0, max_size=11))
    text += draw(_ZONES)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(_LETTERS) + text[at + draw(st.integers(0, 1)) :]
    return text


@given(
    texts=st.lists(_texts() | st.text(max_size=30), min_size=1, max_size=30),
    offset=st.sampled_from([None, "", "+08:00", "soon"]),
)
def test_many_times_and_one(texts: list[str], offset: str | None) -> None:
    found = read_times(pa.array(texts), None if offset is None else pa.array([offset] * len(texts)))
    expected = [parse_time(text.strip(), UTC, offset or "") for text in texts]
    alone = Moments.of([time.value for time in expected])
    assert found.moments.at.tolist() == alone.at.tolist()
    assert found.moments.offset.tolist() == alone.offset.tolist()
    assert found.assumed.tolist() == [time.assumed for time in expected]


def test_dates_that_are_none_are_not_read() -> None:
    texts = [
        "2026-02-29 10:00:00",
        "2026-13-01 10:00:00",
        "2026-04-31T10:00:00Z",
        "2026-01-01T24:00:00Z",
        "0001-01-01T00:00:00Z",
    ]
    assert not read_times(pa.array(texts), None).moments.known.any()


def test_a_slice_of_a_column_is_read_from_its_own_first_row() -> None:
    when = datetime(2026, 9, 20, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    texts = pa.array([(when + timedelta(minutes=n)).isoformat() for n in range(40)])
    found = read_times(texts.slice(7, 20), None).moments
    assert found.one(0) == when + timedelta(minutes=7)
    assert found.one(19) == when + timedelta(minutes=26)
