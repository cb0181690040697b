"""Depth of tracking, usual days, the buyer's window, and the own numbers of a seller."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import PAID, SENT, money, order
from parcelproof.playbook import load_playbook
from parcelproof.tracking.buyer_window import buyer_window
from parcelproof.tracking.depth import depth_of, s10_prefix
from parcelproof.tracking.history import LaneHistory, PastParcel, lane_of, own_history
from parcelproof.tracking.transit import fits_promise, transit_of

TODAY = datetime(2026, 11, 22, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("row", "carrier", "service", "number", "country", "tracked"),
    [
        ("china_small_packet_plus", "China Post", "Ordinary Small Packet Plus", "", "DE", "to_departure"),
        ("china_small_packet_plus", "China Post", "", "UA123456785CN", "DE", "to_departure"),
        ("china_registered", "China Post", "Registered Air", "RR473829103CN", "BR", "end_to_end"),
        ("epacket", "China Post", "ePacket", "", "US", "end_to_end"),
        ("epacket", "China Post", "", "LW473829103CN", "US", "end_to_end"),
        ("ems", "China Post", "EMS", "EE305117741CN", "US", "end_to_end"),
        ("ems", "Poczta Polska", "EMS", "", "US", "end_to_end"),
        ("singpost_registered", "SingPost", "Registered International", "RA123456785SG", "DE", "to_departure"),
        ("usps_fcpis_listed", "USPS", "First-Class Package International", "", "DE", "end_to_end"),
        ("usps_fcpis_other", "USPS", "First-Class Package International Service", "", "BR", "to_departure"),
        ("usps_pmi_pmei", "USPS", "Priority Mail International", "", "", "end_to_end"),
        ("cainiao_economy", "Cainiao", "Economy", "", "ES", "to_departure"),
        ("cainiao_standard", "Cainiao", "Standard", "", "ES", "end_to_end"),
        ("special_lines", "YunExpress", "Battery Line", "YT2630500184720316", "US", "end_to_end"),
        ("special_lines", "4PX", "Link Standard", "LZ188403923CN", "US", "end_to_end"),
        ("speedpak", "eBay SpeedPAK", "Standard", "", "US", "end_to_end"),
        ("dhl_express", "DHL Express", "Worldwide", "4827193065", "US", "end_to_end"),
        ("fedex", "FedEx", "International Priority", "", "US", "end_to_end"),
        ("ups", "UPS", "Worldwide Saver", "", "US", "end_to_end"),
        ("s10_untracked", "Poczta Polska", "Letter", "UA123456785PL", "DE", "none"),
    ],
)
def test_every_row_of_the_depth_table(
    row: str, carrier: str, service: str, number: str, country: str, tracked: str
) -> None:
    found = depth_of(carrier, service, number, country, load_playbook())
    assert found is not None
    assert (found.rule.id, found.tracked) == (f"depth.{row}", tracked)


def test_every_row_of_the_depth_table_is_told_above() -> None:
    (mark,) = test_every_row_of_the_depth_table.pytestmark  # type: ignore[attr-defined]
    told = {case[0] for case in mark.args[1]}
    assert told == {rule.id.removeprefix("depth.") for rule in load_playbook().rules_for("tracking_depth")}


@pytest.mark.parametrize(
    ("carrier", "service", "number", "country"),
    [
        ("", "", "", ""),
        ("Poczta Polska", "Registered Letter", "RR482100675PL", "DE"),
        ("China Post", "Ordinary Small Packet", "", "US"),
        # The number is of another kind than the service: the number is what is scanned.
        ("China Post", "ePacket", "CY726104850CN", "US"),
        ("USPS", "First-Class Package International", "", ""),
    ],
)
def test_what_the_depth_table_does_not_know(carrier: str, service: str, number: str, country: str) -> None:
    assert depth_of(carrier, service, number, country, load_playbook()) is None


def test_only_a_postal_number_has_a_letter() -> None:
    assert s10_prefix(" lw 473829103 cn ") == "L"
    assert s10_prefix("YT2630500184720316") == ""


@pytest.mark.parametrize(
    ("carrier", "service", "country", "shown"),
    [
        ("Cainiao", "Standard", "ES", "10 to 18 days"),
        ("Cainiao", "Standard", "GB", "7 to 18 days"),
        ("Cainiao", "Premium", "", "5 to 10 days"),
        ("Cainiao", "Economy", "US", "20 to 45 days"),
        ("AliExpress", "Standard Shipping", "US", "15 to 45 days"),
        ("AliExpress", "Premium", "US", "7 to 15 days"),
        ("China Post", "ePacket", "US", "7 to 15 business days"),
        ("YunExpress", "Express", "FR", "7 to 15 days"),
        ("YunExpress", "Economy", "FR", "10 to 30 days"),
        ("USPS", "Priority Mail Express International", "DE", "3 to 5 business days"),
        ("USPS", "Priority Mail International", "DE", "6 to 10 business days"),
        ("USPS", "First-Class Package International", "DE", "7 to 21 business days"),
    ],
)
def test_usual_days(carrier: str, service: str, country: str, shown: str) -> None:
    assert str(transit_of(carrier, service, country, load_playbook())) == shown


@pytest.mark.parametrize(
    ("carrier", "service", "country"),
    [("China Post", "ePacket", "DE"), ("China Post", "small packet plus", "DE"), ("AliExpress", "Standard", ""),
     ("", "", "")],
)  # fmt: skip
def test_days_for_another_country_or_a_part_of_the_way_never_answer(carrier: str, service: str, country: str) -> None:
    assert transit_of(carrier, service, country, load_playbook()) is None


def test_a_promise_holds_to_the_end_of_its_day() -> None:
    found = transit_of("Cainiao", "Premium", "US", load_playbook())
    assert found is not None
    sent = datetime(2026, 10, 1, 23, tzinfo=UTC)
    assert fits_promise(found, sent, datetime(2026, 10, 11, 1, tzinfo=UTC)) is True
    assert fits_promise(found, sent, datetime(2026, 10, 10, 23, 59, tzinfo=UTC)) is False


def test_the_buyers_window_counts_from_the_payment() -> None:
    found = buyer_window(order(channel="shopify"), load_playbook(), TODAY)
    assert found is not None
    assert (found.closes, found.own) == (PAID + timedelta(days=180), False)
    assert found.who == "A buyer who paid with PayPal"
    own = buyer_window(order(channel="paypal"), load_playbook(), TODAY)
    assert own is not None
    assert own.who == "A PayPal buyer"
    assert buyer_window(None, load_playbook(), TODAY) is None
    assert buyer_window(order(paid_at=None, placed_at=None, total=money(1)), load_playbook(), TODAY) is None


def parcel(days: float | None, **facts: bool) -> PastParcel:
    arrived = SENT + timedelta(days=days) if days is not None else None
    return PastParcel("China Post", "ePacket", "US", SENT, arrived, **facts)


def test_own_numbers() -> None:
    table = [parcel(float(n)) for n in range(1, 41)] + [parcel(None, lost=True), parcel(3, returned=True), parcel(None)]
    table.append(PastParcel("CHINA post", "epacket ", "us", SENT, SENT + timedelta(days=20, hours=12)))
    found = own_history(table)[lane_of("China Post", "ePacket", "US")]
    assert (found.delivered, found.lost, found.ended) == (41, 1, 43)
    assert found.median == pytest.approx(20.5)
    assert found.p95 == pytest.approx(38.0)
    assert found.loss_rate == pytest.approx(1 / 43)


def test_no_parcels_and_impossible_times() -> None:
    assert own_history([]) == {}
    (only,) = own_history([parcel(-2)]).values()
    assert only == LaneHistory()
    assert only.loss_rate is None


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("xy"), st.sampled_from(["US", "DE", ""]),
                  st.one_of(st.none(), st.floats(0, 90)), st.booleans()),
        max_size=80,
    )
)  # fmt: skip
@settings(max_examples=60)
def test_own_numbers_are_those_of_each_lane_counted_alone(rows: list[tuple[str, str, str, float | None, bool]]) -> None:
    table = [
        PastParcel(c, s, d, SENT, SENT + timedelta(days=days) if days is not None else None, lost=lost)
        for c, s, d, days, lost in rows
    ]
    found = own_history(table)
    for c, s, d, *_ in rows:
        mine = [r for r in rows if r[:3] == (c, s, d)]
        days = [r[3] for r in mine if r[3] is not None and not r[4]]
        lane = found[lane_of(c, s, d)]
        assert (lane.delivered, lane.lost) == (len(days), sum(r[4] for r in mine))
        if days:
            assert lane.median == pytest.approx(np.median(days), abs=1e-6)
            assert lane.p95 == pytest.approx(np.percentile(days, 95), abs=1e-6)


def test_ten_thousand_parcels_are_summed_at_once() -> None:
    table = [
        PastParcel(f"Carrier {n % 7}", f"Line {n % 11}", "US", SENT, SENT + timedelta(days=n % 40))
        for n in range(10_000)
    ]
    begun = time.process_time()
    assert len(own_history(table)) == 77
    assert time.process_time() - begun < 2
