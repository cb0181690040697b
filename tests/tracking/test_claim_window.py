"""Every row of the table of claim windows answers for the parcel that it is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.playbook import load_playbook
from parcelproof.tracking.claim_answer import answer_claim
from parcelproof.tracking.claims import claim_window

ACCEPTED, DELIVERED = date(2026, 3, 2), date(2026, 3, 12)
PROMISED, LAST_SCAN = date(2026, 3, 20), date(2026, 3, 9)

# Row → a parcel that it is about, and the day that it gives by hand.
# ruff: noqa: E501
PARCELS: dict[str, tuple[dict[str, str], str]] = {
    "usps_pmei.opens": ({"carrier": "USPS", "service": "Priority Mail Express International"}, "2026-03-05"),
    "usps_pmei.closes": ({"carrier": "USPS", "service": "PMEI"}, "2026-05-31"),
    "usps_guaranteed_loss.opens": ({"carrier": "USPS", "service": "Global Express Guaranteed"}, "2026-03-05"),
    "usps_guaranteed_loss.closes": ({"carrier": "USPS", "service": "GXG"}, "2026-05-31"),
    "usps_guaranteed_delay.opens": ({"carrier": "USPS", "service": "GXG", "case": "delay"}, "2026-03-05"),
    "usps_guaranteed_delay.closes": ({"carrier": "USPS", "service": "GXG", "case": "delay"}, "2026-04-01"),
    "usps_pmi.opens": ({"carrier": "USPS", "service": "Priority Mail International"}, "2026-03-09"),
    "usps_pmi.closes": ({"carrier": "USPS", "service": "Registered Mail"}, "2026-09-02"),
    "usps_inbound_damage.opens": ({"carrier": "USPS", "service": "x", "destination": "US", "case": "damage"}, "2026-03-02"),
    "usps_inbound_damage.closes": ({"carrier": "USPS", "service": "", "destination": "US", "case": "damage"}, "2026-05-01"),
    "usps_domestic.opens": ({"carrier": "USPS", "service": "Ground Advantage"}, "2026-03-17"),
    "usps_domestic.closes": ({"carrier": "USPS", "service": "Priority Mail", "destination": "US"}, "2026-05-01"),
    "usps_domestic_express.opens": ({"carrier": "USPS", "service": "Mail Express", "destination": "US"}, "2026-03-09"),
    "usps_domestic_express.closes": ({"carrier": "USPS", "service": "Mail Express", "destination": "US"}, "2026-05-01"),
    "ups_domestic.opens": ({"carrier": "UPS", "service": "Ground"}, "2026-03-21"),
    "ups_domestic.closes": ({"carrier": "UPS", "service": "Ground"}, "2026-05-11"),
    "ups_domestic_file.closes": ({"carrier": "UPS", "service": "Ground", "case": "filing"}, "2026-12-02"),
    "ups_international.closes": ({"carrier": "UPS", "service": "Worldwide Saver"}, "2026-05-11"),
    "fedex_intl_damage.closes": ({"carrier": "FedEx", "service": "International Priority", "case": "damage"}, "2026-04-02"),
    "fedex_intl_loss.closes": ({"carrier": "FedEx", "service": "International Priority"}, "2026-12-02"),
    "fedex_us_damage.closes": ({"carrier": "FedEx", "service": "Ground", "case": "damage"}, "2026-05-11"),
    "fedex_us_loss.closes": ({"carrier": "FedEx", "service": "Ground"}, "2026-12-02"),
    "dhl_express.closes": ({"carrier": "DHL Express", "service": "Worldwide"}, "2026-04-01"),
    "dhl_express_uk_delay.closes": (
        {"carrier": "DHL", "service": "Express Worldwide", "destination": "GB", "case": "delay"}, "2026-03-16"),
    "dhl_ecommerce_domestic.opens": ({"carrier": "DHL eCommerce", "service": "Parcel Ground"}, "2026-03-23"),
    "dhl_ecommerce_domestic.closes": ({"carrier": "DHL eCommerce", "service": "Parcel Ground"}, "2026-05-31"),
    "dhl_ecommerce_international.opens": ({"carrier": "DHL eCommerce", "service": "Packet Plus"}, "2026-04-16"),
    "dhl_ecommerce_international.closes": ({"carrier": "DHL eCommerce", "service": "Packet Plus"}, "2026-05-31"),
    "dhl_ecommerce_dcl.opens": ({"carrier": "DHL eCommerce", "service": "DCL"}, "2026-03-30"),
    "dhl_ecommerce_dcl.closes": ({"carrier": "DHL eCommerce", "service": "DCL"}, "2026-05-08"),
    "royal_mail_europe.opens": ({"carrier": "Royal Mail", "service": "Tracked", "destination": "FR"}, "2026-04-17"),
    "royal_mail_europe.closes": ({"carrier": "Royal Mail", "service": "Tracked", "destination": "FR"}, "2026-09-02"),
    "royal_mail_world.opens": ({"carrier": "Royal Mail", "service": "Tracked", "destination": "US"}, "2026-04-24"),
    "royal_mail_world.closes": ({"carrier": "Royal Mail", "service": "Tracked", "destination": "US"}, "2026-09-02"),
    "royal_mail_uk.opens": ({"carrier": "Royal Mail", "service": "Tracked 48", "destination": "GB"}, "2026-03-16"),
    "royal_mail_uk.closes": ({"carrier": "Royal Mail", "service": "Tracked 48", "destination": "GB"}, "2026-05-21"),
    "hongkong_ems.opens": ({"carrier": "Hongkong Post", "service": "Speedpost (EMS)"}, "2026-03-04"),
    "hongkong_ems.closes": ({"carrier": "Hong Kong Post", "service": "EMS"}, "2026-06-02"),
    "hongkong_registered.opens": ({"carrier": "Hongkong Post", "service": "Registered Mail"}, "2026-03-16"),
    "hongkong_registered.closes": ({"carrier": "Hongkong Post", "service": "Air Parcel"}, "2026-08-02"),
    "4px_china_ems.opens": ({"carrier": "4PX", "service": "China Post EMS"}, "2026-03-11"),
    "4px_china_ems.closes": ({"carrier": "4PX", "service": "China Post EMS"}, "2026-05-01"),
    "4px_china_ems_no_scan.opens": ({"carrier": "4PX", "service": "China Post EMS", "case": "no_scan"}, "2026-04-01"),
    "4px_china_ems_no_scan.closes": ({"carrier": "4PX", "service": "China Post EMS", "case": "no_scan"}, "2026-05-31"),
    "4px_singapore_ems_no_scan.opens": ({"carrier": "4PX", "service": "Singapore EMS", "case": "no_scan"}, "2026-05-01"),
    "4px_singapore_ems_no_scan.closes": ({"carrier": "4PX", "service": "Singapore EMS", "case": "no_scan"}, "2026-05-31"),
    "osm.opens": ({"carrier": "OSM", "service": "any"}, "2026-04-08"),
    "upu.closes": ({"carrier": "China Post", "service": "Registered Air Mail"}, "2026-09-03"),
}  # fmt: skip

# Rows that give no day: one refuses every inquiry, one says when to warn.
WITHOUT_A_DAY = {"usps_letters.none", "warn_before"}


def asked(**facts: str) -> dict[str, Any]:
    return answer_claim(
        {
            "accepted_on": str(ACCEPTED), "delivered_on": str(DELIVERED), "today": "2026-03-20",
            "promised_on": str(PROMISED), "last_scan_on": str(LAST_SCAN), **facts,
        }
    )  # fmt: skip


def test_every_row_is_told_here() -> None:
    rows = {rule.id.removeprefix("claim.") for rule in load_playbook().rules_for("claim_windows")}
    assert rows == set(PARCELS) | WITHOUT_A_DAY


@pytest.mark.parametrize("row", sorted(PARCELS))
def test_a_row_answers_for_its_parcel(row: str) -> None:
    facts, day = PARCELS[row]
    answer = asked(**facts)
    rule = load_playbook().rule(f"claim.{row}")
    assert rule is not None
    assert answer[rule.columns["kind"]] == day
    assert rule.source in answer["source"]
    assert answer["confidence"] in ("second-hand", "inference")


@pytest.mark.parametrize(
    "service",
    ["First-Class Package International", "FCPIS", "letter", "M-bags", "Priority Mail International flat-rate envelope",
     "PMI small flat-rate box"],
)  # fmt: skip
def test_no_inquiry_is_accepted_for_letters(service: str) -> None:
    answer = asked(carrier="USPS", service=service)
    assert (answer["opens"], answer["closes"]) == (None, None)
    assert "No inquiry is accepted" in answer["note"]


@pytest.mark.parametrize(
    ("carrier", "service"),
    [("", ""), ("Yanwen", "Special Line"), ("YunExpress", "Express"), ("USPS", ""), ("USPS", "Some Other Mail"),
     ("DHL", ""), ("China Post", "EMS"), ("4PX", "Link Standard"), ("4PX", "Singapore EMS"), ("Express", "UPS")],
)  # fmt: skip
def test_what_the_table_does_not_know_is_never_guessed(carrier: str, service: str) -> None:
    answer = asked(carrier=carrier, service=service)
    assert (answer["opens"], answer["closes"], answer["open_now"]) == (None, None, None)
    assert "ot known" in answer["note"]


def test_a_day_that_is_not_given_is_not_guessed() -> None:
    answer = asked(carrier="UPS", service="Worldwide Saver", delivered_on="", promised_on="")
    assert answer["closes"] is None
    assert "delivery or due date" in answer["note"]
    assert asked(carrier="DHL Express", service="", accepted_on="")["closes"] is None


def test_an_opening_that_depends_on_the_country_waits_for_it() -> None:
    answer = asked(carrier="Royal Mail", service="Tracked")
    assert (answer["opens"], answer["closes"]) == (None, "2026-09-02")
    assert "country" in answer["note"]


@pytest.mark.parametrize(("today", "is_open"), [("2026-03-10", False), ("2026-03-11", True), ("2026-05-01", True),
                                                ("2026-05-02", False)])  # fmt: skip
def test_open_now_holds_from_the_first_to_the_last_day(today: str, is_open: bool) -> None:
    assert asked(carrier="4PX", service="China Post EMS", today=today)["open_now"] is is_open


@pytest.mark.parametrize(
    ("field", "value"),
    [("accepted_on", "02/03/2026"), ("today", "soon"), ("destination", "Atlantis"), ("case", "stolen")],
)
def test_bad_input_says_where(field: str, value: str) -> None:
    with pytest.raises(InputError) as caught:
        asked(**{"carrier": "UPS", "service": "", field: value})
    assert field in caught.value.where


def test_the_least_needed_is_a_carrier() -> None:
    answer = answer_claim({"carrier": "dhl  express", "accepted_on": "2026-10-01"})
    assert answer["closes"] == "2026-10-31"


@given(
    start=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    later=st.integers(min_value=0, max_value=400),
    row=st.sampled_from(sorted(PARCELS)),
)
@settings(max_examples=150)
def test_a_later_hand_over_never_closes_earlier(start: date, later: int, row: str) -> None:
    facts = PARCELS[row][0]
    rules = load_playbook().rules_for("claim_windows")

    def closes(days: int) -> date | None:
        window = claim_window(
            facts["carrier"], facts["service"], start + timedelta(days), start + timedelta(days + 9),
            facts.get("destination", ""), facts.get("case", "loss"), last_scan=start + timedelta(days),  # type: ignore[arg-type]
            rules=rules,
        )  # fmt: skip
        if window.opens and window.closes:
            assert window.opens <= window.closes
        return window.closes

    first, second = closes(0), closes(later)
    assert (first is None) is (second is None)
    assert first is None or second is None or first <= second
