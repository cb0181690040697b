"""Rules R1 to R12, each told as a story of scans."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.events import Event, Parcel, Status, Tracking
from parcelproof.tracking.fold import fold

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
NUMBER = "LX100000017CN"


def scan(day: float, status: str, reason: str = "", text: str = "", **more: object) -> Event:
    values: dict[str, object] = {
        "tracking_number": NUMBER,
        "time": START + timedelta(days=day),
        "status": status,
        "reason": reason,
        "action_required": needs_person(Status(status), reason),
        "system": "csv",
        "code": status,
        "text": text,
        **more,
    }
    return Event.model_validate(values)


def parcel(*events: Event, **facts: object) -> Parcel:
    numbered = tuple(e.model_copy(update={"order": i}) for i, e in enumerate(events))
    return Parcel.model_validate({"tracking_number": NUMBER, "system": "csv", "events": numbered, **facts})


def stands(*events: Event, **facts: object) -> Tracking:
    return fold([parcel(*events, **facts)])


# R1


def test_r1_delivered_stays_delivered() -> None:
    told = stands(scan(1, "accepted"), scan(9, "delivered"), scan(10, "in_transit"), scan(11, "exception", "damaged"))
    assert told.status is Status.DELIVERED
    assert told.delivered is not None
    assert told.delivered.time == START + timedelta(days=9)


def test_r1_delivered_may_come_back() -> None:
    told = stands(scan(9, "delivered"), scan(12, "returning"), scan(15, "returned"))
    assert told.status is Status.RETURNED
    assert told.delivered is not None  # the buyer did get it
    assert stands(scan(9, "delivered"), scan(12, "returning")).status is Status.RETURNING


def test_r1_the_first_delivery_counts() -> None:
    told = stands(scan(9, "delivered", text="Delivered"), scan(10, "delivered", "pod", "Proof of delivery"))
    assert told.delivered is not None
    assert told.delivered.text == "Delivered"
    assert told.status_event == told.delivered


# R2, R3, R4, R5: the wording is tested beside its guards; here is what it does to a parcel


def test_r2_a_forecast_is_no_delivery() -> None:
    told = stands(scan(1, "accepted"), scan(2, "in_transit", "scheduled", "Will be delivered tomorrow"))
    assert told.delivered is None
    assert told.status is Status.IN_TRANSIT


def test_r2_a_date_on_paper_is_no_proof_of_shipment() -> None:
    assert stands(scan(1, "info_received"), scan(2, "in_transit", "scheduled")).accepted is None


def test_r3_a_delivery_that_ends_a_return_is_not_the_buyers() -> None:
    told = stands(scan(5, "failed_attempt", "refused"), scan(6, "returning"), scan(14, "delivered", text="Delivered"))
    assert (told.status, told.reason) == (Status.RETURNED, "ambiguous")
    assert told.delivered is None
    assert told.action_required


def test_r3_a_return_that_ends_at_the_recipient_is_a_delivery() -> None:
    told = stands(scan(6, "returning"), scan(8, "delivered", text="Delivered to the recipient"))
    assert told.status is Status.DELIVERED


def test_r3_movement_on_the_way_back_stays_returning() -> None:
    told = stands(scan(6, "returning"), scan(7, "in_transit"), scan(8, "out_for_delivery"))
    assert told.status is Status.RETURNING


def test_r4_a_locker_waits_until_the_buyer_collects() -> None:
    waits = scan(5, "available_for_pickup", "locker", "In the locker")
    told = stands(waits, signed_by="PACKSTATION 112")
    assert (told.status, told.delivered, told.signed_by) == (Status.AVAILABLE_FOR_PICKUP, None, "")
    assert told.action_required
    told = stands(waits, scan(6, "delivered", "collected"), signed_by="Parcel locker 7")
    assert told.status is Status.DELIVERED
    assert told.signed_by == ""


def test_r4_a_persons_signature_counts_on_delivery_only() -> None:
    assert stands(scan(6, "delivered"), signed_by="J. Example").signed_by == "J. Example"
    assert stands(scan(6, "out_for_delivery"), signed_by="J. Example").signed_by == ""
    assert stands(scan(6, "delivered"), scan(7, "returned"), signed_by="J. Example").signed_by == ""


def test_r5_cleared_goes_on_moving() -> None:
    told = stands(scan(4, "customs"), scan(5, "in_transit", "customs_cleared"))
    assert (told.status, told.customs_hold, told.customs_hold_open) == (Status.IN_TRANSIT, None, False)
    assert stands(scan(3, "in_transit"), scan(4, "customs")).status is Status.CUSTOMS


# R6


def test_r6_unknown_words_change_nothing() -> None:
    told = stands(scan(1, "accepted"), scan(2, "unknown", text="Zorbled"))
    assert told.status is Status.ACCEPTED
    assert told.last_scan_at == START + timedelta(days=2)


def test_r6_only_unknown_words_stay_unknown() -> None:
    told = stands(scan(2, "unknown", text="Zorbled"))
    assert (told.status, told.status_event, told.accepted) == (Status.UNKNOWN, None, None)


# R7


def test_r7_ties_go_by_stage() -> None:
    told = stands(scan(5, "delivered"), scan(5, "out_for_delivery"), scan(5, "in_transit"))
    assert told.status is Status.DELIVERED
    assert [e.status.value for e in told.events] == ["in_transit", "out_for_delivery", "delivered"]


def test_r7_equal_stages_go_by_source_order() -> None:
    told = stands(scan(5, "in_transit", text="b"), scan(5, "in_transit", text="a"))
    assert [e.text for e in told.events] == ["b", "a"]
    assert told.status_event is not None
    assert told.status_event.text == "a"


def test_r7_a_release_at_the_minute_of_the_hold_comes_after_it() -> None:
    told = stands(scan(5, "in_transit", "customs_cleared"), scan(5, "customs_hold", "inspection"))
    assert not told.customs_hold_open
    assert told.status is Status.IN_TRANSIT


# R8


def test_r8_late_uploads_are_sorted_by_event_time() -> None:
    told = stands(scan(9, "delivered"), scan(3, "in_transit"), scan(1, "accepted"))
    assert [e.status.value for e in told.events] == ["accepted", "in_transit", "delivered"]
    assert told.status is Status.DELIVERED


def test_r8_plain_movement_never_leaves_a_final_state() -> None:
    for final in ("delivered", "returned", "lost", "cancelled"):
        assert stands(scan(5, final), scan(6, "in_transit")).status.value == final


def test_r8_late_data_and_a_partners_acceptance_do_not_step_back() -> None:
    assert stands(scan(1, "accepted"), scan(2, "info_received")).status is Status.ACCEPTED
    assert stands(scan(3, "in_transit"), scan(4, "accepted")).status is Status.IN_TRANSIT


def test_r8_a_lost_parcel_that_is_found_is_delivered() -> None:
    assert stands(scan(5, "lost"), scan(9, "delivered")).status is Status.DELIVERED


# R9


def test_r9_what_a_person_sets_is_no_carrier_proof() -> None:
    told = stands(scan(1, "accepted"), scan(9, "delivered", set_by_user=True))
    assert (told.status, told.delivered, told.user_status) == (Status.ACCEPTED, None, "delivered")
    assert told.last_scan_at == START + timedelta(days=1)
    assert len(told.events) == 2


def test_r9_a_status_without_a_scan_is_kept_apart_too() -> None:
    marked = parcel(
        scan(1, "delivered"),
        system="aftership",
        status_raw="Exception",
        status_detail_raw="Exception_013",
        set_by_user=True,
    )
    told = fold([marked])
    assert (told.status, told.user_status) == (Status.DELIVERED, "lost")


# R10


def test_r10_a_hold_without_release_is_open() -> None:
    told = stands(scan(4, "customs_hold", "docs_missing"), scan(5, "in_transit", text="Arrived at a facility"))
    assert told.customs_hold_open
    assert told.status is Status.CUSTOMS_HOLD
    assert told.action_required


def test_r10_release_and_last_mile_close_it() -> None:
    hold = scan(4, "customs_hold", "customs_delay")
    assert not stands(hold, scan(5, "in_transit", "customs_cleared")).customs_hold_open
    assert not stands(hold, scan(5, "in_transit", system="upu_emsevt_v3", code="EMF")).customs_hold_open
    assert not stands(hold, scan(6, "out_for_delivery")).customs_hold_open
    told = stands(hold, scan(5, "in_transit", "customs_cleared"), scan(8, "customs_hold", "payment_due"))
    assert told.customs_hold_open
    assert told.customs_hold is not None
    assert told.customs_hold.reason == "payment_due"


def test_r10_the_first_scan_of_a_hold_is_kept() -> None:
    told = stands(scan(4, "customs_hold", "customs_delay"), scan(6, "customs_hold", "payment_due"))
    assert told.customs_hold is not None
    assert told.customs_hold.reason == "customs_delay"


def test_r10_export_hold_ends_when_the_parcel_leaves_the_country() -> None:
    hold, left = scan(2, "customs_hold", "export"), scan(3, "in_transit", "departed_origin")
    assert not stands(hold, left).customs_hold_open
    assert stands(scan(2, "customs_hold", "payment_due"), left).customs_hold_open


# R11


def test_r11_a_service_that_gives_up_says_nothing_about_the_parcel() -> None:
    told = stands(scan(3, "in_transit"), scan(33, "expired"))
    assert told.status is Status.IN_TRANSIT
    assert told.last_scan_at == START + timedelta(days=3)


def test_r11_expired_alone_is_said_as_it_is() -> None:
    told = stands(scan(33, "expired"))
    assert (told.status, told.last_scan_at, told.action_required) == (Status.EXPIRED, None, False)
    told = fold([parcel(system="aftership", status_raw="Pending", status_detail_raw="Pending_001")])
    assert (told.status, told.reason) == (Status.UNKNOWN, "not_found")


def test_r11_a_delivery_that_no_scan_shows_is_not_believed() -> None:
    told = fold([parcel(system="17track_v2", status_raw="Delivered")])
    assert (told.status, told.delivered) == (Status.UNKNOWN, None)


# R12


def test_r12_the_flag_follows_where_the_parcel_stands() -> None:
    assert stands(scan(4, "failed_attempt", "absent")).action_required
    assert not stands(scan(4, "failed_attempt", "absent"), scan(5, "delivered")).action_required
    assert stands(scan(4, "lost")).action_required


def test_r12_the_services_own_flag_is_kept() -> None:
    assert stands(scan(4, "in_transit", action_required=True)).action_required


# Facts for a dispute desk


def test_the_facts_are_the_first_of_their_kind() -> None:
    told = stands(
        scan(1, "info_received"), scan(2, "accepted"), scan(3, "in_transit"), scan(7, "failed_attempt", "absent"),
        scan(8, "failed_attempt", "absent"), scan(9, "delivered", "signed"),
    )  # fmt: skip
    assert told.accepted is not None
    assert told.accepted.status is Status.ACCEPTED
    assert told.first_attempt is not None
    assert told.first_attempt.time == START + timedelta(days=7)
    assert told.last_scan_at == START + timedelta(days=9)


def test_nothing_known_is_nothing_said() -> None:
    assert fold([]) == Tracking()


def test_the_same_scan_from_two_imports_is_one() -> None:
    first = scan(3, "in_transit", text="Left  hub", location="Shenzhen, CN", system="aftership")
    again = scan(
        3, "in_transit", text="left hub", location="SHENZHEN CN", system="17track_v2", code="InTransit", order=4
    )
    told = fold([parcel(first), parcel(again), parcel(first)])
    assert len(told.events) == 1


def test_a_scan_without_time_stands_where_its_source_puts_it() -> None:
    told = stands(
        scan(1, "accepted"), scan(0, "out_for_delivery", time=None), scan(0, "delivered", time=None, text="x")
    )
    assert told.status is Status.DELIVERED
    assert told.delivered is not None
    assert told.delivered.time is None
    assert [e.status.value for e in told.events] == ["accepted", "out_for_delivery", "delivered"]


_EVENTS = st.lists(
    st.builds(
        scan,
        st.integers(0, 3),
        st.sampled_from([s.value for s in Status]),
        st.sampled_from(["", "customs_cleared", "export", "locker", "not_found", "departed_origin"]),
        st.sampled_from(["", "Delivered to the recipient", "x"]),
        order=st.integers(0, 3),
        set_by_user=st.booleans(),
        system=st.sampled_from(["csv", "aftership", "upu_emsevt_v3"]),
        time_zone_assumed=st.booleans(),
    ).flatmap(lambda e: st.sampled_from([e, e.model_copy(update={"time": None})])),
    max_size=12,
)
_FACTS = st.fixed_dictionaries(
    {
        "signed_by": st.sampled_from(["", "A", "B", "Locker"]),
        "set_by_user": st.booleans(),
        "status_raw": st.sampled_from(["", "Delivered", "Expired", "Pending"]),
        "system": st.just("aftership"),
    }
)


@given(st.lists(st.tuples(_EVENTS, _FACTS), max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_imports_and_scans_never_matters(imports: list[tuple[list[Event], dict]], random: Random) -> None:  # type: ignore[type-arg]
    parcels = [
        Parcel.model_validate({"tracking_number": NUMBER, "events": tuple(events), **facts})
        for events, facts in imports
    ]
    shuffled = []
    for one in parcels:
        events = list(one.events)
        random.shuffle(events)
        shuffled.append(one.model_copy(update={"events": tuple(events)}))
    random.shuffle(shuffled)
    assert fold(parcels) == fold(shuffled)


@given(_EVENTS)
def test_delivered_always_has_a_carriers_scan_behind_it(events: list[Event]) -> None:
    told = fold([Parcel(tracking_number=NUMBER, system="csv", events=tuple(events))])
    if told.status is Status.DELIVERED:
        assert told.delivered is not None
        assert not told.delivered.set_by_user
        assert told.delivered.status is Status.DELIVERED
