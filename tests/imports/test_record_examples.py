"""The example files and the table that explains them stay true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parcelproof.imports import Intake
from parcelproof.imports.records import WRITABLE, json_lines
from parcelproof.ledger.records import RECORD_TYPES, Battery, DeclarationLine, Order, UnitTest
from parcelproof.resources import templates_dir
from parcelproof.shop import Shop

FOLDER = templates_dir() / "imports" / "records"
FROM_FILE = {"sha256", "media_type", "bytes"}


def explained() -> set[tuple[str, str]]:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    return {(m[1], m[2]) for m in re.finditer(r"^\| ([a-z_ ]+) \| `([a-z0-9_]+)` \|", text, re.M)}


def test_every_field_is_explained_and_none_that_does_not_exist() -> None:
    wanted = {
        (kind, "file" if name == "sha256" else name)
        for kind in WRITABLE
        for name in RECORD_TYPES[kind].model_fields
        if name not in FROM_FILE - {"sha256"} and name != "claimed_at"
    }
    wanted |= {("declaration line", name) for name in DeclarationLine.model_fields}
    wanted |= {("battery", name) for name in Battery.model_fields}
    wanted |= {("unit test", name) for name in (*UnitTest.model_fields, "file")}
    assert explained() == wanted


@pytest.mark.parametrize("name", ["example.jsonl", "example.csv", "products.csv"])
def test_the_examples_import_whole(shop: Shop, name: str) -> None:
    shop.record("shopify-1001", Order(channel="shopify", order_id="#1001"), source="test")
    (outcome,) = Intake(shop).run([FOLDER / name])
    assert not outcome.refused
    assert not outcome.rejected
    assert outcome.added == outcome.rows


def test_the_example_shows_every_kind() -> None:
    lines, refused = json_lines((FOLDER / "example.jsonl").read_bytes())
    assert not refused
    assert {line.data["record"] for line in lines} == set(WRITABLE)
    assert Path(FOLDER / "listing.html").exists()
