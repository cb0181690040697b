"""Where a shop keeps its things: said in ``shop.yaml``, checked, and never with a password."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from parcelproof.errors import ShopError
from parcelproof.shop import Shop, create_shop, open_shop
from parcelproof.shop_settings import SETTINGS_FILE, ShopSettings, read_settings, write_settings


def settings_from(tmp_path: Path, **given: str) -> ShopSettings:
    path = tmp_path / SETTINGS_FILE
    path.write_text(yaml.safe_dump(given), encoding="utf-8")
    return read_settings(path)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ledger": "postgresql+psycopg://ana:hunter2@db/shop"}, "password must not stand in this file"),
        ({"ledger": "postgresql://ana@db/shop?password=hunter2"}, "password must not stand in this file"),
        ({"ledger": "mysql://ana@db/hunter2"}, "write it like postgresql"),
        ({"ledger": "postgresql://ana@db"}, "write it like postgresql"),
        ({"ledger": "postgresql://[hunter2/x"}, "no address of a database"),
        ({"evidence": "/srv/hunter2"}, "write it like s3://"),
        ({"reports": "s3://Bad_Bucket/hunter2"}, "write it like s3://"),
        ({"endpoint": "https://key:hunter2@storage"}, "without user and password"),
        ({"region": "eu west hunter2"}, "region"),
        ({"bucket": "hunter2"}, "bucket"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_without_its_value(
    tmp_path: Path, given: dict[str, str], words: str
) -> None:
    with pytest.raises(ShopError, match=words) as caught:
        settings_from(tmp_path, **given)
    assert next(iter(given)) in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_short_name_of_a_database_is_understood(tmp_path: Path) -> None:
    given = settings_from(tmp_path, ledger="postgresql://ana@db:5433/shop", evidence="s3://b-1/files/", region="eu-x-1")
    assert given.ledger == "postgresql+psycopg://ana@db:5433/shop"
    assert given.evidence == "s3://b-1/files"
    assert given.storage["client_kwargs"] == {"region_name": "eu-x-1"}
    assert not given.shared


def test_reports_do_not_depend_on_places_and_a_plain_shop_does_not_name_them(tmp_path: Path) -> None:
    plain = ShopSettings(name="Lantern")
    assert plain.printed() == plain.model_copy(update={"ledger": "postgresql+psycopg://a@b/c"}).printed()
    write_settings(tmp_path / SETTINGS_FILE, plain)
    assert set(yaml.safe_load((tmp_path / SETTINGS_FILE).read_text())) == {
        "name", "zone", "currency", "origin", "sender", "language"
    }  # fmt: skip
    assert read_settings(tmp_path / SETTINGS_FILE) == plain


def test_a_server_that_is_not_there_is_said_before_anything_is_made(tmp_path: Path) -> None:
    nowhere = ShopSettings(ledger="postgresql+psycopg://ana@127.0.0.1:9/shop")
    with pytest.raises(ShopError, match="cannot be reached") as caught:
        create_shop(tmp_path / "shop", nowhere)
    assert "ana@127.0.0.1:9/shop" in caught.value.where
    with pytest.raises(ShopError, match="cannot be reached"):
        open_shop(tmp_path / "shop")
    assert not (tmp_path / "shop" / "ledger.sqlite").exists()


def test_a_missing_part_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(ShopError, match="PostgreSQL a part is not installed") as caught:
        create_shop(tmp_path / "shop", ShopSettings(ledger="postgresql+psycopg://ana@127.0.0.1:9/shop"))
    assert "parcelproof[many-machines]" in caught.value.mend
    monkeypatch.setitem(__import__("sys").modules, "s3fs", None)
    with pytest.raises(ShopError, match="bucket a part is not installed"):
        create_shop(tmp_path / "other", ShopSettings(evidence="s3://bucket/files"))


def test_a_folder_without_ledger_is_no_shop(tmp_path: Path) -> None:
    write_settings(tmp_path / SETTINGS_FILE, ShopSettings())
    with pytest.raises(ShopError, match="no shop in this folder"):
        Shop(tmp_path)
