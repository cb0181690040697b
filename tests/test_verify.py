"""``parcelproof verify`` finds one changed byte anywhere, and names what it belongs to."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from builders import PACKED
from parcelproof.cli.app import app
from parcelproof.imports import Intake, collect
from parcelproof.ledger.records import Address, Item, Order, Shipping
from parcelproof.shop import Shop, create_shop

SHIPMENT = "ebay-10-1001"
NUMBER = "RR300000014CN"
SCANS = f"""\
tracking_number,time,status,text,location,country
{NUMBER},2026-11-03 09:40+08:00,Accepted,Posted,Yiwu,CN
{NUMBER},2026-11-10 16:00+01:00,Delivered,Delivered to the door,Frankfurt,DE
"""
RECORDS = [
    {"record": "listing", "file": "page.html", "title": "Round mug", "claimed_at": PACKED.isoformat()},
    {"record": "supplier_proof", "document": "invoice", "supplier": "Kiln Co.", "file": "invoice.pdf",
     "document_date": "2026-06-18"},
    {"record": "message", "direction": "from_buyer", "channel": "ebay", "text": "hello",
     "claimed_at": "2026-11-12T08:00:00+08:00"},
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with one parcel and every kind of evidence file."""
    folder = tmp_path_factory.mktemp("whole")
    shop, exports = create_shop(folder / "shop"), folder / "exports"
    shop.record(
        SHIPMENT,
        Order(channel="ebay", order_id="10-1001", buyer_name="Ana Пример", ship_to=Address(city="Köln")),
        Item(line_id="1", title="Round mug", quantity=1),
        Shipping(tracking_number=NUMBER),
    )
    (exports / SHIPMENT).mkdir(parents=True)
    (exports / "scans.csv").write_text(SCANS)
    (exports / "page.html").write_text("<h1>Round mug</h1>")
    (exports / "invoice.pdf").write_bytes(b"%PDF-1.4 an invoice")
    (exports / "records.jsonl").write_text("".join(json.dumps({"shipment": SHIPMENT, **r}) + "\n" for r in RECORDS))
    _draw(exports / SHIPMENT / "label.jpg")
    outcomes = list(Intake(shop).run(collect([exports])))
    assert [(o.name, o.rejected, o.refused) for o in outcomes if o.rejected or o.refused] == []
    return shop.folder


def _draw(path: Path) -> None:
    from PIL import Image

    picture = Image.linear_gradient("L").resize((320, 240))
    picture.convert("RGB").save(path, "JPEG")


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "shop"))


def verify(shop: Path) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(app, ["verify", "--shop", str(shop), "--json"])
    return done.exit_code, json.loads(done.stdout)


def evidence(shop: Path) -> dict[str, Path]:
    """Every evidence file by its hash."""
    return {p.relative_to(shop / "evidence").as_posix().replace("/", ""): p for p in files(shop)}


def files(shop: Path) -> list[Path]:
    return sorted(p for p in (shop / "evidence").rglob("*") if p.is_file())


def owners(shop: Path) -> dict[str, str]:
    """What each evidence file is, in the words that verify uses."""
    from parcelproof.verify import evidence_files

    opened = Shop(shop)
    return {h: what for s in opened.ledger.read(SHIPMENT) for h, what in evidence_files(s.record).items()}


def test_a_whole_shop_is_clean(whole: Path) -> None:
    code, answer = verify(whole)
    assert (code, answer["problems"], answer["notes"]) == (0, [], [])
    assert answer["files"] == len(files(whole)) == 6
    assert len(owners(whole)) == 6
    assert answer["entries"] > 8


def _flip(place: Callable[[int], int]) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[place(len(data))] ^= 1
        path.write_bytes(bytes(data))

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "first byte": _flip(lambda size: 0),
    "middle byte": _flip(lambda size: size // 2),
    "last byte": _flip(lambda size: size - 1),
    "cut by one byte": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "one byte more": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "emptied": lambda path: path.write_bytes(b""),
    "deleted": lambda path: path.unlink(),
    "another file in its place": lambda path: path.write_bytes(b"%PDF-1.4 another invoice"),
    "a folder in its place": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_changed_evidence_file_is_found_and_named(copy: Path, change: str) -> None:
    known = owners(copy)
    for sha256, path in evidence(copy).items():
        before = path.read_bytes()
        path.chmod(0o600)
        CHANGES[change](path)
        code, answer = verify(copy)
        assert code == 1
        named = [p for p in answer["problems"] if known[sha256] in p["where"] and SHIPMENT in p["where"]]
        assert len(named) == len(answer["problems"]) == 1, (known[sha256], answer["problems"])
        assert named[0]["what"].endswith(".")
        if path.is_dir():
            path.rmdir()
        path.write_bytes(before)
    assert verify(copy)[0] == 0


def test_two_files_that_changed_places_are_both_found(copy: Path) -> None:
    (first, one), (second, other) = list(evidence(copy).items())[:2]
    content = one.read_bytes()
    one.chmod(0o600), other.chmod(0o600)
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    code, answer = verify(copy)
    assert code == 1
    known = owners(copy)
    assert all(any(known[h] in p["where"] for p in answer["problems"]) for h in (first, second))


@pytest.mark.parametrize("name", [".DS_Store", "notes.txt", ".tmp-0a1b2c3d", "ab/notes.txt"])
def test_a_foreign_file_is_only_a_note(copy: Path, name: str) -> None:
    path = copy / "evidence" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("not evidence")
    code, answer = verify(copy)
    assert (code, answer["problems"]) == (0, [])
    assert [note["where"] for note in answer["notes"]] == [f"evidence/{name}"]


def test_an_evidence_file_that_no_record_names_is_no_problem(copy: Path) -> None:
    Shop(copy).evidence.put(b"kept just before the computer went off")
    assert verify(copy)[0] == 0


# -- the ledger ---------------------------------------------------------------------------------

COLUMNS = {
    "records": (
        "position", "chain", "sequence", "kind", "slot", "body", "previous", "hash", "ledger_hash", "recorded_at",
        "claimed_at", "who", "source", "lookup",
    ),
    "private": ("chain", "sequence", "field", "salt", "value"),
    "heads": ("chain", "sequence", "hash"),
}  # fmt: skip


def tables(shop: Path) -> dict[str, tuple[str, ...]]:
    with sqlite3.connect(shop / "ledger.sqlite") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {n: tuple(row[1] for row in connection.execute(f"PRAGMA table_info({n})")) for n in names}
    connection.close()
    return found


def tamper(shop: Path, sql: str, *values: object) -> None:
    with sqlite3.connect(shop / "ledger.sqlite") as connection:
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS records_no_{verb}")
        assert connection.execute(sql, values).rowcount == 1
    connection.close()


def rows(shop: Path, table: str) -> list[int]:
    with sqlite3.connect(shop / "ledger.sqlite") as connection:
        found = [row[0] for row in connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    connection.close()
    return found


def test_every_table_and_column_is_tried(whole: Path) -> None:
    assert {name: columns for name, columns in tables(whole).items() if name in COLUMNS} == COLUMNS


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, columns in COLUMNS.items() for c in columns])
def test_every_changed_value_of_the_ledger_is_found(whole: Path, tmp_path: Path, table: str, column: str) -> None:
    for row in rows(whole, table):
        shop = tmp_path / f"{row}"
        shutil.copytree(whole, shop)
        with sqlite3.connect(shop / "ledger.sqlite") as connection:
            (old,) = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
        connection.close()
        new = old + 1000 if isinstance(old, int) else old + b"x" if isinstance(old, bytes) else _other(old)
        tamper(shop, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", new, row)
        code, answer = verify(shop)
        assert code == 1, f"{table}.{column} of row {row}"
        assert all(p["where"] and p["what"].endswith(".") for p in answer["problems"])
        shutil.rmtree(shop)


def _other(text: str) -> str:
    # One letter is changed, the form stays.
    return text[:-2] + ("x" if text[-2] != "x" else "y") + text[-1] if len(text) > 1 else text + "x"


@pytest.mark.parametrize("table", COLUMNS)
def test_every_deleted_row_is_found(whole: Path, tmp_path: Path, table: str) -> None:
    for row in rows(whole, table):
        shop = tmp_path / f"{row}"
        shutil.copytree(whole, shop)
        tamper(shop, f"DELETE FROM {table} WHERE rowid = ?", row)
        assert verify(shop)[0] == 1, f"row {row} of {table}"
        shutil.rmtree(shop)


def test_the_command_says_it_in_words(copy: Path) -> None:
    tamper(copy, "UPDATE records SET body = replace(body, 'Round mug', 'Square mug') WHERE kind = 'item'")
    done = subprocess.run(
        [sys.executable, "-m", "parcelproof", "verify", "--shop", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"{SHIPMENT}, entry 2 (item): It was altered after it was recorded" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Ana" not in done.stdout + done.stderr
