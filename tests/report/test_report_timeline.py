from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import AS_OF, shipment

from parcelproof.report.blocks import Mark, Silence, Timeline
from parcelproof.report.timeline import PHASES, draw
from parcelproof.report.timeline_labels import Axis, Label, Paper, place
from parcelproof.report.way import PHASE, SHORT, timeline
from parcelproof.tracking.events import Status

START = datetime(2026, 9, 1, tzinfo=UTC)


@st.composite
def lines(draw_: st.DrawFn) -> Timeline:
    hours = sorted(draw_(st.lists(st.integers(0, 2000), min_size=1, max_size=25)))
    marks = tuple(
        Mark(
            time=START + timedelta(hours=h),
            phase=draw_(st.sampled_from(sorted(PHASES))),
            label=draw_(st.sampled_from(sorted(SHORT.values()))),
            important=draw_(st.booleans()),
        )
        for h in hours
    )
    by = draw_(st.none() | st.integers(0, 2500))
    return Timeline(
        marks=marks,
        promised_by=START + timedelta(hours=by) if by is not None else None,
        until=draw_(st.sampled_from([None, START + timedelta(hours=2100)])),
        alt="Way",
    )


def boxes(labels: list[Label]) -> list[tuple[float, float, int]]:
    return [(label.left, label.right, label.lane) for label in labels]


@given(lines(), st.sampled_from([(800, 12.5), (493, 9.5), (493, 12)]))
def test_labels_never_cover_one_another_nor_leave_the_picture(line: Timeline, size: tuple[float, float]) -> None:
    paper = Paper(*size)
    labels = place(line, Axis(line, paper), paper)
    for label in labels:
        assert label.left >= 0
        assert label.right <= paper.width
    placed = boxes(labels)
    for number, (left, right, lane) in enumerate(placed):
        for other_left, other_right, other_lane in placed[number + 1 :]:
            assert lane != other_lane or right <= other_left or other_right <= left
    for high in labels:
        for low in labels:
            if low.lane < high.lane:
                assert not low.left + 1 < high.x < low.right - 1


@given(lines())
def test_any_timeline_is_well_formed_xml_without_script(line: Timeline) -> None:
    text = str(draw(line))
    root = ET.fromstring(text)
    assert root.tag.endswith("svg")
    assert "<script" not in text
    assert "href" not in text


def test_words_in_the_picture_are_escaped() -> None:
    mark = Mark(time=START, phase="way", label="<script>&\"'", important=True)
    silence = Silence(start=START, end=START + timedelta(days=9), label="</svg><b>")
    text = str(draw(Timeline(marks=(mark,), silences=(silence,), alt='"><script>')))
    assert "<script" not in text
    assert ET.fromstring(text).get("aria-label") == '"><script>'


def test_the_sample_parcel_shows_all_its_stations_and_the_silence() -> None:
    line = timeline(shipment(), AS_OF, internal=True)
    assert line is not None
    text = str(draw(line))
    for word in ("Label made", "Accepted", "Customs hold", "Delivery tried", "Delivered", "7 days without a scan",
                 "promised delivery"):  # fmt: skip
        assert word in text
    assert "7 days without a scan" in line.alt


def test_every_status_has_a_phase_and_phases_differ_without_colour() -> None:
    assert set(PHASE) == set(Status) == set(SHORT)
    assert set(PHASE.values()) <= set(PHASES)
    patterns = [pattern for _, _, _, pattern in PHASES.values() if pattern]
    assert len(patterns) == len(set(patterns))


def test_a_parcel_without_dated_scans_has_no_picture() -> None:
    assert str(draw(Timeline(marks=(), alt=""))) == ""


@pytest.mark.parametrize("width", [800, 493])
def test_the_picture_is_as_wide_as_asked(width: int) -> None:
    line = timeline(shipment(), AS_OF, internal=True)
    assert line is not None
    assert re.search(rf'viewBox="0 0 {width} ', str(draw(line, width=width)))
