"""The place of a scan names its country once, however the source wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.report.places import place_of_scan, without_country
from parcelproof.tracking.events import Event, Status


def at(location: str, country: str) -> Event:
    return Event(tracking_number="X", time=None, status=Status.IN_TRANSIT, system="csv", location=location,
                 country=country)  # fmt: skip


@pytest.mark.parametrize(
    ("location", "country", "shown"),
    [
        ("Warsaw, PL", "PL", "Warsaw, Poland (PL)"),
        ("Warsaw, PL, Poland", "PL", "Warsaw, Poland (PL)"),
        ("Warsaw (PL)", "PL", "Warsaw, Poland (PL)"),
        ("Madrid, Spain", "ES", "Madrid, Spain (ES)"),
        ("SHENZHEN CN", "CN", "SHENZHEN, China (CN)"),
        ("CN - Shenzhen", "CN", "Shenzhen, China (CN)"),
        ("Austin, TX, 78758, USA", "US", "Austin, TX, 78758, United States (US)"),
        ("Poland", "PL", "Poland (PL)"),
        ("", "PL", "Poland (PL)"),
        ("Lille", "FR", "Lille, France (FR)"),
        ("Warsaw, PL", "", "Warsaw, PL"),
        ("", "", ""),
    ],
)
def test_the_country_stands_once(location: str, country: str, shown: str) -> None:
    assert place_of_scan(at(location, country)) == shown


@pytest.mark.parametrize(
    ("location", "country"),
    [("Toronto, CA", "US"), ("Santa Fe, New Mexico", "MX"), ("Chicago IL", "US"), ("Sortation 4/B; Ring", "DE")],
)
def test_what_only_looks_like_the_country_stays(location: str, country: str) -> None:
    assert without_country(location, country) == location


@given(place=st.text(max_size=60), country=st.sampled_from(["PL", "US", "CN", "SG"]))
def test_nothing_is_added_and_once_is_enough(place: str, country: str) -> None:
    shown = without_country(place, country)
    assert set(shown) <= set(place) | set(", ")
    assert len(shown) <= len(place) + place.count(",") + place.count(";") + 1
