"""Moving a shop: everything arrives, is verified, and only then is used; a stopped or disturbed move goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from machines import new_places
from postgres_server import PostgresServer
from s3_server import S3Server
from small_shop import IDS, build_small_shop
from typer.testing import CliRunner

from parcelproof import moving
from parcelproof.cli.app import app
from parcelproof.errors import ShopError
from parcelproof.ledger.records import Gift
from parcelproof.moving import move_shop
from parcelproof.shop import Shop

pytestmark = pytest.mark.usefixtures("s3_keys", "sample_now")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return build_small_shop(tmp_path, IDS[:2])


def content(shop: Shop) -> tuple[object, ...]:
    """Everything in ledger and evidence, personal data and its salts included."""
    files = {sha256: shop.evidence.get(sha256) for sha256 in shop.evidence.paths()}
    return list(shop.ledger.entries()), list(shop.ledger.private_rows()), shop.ledger.stored_heads(), files


def test_the_command_moves_everything_and_what_is_written_later_goes_there(
    shop: Shop, postgres: PostgresServer, s3: S3Server
) -> None:
    shop.ledger.erase(IDS[1], reason="asked by the buyer", who="seller")
    before = content(shop)
    places = new_places(shop.settings, postgres, s3)
    options = [f"--{name}={getattr(places, name)}" for name in ("ledger", "evidence", "reports", "endpoint")]
    done = CliRunner().invoke(app, ["move", *options, "--shop", str(shop.folder)])
    assert done.exit_code == 0, done.output
    moved = Shop(shop.folder)
    assert moved.settings.shared
    assert content(moved) == before
    assert moved.record(IDS[0], Gift(description="a ribbon", on_product_page=True)) == 1
    assert moved.verify() == []
    assert shop.ledger.head() != moved.ledger.head()


def test_a_move_that_was_stopped_goes_on_and_takes_later_records_and_erasures_along(
    shop: Shop, postgres: PostgresServer, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = new_places(shop.settings, postgres, s3)

    def disturbed(*found: object) -> object:
        shop.record(IDS[0], Gift(description="a ribbon", on_product_page=True))
        shop.ledger.erase(IDS[1], reason="asked by the buyer", who="seller")
        return verify(*found)

    verify = moving.verify_shop
    monkeypatch.setattr(moving, "verify_shop", disturbed)
    with pytest.raises(ShopError, match="Somebody wrote"):
        move_shop(shop, places)
    monkeypatch.undo()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    assert not Shop(shop.folder).settings.ledger
    move_shop(shop, places)
    assert content(Shop(shop.folder)) == content(shop)


def test_an_altered_shop_is_not_moved_and_another_ledger_is_not_mixed(
    shop: Shop, tmp_path: Path, postgres: PostgresServer, s3: S3Server
) -> None:
    places = new_places(shop.settings, postgres, s3)
    other = Shop(shutil.copytree(shop.folder, tmp_path / "other"))
    other.record(IDS[0], Gift(description="a ribbon", on_product_page=True))
    shop.record(IDS[0], Gift(description="a card", on_product_page=True))
    move_shop(other, places)
    with pytest.raises(ShopError, match="another ledger"):
        move_shop(shop, places)
    next(path for path in (shop.folder / "evidence").rglob("*") if path.is_file()).write_bytes(b"altered")
    with pytest.raises(ShopError, match="not moved"):
        move_shop(shop, new_places(shop.settings, postgres, s3))
    assert not Shop(shop.folder).settings.ledger
