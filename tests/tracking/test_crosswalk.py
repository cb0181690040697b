"""The status table: complete, valid, and every row means what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcelproof.errors import PlaybookError
from parcelproof.resources import playbook_dir
from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.crosswalk import Row, classify, load_crosswalk
from parcelproof.tracking.events import Status

ROWS = load_crosswalk().rows
TABLE = playbook_dir() / "rules" / "tracking_statuses.csv"

# What these codes need beside them before they count, and a call that gives it.
CONTEXT = {
    ("easypost", "arrived_at_destination"): lambda: classify("easypost", "delivered", "arrived_at_destination"),
    ("gs1_epcis_cbv", "receiving"): lambda: classify("gs1_epcis_cbv", "receiving", location="Consignee, Lyon"),
    ("shipstation_v2", "COD_AMOUNT_PAID"): lambda: classify("shipengine", "DE", "COD_AMOUNT_PAID"),
}
UNMET = {*CONTEXT, ("sendcloud", "Cancellation request")}

SHIPPO_FLAGGED = (
    "address_issue", "contact_carrier", "delivery_attempted", "location_inaccessible", "notice_left", "package_damaged",
    "package_held", "pickup_available", "reschedule_delivery", "package_unclaimed", "package_undeliverable",
    "package_lost",
)  # fmt: skip


def test_the_table_is_whole() -> None:
    assert len(ROWS) == 435
    assert len(load_crosswalk().systems) == 15
    assert len({(r.system, r.code, r.level) for r in ROWS}) == 435


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.system}-{r.code}-{r.level}")
def test_every_row_is_classified_as_the_table_says(row: Row) -> None:
    if (row.system, row.code) in UNMET:
        assert classify(row.system, row.code, level=row.level).status is Status.UNKNOWN
    else:
        assert classify(row.system, row.code, level=row.level) == row.canonical


@pytest.mark.parametrize("key", CONTEXT, ids="-".join)
def test_a_code_that_needs_context_counts_with_it(key: tuple[str, str]) -> None:
    row = load_crosswalk().row(*key)
    assert row is not None
    assert CONTEXT[key]() == row.canonical


def test_arrived_at_destination_is_no_delivery_without_a_delivered_main_status() -> None:
    assert classify("easypost", "in_transit", "arrived_at_destination").status is Status.IN_TRANSIT
    assert classify("easypost", "return_to_sender", "arrived_at_destination").status is Status.RETURNING
    assert classify("easypost", "", "arrived_at_destination").status is Status.UNKNOWN
    assert classify("easypost", "brand_new_status", "arrived_at_destination").status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("system", "code", "detail", "text", "status", "reason"),
    [
        ("trackingmore", "delivered", "delivered004", "Left in a parcel locker", "available_for_pickup", "locker"),
        ("trackingmore", "delivered", "delivered004", "Left at the front door", "delivered", "neighbour"),
        ("trackingmore", "pickup", "", "Ready for collection at the post office", "available_for_pickup", ""),
        ("trackingmore", "pickup", "", "Out for delivery", "out_for_delivery", ""),
        ("trackingmore", "pickup", "", "", "out_for_delivery", "ambiguous"),
        ("trackingmore", "exception", "exception007", "The parcel was lost", "lost", ""),
        ("trackingmore", "exception", "exception007", "Parcel discarded", "lost", "destroyed"),
        ("shippo", "TRANSIT", "", "Delivery attempted, no one home", "failed_attempt", ""),
        ("shippo", "TRANSIT", "", "Package is held at the depot", "exception", "held"),
        ("aftership", "Exception", "", "Held by customs, documents missing", "customs_hold", "customs_delay"),
        ("aftership", "Exception", "Exception_099", "Parcel damaged", "exception", "damaged"),
        ("17track_v2", "Exception", "Exception_New", "Em devolução ao remetente", "returning", ""),
        ("17track_legacy", "50", "", "Returned to sender", "returned", ""),
        ("karrio", "delivery_failed", "consignee_refused", "", "exception", "refused"),
        ("karrio", "delivery_failed", "", "Address incorrect", "exception", "address"),
    ],
)
def test_a_bucket_is_decided_by_detail_or_wording(
    system: str, code: str, detail: str, text: str, status: str, reason: str
) -> None:
    meant = classify(system, code, detail, text)
    assert (meant.status.value, meant.reason) == (status, reason)


def test_no_bucket_becomes_delivered_by_wording() -> None:
    for row in ROWS:
        if row.context == "wording" and row.status is not Status.DELIVERED:
            assert classify(row.system, row.code, text="Delivered to the recipient").status is not Status.DELIVERED


def test_a_new_detail_code_takes_the_meaning_of_its_main_status() -> None:
    assert classify("17track_v2", "InTransit", "InTransit_Teleported").status is Status.IN_TRANSIT
    assert classify("aftership", "InTransit_044").status is Status.IN_TRANSIT
    assert classify("aftership", "", "Delivered_044").status is Status.DELIVERED
    assert classify("aftership", "", "Delivered_044", "Delivered to locker 12").status is Status.AVAILABLE_FOR_PICKUP
    assert classify("aftership", "", "Delivered_044", "Delivered to sender").status is Status.RETURNED
    assert classify("aftership", "", "Delivered_044", "It will be delivered today").status is Status.IN_TRANSIT


def test_unknown_stays_unknown() -> None:
    for system, code in (("aftership", "Flying"), ("17track_legacy", "5000"), ("nobody", "Delivered"), ("shippo", "")):
        assert classify(system, code).status is Status.UNKNOWN
    assert classify("aftership", "Flying", "", "Blorf zang").status is Status.UNKNOWN
    # An unknown code beside known words of the carrier: the words decide.
    assert classify("aftership", "Flying", "", "On its way").status is Status.IN_TRANSIT


def test_a_detail_that_only_says_moving_does_not_turn_a_return_round() -> None:
    assert classify("easypost", "return_to_sender", "departed_facility").status is Status.RETURNING
    assert classify("shippo", "RETURNED", "package_departed").status is Status.RETURNING
    assert classify("easypost", "available_for_pickup", "arrived_at_facility").status is Status.AVAILABLE_FOR_PICKUP


def test_a_main_status_and_a_detail_that_disagree_are_no_delivery() -> None:
    assert classify("shippo", "TRANSIT", "delivered").status is Status.IN_TRANSIT
    assert classify("shippo", "DELIVERED", "delivery_attempted").status is Status.FAILED_ATTEMPT


def test_spelling_of_codes_does_not_matter() -> None:
    assert classify("aftership", "In transit").status is Status.IN_TRANSIT
    assert classify("shippo", "delivered", "").status is Status.DELIVERED
    assert classify("shippo", " TRANSIT ").status is Status.IN_TRANSIT


def test_shippo_flags_are_kept() -> None:
    for code in SHIPPO_FLAGGED:
        assert classify("shippo", "TRANSIT", code).action_required or code == "package_undeliverable"
        row = load_crosswalk().row("shippo", code, "sub")
        assert row is not None
        assert row.action_required, code


def test_the_flag_of_every_row_follows_the_rule() -> None:
    assert [r.code for r in ROWS if r.action_required != needs_person(r.status, r.reason)] == []
    assert not needs_person(Status.EXPIRED)
    assert not needs_person(Status.EXCEPTION, "delay_weather")
    assert needs_person(Status.EXCEPTION, "address")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda lines: [*lines[:3], lines[3].replace("info_received", "teleported", 1).replace("in_transit", "x")],
            "line 4",
        ),
        (lambda lines: [*lines[:2], lines[1]], "line 3"),
        (lambda lines: [lines[0], "aftership,Pending"], "line 2"),
        (lambda lines: [lines[0], lines[1] + ",more,cells"], "line 2"),
        (lambda lines: [lines[0]], "tracking_statuses.csv"),
        (lambda lines: [lines[0], '"aftership,Pending'], "line 2"),
        (lambda lines: [lines[0].replace("level", "lvl"), *lines[1:]], "line 2"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_file_and_line(tmp_path: Path, change, told: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "tracking_statuses.csv"
    path.write_text("\n".join(change(TABLE.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    with pytest.raises(PlaybookError) as caught:
        load_crosswalk(path)
    assert told in caught.value.where
    assert "tracking_statuses.csv" in caught.value.where


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError):
        load_crosswalk(tmp_path / "gone.csv")
