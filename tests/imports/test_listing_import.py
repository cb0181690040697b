"""Listings taken into a shop: a snapshot per product, twice is once, and what a person wrote stays."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from parcelproof.imports import Intake, Options, Outcome, collect
from parcelproof.imports.pictures import keep_pictures
from parcelproof.language import speaking
from parcelproof.ledger.records import Order, Product
from parcelproof.resources import templates_dir
from parcelproof.shop import Shop

FOLDER = templates_dir() / "imports" / "listings"
HEADER = ["SKU", "Name", "Category", "Price", "Currency", "Input voltage", "Description"]
LAMP = ["LAMP", "LED desk lamp", "Lamps", "24.90", "USD", "100-240 V", "A lamp."]
PNG = b"\x89PNG\r\n\x1a\nx"


def write(path: Path, *rows: list[str], when: str = "2026-10-01T08:00:00+00:00") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    stamp = datetime.fromisoformat(when).timestamp()
    os.utime(path, (stamp, stamp))
    return path


def take(shop: Shop, *paths: Path, **options: object) -> Outcome:
    (outcome,) = Intake(shop, Options(**options)).run(paths)  # type: ignore[arg-type]
    assert not outcome.rejected, outcome.rejected
    return outcome


@pytest.mark.parametrize("path", sorted(p for p in FOLDER.iterdir() if p.suffix != ".md"), ids=lambda p: p.name)
def test_every_example_comes_in_and_verifies(shop: Shop, path: Path) -> None:
    outcome = take(shop, path, format="listing" if path.suffix == ".txt" else "")
    assert outcome.kind.startswith("listings: ")
    assert not outcome.refused
    assert "product:lamp-w" in outcome.products
    file = shop.product("product:lamp-w")
    assert file.sku == "LAMP-W"
    assert file.listings[-1].title == "LED desk lamp, dimmable, 5 W"
    assert file.product is not None
    assert file.product.profile == "electronics"
    assert not shop.verify()
    assert shop.evidence.has(hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_row_becomes_a_file_of_its_own(shop: Shop, tmp_path: Path) -> None:
    path = write(tmp_path / "listings.csv", LAMP, ["MUG", "Mug", "Mugs", "9", "USD", "", "Stoneware."])
    outcome = take(shop, path)
    assert outcome.products == {"product:lamp", "product:mug"}
    assert outcome.added == 4
    (page,) = shop.product("product:lamp").listings
    kept = json.loads(shop.evidence.get(page.sha256))
    assert kept["export_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert kept["says"] == dict(zip(HEADER, LAMP, strict=True))
    assert "Stoneware" not in json.dumps(kept)  # one listing can be shown without the others
    assert (page.media_type, page.bytes) == ("application/json", shop.evidence.size(page.sha256))
    assert page.attributes == {"Input voltage": "100-240 V"}
    assert (str(page.price), page.text, page.source) == ("USD 24.90", "A lamp.", "generic")


def test_a_snapshot_is_the_same_in_every_language(shop: Shop, tmp_path: Path) -> None:
    path = write(tmp_path / "listings.csv", LAMP, ["", "Mug", "Mugs", "9", "USD", "", "Stoneware."])
    take(shop, path)
    with speaking("zh"):
        again = take(shop, path, again=True)
    (page,) = shop.product("product:lamp").listings
    assert json.loads(shop.evidence.get(page.sha256))["where"] == "row 2"
    assert (again.refused[0].where, again.refused[0].what) == ("第 3 行", "这个商品页面既没有 SKU，也没有自己的编号。")


def test_the_time_of_a_file_is_marked_as_no_proof(shop: Shop, tmp_path: Path) -> None:
    outcome = take(shop, write(tmp_path / "listings.csv", LAMP))
    (page,) = shop.product("product:lamp").listings
    assert page.time_source == "file"
    assert page.claimed_at == datetime.fromisoformat("2026-10-01T08:00:00+00:00")
    assert any("no proof" in note for note in outcome.notes)


def test_twice_is_once_and_only_what_changed_is_added(shop: Shop, tmp_path: Path) -> None:
    path = write(tmp_path / "listings.csv", LAMP, ["MUG", "Mug", "Mugs", "9", "USD", "", ""])
    take(shop, path)
    assert take(shop, path).already
    assert take(shop, path, again=True).added == 0
    newer = write(tmp_path / "newer.csv", [*LAMP[:3], "19.90", *LAMP[4:]], ["MUG", "Mug", "Mugs", "9", "USD", "", ""])
    outcome = take(shop, newer)
    assert outcome.products == {"product:lamp"}
    assert outcome.added == 2
    lamp = shop.product("product:lamp")
    assert [str(page.price) for page in lamp.listings] == ["USD 24.90", "USD 19.90"]
    assert str(lamp.product and lamp.product.price) == "USD 19.90"
    assert len(shop.product("product:mug").listings) == 1


def test_what_a_person_wrote_stays(shop: Shop, tmp_path: Path) -> None:
    take(shop, write(tmp_path / "listings.csv", LAMP))
    known = shop.product("product:lamp").product
    assert known is not None
    mine = known.model_copy(
        update={"title": "My lamp", "brand": "Lumo", "attributes": {**known.attributes, "voltage": "220 V"}}
    )
    shop.record("product:lamp", mine)
    take(shop, write(tmp_path / "newer.csv", ["LAMP", "New lamp", "Lights", "20", "USD", "110 V", "Other."]))
    now = shop.product("product:lamp").product
    assert now is not None
    assert (now.title, now.brand, now.attributes["voltage"]) == ("My lamp", "Lumo", "220 V")
    assert (now.category, str(now.price)) == ("Lights", "USD 20.00")


def test_a_page_goes_to_the_product_that_has_its_number(shop: Shop, tmp_path: Path) -> None:
    shop.record("product:desk-1", Product(sku="DESK-1", title="Desk lamp", listing_ids=("255123456789",)))
    page = tmp_path / "page.html"
    page.write_bytes(FOLDER.joinpath("page.html").read_bytes())
    assert take(shop, page).products == {"product:desk-1"}
    assert take(shop, page).already
    assert shop.product("product:desk-1").listings[0].sha256 == hashlib.sha256(page.read_bytes()).hexdigest()


def test_a_page_without_number_needs_a_name(shop: Shop, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><h1>Lamp</h1><img src='page_files/a.png'><img src='../secret.png'><p>x</p></html>")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "a.png").write_bytes(PNG)
    assert take(shop, page).kind == "kept when a record names it"
    assert take(shop, page, product="LAMP").products == {"product:lamp"}
    (listing,) = shop.product("product:lamp").listings
    assert listing.pictures == (hashlib.sha256(PNG).hexdigest(),)
    assert not shop.verify()


def test_a_page_that_a_record_names_stays_with_it(shop: Shop, tmp_path: Path) -> None:
    shop.record("ebay-1", Order(channel="ebay", order_id="1"), source="test")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "page.html").write_bytes(FOLDER.joinpath("page.html").read_bytes())
    line = {"record": "listing", "shipment": "1", "title": "Lamp", "file": "page.html"}
    (folder / "records.jsonl").write_text(json.dumps(line))
    kinds = {o.name: o.kind for o in Intake(shop).run(collect([folder]))}
    assert kinds == {"page.html": "kept when a record names it", "records.jsonl": "records"}
    assert shop.product_ids() == []
    assert len(shop.shipment("ebay-1").listings) == 1


def test_listings_come_before_the_records_that_name_their_products(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder / "z-listings.csv", LAMP)
    line = {"record": "supplier_proof", "product": "LAMP", "document": "invoice", "supplier": "X",
            "document_date": "2026-08-12"}  # fmt: skip
    (folder / "a-records.jsonl").write_text(json.dumps(line))
    outcomes = list(Intake(shop).run(collect([folder])))
    assert [o.name for o in outcomes] == ["z-listings.csv", "a-records.jsonl"]
    assert not outcomes[1].refused
    assert shop.product("product:lamp").supplier_proofs[0].supplier == "X"


def test_rows_that_name_no_product_are_listed(shop: Shop, tmp_path: Path) -> None:
    outcome = take(
        shop,
        write(tmp_path / "l.csv", LAMP, ["", "Lamp", "x", "1", "USD", "", ""], ["9.4E+21", "Lamp", "", "", "", "", ""]),
    )
    assert [r.where for r in outcome.refused] == ["row 3", "row 4"]
    assert outcome.problems_file is not None
    assert len(shop.product_ids()) == 1


def test_one_name_fits_no_file_of_many(shop: Shop, tmp_path: Path) -> None:
    path = write(tmp_path / "l.csv", LAMP, ["MUG", "Mug", "", "1", "USD", "", "x"])
    (outcome,) = Intake(shop, Options(product="LAMP")).run([path])
    assert "several products" in outcome.rejected
    assert shop.product_ids() == []


HOSTILE = "=HYPERLINK(1)<script>alert(1)</script>\u202e{{7*7}}'\"\\../../x"


def test_hostile_text_stays_text(shop: Shop, tmp_path: Path) -> None:
    take(shop, write(tmp_path / "l.csv", [HOSTILE, HOSTILE, HOSTILE, "1", "USD", HOSTILE, HOSTILE]))
    (chain,) = shop.product_ids()
    file = shop.product(chain)
    assert file.sku == HOSTILE
    assert "alert(1)" not in file.listings[0].text  # a description may be HTML, and its scripts are no text
    assert file.listings[0].attributes["Input voltage"] == HOSTILE
    assert not shop.verify()


def test_progress_is_told_for_a_large_file(shop: Shop, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    rows = [[f"S{i}", f"Lamp {i}", "Lamps", "1", "USD", "5 V", "x"] for i in range(600)]
    take(shop, write(tmp_path / "l.csv", *rows), progress=lambda what, done, total: told.append((what, done, total)))
    assert told[0] == ("Reading", 600, 600)
    assert told[-1] == ("Writing", 1201, 1201)
    assert len(shop.product_ids()) == 600


@pytest.mark.parametrize(
    "name", ["../x.png", "/etc/passwd", "file:///x.png", "https://e.example/x.png", "a/../../x.png",
     "a%2f..%2f..%2fx.png",
             "link.png", "text.png", "", "\x00", "x" * 5_000],
)  # fmt: skip
def test_only_pictures_beside_the_page_are_kept(shop: Shop, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (tmp_path / "x.png").write_bytes(PNG)
    (folder / "text.png").write_text("no picture")
    (folder / "link.png").symlink_to(tmp_path / "x.png")
    assert keep_pictures([name], folder, shop.evidence) == ()
