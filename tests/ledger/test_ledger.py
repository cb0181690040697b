"""The ledger keeps what it was given, once, and finds every change."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError, ShopError
from parcelproof.ledger import private as pii
from parcelproof.ledger.chain import canonical
from parcelproof.ledger.place import refuse_bad_place
from parcelproof.ledger.records import Address, Gift, Message, Order, Weights
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.verify import check_ledger
from parcelproof.units import Weight

WHEN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def order(number: str = "1", **more: object) -> Order:
    return Order.model_validate({"channel": "ebay", "order_id": number, "claimed_at": WHEN, **more})


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "ledger.sqlite", create=True)
    ledger.append(
        [
            ("ebay-1", order(buyer_name="Ana Пример", ship_to=Address(city="Köln"))),
            ("ebay-1", Weights(packed=Weight(value=412, unit="g"))),
            ("ebay-1", Message(direction="from_buyer", channel="ebay", text="hello", claimed_at=WHEN)),
            ("ebay-2", order("2", buyer_name="Li")),
        ],
        who="tester",
        source="test",
    )
    return ledger


def tamper(ledger: Ledger, sql: str, *values: object) -> None:
    """Change the file as an attacker would: the triggers go first."""
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("DROP TRIGGER IF EXISTS records_no_update")
        connection.execute("DROP TRIGGER IF EXISTS records_no_delete")
        assert connection.execute(sql, values).rowcount
    connection.close()


def test_reads_back_what_was_written_personal_data_included(ledger: Ledger) -> None:
    stored = ledger.read("ebay-1")
    assert [s.entry.sequence for s in stored] == [1, 2, 3]
    first = stored[0].record
    assert isinstance(first, Order)
    assert first.buyer_name == "Ana Пример"
    assert first.ship_to == Address(city="Köln")
    assert first.claimed_at == WHEN


def test_personal_data_is_not_in_the_chain(ledger: Ledger) -> None:
    bodies = "".join(s.entry.body for s in ledger.read("ebay-1"))
    for word in ("Ana", "Köln", "hello"):
        assert word not in bodies


def test_the_same_record_twice_is_one_record(ledger: Ledger) -> None:
    assert ledger.append([("ebay-2", order("2", buyer_name="Li"))], who="x", source="x") == 0
    assert ledger.append([("ebay-2", order("2", buyer_name="Li Wei"))], who="x", source="x") == 1
    assert len(ledger.read("ebay-2")) == 2


def test_a_failing_append_leaves_nothing(ledger: Ledger) -> None:
    before = ledger.head()

    def items():  # type: ignore[no-untyped-def]
        yield "ebay-3", order("3")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ledger.append(items(), who="x", source="x")
    assert ledger.head() == before
    assert ledger.read("ebay-3") == []


def test_an_untouched_ledger_is_clean(ledger: Ledger) -> None:
    result = check_ledger(ledger)
    assert result.problems == []
    assert result.entries == 4


COLUMNS = ["position", "chain", "sequence", "kind", "slot", "body", "previous", "hash", "ledger_hash", "recorded_at",
           "claimed_at", "who", "source", "lookup"]  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("position", [1, 3, 4])
def test_every_changed_column_of_a_row_is_found_and_named(ledger: Ledger, column: str, position: int) -> None:
    new: object = 99 if column in {"position", "sequence"} else "0" * 64 if "hash" in column else "other"
    with sqlite3.connect(ledger.path) as connection:
        chain = connection.execute("SELECT chain FROM records WHERE position = ?", [position]).fetchone()[0]
    connection.close()
    tamper(ledger, f"UPDATE records SET {column} = ? WHERE position = ?", new, position)
    problems = check_ledger(ledger).problems
    assert problems
    assert any(p.where.startswith((chain, "other")) or p.where == "the whole ledger" for p in problems)


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a_deleted_row_is_found(ledger: Ledger, position: int) -> None:
    tamper(ledger, "DELETE FROM records WHERE position = ?", position)
    assert check_ledger(ledger).problems


def test_a_chain_that_is_cut_off_with_its_head_is_still_found(ledger: Ledger) -> None:
    tamper(ledger, "DELETE FROM records WHERE chain = 'ebay-2'")
    tamper(ledger, "DELETE FROM heads WHERE chain = 'ebay-2'")
    assert any(p.where == "the whole ledger" for p in check_ledger(ledger).problems)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE private SET value = '\"Eve\"' WHERE chain = 'ebay-2'",
        "UPDATE private SET salt = x'00' WHERE chain = 'ebay-2'",
        "DELETE FROM private WHERE chain = 'ebay-2'",
        "UPDATE private SET sequence = 9 WHERE chain = 'ebay-2'",
        "UPDATE private SET field = 'buyer_phone' WHERE chain = 'ebay-2'",
        "UPDATE heads SET hash = 'x' WHERE chain = 'ebay-2'",
        "UPDATE heads SET sequence = 7 WHERE chain = '*'",
        "DELETE FROM heads WHERE chain = 'ebay-2'",
    ],
)
def test_every_other_table_is_watched_too(ledger: Ledger, sql: str) -> None:
    tamper(ledger, sql)
    assert check_ledger(ledger).problems


def test_rows_cannot_be_changed_by_a_slip(ledger: Ledger) -> None:
    with sqlite3.connect(ledger.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("UPDATE records SET who = 'me'")
    connection.close()


def test_erasing_a_buyer_keeps_the_chain_whole_and_the_data_gone(ledger: Ledger) -> None:
    assert ledger.erase("ebay-1", reason="the buyer asked", who="tester") == 3
    assert check_ledger(ledger).problems == []
    stored = ledger.read("ebay-1")
    assert isinstance(stored[0].record, Order)
    assert stored[0].record.buyer_name == ""
    assert stored[0].erased == ("ship_to", "buyer_name")
    assert b"Ana" not in ledger.path.read_bytes()


def test_erased_data_does_not_come_back_with_the_same_file(ledger: Ledger) -> None:
    ledger.erase("ebay-1", reason="the buyer asked", who="tester")
    again = order(buyer_name="Ana Пример", ship_to=Address(city="Köln"))
    assert ledger.append([("ebay-1", again)], who="x", source="x") == 0


def test_many_writers_share_one_ledger(ledger: Ledger) -> None:
    def write(worker: int) -> None:
        own = Ledger(ledger.path)
        for n in range(10):
            own.append([("ebay-1", Gift(description=f"{worker}-{n}", on_product_page=True))], who="w", source="w")

    workers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert check_ledger(ledger).problems == []
    assert len(ledger.read("ebay-1")) == 3 + 40


def test_a_missing_ledger_and_a_damaged_one_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ShopError, match="no ledger"):
        Ledger(tmp_path / "none.sqlite")
    (tmp_path / "bad.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(ShopError, match="damaged"):
        Ledger(tmp_path / "bad.sqlite")


def test_a_sync_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShopError, match="sync"):
        refuse_bad_place(tmp_path / "OneDrive - Shop" / "data")


def test_canonical_json_refuses_floats_and_half_characters() -> None:
    with pytest.raises(InputError):
        canonical({"weight": 0.1})
    with pytest.raises(InputError):
        canonical({"name": "\ud800"})


@given(
    st.builds(
        Order,
        channel=st.just("ebay"),
        order_id=st.text(max_size=30).filter(lambda t: "\x00" not in t),
        buyer_note=st.text(max_size=200),
        claimed_at=st.datetimes(min_value=datetime(1980, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    )
)
def test_splitting_and_joining_personal_data_loses_nothing(record: Order) -> None:
    body, values = pii.split(record)
    joined, erased = pii.join("order", body, record.claimed_at.isoformat(), {k: v for k, (_, v) in values.items()})
    assert joined == record
    assert erased == ()
