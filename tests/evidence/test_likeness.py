"""Copies that were made much brighter are found, and look-alikes are not taken for copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations

import pytest
from evidence_pictures import encoded, scene
from PIL import Image, ImageEnhance

from parcelproof.evidence.likeness import LIKE, difference, tiny, tiny_of_thumbnail
from parcelproof.evidence.photos import take_in
from parcelproof.evidence.twins import OrientedPhoto, PhotoHash, find_twins, image_hashes
from parcelproof.ledger.records import Order
from parcelproof.sample.photos import subject_of
from parcelproof.sample.pictures.scenes import draw_photo
from parcelproof.sample.stories import load_shop
from parcelproof.shop import Shop

ROLES = ("drop_off_receipt", "after_packing", "serial", "item_front")


def drawn(role: str) -> Iterator[Image.Image]:
    """Draw photos of one kind, each when it is wanted: that takes a moment."""
    shop = load_shop()
    showing = [story for story in shop.stories if role in story.photos]
    for story in showing[:6]:
        yield draw_photo(subject_of(shop, story), role).resize((400, 300))


def bright(image: Image.Image, factor: float = 1.3) -> Image.Image:
    out = BytesIO()
    ImageEnhance.Brightness(image).enhance(factor).save(out, "JPEG", quality=80)
    return Image.open(out).convert("RGB")


@pytest.mark.parametrize("role", ROLES)
def test_a_brightened_copy_is_like_its_source_and_no_other_is(role: str) -> None:
    pairs = [(tiny(image), tiny(bright(image))) for image in drawn(role)]
    for image, copy in pairs:
        assert difference(image, copy) <= LIKE
        assert difference(copy, image) <= LIKE
    for (one, _), (_, two) in combinations(pairs, 2):
        assert difference(one, two) > LIKE


def test_plain_pictures_are_like_nothing() -> None:
    grey = tiny(Image.new("RGB", (80, 60), "#777"))
    assert difference(grey, grey) > LIKE


def test_the_look_decides_only_where_the_hash_does_not() -> None:
    hashes = image_hashes(scene(1))
    near = f"{int(hashes[0], 16) ^ 0xFFF:016x}"
    mine = OrientedPhoto("a" * 64, (hashes,))
    other = PhotoHash("other", "b" * 64, near, f"{int(hashes[1], 16) ^ 0xFFFFFF:016x}")
    shown: list[str] = []

    def looks(shipment: str, sha256: str, *, same: bool = True) -> Image.Image:
        shown.append(shipment)
        return tiny(scene(1) if same or shipment == "mine" else scene(2))

    assert find_twins("mine", [mine], [other]) == ()
    assert len(find_twins("mine", [mine], [other], looks)) == 1
    assert find_twins("mine", [mine], [other], lambda s, h: looks(s, h, same=False)) == ()
    assert find_twins("mine", [mine], [other], lambda s, h: None) == ()
    shown.clear()
    far = PhotoHash("other", "b" * 64, f"{int(hashes[0], 16) ^ 0x1FFFF:016x}", hashes[1])
    assert find_twins("mine", [mine], [far], looks) == ()
    assert shown == []


def test_a_shop_finds_the_brightened_copy_and_survives_a_damaged_other(shop: Shop) -> None:
    source = next(
        image for role in ROLES for image in drawn(role)
        if (int(image_hashes(image)[0], 16) ^ int(image_hashes(bright(image))[0], 16)).bit_count() > 10
    )  # fmt: skip
    when = datetime(2026, 9, 1, tzinfo=UTC)
    photos = []
    for name, image in (("ebay-1", source), ("ebay-2", bright(source))):
        photo = take_in(encoded(image), "a.jpg", "item_front", shop.evidence)
        photos.append(photo)
        shop.record(name, Order(channel="ebay", order_id=name, placed_at=when), photo, source="test")
    (twin,) = shop.shipment("ebay-2").photo_twins
    assert (twin.other_shipment, twin.phash_distance > 10) == ("ebay-1", True)
    thumbnail = photos[0].thumbnail.sha256
    (shop.folder / "evidence" / thumbnail[:2] / thumbnail[2:]).write_bytes(b"broken")
    assert Shop(shop.folder).shipment("ebay-2").photo_twins == ()
    assert tiny_of_thumbnail(shop.evidence.get(photos[1].thumbnail.sha256)).size == (32, 32)
