"""Tables of scans: columns by name, never by position."""

from __future__ import annotations

import pytest

from parcelproof.errors import InputError
from parcelproof.resources import templates_dir
from parcelproof.tables import read_table
from parcelproof.tracking import fold, is_tracking_table, read_tracking
from parcelproof.tracking.events import Status
from parcelproof.tracking.plain import plain_status

EXAMPLES = templates_dir() / "imports" / "tracking"


def read(text: str, **options: str):  # type: ignore[no-untyped-def]
    return read_tracking(text.encode(), "scans.csv", **options)


def test_plain_events() -> None:
    file = read_tracking((EXAMPLES / "events.csv").read_bytes(), "events.csv")
    first, second = file.parcels
    assert (file.system, len(first.events), len(second.events)) == ("csv", 3, 1)
    assert fold([first]).status is Status.DELIVERED
    assert (first.order_reference, first.carrier, first.events[1].country) == ("10-2090", "China Post", "DE")


def test_columns_in_any_order_and_spelling() -> None:
    file = read(
        "Event;Tracking-Number;STATUS;Date;Time of day\nLeft hub;AB1;In Transit;2026-11-02;14:05\n", zone="+08:00"
    )
    event = file.parcels[0].events[0]
    assert event.time is not None
    assert (event.time.isoformat(), event.text, event.status) == (
        "2026-11-02T14:05:00+08:00",
        "Left hub",
        Status.IN_TRANSIT,
    )


def test_newest_first_is_turned() -> None:
    file = read(
        "tracking_number,time,status\nAB1,2026-11-03,Delivered\nAB1,2026-11-02,In transit\nAB1,2026-11-01,Accepted\n"
    )
    assert [e.status.value for e in file.parcels[0].events] == ["accepted", "in_transit", "delivered"]
    assert [e.order for e in file.parcels[0].events] == [0, 1, 2]


def test_the_codes_of_a_service_by_option_or_by_column() -> None:
    named = read("number,time,status,sub status\nAB1,2026-11-03,Delivered,Delivered_002\n", system="aftership")
    assert named.parcels[0].events[0].reason == "collected"
    mixed = read(
        "number,time,code,system\nAB1,2026-11-03,EMI,upu_emsevt_v3\nAB2,2026-11-03,Delivered,\nAB3,2026-11-03,D,nobody\n"
    )
    assert [(p.system, p.events[0].status.value) for p in mixed.parcels] == [
        ("upu_emsevt_v3", "delivered"),
        ("csv", "delivered"),
    ]
    assert "does not know" in mixed.refused[0].what


def test_lists_with_one_latest_event() -> None:
    file = read_tracking((EXAMPLES / "17track_list.csv").read_bytes(), "17track_list.csv")
    assert (file.system, file.parcels[0].events[0].status) == ("17track_v2", Status.AVAILABLE_FOR_PICKUP)
    file = read_tracking((EXAMPLES / "trackingmore_list.csv").read_bytes(), "trackingmore_list.csv")
    assert [p.events[0].status.value for p in file.parcels] == ["available_for_pickup", "in_transit"]


def test_numbers_that_cannot_be_used_are_refused_with_row_and_reason() -> None:
    file = read(
        "tracking_number,time,status\n9.4001E+21,2026-11-01,Delivered\n,2026-11-01,Delivered\n"
        "A1;B2,2026-11-01,Delivered\n-,2026-11-01,Delivered\nOK1,2026-11-01,Delivered\n"
    )
    assert [p.tracking_number for p in file.parcels] == ["OK1"]
    assert [r.where for r in file.refused] == [f"scans.csv, row {n}" for n in (2, 3, 4, 5)]
    assert "spreadsheet" in file.refused[0].what
    assert "several" in file.refused[2].what


def test_a_date_with_two_readings_is_not_guessed() -> None:
    file = read("tracking_number,time,status\nA1,03/04/2026,In transit\nA1,13/04/2026,Delivered\n")
    assert [e.time and e.time.date().isoformat() for e in file.parcels[0].events] == [None, "2026-04-13"]
    assert file.parcels[0].events[0].time_raw == "03/04/2026"
    assert "two readings" in file.notes[0]


def test_user_marked_rows_are_kept_apart() -> None:
    file = read("tracking_number,time,status,set by user\nA1,2026-11-01,In transit,\nA1,2026-11-02,Delivered,yes\n")
    told = fold(file.parcels)
    assert (told.status, told.user_status) == (Status.IN_TRANSIT, "delivered")


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "tracking_number,weight\nA1,2\n", "hello\n", ""])
def test_a_table_of_something_else_is_said(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("header", "is_scans"),
    [
        ("tracking_number,time,status,text", True),
        ("number,package_status,latest_event_time,latest_event_info", True),
        ("Order ID,Tracking ID,Status,Date,SKU,Quantity", False),
        ("Order ID,Tracking ID,Status", False),
        ("Order number,Tracking number,Date,Status,Buyer username", False),
    ],
)
def test_scans_are_told_from_orders(header: str, is_scans: bool) -> None:
    table = read_table(f"{header}\n{','.join('x' for _ in header.split(','))}\n".encode(), "x.csv")
    assert is_tracking_table(table) is is_scans


@pytest.mark.parametrize("status", Status)
def test_every_status_can_be_written_plainly(status: Status) -> None:
    assert plain_status(status.value) is status
    assert plain_status(status.value.replace("_", " ").title()) is status
    assert plain_status(status.value + " maybe") is Status.UNKNOWN
