"""Every service's own shape, read into canonical parcels."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from parcelproof.errors import InputError
from parcelproof.resources import templates_dir
from parcelproof.tracking import TrackingFile, classify, fold, read_tracking
from parcelproof.tracking.events import Parcel

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLES = templates_dir() / "imports" / "tracking"


def fixture(name: str, **options: str) -> TrackingFile:
    return read_tracking((FIXTURES / name).read_bytes(), name, **options)


def example(name: str, **options: str) -> TrackingFile:
    return read_tracking((EXAMPLES / name).read_bytes(), name, **options)


def states(parcel: Parcel) -> list[str]:
    return [f"{e.status.value}/{e.reason}" if e.reason else e.status.value for e in parcel.events]


def only(file: TrackingFile) -> Parcel:
    assert len(file.parcels) == 1
    return file.parcels[0]


# 17TRACK v2.4


def test_17track_track_info() -> None:
    file = example("17track_gettrackinfo.json")
    held, delivered = file.parcels
    assert file.system == "17track_v2"
    assert states(held) == [
        "info_received", "accepted", "in_transit/departed_origin", "customs", "customs_hold/docs_missing",
    ]  # fmt: skip
    assert (held.carrier, held.destination, held.order_reference) == ("China Post", "DE", "10-2041")
    assert (held.status_raw, held.status_detail_raw) == ("InTransit", "InTransit_CustomsRequiringInformation")
    assert [e.order for e in held.events] == [0, 1, 2, 3, 4]
    assert held.events[-1].text == "Customs asks for an invoice"
    assert held.events[-1].country == "DE"
    assert [r.what for r in file.refused] == [
        "17TRACK did not accept the number 12. It says: The format of '12' is invalid."
    ]
    last = delivered.events[-1]
    assert last.time is not None
    assert (last.time_raw, last.time_zone_assumed, last.time.utcoffset()) == ("2026-11-14 11:32:00", True, timedelta(0))
    assert not delivered.events[0].time_zone_assumed


def test_17track_time_without_offset_takes_the_zone_that_was_named() -> None:
    delivered = example("17track_gettrackinfo.json", zone="Europe/Paris").parcels[1].events[-1]
    assert delivered.time is not None
    assert delivered.time.isoformat() == "2026-11-14T11:32:00+01:00"


def test_17track_package_list() -> None:
    moving, expired = example("17track_gettracklist.json").parcels
    assert states(moving) == ["accepted", "out_for_delivery"]
    assert (moving.order_reference, moving.destination) == ("10-2043", "US")
    assert (expired.events, expired.status_raw) == ((), "Expired")
    assert fold([expired]).status.value == "expired"


def test_17track_webhooks() -> None:
    updated = only(fixture("17track_webhook_updated.json"))
    assert (states(updated), updated.events[0].detail_code) == (["in_transit"], "InTransit_Teleported")
    stopped = fixture("17track_webhook_stopped.json")
    assert only(stopped).events == ()
    assert "stopped" in stopped.notes[0]


def test_17track_register_answer() -> None:
    file = fixture("17track_register.json")
    assert only(file).order_reference == "10-3000"
    assert "77" in file.refused[0].what


def test_17track_milestones_stand_in_for_missing_events() -> None:
    assert states(only(fixture("17track_milestones_only.json"))) == ["accepted"]


# 17TRACK before v2


def test_17track_legacy_list() -> None:
    file = example("17track_legacy.json")
    moving, back = file.parcels
    assert (file.system, states(moving), states(back)) == ("17track_legacy", ["in_transit"], ["returned"])
    assert moving.events[0].location == "Madrid, Spain"
    assert moving.carrier == back.carrier == "3011"  # one is a number, one is text


def test_17track_legacy_unknown_state_and_double_number() -> None:
    twice, silent = fixture("17track_legacy_unknown_state.json").parcels
    assert states(twice) == ["in_transit", "in_transit"]  # the first has no known state: its wording says "Arrived"
    assert (twice.status_raw, twice.events[0].code) == ("10", "5000")
    assert silent.events == ()


def test_17track_legacy_track_object_gives_its_state_to_the_newest_scan() -> None:
    parcel = only(fixture("17track_legacy_track.json"))
    assert states(parcel) == ["accepted", "in_transit", "delivered"]  # the older ones are read from their wording
    assert [e.text for e in parcel.events] == ["Posted", "Arrival scan", "DELIVERED"]


# AfterShip


def test_aftership_list() -> None:
    delivered, pending = example("aftership.json").parcels
    assert states(delivered) == ["info_received", "accepted", "failed_attempt/absent", "delivered/signed"]
    assert (delivered.destination, delivered.signed_by, delivered.order_reference) == ("GB", "J. Example", "10-2050")
    assert delivered.events[1].country == "CN"
    assert (pending.events, pending.status_raw) == ((), "Pending")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("aftership_webhook.json", ["out_for_delivery"]),
        ("aftership_last_checkpoint.json", ["in_transit/arrived_destination"]),
        ("aftership_tag_null.json", []),
    ],
)
def test_aftership_other_answers(name: str, told: list[str]) -> None:
    file = fixture(name)
    assert (file.system, states(only(file))) == ("aftership", told)


@pytest.mark.parametrize(
    ("name", "status"),
    [("aftership_marked_completed_old.json", "lost"), ("aftership_marked_completed_new.json", "delivered")],
)
def test_aftership_mark_as_completed_is_the_persons_word(name: str, status: str) -> None:
    file = fixture(name)
    told = fold(file.parcels)
    assert only(file).set_by_user
    assert (told.status.value, told.user_status, told.delivered) == ("accepted", status, None)
    assert "no carrier proof" in file.notes[0]


def test_aftership_number_twice_is_one_parcel() -> None:
    parcel = only(fixture("aftership_twice.json"))
    assert states(parcel) == ["info_received", "accepted", "failed_attempt/absent", "delivered/signed"]
    assert parcel.status_raw == "Delivered"


# EasyPost


def test_easypost_page() -> None:
    parcel = only(example("easypost.json"))
    assert states(parcel) == ["info_received", "accepted", "out_for_delivery", "delivered"]
    assert parcel.events[1].location == "AUSTIN, US"


def test_easypost_webhook_of_a_return() -> None:
    assert states(only(fixture("easypost_webhook.json"))) == ["returning", "returning"]


def test_easypost_number_that_failed_first() -> None:
    file = fixture("easypost_error_then_known.json")
    assert states(only(file)) == ["unknown/error", "out_for_delivery"]
    assert only(file).status_raw == "out_for_delivery"
    assert "next pages" in file.notes[0]


def test_easypost_delivery_on_a_return_label_is_the_sellers() -> None:
    told = fold(fixture("easypost_return_label.json").parcels)
    assert (told.status.value, told.delivered, told.signed_by) == ("returned", None, "")


# Ship24


def test_ship24_answer() -> None:
    parcel = only(example("ship24.json"))
    assert states(parcel) == ["info_received", "accepted", "customs", "customs_hold/docs_missing"]
    assert [e.time_zone_assumed for e in parcel.events] == [False, False, True, True]
    assert (parcel.carrier, parcel.destination, parcel.order_reference) == ("cainiao", "ES", "10-2060")


def test_ship24_webhook_without_status_code_uses_the_milestone() -> None:
    parcel = only(fixture("ship24_webhook.json"))
    assert states(parcel) == ["delivered"]
    # The deprecated "datetime" claims to be UTC; the local time is what the carrier wrote.
    assert (parcel.events[0].time_raw, parcel.events[0].time_zone_assumed) == ("2026-11-12T17:12:57", True)


# Shippo


def test_shippo_track() -> None:
    parcel = only(example("shippo.json"))
    assert states(parcel) == ["info_received", "accepted", "failed_attempt"]
    assert [e.action_required for e in parcel.events] == [False, False, True]
    assert (parcel.order_reference, parcel.destination, parcel.status_detail_raw) == (
        "10-2070",
        "US",
        "delivery_attempted",
    )


def test_shippo_webhook_without_history_and_with_a_locker() -> None:
    file = fixture("shippo_webhook.json")
    assert states(only(file)) == ["available_for_pickup/locker"]
    assert only(file).events[0].code == "DELIVERED"
    assert "test webhook" in file.notes[0]


# Karrio


def test_karrio_list() -> None:
    parcel = only(example("karrio.json"))
    assert states(parcel) == ["accepted", "out_for_delivery", "failed_attempt/absent"]
    assert (parcel.order_reference, parcel.destination) == ("10-2080", "IT")


def test_karrio_old_events_without_status() -> None:
    parcel = only(fixture("karrio_old_events.json"))
    assert states(parcel) == ["accepted", "delivered"]
    assert [e.time_raw for e in parcel.events] == ["2026-11-04 06:00 PM", "2026-11-05 10:39 AM"]
    assert [e.time.hour for e in parcel.events if e.time] == [18, 10]


def test_karrio_webhook() -> None:
    assert states(only(fixture("karrio_webhook.json"))) == ["customs_hold/docs_missing"]


# All of them


def test_parsed_status_is_the_crosswalk_of_the_status_fields() -> None:
    for path in [*EXAMPLES.glob("*.json"), *FIXTURES.glob("*.json")]:
        try:
            file = read_tracking(path.read_bytes(), path.name)
        except InputError:
            continue
        for event in (e for p in file.parcels for e in p.events):
            if "return_label" not in path.name:
                meant = classify(event.system, event.code, event.detail_code, event.text, location=event.location)
                assert (event.status, event.reason) == (meant.status, meant.reason)
            assert event.text or event.code


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("17track_legacy_summary.json", "This answer lists counts per state, it holds no parcel."),
        ("17track_quota.json", "This answer states the quota of your account, it holds no parcel."),
        ("aftership_error.json", "The tracking service answered with an error"),
        ("ship24_pod.json", "it holds no scan"),
        ("shippo_transaction.json", "something other than tracking"),
    ],
)
def test_an_answer_that_is_no_tracking_says_what_it_is(name: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        fixture(name)
    assert told in caught.value.what
    assert caught.value.mend
    assert name in caught.value.where


def test_a_list_of_answers_is_read_one_by_one() -> None:
    names = ("aftership.json", "karrio.json", "shippo.json")
    documents = [json.loads((EXAMPLES / name).read_text(encoding="utf-8")) for name in names]
    file = read_tracking(json.dumps([*documents, {"x": 1}, 5]).encode(), "all.json")
    assert (file.system, len(file.parcels)) == ("several", 4)
    assert [r.where for r in file.refused] == ["entry 4", "entry 5"]


def test_the_service_can_be_named() -> None:
    data = (EXAMPLES / "aftership.json").read_bytes()
    assert read_tracking(data, "a.json", system="aftership").system == "aftership"
    with pytest.raises(InputError):
        read_tracking(data, "a.json", system="karrio")
    with pytest.raises(InputError) as caught:
        read_tracking(data, "a.json", system="aftershop")
    assert "aftership" in caught.value.mend


def test_a_zone_that_does_not_exist_is_said() -> None:
    with pytest.raises(InputError):
        example("aftership.json", zone="Mars/Olympus")
