from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from parcelproof.errors import InputError
from parcelproof.evidence.twins import PhotoHash, TwinIndex, find_twins, oriented
from parcelproof.ledger.records import Photo
from parcelproof.orders import read_orders
from parcelproof.playbook import load_playbook
from parcelproof.sample import write, write_sample
from parcelproof.sample.documents import listing_page, paper_pdf
from parcelproof.sample.orders import order_files
from parcelproof.sample.photos import photo_files, taken_at
from parcelproof.sample.product_stories import load_products
from parcelproof.sample.records import record_files
from parcelproof.sample.stories import SampleShop, load_shop
from parcelproof.sample.tracking import tracking_files
from parcelproof.sample.write import AS_OF, SELLER_ZONE
from parcelproof.shop import Shop
from parcelproof.tracking import read_tracking
from parcelproof.tracking.events import Status
from parcelproof.tracking.fold import fold

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def shop() -> SampleShop:
    return load_shop()


@pytest.fixture(scope="session")
def exports(sample_folder: Path) -> Path:
    return sample_folder / "exports"


@pytest.fixture(scope="session")
def photos(exports: Path) -> dict[str, bytes]:
    folder = exports / "photos"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.*")) if p.is_file()}


@pytest.fixture(scope="session")
def taken(photos: dict[str, bytes], sample_shop: Shop) -> dict[str, Photo]:
    """What the import made of each photo."""
    found = {
        (chain, stored.record.sha256): stored.record
        for chain in sample_shop.shipment_ids()
        for stored in sample_shop.ledger.read(chain)
        if isinstance(stored.record, Photo)
    }
    by_content = {sha256: record for (_, sha256), record in found.items()}
    assert len(by_content) == len(found) == len(photos), "no file was taken in twice"
    return {name: by_content[hashlib.sha256(data).hexdigest()] for name, data in photos.items()}


def s10_is_valid(number: str) -> bool:
    total = sum(int(d) * w for d, w in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11) == int(number[10])


def test_the_stories_keep_their_promises(shop: SampleShop) -> None:
    as_of = datetime.fromisoformat(AS_OF)
    assert 20 <= len(shop.stories) <= 30
    assert len({story.order for story in shop.stories}) == len(shop.stories)
    numbers = [story.parcel.number for story in shop.stories if story.parcel.number]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        if re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number):
            assert s10_is_valid(number), number
    for story in shop.stories:
        times = [story.paid, story.parcel.shipped, *(scan.at for scan in story.scans)]
        assert max(times) <= as_of
        assert story.paid < story.packed_at < story.parcel.shipped
        assert [scan.at for scan in story.scans] == sorted(scan.at for scan in story.scans)
        for role in story.photos:
            if role != "returned_parcel":
                assert story.paid < taken_at(story, role) <= story.parcel.shipped
    whole = sum("answers" in story.kept for story in shop.stories) / len(shop.stories)
    assert 0.4 <= whole <= 0.6


def test_the_people_come_from_many_countries_and_scripts(shop: SampleShop) -> None:
    names = "".join(story.buyer.name for story in shop.stories)
    for script in (r"[一-鿿]", r"[А-я]", r"[؀-ۿ]", r"[א-ת]", r"[À-ÿ]"):
        assert re.search(script, names)
    assert {"US", "GB", "DE", "FR", "ES", "BR", "JP", "AU", "IL", "RU"} <= {s.buyer.country for s in shop.stories}


def test_order_files_import_without_a_refused_row(shop: SampleShop) -> None:
    found, numbers = set(), set()
    for name, data in order_files(shop).items():
        file = read_orders(data, name, zone=SELLER_ZONE)
        assert file.refused == (), name
        found |= {bundle.order.order_id for bundle in file.bundles}
        numbers |= {shipping.tracking_number for bundle in file.bundles for shipping in bundle.shippings}
        numbers |= {join.shipping.tracking_number for join in file.joins}
    assert found == {story.order for story in shop.stories}
    assert numbers - {""} == {story.parcel.number for story in shop.stories} - {""}


def test_orders_say_what_the_stories_say(shop: SampleShop) -> None:
    bundles = {
        bundle.order.order_id: bundle
        for name, data in order_files(shop).items()
        for bundle in read_orders(data, name, zone=SELLER_ZONE).bundles
        if bundle.items
    }
    for story in shop.stories:
        bundle = bundles[story.order]
        assert bundle.order.destination == story.buyer.country
        assert bundle.order.goods is not None
        assert (bundle.order.goods.amount, bundle.order.goods.currency) == (shop.goods_total(story), story.paid_in)
        assert [item.quantity for item in bundle.items] == [line.quantity for line in story.items]
        assert bundle.order.total in (None, shop.total(story))
        assert bundle.order.ship_to is not None
        assert bundle.order.ship_to.name == story.buyer.name


def test_tracking_files_import_and_end_where_the_stories_end(shop: SampleShop) -> None:
    parcels = {}
    for name, data in tracking_files(shop.stories).items():
        file = read_tracking(data, name, zone=SELLER_ZONE)
        assert file.refused == (), name
        parcels |= {parcel.tracking_number: parcel for parcel in file.parcels}
    ends = {
        "accepted": Status.ACCEPTED, "arrived": Status.IN_TRANSIT, "customs": Status.CUSTOMS,
        "hold": Status.CUSTOMS_HOLD, "locker": Status.AVAILABLE_FOR_PICKUP, "collected": Status.DELIVERED,
        "signed": Status.DELIVERED, "delivered": Status.DELIVERED, "returned": Status.RETURNED,
        "returning": Status.RETURNING, "lost": Status.LOST, "address": Status.EXCEPTION,
    }  # fmt: skip
    for story in shop.stories:
        if story.scans:
            parcel = parcels[story.parcel.number]
            assert len(parcel.events) == len(story.scans)
            assert all(event.status is not Status.UNKNOWN and event.time for event in parcel.events)
            assert fold([parcel]).status is ends[story.scans[-1].word], story.about
    assert {status.value for status in ends.values()} >= {"lost", "returned", "customs_hold", "available_for_pickup"}


def lines(files: dict[str, bytes]) -> Iterator[dict[str, object]]:
    for name, data in files.items():
        if name.endswith(".jsonl"):
            yield from (json.loads(line) for line in data.decode().splitlines())


def test_records_name_known_parcels_files_and_questions(shop: SampleShop) -> None:
    files = record_files(shop)
    references = {story.reference for story in shop.stories}
    questions = {q.id for stage in load_playbook().stages for m in stage.measures for q in m.questions}
    kinds: Counter[object] = Counter()
    for entry in lines(files):
        kinds[entry["record"]] += 1
        assert entry["shipment"] in references
        assert "file" not in entry or entry["file"] in files
        assert entry["record"] != "answer" or entry["question"] in questions
    for kind in (
        "weights", "declaration", "consent", "gift", "message", "inspection", "listing", "shipping", "answer",
        "inquiry",
    ):  # fmt: skip
        assert kinds[kind], kind


def test_hostile_messages_are_in_the_sample(shop: SampleShop) -> None:
    texts = [str(entry["text"]) for entry in lines(record_files(shop)) if entry["record"] == "message"]
    assert any("<script>" in text for text in texts)
    assert any(text.startswith("=") for text in texts)
    assert any(text.startswith("+") for text in texts)


def test_pages_are_self_contained_and_papers_are_pdf(shop: SampleShop) -> None:
    for good in shop.goods.values():
        page = listing_page(good, ["<b>bow & arrow</b>"]).decode()
        assert "<script" not in page
        assert "http" not in page
        assert "&lt;b&gt;bow &amp; arrow&lt;/b&gt;" in page
    papers = [(paper, good) for good, product in load_products(shop.goods) for paper in product.papers]
    assert papers
    for paper, good in papers:
        data = paper_pdf(paper, good)
        assert data.startswith(b"%PDF-")
        assert data == paper_pdf(paper, good)


def test_each_product_has_its_pages_papers_and_units(sample_shop: Shop, shop: SampleShop) -> None:
    for good, product in load_products(shop.goods):
        file = sample_shop.product(sample_shop.find_product(good.sku))
        assert {page.file_name for page in product.pages} <= {
            path.name for path in (Path(sample_shop.folder).parent / "exports" / "products" / good.sku).iterdir()
        }
        pages = [page for page in file.listings if page.source == "page"]
        assert [page.claimed_at for page in pages] == [page.saved for page in product.pages]
        assert all(page.time_source == "page" and page.price for page in pages)
        exported = [page for page in file.listings if page.source != "page"]
        assert [page.claimed_at for page in exported] == [product.exported]
        assert len(file.supplier_proofs) == len(product.papers)
        assert {unit.serial for unit in file.units} == {unit.serial for unit in product.units}
        shown = {photo.sha256 for photo in file.photos}
        named = {one for unit in file.units for test in unit.tests for one in test.evidence}
        assert named == shown
        for unit in product.units:
            if "serial" in unit.shown:
                assert any(unit.serial in photo.barcodes for photo in file.photos)


def test_every_barcode_reads_back_as_the_number_of_its_parcel(shop: SampleShop, taken: dict[str, Photo]) -> None:
    read = 0
    for story in shop.stories:
        for role, photo in ((r, taken.get(f"{story.reference}/{r}-1.jpg")) for r in ("label", "drop_off_receipt")):
            if photo is not None:
                assert photo.barcodes == (story.parcel.number,), role
                read += 1
    assert read > 30


def test_serial_numbers_read_back(shop: SampleShop, taken: dict[str, Photo]) -> None:
    for story in shop.stories:
        photo = taken.get(f"{story.reference}/serial-1.jpg")
        if photo is not None:
            assert set(photo.barcodes) <= {serial for line in story.items for serial in line.serials}
            assert photo.barcodes


def test_only_the_photo_that_was_used_twice_has_a_twin(
    shop: SampleShop, taken: dict[str, Photo], sample_shop: Shop
) -> None:
    # Barcodes are left out, so that the pictures alone have to differ.
    def folder(name: str) -> str:
        return name.rsplit("/", 1)[0]

    index = TwinIndex(PhotoHash(folder(name), p.sha256, p.phash, p.dhash) for name, p in taken.items())
    names = {(folder(name), p.sha256): name for name, p in taken.items()}
    found = {
        (name, names[twin.other_shipment, twin.other_sha256])
        for name, photo in taken.items()
        for twin in find_twins(folder(name), [oriented(photo, sample_shop.evidence)], index)
    }
    meant = set()
    for story in shop.stories:
        for photo in story.reused:
            pair = (f"{story.reference}/{photo.role}-2.jpg", f"{photo.order}/{photo.role}-1.jpg")
            meant |= {pair, pair[::-1]}
    assert found == meant != set()


def test_photos_carry_the_notes_of_a_phone(shop: SampleShop, taken: dict[str, Photo]) -> None:
    seen: Counter[str] = Counter()
    for story in shop.stories:
        for role in story.photos:
            note = story.photo_notes.get(role)
            photo = taken[f"{story.reference}/{role}-1.{'heic' if note == 'heic' else 'jpg'}"]
            seen[note or "plain"] += 1
            assert photo.had_gps == (note == "gps")
            assert (photo.media_type == "image/heic") == (note == "heic")
            if note == "no_exif":
                assert photo.time_source == "none"
            elif note == "no_offset":
                assert photo.time_source == "camera_zone_assumed"
            else:
                assert photo.time_source == "camera_with_offset"
                assert photo.claimed_at == taken_at(story, role).replace(microsecond=0)
    assert set(seen) == {"plain", "heic", "gps", "no_exif", "no_offset"}


def test_the_scale_shows_the_packed_weight(shop: SampleShop) -> None:
    weights = {
        str(entry["shipment"]): entry["packed"]
        for entry in lines(record_files(shop))
        if entry["record"] == "weights" and "packed" in entry
    }
    for story in shop.stories:
        if "weights" in story.kept:
            assert weights[story.reference] == f"{shop.packed(story)} g"


def test_the_files_are_small_and_every_photo_is_there(
    exports: Path, shop: SampleShop, photos: dict[str, bytes]
) -> None:
    assert sum(p.stat().st_size for p in exports.rglob("*") if p.is_file()) < 8_000_000
    assert len(photos) == sum(len(story.photos) + len(story.reused) for story in shop.stories)


def test_the_summary_is_true(shop: SampleShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(shop, stories=shop.stories[:1])
    monkeypatch.setattr(write, "load_shop", lambda: few)
    written = write_sample(tmp_path / "files")
    sizes = [p.stat().st_size for p in written.folder.rglob("*") if p.is_file()]
    assert (written.files, written.bytes) == (len(sizes), sum(sizes))
    assert (written.shipments, written.photos) == (1, len(few.stories[0].photos))


def test_the_same_bytes_every_time(exports: Path, shop: SampleShop, photos: dict[str, bytes]) -> None:
    again = {"orders": order_files(shop), "tracking": tracking_files(shop.stories), "records": record_files(shop)}
    for folder, files in again.items():
        assert {p.name: p.read_bytes() for p in (exports / folder).iterdir()} == files
    # Drawing takes time: again only the orders that together hold every role and every way to save a photo.
    special = [s for s in shop.stories if s.photo_notes or "returned_parcel" in s.photos or "function_test" in s.photos]
    few = replace(shop, stories=tuple(special[:6]))
    drawn = dict(photo_files(few))
    assert len(drawn) > 25
    assert {name: photos[name] for name in drawn} == drawn


def test_photos_are_real_pictures_of_one_size(photos: dict[str, bytes]) -> None:
    for name, data in photos.items():
        with Image.open(BytesIO(data)) as image:
            assert sorted(image.size) == [600, 800], name


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file is in the way")
    with pytest.raises(InputError) as caught:
        write_sample(tmp_path / "taken")
    assert "taken" in caught.value.where


def test_no_program_knows_a_story_by_name(shop: SampleShop) -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(write_sample.__code__.co_filename).parent.rglob("*.py"))
    for story in shop.stories:
        assert story.order not in code
        assert story.parcel.number == "" or story.parcel.number not in code
        assert story.buyer.name not in code
