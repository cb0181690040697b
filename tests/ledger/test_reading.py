"""A reader sees one state of the ledger as long as it asks for it, whatever others write meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from postgres_server import PostgresServer

from parcelproof.errors import ShopError
from parcelproof.ledger.records import Gift
from parcelproof.ledger.store import Ledger

CHAIN = "ebay-1"


def gift(name: str) -> Gift:
    return Gift(description=name, on_product_page=True)


def write(ledger: Ledger, name: str) -> None:
    ledger.append([(CHAIN, gift(name))], who="seller", source="test")


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    if request.param == "sqlite":
        made = Ledger(tmp_path / "ledger.sqlite", create=True)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        made = Ledger(server.new_place(), create=True)
    write(made, "a charm")
    return made


def test_all_that_is_read_in_it_is_of_one_moment(ledger: Ledger) -> None:
    other = threading.Thread(target=write, args=(ledger, "a ribbon"))
    with ledger.reading():
        before = ledger.head()
        other.start()
        other.join(0.5)  # in a file it waits for the reader
        assert ledger.head() == before
        assert len(ledger.read(CHAIN)) == 1
    other.join()
    assert ledger.head() != before
    assert len(ledger.read(CHAIN)) == 2


def test_another_ledger_is_read_beside_it(ledger: Ledger, tmp_path: Path) -> None:
    second = Ledger(tmp_path / "second.sqlite", create=True)
    with ledger.reading(), second.reading():
        assert ledger.head()[0] == 1
        assert second.head()[0] == 0


def test_nothing_is_written_in_it(ledger: Ledger) -> None:
    with ledger.reading(), pytest.raises(RuntimeError, match="nothing is written"):
        write(ledger, "a ribbon")
    assert len(ledger.read(CHAIN)) == 1


def test_an_error_in_it_is_told_in_words_and_ends_it(ledger: Ledger) -> None:
    with ledger.reading(), pytest.raises(ShopError), ledger.transaction() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")
    write(ledger, "a ribbon")
    assert len(ledger.read(CHAIN)) == 2
