"""The ledger keeps what it was given, once, and finds every change."""

from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from postgres_server import PostgresServer
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

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


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a ledger can live: a file, or a database. Every promise of the ledger holds in both."""
    if request.param == "sqlite":
        return tmp_path / "ledger.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_place()


@pytest.fixture
def ledger(place: Path | str) -> Ledger:
    ledger = Ledger(place, create=True)
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


def change(place: Path | str, *statements: str, **values: object) -> int:
    """Change the tables past the ledger; return how many rows the last statement touched."""
    engine = create_engine(f"sqlite:///{place}" if isinstance(place, Path) else place)
    try:
        with engine.begin() as connection:
            touched = [connection.execute(text(statement), values).rowcount for statement in statements]
        return touched[-1]
    finally:
        engine.dispose()


def tamper(place: Path | str, sql: str, **values: object) -> None:
    """Change the tables as an attacker would: the triggers go first."""
    if isinstance(place, Path):
        change(place, *(f"DROP TRIGGER IF EXISTS records_no_{verb}" for verb in ("update", "delete")))
    else:
        change(place, "DROP TRIGGER IF EXISTS records_no_change ON records")
        sql = sql.replace("x'00'", "'\\x00'::bytea")
    assert change(place, sql, **values)


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
def test_every_changed_column_of_a_row_is_found_and_named(
    place: Path | str, ledger: Ledger, column: str, position: int
) -> None:
    new: object = 99 if column in {"position", "sequence"} else "0" * 64 if "hash" in column else "other"
    chain = next(entry.chain for entry in ledger.entries() if entry.position == position)
    tamper(place, f"UPDATE records SET {column} = :new WHERE position = :position", new=new, position=position)
    problems = check_ledger(ledger).problems
    assert problems
    assert any(p.where.startswith((chain, "other")) or p.where == "the whole ledger" for p in problems)


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a_deleted_row_is_found(place: Path | str, ledger: Ledger, position: int) -> None:
    tamper(place, "DELETE FROM records WHERE position = :position", position=position)
    assert check_ledger(ledger).problems


def test_a_chain_that_is_cut_off_with_its_head_is_still_found(place: Path | str, ledger: Ledger) -> None:
    tamper(place, "DELETE FROM records WHERE chain = 'ebay-2'")
    tamper(place, "DELETE FROM heads WHERE chain = 'ebay-2'")
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
def test_every_other_table_is_watched_too(place: Path | str, ledger: Ledger, sql: str) -> None:
    tamper(place, sql)
    assert check_ledger(ledger).problems


@pytest.mark.parametrize("sql", ["UPDATE records SET who = 'me'", "DELETE FROM records", "TRUNCATE records"])
def test_rows_cannot_be_changed_by_a_slip(place: Path | str, ledger: Ledger, sql: str) -> None:
    with pytest.raises(
        DBAPIError, match="append-only" if "TRUNCATE" not in sql or isinstance(place, str) else "syntax"
    ):
        change(place, sql)
    assert check_ledger(ledger).problems == []


def test_erasing_a_buyer_keeps_the_chain_whole_and_the_data_gone(place: Path | str, ledger: Ledger) -> None:
    assert ledger.erase("ebay-1", reason="the buyer asked", who="tester") == 3
    assert check_ledger(ledger).problems == []
    stored = ledger.read("ebay-1")
    assert isinstance(stored[0].record, Order)
    assert stored[0].record.buyer_name == ""
    assert stored[0].erased == ("ship_to", "buyer_name")
    assert [row for row in ledger.private_rows() if row[0] == "ebay-1"] == []
    if isinstance(place, Path):
        assert b"Ana" not in place.read_bytes()


def test_erased_data_does_not_come_back_with_the_same_file(ledger: Ledger) -> None:
    ledger.erase("ebay-1", reason="the buyer asked", who="tester")
    again = order(buyer_name="Ana Пример", ship_to=Address(city="Köln"))
    assert ledger.append([("ebay-1", again)], who="x", source="x") == 0


def test_many_writers_share_one_ledger(place: Path | str, ledger: Ledger) -> None:
    def write(worker: int) -> None:
        own = Ledger(place)
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


def test_a_reader_of_a_database_does_not_wait_for_a_writer(postgres: PostgresServer) -> None:
    place = postgres.new_place()
    ledger = Ledger(place, create=True)
    seen: list[int] = []

    def items():  # type: ignore[no-untyped-def]
        yield "ebay-1", order()
        seen.append(Ledger(place).head()[0])

    assert ledger.append(items(), who="w", source="w") == 1
    assert seen == [0]
    assert ledger.head()[0] == 1


def test_a_forked_process_uses_no_connection_of_its_parent(postgres: PostgresServer) -> None:
    ledger = Ledger(postgres.new_place(), create=True)
    _LEDGERS[:] = [ledger]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        done = [pool.submit(write_some, "ebay-1", n) for n in range(2)]
        for n in range(10):
            ledger.append([("ebay-1", Gift(description=f"parent-{n}", on_product_page=True))], who="w", source="w")
        assert [d.result() for d in done] == [10, 10]
    assert check_ledger(ledger).problems == []
    assert ledger.head()[0] == 30


_LEDGERS: list[Ledger] = []


def write_some(chain: str, worker: int) -> int:
    return sum(
        _LEDGERS[0].append([(chain, Gift(description=f"{worker}-{n}", on_product_page=True))], who="w", source="w")
        for n in range(10)
    )


@pytest.mark.parametrize(
    ("change_of_url", "words"),
    [
        (lambda url: url.replace("/postgres?", "/nowhere?"), "does not exist"),
        (lambda url: url.replace("host=", "host=/tmp/nowhere-"), "cannot be reached"),
        (lambda url: url, "no ledger in this database"),
    ],
)
def test_a_database_that_is_not_there_is_said_in_words(postgres: PostgresServer, change_of_url, words) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ShopError, match=words) as caught:
        Ledger(change_of_url(postgres.new_place()))
    assert caught.value.mend


def test_a_hidden_character_that_a_database_cannot_keep_is_said_in_words(postgres: PostgresServer) -> None:
    ledger = Ledger(postgres.new_place(), create=True)
    with pytest.raises(ShopError, match="character"):
        ledger.append([("ebay-1", order())], who="a\x00b", source="test")
    assert ledger.head()[0] == 0
