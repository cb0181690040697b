"""Files of scans as people have them: lines above the header, other letters, row groups of all sizes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_review_bulk import COLUMNS, alone, together, write_files

from parcelproof.errors import InputError
from parcelproof.playbook import load_playbook
from parcelproof.tracking.review import batches
from parcelproof.tracking.review.batches import pieces
from parcelproof.tracking.review.bulk import review_events, review_file
from parcelproof.tracking.review.events_file import Told, open_events
from parcelproof.tracking.review.parcel_numbers import parcels_of
from parcelproof.tracking.review.vocabulary import Combinations, Vocabulary

PLAYBOOK = load_playbook()
AS_OF = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
HEADER = "tracking_number,time,text,carrier\n"
ROWS = (
    "RR473829103CN,2026-09-20T10:00:00Z,Colis livré au destinataire,La Poste\n"
    "RR473829117CN,2026-09-20T10:00:00Z,已签收,中国邮政\n"
)


def reviewed(path: Path) -> list[dict[str, Any]]:
    return list(review_file(path, AS_OF, PLAYBOOK))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
@pytest.mark.parametrize("above", ["", "\n\n", "Export of 14 October\n\nShop;A\n", "sep=,\n"])
def test_letters_and_lines_above_the_header(encoding: str, above: str, tmp_path: Path) -> None:
    path = tmp_path / "scans.csv"
    path.write_bytes((HEADER + ROWS * 20).encode())
    expected = reviewed(path)
    assert {row["status"] for row in expected} == {"delivered"}
    path.write_bytes((above + HEADER + ROWS * 20).encode(encoding))
    assert reviewed(path) == expected


def test_western_letters(tmp_path: Path) -> None:
    path = tmp_path / "scans.csv"
    path.write_bytes((HEADER + ROWS.splitlines(keepends=True)[0]).encode("cp1252"))
    assert reviewed(path)[0]["status"] == "delivered"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ((HEADER + ROWS * 30_000).encode() + "RR473829103CN,2026-09-20,livré,x\n".encode("cp1252"), "another encoding"),
        (ROWS.encode(), "needs a column of tracking numbers"),
        (("x\n" * 40 + HEADER + ROWS).encode(), "needs a column of tracking numbers"),
        ((HEADER + "RR473829103CN,2026-09-20,Доставлено адресату вовремя,Почта\n").encode("cp1251"), "letters"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "scans.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words):
        reviewed(path)


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_file_of_a_header_only_has_no_parcels(end: str, tmp_path: Path) -> None:
    path = tmp_path / "scans.csv"
    path.write_text(HEADER.strip() + end)
    assert reviewed(path) == []


def test_rows_that_are_left_out_are_named_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "scans.csv"
    path.write_text(f"A title\n{HEADER}{ROWS}9.4E+21,2026-09-20,accepted,\n,,,\n")
    entries = [row for row in reviewed(path) if "error" in row]
    assert [entry["row"] for entry in entries] == ["scans.csv, row 5"]


def test_a_file_of_which_nothing_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "scans.csv"
    path.write_text("tracking_number,time,system\nRR473829103CN,2026-09-20,nobody\n,2026-09-21,\n")
    assert [sorted(row) for row in reviewed(path)] == [["error", "mend", "row"]] * 2


def _scattered(count: int = 60) -> list[dict[str, str]]:
    """Scans of many parcels, whose facts stand in some rows only."""
    chance = np.random.default_rng(4)
    rows = []
    for _ in range(count * 12):
        number = int(chance.integers(count))
        row = dict.fromkeys(COLUMNS, "")
        when = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(microseconds=int(chance.integers(3_000_000_000_000)))
        row |= {"tracking_number": f"RR{number:09d}CN", "time": when.isoformat()}
        row["status"] = str(chance.choice(["accepted", "in_transit", "customs", "out_for_delivery", "failed_attempt"]))
        rows.append(row)
    seen: set[str] = set()
    for row in rows:
        if row["tracking_number"] in seen and chance.random() < 0.5:
            continue
        seen.add(row["tracking_number"])
        row |= {"carrier": "DHL Express", "service": "Worldwide", "destination": "DE", "promised_by": "2026-10-16"}
    return rows


@pytest.mark.parametrize("group", [1, 7, 10_000])
@pytest.mark.parametrize("batch", [4, 50, 1 << 20])
def test_row_groups_of_all_sizes(group: int, batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", batch)
    rows = _scattered()
    plain, _ = write_files(rows, tmp_path)
    path = tmp_path / "groups.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=group)
    opened = open_events(path)
    loaded = [part for piece in pieces(opened, Told()) for part in piece.load()]
    assert sum(len(part["time"]) for part in loaded) == len(rows)
    expected = alone(plain.read_bytes(), [row for row in rows if row["carrier"]])
    found = together(path)
    assert {number: (said["status"], said["since"], said["last_scan_at"]) for number, said in found.items()} == {
        number: (said["status"], said["since"], said["last_scan_at"]) for number, said in expected.items()
    }


def test_the_first_row_that_names_a_fact_wins(tmp_path: Path) -> None:
    path = tmp_path / "scans.parquet"
    row = {"tracking_number": "RR473829103CN", "time": "2026-09-20T10:00:00Z", "status": "accepted"}
    named = [("", ""), ("", "DE"), ("DHL", "US"), ("UPS", "FR")]
    rows = [row | {"carrier": carrier, "destination": country} for carrier, country in named]
    for size in (1, 2, 4):
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=size)
        table = pa.concat_tables(review_events(path, as_of=AS_OF, playbook=PLAYBOOK))
        assert table.select(["carrier", "destination"]).to_pylist() == [{"carrier": "DHL", "destination": "DE"}]


def test_a_category_that_no_row_uses_is_no_parcel(tmp_path: Path) -> None:
    path = tmp_path / "scans.parquet"
    numbers = pa.DictionaryArray.from_arrays(pa.array([2, None, 2], pa.int8()), pa.array(["unused", "too", "RR 1CN"]))
    pq.write_table(pa.table({"tracking_number": numbers, "status": ["accepted"] * 3}), path)
    assert [row.get("tracking_number") for row in reviewed(path)] == ["RR1CN", None]


def test_small_and_capital_letters_are_one_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parcelproof.tracking.review.spill.ROWS_PER_PARTITION", 2)
    rows = [row | {"carrier": "DHL Express", "destination": "DE"} for row in _scattered(8)]
    for place, row in enumerate(rows):
        if place % 3 == 0:
            row["tracking_number"] = row["tracking_number"].lower()
    plain, columns = write_files(rows, tmp_path)
    assert together(columns) == alone(plain.read_bytes(), rows)
    assert len(together(columns)) == 8


def test_numbers_of_parcels() -> None:
    found = parcels_of(pa.array(["UB1 2", "A1", None, "UB12", "A1", ""]))
    assert found.numbers.to_pylist() == ["UB12", "A1", ""]
    assert found.place.tolist() == [0, 1, 2, 0, 1, 2]
    assert found.first.tolist() == [0, 1, 2]


@pytest.mark.parametrize("many", [3, 400, 70_000])
def test_combinations_of_few_and_of_very_many_words(many: int) -> None:
    chance = np.random.default_rng(many)
    combinations, words = Combinations(), [Vocabulary() for _ in range(5)]
    drawn = [[f"w{n}" for n in chance.integers(many, size=500)] for _ in words]
    columns = [word.column(pa.array(texts)) for word, texts in zip(words, drawn, strict=True)]
    codes = combinations.codes(columns, 500)
    told = [
        tuple(word.words[number] for word, number in zip(words, combinations.rows[code], strict=True)) for code in codes
    ]
    assert told == list(zip(*drawn, strict=True))
    assert len(set(told)) == len(combinations.rows)


def test_the_review_does_not_load_pandas(tmp_path: Path) -> None:
    plain, columns = write_files(_scattered(20), tmp_path)
    code = (
        "import sys\nfrom datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from parcelproof.playbook import load_playbook\n"
        "from parcelproof.tracking.review.bulk import review_events\n"
        "for path in sys.argv[1:]:\n"
        "    list(review_events(Path(path), as_of=datetime(2026, 10, 1, tzinfo=UTC), playbook=load_playbook()))\n"
        "sys.exit('pandas' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(plain), str(columns)], check=True)
