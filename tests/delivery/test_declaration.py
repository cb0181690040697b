"""Measure 4: the decision table A to H, and the form against order and weights."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    PAID,
    SENT,
    TODAY,
    answer,
    consent,
    declaration,
    grams,
    item,
    level_of,
    line,
    money,
    order,
    said,
    shipment,
    shipping,
    tracking,
    unsent,
)
from parcelproof.delivery.declared_value import Tolerance, ValueFacts, judge_value
from parcelproof.shipment import Shipment

VALUE = "delivery.declaration.value"


def valued(amount: str | int, currency: str = "USD", **changes: Any) -> Shipment:
    form = {k: changes.pop(k) for k in ("category", "value_explained_by", "explanation") if k in changes}
    return shipment(declaration=declaration(line(value=money(amount, currency)), **form), **changes)


def codes(whole: Shipment) -> dict[str, str]:
    return {code: str(finding.level) for code, finding in said(whole, VALUE).items()}


@pytest.mark.parametrize("declared", ["80", "78.40", "81.60"])
def test_case_a_truthful_within_two_percent(declared: str) -> None:
    assert codes(valued(declared)) == {"truthful": "pass"}


@pytest.mark.parametrize("declared", ["9", "11"])
def test_case_a_truthful_within_one_unit(declared: str) -> None:
    assert codes(valued(declared, order=order(goods=money(10)))) == {"truthful": "pass"}


@pytest.mark.parametrize("reason", ["seller_discount", "bundle_split", "replacement", "seller_coupon"])
def test_case_b_explained(reason: str) -> None:
    paper = {"value_explained_by": reason, "explanation": "Invoice 17"}
    assert codes(valued(60, **paper)) == {"explained": "note"}
    assert codes(valued(60, **(paper | {"explanation": " "}))) == {"explained_without_paper": "warn"}


def test_case_b_a_discount_explains_no_more_than_its_own_amount() -> None:
    paper = {"value_explained_by": "seller_discount", "explanation": "Coupon"}
    discounted = order(seller_discount=money(20))
    assert codes(valued(60, order=discounted, **paper)) == {"explained": "note"}
    assert "under_declared" in codes(valued(40, order=discounted, **paper))


def test_case_c_share_of_the_platform_only_warns() -> None:
    helped = order(goods=money(70), platform_discount=money(10))
    assert codes(valued(70, order=helped)) == {"platform_share_left_out": "warn"}
    assert codes(valued(80, order=helped)) == {"truthful": "pass"}
    assert "under_declared" in codes(valued(40, order=helped))


@pytest.mark.parametrize("declared", ["78.39", "40", "1.01"])
def test_case_d_lower_without_consent(declared: str) -> None:
    assert codes(valued(declared)) == {"under_declared": "fail", "no_buyer_consent": "fail"}


def test_case_e_consent_is_kept_and_changes_nothing() -> None:
    found = said(valued(20, consents=(consent(),)), VALUE)
    assert {code: str(f.level) for code, f in found.items()} == {
        "under_declared": "fail", "buyer_consent_recorded": "note",
    }  # fmt: skip
    assert "does not make it lawful" in found["buyer_consent_recorded"].why
    assert "buyer" in found["buyer_consent_recorded"].facts["asked_by"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"agreed": False}, "consent_refused"),
        ({"claimed_at": SENT}, "consent_after_dispatch"),
        ({"claimed_at": SENT + timedelta(days=1)}, "consent_after_dispatch"),
        ({"claimed_at": None}, "consent_undated"),
        ({"about": "true_value_and_duty"}, "no_buyer_consent"),
    ],
)
def test_a_consent_that_does_not_count(facts: dict[str, Any], code: str) -> None:
    assert codes(valued(20, consents=(consent(**facts),))) == {"under_declared": "fail", code: "fail"}


def test_a_consent_just_before_dispatch_counts() -> None:
    assert "buyer_consent_recorded" in codes(valued(20, consents=(consent(claimed_at=SENT - timedelta(seconds=1)),)))


@pytest.mark.parametrize("declared", ["81.61", "500"])
def test_case_f_higher(declared: str) -> None:
    assert codes(valued(declared)) == {"over_declared": "warn"}


def test_case_g_gift_flag_on_a_sale() -> None:
    assert codes(valued(80, category="gift")) == {"commercial_as_gift": "fail"}
    assert codes(valued(20, category="gift", consents=(consent(),))) == {"commercial_as_gift": "fail"}
    assert codes(valued(80, category="gift", order=None))["commercial_as_gift"] == "fail"


@pytest.mark.parametrize("declared", ["0", "0.01", "1"])
def test_case_h_symbolic(declared: str) -> None:
    assert codes(valued(declared)) == {"symbolic_value": "fail"}
    assert codes(valued(declared, category="gift")) == {"symbolic_value": "fail", "commercial_as_gift": "fail"}


def test_zero_is_symbolic_whatever_is_known_of_the_price() -> None:
    assert codes(valued(0, order=order(goods=None))) == {"symbolic_value": "fail", "no_order_value": "unknown"}
    assert codes(valued(0, order=order(goods=money(0)))) == {"symbolic_value": "fail"}


def test_one_dollar_for_one_dollar_is_no_token() -> None:
    assert codes(valued(1, order=order(goods=money(1)))) == {"truthful": "pass"}


def test_nothing_paid_is_not_known_unless_it_is_a_replacement() -> None:
    free = order(goods=money(0))
    assert codes(valued(15, order=free)) == {"no_price": "unknown"}
    paper = {"value_explained_by": "replacement", "explanation": "Case 9"}
    assert codes(valued(15, order=free, **paper)) == {"explained": "note"}


def test_gift_lines_do_not_count_as_goods() -> None:
    form = declaration(line(), line(description="Stand", value=money(5), is_gift=True))
    assert codes(shipment(declaration=form)) == {"truthful": "pass"}


def test_what_cannot_be_judged_is_unknown() -> None:
    mixed = declaration(line(), line(value=money(5, "EUR")))
    assert codes(shipment(declaration=mixed)) == {"mixed_currencies": "unknown"}
    only_gift = declaration(line(is_gift=True))
    assert codes(shipment(declaration=only_gift)) == {"no_lines": "unknown"}
    assert codes(valued(80, order=None)) == {"no_order_value": "unknown"}
    assert codes(valued(80, "CLP")) == {"no_rate": "unknown"}
    assert codes(shipment(declaration=None)) == {}


def test_two_currencies_are_compared_at_a_named_rate() -> None:
    july = order(paid_at=PAID.replace(month=7, day=4))  # a Saturday
    found = said(valued("69.88", "EUR", order=july), VALUE)
    assert set(found) == {"truthful", "rate_used"}
    assert found["rate_used"].facts["rate_date"] == "2026-07-03"
    assert "2026-07-03" in found["rate_used"].why
    low = said(valued("30", "EUR", order=july), VALUE)
    assert set(low) == {"under_declared", "no_buyer_consent", "rate_used"}


def test_a_small_gap_at_an_old_rate_is_not_called_false() -> None:
    late = order(paid_at=PAID.replace(month=12, year=2027))
    assert codes(valued("66", "EUR", order=late))["rate_too_old"] == "unknown"
    assert codes(valued("20", "EUR", order=late))["under_declared"] == "fail"


def test_one_parcel_of_two_is_not_judged_alone() -> None:
    assert codes(valued(40, siblings=("S-9",))) == {"part_of_order": "unknown"}
    assert codes(valued(80, siblings=("S-9",))) == {"truthful": "pass"}
    assert codes(valued(0, siblings=("S-9",))) == {"symbolic_value": "fail"}


def test_each_case_stands_on_its_row() -> None:
    for amount, case in (("80", "a"), ("20", "d"), ("90", "f"), ("0", "h")):
        (first, *_) = said(valued(amount), VALUE).values()
        assert [rule.id for rule in first.rules] == [f"declaration.case_{case}"]


@given(
    declared=st.decimals(min_value=0, max_value=10_000, places=2),
    paid=st.decimals(min_value=0, max_value=10_000, places=2),
    state=st.sampled_from(["recorded", "after_dispatch", "undated", "refused", "none"]),
    category=st.sampled_from(["sale_of_goods", "gift"]),
)
def test_consent_never_makes_a_value_better(declared: Decimal, paid: Decimal, state: Any, category: str) -> None:
    tolerance = Tolerance(Decimal(1), Decimal(2))

    def case(consent_now: Any) -> str:
        facts = ValueFacts(declared=declared, paid=paid, category=category, consent=consent_now)
        return judge_value(facts, tolerance, Decimal(1)).case

    assert case(state) == case("none") or (case("none"), case(state)) == ("D", "E")


def test_form_on_record() -> None:
    name = "delivery.declaration.on_record"
    home = {"delivery.declaration.crosses_border": answer("delivery.declaration.crosses_border", "no")}
    assert level_of(shipment(), name, "done") == "pass"
    assert level_of(shipment(declaration=None, answers=home), name, "not_needed") == "note"
    assert level_of(unsent(declaration=None), name, "missing") == "warn"
    assert level_of(shipment(declaration=None), name, "missing_sent") == "warn"


def test_quantity_against_the_order() -> None:
    name = "delivery.declaration.quantity"
    assert level_of(shipment(), name, "matches") == "pass"
    assert level_of(shipment(declaration=declaration(line(quantity=1))), name, "fewer") == "warn"
    assert level_of(shipment(declaration=declaration(line(quantity=3))), name, "more") == "warn"
    assert level_of(shipment(declaration=declaration(line(quantity=1)), siblings=("S-9",)), name, "split_order") == (
        "note"
    )
    assert level_of(shipment(items=()), name, "no_order_lines") == "unknown"
    two = (item(quantity=1), item(line_id="2", quantity=1))
    assert level_of(shipment(items=two), name, "matches") == "pass"


@pytest.mark.parametrize(
    ("net", "code"),
    [("400", "matches"), ("410", "matches"), ("390", "matches"), ("410.1", "differs"), ("389.9", "differs")],
)
def test_net_weights_of_the_lines(net: str, code: str) -> None:
    whole = shipment(declaration=declaration(line(net_weight=grams(net))))
    assert set(said(whole, "delivery.declaration.net_weight")) == {code}


def test_net_weight_without_its_partner() -> None:
    name = "delivery.declaration.net_weight"
    bare = shipment(declaration=declaration(line(), line(description="Cable", net_weight=None)))
    assert "Cable" in said(bare, name)["line_without_weight"].why
    assert level_of(shipment(weights={}), name, "no_net_weight") == "unknown"


def test_hs_code() -> None:
    name = "delivery.declaration.hs_code"
    assert level_of(shipment(), name, "present") == "pass"
    assert level_of(shipment(declaration=declaration(line(hs_code=None))), name, "missing") == "fail"
    assert level_of(shipment(declaration=declaration(line(hs_code="85183"))), name, "too_short") == "fail"
    assert level_of(shipment(declaration=declaration(line(hs_code="8518300000"))), name, "present") == "pass"
    both = declaration(line(hs_code=None), line(hs_code="8518"))
    assert set(said(shipment(declaration=both), name)) == {"missing", "too_short"}
    papers = declaration(line(hs_code=None), category="documents")
    assert level_of(shipment(declaration=papers), name, "missing") == "warn"


def test_hs_code_was_not_compulsory_before_september_2025() -> None:
    early = shipping(shipped_at=SENT.replace(year=2025, month=8, day=31))
    whole = shipment(declaration=declaration(line(hs_code=None)), shipping=early, tracking=tracking())
    assert level_of(whole, "delivery.declaration.hs_code", "missing") == "warn"
    on_the_day = shipping(shipped_at=SENT.replace(year=2025, month=9, day=1))
    whole = shipment(declaration=declaration(line(hs_code=None)), shipping=on_the_day, tracking=tracking())
    assert level_of(whole, "delivery.declaration.hs_code", "missing") == "fail"


def test_origin() -> None:
    name = "delivery.declaration.origin"
    assert level_of(shipment(), name, "present", TODAY) == "pass"
    assert level_of(shipment(declaration=declaration(line(origin=None))), name, "missing") == "warn"
