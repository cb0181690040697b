"""Every example of a listing export is read whole, and the README names exactly the columns that are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError, UnknownNameError
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings import ListingRow, RefusedRow, open_listings, read_listings
from parcelproof.product.listings.formats import detect_format, load_formats
from parcelproof.resources import templates_dir
from parcelproof.tables import column_key

FOLDER = templates_dir() / "imports" / "listings"
EXAMPLES = sorted(p for p in FOLDER.iterdir() if p.suffix != ".md")
TABLES = [p for p in EXAMPLES if p.suffix in (".csv", ".tsv")]
README = (FOLDER / "README.md").read_text(encoding="utf-8")
FORMAT_OF = {
    "page": "page", "pasted": "pasted", "products": "json", "shopify_products_new": "shopify_products",
    "aliexpress.json": "aliexpress_json", "shopify_products.json": "shopify_json",
}  # fmt: skip


def rows_of(text: str, name: str = "x.csv", **options: str) -> list[ListingRow | RefusedRow]:
    return list(open_listings(text.encode(), name, **options).rows)


def facts_of(text: str, name: str = "x.csv") -> list[ListingFacts]:
    return list(read_listings(text.encode(), name, currency="USD"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_every_example_is_read_whole(path: Path) -> None:
    file = open_listings(path.read_bytes(), path.name, currency="USD", format="pasted" if path.suffix == ".txt" else "")
    rows = list(file.rows)
    assert file.format == FORMAT_OF.get(path.name, FORMAT_OF.get(path.stem, path.stem))
    assert not [row for row in rows if isinstance(row, RefusedRow)]
    assert {row.facts.sku for row in rows} >= {"LAMP-W"}
    lamp = next(row.facts for row in rows if row.facts.sku == "LAMP-W")
    assert lamp.title == "LED desk lamp, dimmable, 5 W"
    assert str(lamp.price) == "USD 24.90"
    assert f"`{path.name}`" in README


def test_there_is_an_example_for_every_format() -> None:
    assert {p.stem for p in TABLES} - {"shopify_products_new"} == set(load_formats())


@pytest.mark.parametrize("name", sorted(load_formats()))
def test_readme_names_exactly_the_columns_that_are_read(name: str) -> None:
    section = re.search(rf"^## `{name}`.*?(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert section
    named = {line.split("|")[1].strip() for line in section[0].splitlines() if line.startswith("| ")} - {"column"}
    assert named == {column for columns in load_formats()[name].columns.values() for column in columns}
    left_out = section[0].split("Left out:")[1].replace("\n", " ")
    assert {column for column in load_formats()[name].ignored if f"`{column}`" not in left_out} == set()


@pytest.mark.parametrize("name", sorted(load_formats()))
def test_columns_lead_to_one_meaning(name: str) -> None:
    spec = load_formats()[name]
    for columns in spec.columns.values():
        assert len({column_key(c) for c in columns}) >= len(columns) - 2  # ``*Title`` and ``Title`` are one
    places: dict[str, str] = {}
    for field, columns in spec.columns.items():
        for column in columns:
            assert places.setdefault(column_key(column), field) == field
    assert not {column_key(c) for c in spec.ignored} & set(places)


@pytest.mark.parametrize(
    "header",
    ["Order ID,SKU,Title,Price", "Order number;Item title;Custom label;Sold for", "Title,Tracking Number,SKU,Category",
     "Title,Price", "a,b", "SKU,Stock"],
)  # fmt: skip
def test_other_tables_are_no_listings(header: str) -> None:
    assert detect_format(re.split("[,;]", header)) == ""


def test_lines_above_the_header_are_skipped() -> None:
    text = "#INFO,Version=0.0.2,,\n#INFO,,,\n*Action(SiteID=UK|Currency=GBP),CustomLabel,*Title,*StartPrice\n"
    text += "Add,S1,Lamp,9.99\n"
    (facts,) = facts_of(text)
    assert (facts.sku, str(facts.price)) == ("S1", "GBP 9.99")


def test_variants_of_ebay_keep_their_own_option() -> None:
    white, black = [f for f in read_listings((FOLDER / "ebay_active.csv").read_bytes(), "e.csv") if f.sku]
    assert (white.attributes["Colour"], black.attributes["Colour"]) == ("White", "Black")
    assert white.listing_id == black.listing_id
    assert "Available quantity" not in white.attributes


def test_variants_of_shopify_share_what_stands_once() -> None:
    white, black, mug = read_listings((FOLDER / "shopify_products.csv").read_bytes(), "s.csv", currency="EUR")
    assert white.title == black.title
    assert white.text == black.text == "Dimmable desk lamp.\nPress the ring to switch it on."
    assert (white.attributes["Colour"], black.attributes["Colour"]) == ("White", "Black")
    assert len(black.pictures) == 3
    assert "Title" not in mug.attributes
    assert str(black.price) == "EUR 26.90"


def test_an_asin_is_no_gtin_and_a_price_without_currency_is_none() -> None:
    lamp, mug = read_listings((FOLDER / "amazon_listings.tsv").read_bytes(), "a.tsv")
    assert (lamp.gtin, mug.gtin) == ("4006381333931", "")
    assert lamp.price is None
    assert (lamp.listing_id, lamp.attributes["Condition"]) == ("B0EXAMPLE1", "New")


def test_rows_that_cannot_be_read_say_why() -> None:
    refused = [
        r for r in rows_of("SKU,Name,Price\nA,Lamp,1 USD\n9.4E+21,Lamp,1 USD\nB,,1 USD\n") if isinstance(r, RefusedRow)
    ]
    assert [r.where for r in refused] == ["row 3", "row 4"]
    assert "digits are lost" in refused[0].what
    assert "names no product" in refused[1].what


def test_numbers_of_every_language_are_read() -> None:
    (facts,) = facts_of('商品标题,货号,价格,币种,输入电压\n台灯,L1,"1,234.50",CNY,220V\n')
    assert (facts.title, facts.sku, str(facts.price)) == ("台灯", "L1", "CNY 1,234.50")
    assert facts.attributes == {"输入电压": "220V"}


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="generic"):
        list(rows_of("a,b\n1,2\n", format="generick") or [])


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1,2]", '{"a":', "a,b\n1,2\n", "[" * 100_000, '{"products": 3}'])
def test_files_without_listings_are_refused_in_words(text: str) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(text)
    assert caught.value.mend


def test_json_lines_and_linked_data() -> None:
    lines = '{"title": "A", "sku": "1", "price": 2.50, "currency": "EUR"}\n{"title": "B", "sku": "2"}\n'
    assert [(f.sku, f.price and str(f.price)) for f in facts_of(lines, "x.jsonl")] == [("1", "EUR 2.50"), ("2", None)]
    (facts,) = facts_of(
        '{"@context":"https://schema.org","@type":"Product","name":"Lamp","sku":"L","offers":{"price":"3","priceCurrency":"EUR"}}'
    )
    assert (facts.title, facts.sku, str(facts.price)) == ("Lamp", "L", "EUR 3.00")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    for name in ("x.csv", "x.json", "x.html"):
        try:
            for row in open_listings(data, name).rows:
                assert row.where
        except InputError as error:
            assert error.what  # noqa: PT017


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=5))
def test_any_cells_become_listings_or_refusals(cells: list[list[str]]) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows([["SKU", "Title", "Price", "Voltage"], *cells])
    for row in rows_of(text.getvalue()):
        if isinstance(row, ListingRow):
            assert row.facts.title
            assert "\n" not in row.facts.title


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8) | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["title", "sku", "price", "attributes", "variants", "products", "options", "images", "subject",
                         "ae_item_base_info_dto", "ae_item_sku_info_dtos", "@type", "name", "offers", "@graph"]),
        inner | st.just("Product"), max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_any_json_is_read_or_refused_in_words(value: object) -> None:
    import json

    try:
        rows = list(open_listings(json.dumps(value).encode(), "x.json").rows)
    except InputError:
        return
    assert all(isinstance(row, (ListingRow, RefusedRow)) for row in rows)
