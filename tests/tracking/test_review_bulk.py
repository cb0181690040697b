"""The review of a whole file says of each parcel what the review of that parcel alone says."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import order, shipping
from parcelproof.checks import CheckContext
from parcelproof.errors import InputError
from parcelproof.playbook import load_playbook
from parcelproof.shipment import Shipment
from parcelproof.tracking.files import read_tracking
from parcelproof.tracking.fold import fold
from parcelproof.tracking.review.bulk import review_events, review_file
from parcelproof.tracking.review.events_file import Told
from parcelproof.tracking.review.single import review_shipment
from parcelproof.tracking.times import parse_time

PLAYBOOK = load_playbook()
AS_OF = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
COLUMNS = (
    "tracking_number", "time", "system", "code", "detail_code", "text", "status", "location", "country", "carrier",
    "service", "destination", "promised_by", "shipped_at", "set_by_user",
)  # fmt: skip
NUMBERS = ("RR473829103CN", "LX719248650CN", "1Z999AA10123456784", "UB12 3456", "x9")

_STATUS = st.sampled_from(
    ["info_received", "accepted", "in_transit", "customs", "customs_hold", "out_for_delivery", "failed_attempt",
     "available_for_pickup", "delivered", "exception", "returning", "returned", "lost", "cancelled", "expired",
     "unknown", "what is this", ""]
)  # fmt: skip
_REASON = st.sampled_from(
    ["", "", "departed_origin", "arrived_destination", "customs_cleared", "export", "redirected", "damaged", "locker",
     "not_found", "address", "delay_weather", "partial", "scheduled", "resolved"]
)  # fmt: skip
_WORDS = st.sampled_from(
    ["", "", "Delivered to the recipient", "Returned to sender", "Left in a parcel locker", "Will be delivered",
     "Held by customs", "Package damaged"]
)  # fmt: skip
_VENDOR = st.sampled_from(
    [("17track_v2", "InTransit", "InTransit_Departure"), ("17track_v2", "Delivered", "Delivered_Other"),
     ("aftership", "Exception", "Exception_004"), ("aftership", "InTransit", "InTransit_005"),
     ("aftership", "Expired", "Expired_001"), ("upu_emsevt_v3", "EMF", ""), ("upu_emsevt_v3", "EME", ""),
     ("gs1_epcis_cbv", "receiving", ""), ("shippo", "TRANSIT", "package_held"), ("nobody", "x", "")]
)  # fmt: skip
_START = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


@st.composite
def _times(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 14)) == 0:
        return draw(st.sampled_from(["", "soon", "03/04/2026", "0001-01-01T00:00:00Z", "Sep 20, 2026"]))
    # Few instants, so that ties and doubles are met.
    when = _START + timedelta(hours=draw(st.integers(0, 40)) * 12, days=draw(st.sampled_from([0, 0, 0, 13, 20])))
    form = draw(st.integers(0, 3))
    if form == 0:
        return f"{when:%Y-%m-%d %H:%M:%S}"
    if form == 1:
        return f"{when:%Y-%m-%dT%H:%M:%SZ}"
    if form == 2:
        return f"{when:%d.%m.%Y %H:%M}"
    return when.astimezone(timezone(timedelta(hours=draw(st.sampled_from([8, -7, 2]))))).isoformat()


@st.composite
def _row(draw: st.DrawFn) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    row["tracking_number"] = draw(st.sampled_from(NUMBERS))
    row["time"] = draw(_times())
    if draw(st.integers(0, 3)) == 0:
        row["system"], row["code"], row["detail_code"] = draw(_VENDOR)
    else:
        row["status"], row["detail_code"] = draw(_STATUS), draw(_REASON)
    row["text"] = draw(_WORDS)
    row["location"] = draw(st.sampled_from(["", "Leipzig", "Consignee, Austin"]))
    row["country"] = draw(st.sampled_from(["", "CN", "US", "Germany", "??"]))
    row["set_by_user"] = draw(st.sampled_from(["", "", "", "", "", "", "", "yes"]))
    return row


@st.composite
def _files(draw: st.DrawFn) -> list[dict[str, str]]:
    rows = draw(st.lists(_row(), min_size=1, max_size=28))
    facts = {
        number: {
            "carrier": draw(st.sampled_from(["", "DHL Express", "USPS", "UPS", "FedEx", "China Post"])),
            "service": draw(st.sampled_from(["", "Registered Air", "Economy", "international"])),
            "destination": draw(st.sampled_from(["", "US", "DE"])),
            "promised_by": draw(st.sampled_from(["", "2026-10-16", "2026-10-10T00:00:00+08:00", "2026-12-01"])),
            "shipped_at": draw(st.sampled_from(["", "2026-09-10T10:00:00Z", "2026-12-01"])),
        }
        for number in NUMBERS
    }
    return [row | facts[row["tracking_number"]] for row in rows]


def alone(data: bytes, rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Review each parcel by itself: file → parcels → fold → shipment → review."""
    context = CheckContext(playbook=PLAYBOOK, as_of=AS_OF)
    parcels: dict[str, list[Any]] = {}
    for parcel in read_tracking(data, "scans.csv").parcels:
        parcels.setdefault(parcel.tracking_number, []).append(parcel)
    told: dict[str, Mapping[str, str]] = {}
    for row in rows:
        told.setdefault("".join(row["tracking_number"].split()), row)
    found = {}
    for number, mine in parcels.items():
        row = told[number]
        whole = Shipment(
            id="s",
            order=order(promised_by=parse_time(row["promised_by"], UTC).value, destination=row["destination"] or None),
            shipping=shipping(
                carrier=row["carrier"], service=row["service"], tracking_number=number,
                shipped_at=parse_time(row["shipped_at"], UTC).value,
            ),
            tracking=fold(mine),
        )  # fmt: skip
        said = review_shipment(whole, context)
        found[number] = {
            "status": said.status.value,
            "reason": said.reason,
            "since": said.since,
            "flags": ";".join(flag.code.value for flag in said.flags),
            "act_by": said.act_by,
            "accepted_at": whole.tracking.accepted.time if whole.tracking.accepted else None,
            "last_scan_at": whole.tracking.last_scan_at,
        }
    return found


def together(path: Path, told: Told | None = None) -> dict[str, dict[str, Any]]:
    rows = [
        row for table in review_events(path, as_of=AS_OF, playbook=PLAYBOOK, told=told) for row in table.to_pylist()
    ]
    keep = ("status", "reason", "since", "flags", "act_by", "accepted_at", "last_scan_at")
    assert len({row["tracking_number"] for row in rows}) == len(rows)
    return {row["tracking_number"]: {name: row[name] for name in keep} for row in rows}


def write_files(rows: list[dict[str, str]], folder: Path) -> tuple[Path, Path]:
    plain, columns = folder / "scans.csv", folder / "scans.parquet"
    with plain.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), columns)
    return plain, columns


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_files())
def test_each_parcel_alone_and_all_together(rows: list[dict[str, str]], tmp_path: Path) -> None:
    plain, columns = write_files(rows, tmp_path)
    expected = alone(plain.read_bytes(), rows)
    assert together(plain) == expected
    assert together(columns) == expected


def test_parcels_with_many_scans_and_several_partitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcelproof.tracking.review.spill.ROWS_PER_PARTITION", 300)
    chance = random.Random(7)
    rows = []
    ways = [
        ("accepted", ""), ("in_transit", "departed_origin"), ("in_transit", "arrived_destination"), ("customs", ""),
        ("customs_hold", ""), ("in_transit", "customs_cleared"), ("out_for_delivery", ""), ("failed_attempt", "absent"),
        ("available_for_pickup", ""), ("delivered", ""),
    ]  # fmt: skip
    for n in range(400):
        when = _START + timedelta(hours=chance.randrange(400))
        for status, reason in ways[: chance.randrange(1, 11)]:
            when += timedelta(hours=chance.choice([0, 5, 30]))
            row = dict.fromkeys(COLUMNS, "") | {"tracking_number": f"RR{n:09d}CN", "status": status}
            rows.append(row | {"detail_code": reason, "time": when.isoformat(), "carrier": "DHL Express"})
    chance.shuffle(rows)
    plain, columns = write_files(rows, tmp_path)
    told = Told()
    expected = alone(plain.read_bytes(), rows)
    assert together(plain, told) == expected
    assert together(columns) == expected
    assert told.parcels == 400
    assert told.rows == len(rows)


_SAME_TIMES = [
    ("in_transit", ""), ("in_transit", "departed_origin"), ("in_transit", "arrived_destination"),
    ("in_transit", "customs_cleared"), ("exception", "damaged"), ("exception", "address"), ("exception", ""),
    ("delivered", ""), ("delivered", "locker"), ("customs", ""), ("customs_hold", ""), ("customs_hold", "export"),
    ("failed_attempt", "absent"), ("failed_attempt", ""), ("out_for_delivery", ""), ("returning", ""),
    ("accepted", ""), ("info_received", ""), ("expired", ""), ("unknown", ""),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_many_scans_of_one_instant(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    rows = []
    for n in range(150):
        several = chance.random() < 0.3
        mine = []
        for _ in range(chance.randrange(2, 7)):
            status, reason = chance.choice(_SAME_TIMES)
            when = _START + timedelta(days=chance.randrange(3))
            row = dict.fromkeys(COLUMNS, "") | {"tracking_number": f"RR{n:09d}CN", "status": status}
            row |= {"detail_code": reason, "time": when.isoformat() if chance.random() < 0.97 else ""}
            row |= {"text": chance.choice(["", "", "Delivered to the recipient", "x"])}
            row |= {"location": chance.choice(["", "Leipzig"]), "country": chance.choice(["", "US", "CN"])}
            if several and chance.random() < 0.5:
                row |= {"system": "aftership", "code": chance.choice(["InTransit", "Exception"]), "status": ""}
                row["detail_code"] = chance.choice(["InTransit_001", "InTransit_002", "Exception_004"])
            mine += [row, dict(row)] if chance.random() < 0.15 else [row]
        newest_first = chance.choice([None, False, False, True])
        if newest_first is not None:
            mine.sort(key=lambda row: row["time"], reverse=newest_first)
        rows += mine
    plain, columns = write_files(rows, tmp_path)
    told = Told()
    assert together(columns, told) == alone(plain.read_bytes(), rows)
    assert 0 < told.one_by_one < told.parcels / 2


def test_rows_that_are_left_out_are_told(tmp_path: Path) -> None:
    path = tmp_path / "scans.csv"
    path.write_text(
        "tracking_number,time,status,system\n"
        "RR473829103CN,2026-09-20T10:00:00Z,accepted,\n"
        "too,few\n"
        ",2026-09-20,accepted,\n"
        "9.4E+21,2026-09-20,accepted,\n"
        "RR473829103CN,2026-09-20,accepted,nobody\n",
        encoding="utf-8",
    )
    rows = list(review_file(path, AS_OF, PLAYBOOK))
    assert [row["tracking_number"] for row in rows if "tracking_number" in row] == ["RR473829103CN"]
    assert len([row for row in rows if "error" in row]) == 4
    assert rows[0]["flags"] == ["silence"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"PK\x03\x04", b"a,b\n1,2\n", b"PAR1 broken", b"\x00\x01"],
)
def test_what_is_no_list_of_scans_says_so(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "scans"
    path.write_bytes(data)
    with pytest.raises(InputError):
        list(review_events(path, as_of=AS_OF, playbook=PLAYBOOK))


def test_times_as_parquet_keeps_them(tmp_path: Path) -> None:
    when = datetime(2026, 9, 20, 10, 0, tzinfo=UTC)
    base = {"tracking_number": ["RR473829103CN"], "status": ["out_for_delivery"]}
    answers = []
    for kind in (pa.timestamp("us", tz="UTC"), pa.timestamp("ns", tz="Asia/Shanghai"), pa.timestamp("s")):
        value = when if kind.tz else when.replace(tzinfo=None)
        path = tmp_path / "scans.parquet"
        pq.write_table(pa.table(base | {"time": pa.array([value], kind)}), path)
        answers.append(together(path))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["RR473829103CN"]["flags"] == "out_for_delivery"


def test_a_header_without_end_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "scans.csv"
    for data in (b"a" * 400_000 + b"\n", b'"' + b"x" * 300_000):
        file.write_bytes(data)
        # How long a cell may be is one setting of the whole process: either sentence is true.
        with pytest.raises(InputError, match=r"no names of columns|needs a column of tracking numbers"):
            list(review_file(file, AS_OF, PLAYBOOK))


@pytest.mark.parametrize("column", [[["a"]], [{"a": 1}], [b"\xff\xfe"]])
def test_a_parquet_column_that_is_no_text_is_refused_in_words(tmp_path: Path, column: list[Any]) -> None:
    file = tmp_path / "scans.parquet"
    pq.write_table(pa.table({"tracking_number": column, "time": ["2026-11-01"], "code": ["in_transit"]}), file)
    with pytest.raises(InputError, match="neither text nor times"):
        list(review_file(file, AS_OF, PLAYBOOK))
