"""Which dispute could be answered today, and the one thing to get first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import (
    DELIVERED,
    PACKED,
    PAID,
    PLACED,
    SENT,
    TODAY,
    consent,
    declaration,
    gift,
    grams,
    inquiry,
    inspection,
    item,
    listing,
    message,
    money,
    order,
    photo,
    scan,
    shipment,
    shipping,
    supplier_proof,
    tracking,
    unsent,
)
from parcelproof.checks import registry, run_checks
from parcelproof.findings import Finding, Level
from parcelproof.playbook import load_playbook
from parcelproof.presence import evidence_on_record
from parcelproof.readiness import ReasonReadiness, assess
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status

BOOK = load_playbook()

UNDER_WAY = tracking(scan(Status.ACCEPTED, SENT), scan(Status.IN_TRANSIT, SENT + timedelta(days=4)))
LOCKER = tracking(
    scan(Status.ACCEPTED, SENT),
    scan(Status.AVAILABLE_FOR_PICKUP, DELIVERED, reason="locker"),
    signed_by="Packstation 123",
)
SMALL = item(title="Cotton scarf, blue", category="Clothing")


def judge(parcel: Shipment, reason: str, as_of: Any = TODAY) -> ReasonReadiness:
    return next(found for found in assess(parcel, BOOK, as_of) if found.reason == reason)


def test_every_reason_is_judged_in_the_order_of_the_playbook() -> None:
    assert [found.reason for found in assess(shipment(), BOOK, TODAY)] == list(BOOK.reasons)


def test_a_parcel_where_all_was_done_well_is_ready() -> None:
    states = {
        found.reason: found.state
        for found in assess(shipment(supplier_proofs=(supplier_proof(brand=""),)), BOOK, TODAY)
    }
    assert states.pop("gift_substitution_changed") == "not_applicable"
    assert set(states.values()) == {"ready"}


def test_nothing_on_record_is_said_as_missing() -> None:
    for found in assess(Shipment(id="S-0"), BOOK, TODAY):
        if found.reason != "gift_substitution_changed":
            assert found.state in ("almost", "gaps")
            assert not found.required_present
            assert BOOK.item(found.first_missing).title in found.sentence


def test_a_parcel_under_way_is_ready_so_far() -> None:
    found = judge(shipment(tracking=UNDER_WAY), "item_not_received")
    assert found.state == "ready"
    assert found.not_yet == ("delivery_scan",)
    assert "Still to come: Delivery scan." in found.sentence


def test_a_late_parcel_misses_its_delivery_scan() -> None:
    found = judge(shipment(tracking=UNDER_WAY), "item_not_received", PLACED + timedelta(days=21))
    assert (found.state, found.first_missing, found.can_still_get) == ("almost", "delivery_scan", True)


def test_without_a_promised_date_a_parcel_is_late_after_thirty_days() -> None:
    parcel = shipment(order=order(promised_from=None, promised_by=None), tracking=UNDER_WAY)
    assert judge(parcel, "item_not_received", SENT + timedelta(days=30)).state == "ready"
    assert judge(parcel, "item_not_received", SENT + timedelta(days=30, seconds=1)).state == "almost"


def test_a_lost_parcel_never_gets_its_delivery_scan() -> None:
    parcel = shipment(tracking=tracking(*UNDER_WAY.events, scan(Status.LOST, DELIVERED)))
    found = judge(parcel, "item_not_received")
    assert (found.first_missing, found.can_still_get) == ("delivery_scan", False)
    assert (found.state, [f.code for f in found.against]) == ("against", ["lost"])
    assert "refund the buyer or send again" in found.settle


def test_a_locker_is_not_the_buyer() -> None:
    parcel = shipment(tracking=LOCKER)
    here = evidence_on_record(parcel, BOOK)
    assert not here["delivery_scan"].present
    assert "pick-up point" in here["delivery_scan"].note
    assert not here["signature"].present
    assert "station" in here["signature"].note
    late = judge(parcel, "item_not_received", PLACED + timedelta(days=25))
    assert late.first_missing == "delivery_scan"
    assert "the buyer has not collected it" in late.sentence


def test_collected_from_the_locker_counts() -> None:
    done = scan(Status.DELIVERED, DELIVERED + timedelta(days=1), reason="collected")
    parcel = shipment(tracking=tracking(*LOCKER.events, done))
    assert judge(parcel, "item_not_received").state == "ready"


def test_a_status_that_the_seller_set_is_no_proof() -> None:
    own = scan(Status.DELIVERED, DELIVERED, set_by_user=True)
    parcel = shipment(tracking=tracking(scan(Status.ACCEPTED, SENT), own, user_status="delivered"))
    here = evidence_on_record(parcel, BOOK)["delivery_scan"]
    assert not here.present
    assert "marked the parcel as delivered yourself" in here.note
    found = judge(parcel, "item_not_received", PLACED + timedelta(days=25))
    assert (found.state, [f.code for f in found.against]) == ("against", ["conflict"])
    assert found.required_missing == ("delivery_scan",)


def test_a_label_without_a_scan_is_no_acceptance() -> None:
    parcel = shipment(tracking=tracking(scan(Status.INFO_RECEIVED, SENT)))
    here = evidence_on_record(parcel, BOOK)
    assert not here["acceptance_scan"].present
    assert not here["tracking_history"].present
    found = judge(parcel, "unauthorised")
    assert (found.state, found.first_missing) == ("gaps", "acceptance_scan")


def test_the_first_scan_may_take_four_business_days() -> None:
    parcel = shipment(tracking=tracking(scan(Status.INFO_RECEIVED, SENT)))
    assert "acceptance_scan" in judge(parcel, "unauthorised", SENT + timedelta(days=2)).not_yet
    assert "acceptance_scan" in judge(parcel, "unauthorised", SENT + timedelta(days=8)).required_missing


@pytest.mark.parametrize(
    ("channel", "total", "needed"),
    [
        ("ebay", money("749.99"), False),
        ("ebay", money(750), True),
        ("ebay", money("449.99", "GBP"), False),
        ("ebay", money(450, "GBP"), True),
        ("ebay", money(600, "EUR"), True),
        ("ebay", money(150_000, "JPY"), True),
        ("ebay", money(50_000, "JPY"), False),
        ("shopify", money(750), True),
        ("shopify", money(9_999, "MXN"), False),
        ("shopify", money(2_000, "EUR"), True),
        ("amazon", money(2_000), False),
        ("etsy", money(300), False),
        ("shopify", money(10**6, "CLP"), True),  # no ECB rate: nobody can say, so it counts as needed
    ],
)  # fmt: skip
def test_high_value_needs_a_signature(channel: str, total: Any, needed: bool) -> None:
    found = judge(shipment(order=order(channel=channel, total=total)), "item_not_received")
    assert ("signature" in found.required_missing) is needed
    assert found.state == ("almost" if needed else "ready")


def test_the_sentence_names_amount_limit_and_rate() -> None:
    said = judge(shipment(order=order(total=money(150_000, "JPY"))), "item_not_received").sentence
    assert "USD 750.00" in said
    assert "ECB rate of 2026-09-01" in said
    assert (
        "no exchange rate from CLP"
        in judge(shipment(order=order(channel="shopify", total=money(10**6, "CLP"))), "item_not_received").sentence
    )


def test_an_unknown_total_is_never_a_pass() -> None:
    found = judge(shipment(order=order(total=None)), "item_not_received")
    assert (found.state, found.first_missing) == ("almost", "signature")
    assert "The order total is not on record" in found.sentence


def test_a_signed_delivery_of_high_value_is_ready() -> None:
    done = tracking(*UNDER_WAY.events, scan(Status.DELIVERED, DELIVERED), signed_by="J. Smith")
    assert judge(shipment(order=order(total=money(900)), tracking=done), "item_not_received").state == "ready"


def test_a_booked_signature_comes_with_the_delivery() -> None:
    parcel = shipment(order=order(total=money(900)), shipping=shipping(signature_required=True), tracking=UNDER_WAY)
    assert judge(parcel, "item_not_received").not_yet == ("delivery_scan", "signature")


def test_a_quantity_claim_rests_on_weights() -> None:
    assert judge(shipment(), "wrong_quantity_missing_parts").state == "ready"
    without = shipment(weights={"packed": grams(502)})
    found = judge(without, "wrong_quantity_missing_parts")
    assert (found.state, found.first_missing, found.can_still_get) == ("almost", "net_weight", False)
    before = judge(unsent(weights={}), "wrong_quantity_missing_parts", PACKED)
    assert (before.state, before.first_missing, before.can_still_get) == ("gaps", "gross_weight", True)


def test_the_weight_that_the_carrier_billed_counts_but_is_noted() -> None:
    here = evidence_on_record(shipment(weights={"billed": grams(505)}), BOOK)["gross_weight"]
    assert here.present
    assert "Only the carrier" in here.note


def test_a_photo_used_for_another_order_proves_nothing() -> None:
    from parcelproof.shipment import PhotoTwin

    front = photo("item_front")
    twin = PhotoTwin(front.sha256, "S-9", "0" * 64, 0, 0)
    parcel = shipment(photos=(front, photo("cushioning")), photo_twins=(twin,))
    here = evidence_on_record(parcel, BOOK)["photos_before_packing"]
    assert not here.present
    assert "another order" in here.note
    assert judge(parcel, "damaged_defective").first_missing == "photos_before_packing"


def test_photos_after_dispatch_do_not_count() -> None:
    parcel = shipment(photos=(photo("item_front", claimed_at=SENT + timedelta(hours=1)),))
    assert not evidence_on_record(parcel, BOOK)["photos_before_packing"].present


def test_photos_without_a_time_count_with_a_note() -> None:
    parcel = shipment(photos=(photo("item_front", claimed_at=None, time_source="none"),))
    here = evidence_on_record(parcel, BOOK)["photos_before_packing"]
    assert here.present
    assert "no time" in here.note


@pytest.mark.parametrize(("days", "present"), [(-3, True), (0, True), (1, False)])
def test_the_page_counts_up_to_the_day_of_the_order(days: int, present: bool) -> None:
    parcel = shipment(listings=(listing(claimed_at=PLACED + timedelta(days=days, hours=10)),))
    here = evidence_on_record(parcel, BOOK)["listing_snapshot"]
    assert here.present is present
    assert ("weak" in here.note) is not present
    found = judge(parcel, "not_as_described")
    assert (found.state, found.can_still_get) == (("ready", False) if present else ("almost", False))


def test_the_page_can_be_kept_on_the_day_of_the_order_only() -> None:
    parcel = unsent(listings=(), messages=(message("to_buyer", PAID),))
    assert judge(parcel, "not_as_described", PAID).can_still_get
    assert not judge(parcel, "not_as_described", PLACED + timedelta(days=1)).can_still_get


def test_without_the_day_of_the_order_nobody_knows_the_page() -> None:
    parcel = shipment(order=order(placed_at=None))
    assert not evidence_on_record(parcel, BOOK)["listing_snapshot"].present


def test_a_rejected_inspection_is_no_proof() -> None:
    parcel = shipment(inspections=(inspection(verdict="rejected"),))
    assert judge(parcel, "damaged_defective").first_missing == "inspection_record"


def test_consent_counts_only_from_before_dispatch() -> None:
    early = evidence_on_record(shipment(consents=(consent(),)), BOOK)["buyer_consent_declared_value"]
    assert early.present
    assert "does not make a lower value lawful" in early.note
    late = shipment(consents=(consent(claimed_at=SENT + timedelta(hours=1)),))
    assert not evidence_on_record(late, BOOK)["buyer_consent_declared_value"].present
    undated = shipment(consents=(consent(claimed_at=None),))
    assert not evidence_on_record(undated, BOOK)["buyer_consent_declared_value"].present
    refused = shipment(consents=(consent(agreed=False),))
    assert not evidence_on_record(refused, BOOK)["buyer_consent_declared_value"].present


def test_a_gift_makes_its_reason_apply() -> None:
    assert judge(shipment(), "gift_substitution_changed").state == "not_applicable"
    assert judge(shipment(gifts=(gift(),)), "gift_substitution_changed").state == "ready"
    unconfirmed = judge(shipment(gifts=(gift(confirmed_at=None),)), "gift_substitution_changed")
    assert (unconfirmed.state, unconfirmed.first_missing) == ("almost", "gift_confirmation")
    on_page = gift(confirmed_at=None, on_product_page=True)
    assert judge(shipment(gifts=(on_page,)), "gift_substitution_changed").state == "ready"
    late = gift(confirmed_at=SENT + timedelta(days=1))
    assert judge(shipment(gifts=(late,)), "gift_substitution_changed").state == "almost"


def test_one_unconfirmed_gift_among_two_is_a_gap() -> None:
    gifts = (gift(), gift(description="Sticker", confirmed_at=None))
    assert not evidence_on_record(shipment(gifts=gifts), BOOK)["gift_confirmation"].present


def test_an_exchanged_article_needs_agreement() -> None:
    agreed = consent(about="substitution", asked_by="seller")
    assert judge(shipment(consents=(agreed,)), "gift_substitution_changed").state == "ready"
    refused = agreed.model_copy(update={"agreed": False})
    assert judge(shipment(consents=(refused,)), "gift_substitution_changed").state == "almost"


def test_customs_trouble_asks_for_an_inquiry() -> None:
    quiet = judge(shipment(), "customs_seizure_refused_duties")
    assert (quiet.state, quiet.not_yet) == ("ready", ("carrier_inquiry",))
    held = shipment(tracking=tracking(*UNDER_WAY.events, scan(Status.CUSTOMS_HOLD, SENT + timedelta(days=6))))
    assert judge(held, "customs_seizure_refused_duties").first_missing == "carrier_inquiry"
    asked = replace(held, inquiries=(inquiry(),))
    assert judge(asked, "customs_seizure_refused_duties").state == "ready"


def test_a_delivered_parcel_is_not_late_after_the_promised_date() -> None:
    found = judge(shipment(), "customs_seizure_refused_duties", PLACED + timedelta(days=60))
    assert found.state == "ready"


def test_a_paper_that_is_only_named_is_no_proof() -> None:
    here = evidence_on_record(shipment(supplier_proofs=(supplier_proof(sha256=None),)), BOOK)
    assert not here["purchase_invoice_authenticity"].present
    assert "file is not on record" in here["purchase_invoice_authenticity"].note
    assert judge(shipment(supplier_proofs=(supplier_proof(brand=""),)), "counterfeit").state == "ready"


def test_electronics_need_a_serial_number() -> None:
    nothing: dict[str, Any] = {
        "inspections": (inspection(serials=()),), "photos": (photo("item_front"), photo("label")),
    }  # fmt: skip
    assert judge(shipment(**nothing), "not_as_described").first_missing == "serial_number"
    scarf = shipment(items=(SMALL,), listings=(listing(title="Cotton scarf, blue"),), **nothing)
    assert judge(scarf, "not_as_described").state == "ready"


def test_what_can_still_be_had_is_named_first() -> None:
    parcel = shipment(messages=(), listings=(), photos=())
    found = judge(parcel, "not_as_described")
    assert found.state == "gaps"
    assert (found.first_missing, found.can_still_get) == ("buyer_messages", True)
    assert "write to the buyer" in found.sentence


def test_evidence_of_tomorrow_does_not_count_today() -> None:
    assert judge(shipment(), "item_not_received", DELIVERED - timedelta(days=1)).not_yet == ("delivery_scan",)


def test_the_untouched_order_of_things_is_the_same_each_time() -> None:
    assert assess(shipment(), BOOK, TODAY) == assess(shipment(), BOOK, TODAY)


def spoiled(reason: str, **changes: Any) -> ReasonReadiness:
    """A parcel where all was done well, but for this; what is wrong is the only thing against it."""
    found = judge(shipment(**changes), reason)
    assert found.state == "against"
    assert found.settle
    assert found.sentence.startswith("Your own record speaks against you.")
    return found


BAD_NEWS: list[tuple[str, str, dict[str, Any]]] = [
    ("not_as_described", "rejected_sent", {"inspections": (inspection(verdict="rejected"),)}),
    ("damaged_defective", "rejected_sent", {"inspections": (inspection(verdict="rejected"),)}),
    ("late_delivery", "broken", {"order": order(promised_by=DELIVERED - timedelta(days=1))}),
    ("wrong_quantity_missing_parts", "empty_parcel",
     {"weights": {"net": grams(400), "tare": grams(102), "packed": grams(502), "scanned": grams(90)}}),
    ("counterfeit", "other_brand",
     {"items": (item(title="Sony headphones, black"),), "listings": (listing(title="Sony headphones, black",
      attributes={"Brand": "Sony"}),), "supplier_proofs": (supplier_proof(brand="Acme"),)}),
    ("refund_not_processed", "returned", {"tracking": tracking(*UNDER_WAY.events, scan(Status.RETURNED, DELIVERED))}),
    ("customs_seizure_refused_duties", "commercial_as_gift", {"declaration": declaration(category="gift")}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "code", "changes"), BAD_NEWS)
def test_a_record_that_proves_the_buyer_right_outranks_ready(reason: str, code: str, changes: dict[str, Any]) -> None:
    found = spoiled(reason, **changes)
    assert code in [f.code for f in found.against]
    assert all(f.title and f.fix for f in found.against)


def test_findings_that_are_at_hand_give_the_same_answer() -> None:
    parcel = shipment(inspections=(inspection(verdict="rejected"),))
    assert assess(parcel, BOOK, TODAY) == assess(parcel, BOOK, TODAY, run_checks(parcel, BOOK, TODAY))


def test_a_difference_counts_only_for_what_it_is_about() -> None:
    (of_page,) = (o for o in BOOK.reasons["not_as_described"].against if o.check.endswith(".consistency"))
    said = Finding(check_id=of_page.check, measure="product.description", code="differs", level=Level.WARN, title="x")
    assert not of_page.counts(said)
    assert not of_page.counts(said.model_copy(update={"facts": {"about": "value gross_weight"}}))
    assert of_page.counts(said.model_copy(update={"facts": {"about": "value colour"}}))


def test_what_is_missing_or_not_known_is_never_against() -> None:
    assert all(not found.against for found in assess(Shipment(id="S-0"), BOOK, TODAY))
    for reason in BOOK.reasons.values():
        for one in reason.against:
            for level in (Level.UNKNOWN, Level.NOTE, Level.PASS):
                codes = one.codes or tuple(BOOK.checks[one.check].messages)
                facts = {"about": " ".join(one.about)}
                for code in codes:
                    said = Finding(check_id=one.check, measure="m", code=code, level=level, title="x", facts=facts)
                    assert not one.counts(said)


def test_every_reason_names_what_speaks_against_the_seller_and_what_to_do() -> None:
    known = registry()
    for reason in BOOK.reasons.values():
        assert reason.against
        assert reason.settle
        for one in reason.against:
            assert set(one.codes) <= known[BOOK.checks[one.check].function].codes


# Good news only: no record here shows something late, rejected, doubled, changed or dearer than before.
EXTRAS: dict[str, Any] = {
    "photos": (photo("item_back", name="x1"), photo("after_packing", name="x2"), photo("label", name="x3")),
    "inspections": (inspection(), inspection(stage="product_inspection")),
    "listings": (listing(), listing(sha256="1" * 64, claimed_at=DELIVERED)),
    "messages": (message("from_buyer", DELIVERED), message("to_buyer", DELIVERED)),
    "inquiries": (inquiry(),),
    "supplier_proofs": (supplier_proof(), supplier_proof(document="receipt")),
    "consents": (consent(about="true_value_and_duty"), consent(claimed_at=TODAY)),
}
STARTS = st.sampled_from(
    [
        shipment(),
        unsent(),
        shipment(tracking=UNDER_WAY),
        shipment(tracking=LOCKER),
        shipment(items=(), photos=(), weights={}, messages=(), inspections=(), listings=()),
        unsent(items=(SMALL,), photos=(), weights={}, messages=(), inspections=(), listings=(), declaration=None),
        shipment(gifts=(gift(confirmed_at=None),), listings=(), photos=(), messages=()),
        Shipment(id="S-0", order=order()),
    ]
)


@settings(max_examples=150)
@given(st.data(), STARTS, st.integers(min_value=0, max_value=60))
def test_a_new_record_never_makes_a_reason_less_ready(data: st.DataObject, parcel: Shipment, days: int) -> None:
    as_of = PLACED + timedelta(days=days)
    before = assess(parcel, BOOK, as_of)
    kind = data.draw(st.sampled_from([*EXTRAS, "weights", "declaration", "delivered"]))
    if kind == "weights":
        more = replace(parcel, weights={**parcel.weights, "net": grams(400), "billed": grams(Decimal("501.5"))})
    elif kind == "declaration":
        more = replace(parcel, declaration=declaration())
    elif kind == "delivered":
        if not parcel.tracking.accepted or parcel.tracking.delivered:
            return
        done = scan(Status.DELIVERED, DELIVERED)
        more = replace(parcel, tracking=tracking(*parcel.tracking.events, done))
    else:
        more = replace(parcel, **{kind: (*getattr(parcel, kind), data.draw(st.sampled_from(EXTRAS[kind])))})
    for old, new in zip(before, assess(more, BOOK, as_of), strict=True):
        if old.state != "not_applicable":
            # None, one or several things missing: a page of an electronic article may ask for a serial number too.
            assert min(len(new.required_missing), 2) <= min(len(old.required_missing), 2), (kind, old, new)
            if new.state == "against":
                named = BOOK.reasons[new.reason].against
                assert all(any(one.counts(found) for one in named) for found in new.against)
            else:
                assert (new.state == "ready") >= (old.state == "ready"), (kind, old, new)
            assert set(old.required_present) <= set(new.required_present)
            assert set(old.helpful_present) <= set(new.helpful_present)
