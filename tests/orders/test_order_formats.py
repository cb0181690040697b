"""Every example file imports whole, and the README names exactly the columns that are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parcelproof.errors import UnknownNameError
from parcelproof.orders import detect_format, get_format, load_formats, read_orders
from parcelproof.orders.formats import known_columns
from parcelproof.tables import column_key, read_table

FOLDER = Path(__file__).parents[2] / "templates" / "imports" / "orders"
EXAMPLES = sorted(p for p in FOLDER.iterdir() if p.suffix in (".csv", ".tsv"))
README = (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_example_imports_without_a_refused_row(path: Path) -> None:
    read = read_orders(path.read_bytes(), path.name, zone="Asia/Shanghai")
    assert read.format == ("ebay" if path.stem == "ebay_uk" else path.stem)
    assert read.refused == ()
    assert len(read.bundles) >= 2 or len(read.joins) >= 2
    assert f"`{path.name}`" in README


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_same_bytes_read_twice_are_equal(path: Path) -> None:
    data = path.read_bytes()
    assert read_orders(data, path.name) == read_orders(data, path.name)


def test_there_is_an_example_for_every_format() -> None:
    assert {p.stem for p in EXAMPLES} - {"ebay_uk"} == set(load_formats())


@pytest.mark.parametrize("name", sorted(load_formats()))
def test_readme_names_exactly_the_columns_that_are_read(name: str) -> None:
    section = re.search(rf"^## `{name}`.*?(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert section
    named = {line.split("|")[1].strip() for line in section[0].splitlines() if line.startswith("| ")} - {"column"}
    columns = {column for columns in get_format(name).columns.values() for column in columns}
    assert named == columns


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_format_is_found_in_any_letter_case_and_column_order(path: Path) -> None:
    table = read_table(path.read_bytes(), path.name, header_hint=known_columns())
    header = ",".join(f'"{name.upper()}"' for name in reversed(table.header))
    assert detect_format(read_table(f"{header}\n".encode(), "x.csv")) == detect_format(table)


def test_unknown_columns_are_no_format() -> None:
    assert detect_format(read_table(b"Order ID,Tracking Number,Colour\n1,2,3\n", "x.csv")) is None
    assert detect_format(read_table(b"a,b\n1,2\n", "x.csv")) is None


def test_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="shopify"):
        get_format("shopfy")


def test_column_keys_of_a_format_lead_to_one_meaning() -> None:
    for spec in load_formats().values():
        for columns in spec.columns.values():
            keys = [column_key(column) for column in columns]
            assert len(keys) == len(set(keys)), spec.format
