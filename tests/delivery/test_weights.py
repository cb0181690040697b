"""Measure 3, the weights: every band at both edges, unit mix-ups, empty parcels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    PACKED,
    SENT,
    TODAY,
    answer,
    declaration,
    grams,
    level_of,
    message,
    said,
    scan,
    shipment,
    shipping,
    supplier_proof,
    tracking,
    unsent,
)
from parcelproof.checks import run_checks
from parcelproof.delivery.border import CROSSES_BORDER
from parcelproof.delivery.weights import Band, unit_mixup
from parcelproof.findings import Level
from parcelproof.playbook import load_playbook
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.units import Weight

RECEIPT = "delivery.delivery_receipt."


def weighed(**values: str | int | Weight) -> Shipment:
    weights = {name: value if isinstance(value, Weight) else grams(value) for name, value in values.items()}
    return shipment(weights=weights, declaration=None)


def test_on_record() -> None:
    name = RECEIPT + "weights_on_record"
    assert level_of(weighed(packed=500, net=400), name, "done") == "pass"
    assert level_of(weighed(packed=500), name, "no_net") == "warn"
    assert level_of(weighed(net=400), name, "missing_sent") == "warn"
    assert level_of(unsent(weights={}), name, "missing", PACKED) == "warn"


@pytest.mark.parametrize(
    ("packed", "code", "level"),
    [
        ("500", "ok", "pass"),
        ("520", "ok", "pass"),
        ("480", "ok", "pass"),
        ("520.1", "differs", "warn"),
        ("479.9", "differs", "warn"),
        ("550", "differs", "warn"),
        ("450", "differs", "warn"),
        ("550.1", "far", "warn"),
        ("449.9", "far", "warn"),
        ("400", "far", "warn"),
        ("399.9", "below_net", "fail"),
    ],
)
def test_packed_against_goods_and_packaging_of_500_g(packed: str, code: str, level: str) -> None:
    assert level_of(weighed(packed=packed, net=400, tare=100), RECEIPT + "packed_weight", code) == level


@pytest.mark.parametrize(
    ("packed", "code"), [("2060", "ok"), ("2060.1", "differs"), ("2200", "differs"), ("2200.1", "far")]
)
def test_packed_against_2_kg_counts_in_percent(packed: str, code: str) -> None:
    assert set(said(weighed(packed=packed, net=1900, tare=100), RECEIPT + "packed_weight")) == {code}


def test_packed_without_tare_is_not_known() -> None:
    assert level_of(weighed(packed=500, net=400), RECEIPT + "packed_weight", "no_tare") == "unknown"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("500", "ok"), ("510", "ok"), ("490", "ok"), ("510.1", "differs"), ("489.9", "differs"),
        ("550", "differs"), ("450", "differs"), ("550.1", "far"), ("449.9", "far"),
    ],
)  # fmt: skip
def test_declared_against_packed_of_500_g(declared: str, code: str) -> None:
    assert set(said(weighed(packed=500, declared=declared), RECEIPT + "declared_weight")) == {code}


@pytest.mark.parametrize(
    ("declared", "code"), [("2020", "ok"), ("2020.1", "differs"), ("2100", "differs"), ("2100.1", "far")]
)
def test_declared_against_packed_of_2_kg(declared: str, code: str) -> None:
    assert set(said(weighed(packed=2000, declared=declared), RECEIPT + "declared_weight")) == {code}


def test_declared_weight_may_stand_on_the_form_only() -> None:
    whole = shipment(weights={"packed": grams(500)}, declaration=declaration(total_weight=grams(700)))
    assert set(said(whole, RECEIPT + "declared_weight")) == {"far"}
    bare = shipment(weights={"packed": grams(500)}, declaration=declaration(total_weight=None))
    assert level_of(bare, RECEIPT + "declared_weight", "not_declared") == "unknown"
    home = {CROSSES_BORDER: answer(CROSSES_BORDER, "no")}
    inland = shipment(weights={"packed": grams(500)}, declaration=None, answers=home)
    assert level_of(inland, RECEIPT + "declared_weight", "no_form") == "note"


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("500", "ok"), ("530", "ok"), ("470", "ok"), ("530.1", "differs"), ("469.9", "differs"),
        ("700", "differs"), ("300", "differs"), ("700.1", "far"), ("299.9", "far"),
        ("200", "far"), ("199.9", "empty_parcel"),
    ],
)  # fmt: skip
def test_scan_against_packed_of_500_g(scanned: str, code: str) -> None:
    assert set(said(weighed(packed=500, net=400, scanned=scanned), RECEIPT + "scanned_weight")) == {code}


@pytest.mark.parametrize(
    ("scanned", "code"), [("3090", "ok"), ("3090.1", "differs"), ("3300", "differs"), ("3300.1", "far")]
)
def test_scan_against_packed_of_3_kg(scanned: str, code: str) -> None:
    assert set(said(weighed(packed=3000, net=2800, scanned=scanned), RECEIPT + "scanned_weight")) == {code}


def test_bands_alone_never_fail_a_parcel() -> None:
    found = said(weighed(packed=500, net=400, scanned=900), RECEIPT + "scanned_weight")
    assert found["far"].level == "warn"
    assert "not certain" in found["far"].facts["level_note"]


def test_empty_parcel_is_named_without_a_packed_weight_too() -> None:
    assert set(said(weighed(net=400, scanned=150), RECEIPT + "scanned_weight")) == {"empty_parcel"}


def test_scan_is_missing_or_not_due() -> None:
    assert level_of(weighed(packed=500), RECEIPT + "scanned_weight", "no_scan") == "unknown"
    assert level_of(unsent(weights={"packed": grams(500)}), RECEIPT + "scanned_weight", "not_sent_yet") == "note"


@pytest.mark.parametrize(
    ("check", "other"),
    [("packed_weight", "packed"), ("declared_weight", "declared"), ("scanned_weight", "scanned")],
)
def test_pounds_and_kilograms_are_named(check: str, other: str) -> None:
    base = {"net": 900, "tare": 100, "packed": 1000}
    high = weighed(**(base | {other: "2204.6"}))
    assert "pounds read as kilograms" in said(high, RECEIPT + check)["unit_mixup"].why


@pytest.mark.parametrize(
    ("ratio", "named"),
    [("2.2046", True), ("2.248", True), ("2.161", True), ("2.25", False), ("2.15", False), ("0.4536", True),
     ("0.4626", True), ("0.4446", True), ("0.464", False), ("0.444", False), ("1", False), ("0", False)],
)  # fmt: skip
def test_mix_up_within_two_percent(ratio: str, named: bool) -> None:
    assert bool(unit_mixup(Decimal(ratio) * 1000, Decimal(1000), Decimal(2))) is named


def test_a_mix_up_of_the_scan_is_not_called_an_empty_parcel() -> None:
    found = said(weighed(packed=1000, net=950, scanned="453.6"), RECEIPT + "scanned_weight")
    assert set(found) == {"unit_mixup"}


@pytest.mark.parametrize(
    ("billed", "code", "level"),
    [
        ("505", "ok", "pass"), ("510", "ok", "pass"), ("511", "one_step", "warn"), ("520", "one_step", "warn"),
        ("521", "far", "warn"), ("500", "lower", "note"),
    ],
)  # fmt: skip
def test_bill_against_scan_of_505_g_by_post(billed: str, code: str, level: str) -> None:
    assert level_of(weighed(scanned=505, billed=billed), RECEIPT + "billed_weight", code) == level


@pytest.mark.parametrize(
    ("billed", "code"), [("1000", "ok"), ("1001", "one_step"), ("1500", "one_step"), ("1501", "far")]
)
def test_bill_against_scan_of_505_g_by_express(billed: str, code: str) -> None:
    whole = shipment(
        weights={"scanned": grams(505), "billed": grams(billed)},
        shipping=shipping(carrier="DHL", service="Express Worldwide"),
    )
    assert set(said(whole, RECEIPT + "billed_weight")) == {code}


def test_bill_without_its_partner() -> None:
    assert level_of(weighed(scanned=505), RECEIPT + "billed_weight", "no_bill") == "note"
    assert level_of(weighed(billed=505), RECEIPT + "billed_weight", "no_scan") == "unknown"


def test_units_do_not_matter() -> None:
    pounds = Weight(value=Decimal("1.1"), unit="lb")
    assert set(said(weighed(packed=499, declared=pounds), RECEIPT + "declared_weight")) == {"ok"}


@given(
    reference=st.decimals(min_value=1, max_value=30_000, places=1),
    near=st.decimals(min_value=0, max_value=30_000, places=1),
    further=st.decimals(min_value=0, max_value=30_000, places=1),
)
def test_a_larger_gap_is_never_judged_better(reference: Decimal, near: Decimal, further: Decimal) -> None:
    band = Band(Decimal(10), Decimal(1), Decimal(50), Decimal(5))
    order = ("ok", "differs", "far")
    small, large = sorted((near, further))
    assert order.index(band.judge(reference + small, reference)) <= order.index(
        band.judge(reference + large, reference)
    )


def test_no_rule_in_the_playbook_is_not_a_pass() -> None:
    bare = replace(load_playbook(), rules={})
    moving = tracking(scan(Status.ACCEPTED, SENT))
    whole = shipment(
        tracking=moving, messages=(message("from_buyer", SENT),), supplier_proofs=(supplier_proof(),), siblings=()
    )
    found = {f.check_id: (f.code, f.level) for f in run_checks(whole, bare, TODAY)}
    for name in (
        RECEIPT + "packed_weight",
        RECEIPT + "declared_weight",
        RECEIPT + "scanned_weight",
        "delivery.declaration.value",
        "delivery.declaration.net_weight",
        "tracking.communication.answered",
        "tracking.monitoring.silence",
        "product.authenticity.invoice_age",
    ):
        assert found[name] == ("no_rule", Level.UNKNOWN), name
    assert found[RECEIPT + "billed_weight"] == ("no_step", Level.UNKNOWN)
