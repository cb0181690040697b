from __future__ import annotations

import uuid
from itertools import combinations

import numpy as np
import pytest
from evidence_pictures import encoded, scene
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from parcelproof.evidence.photos import take_in
from parcelproof.evidence.store import EvidenceStore
from parcelproof.evidence.twins import (
    OrientedPhoto,
    PhotoHash,
    TwinIndex,
    find_twins,
    image_hashes,
    orientation_hashes,
    oriented,
)
from parcelproof.ledger.records import Photo

SHA = "a" * 64


@pytest.fixture(scope="module")
def store() -> EvidenceStore:
    return EvidenceStore(f"memory://{uuid.uuid4().hex}/ev")


def taken(store: EvidenceStore, image: Image.Image, **options: int) -> Photo:
    return take_in(encoded(image, **options), "a.jpg", "item_front", store)


def on_record(shipment: str, photo: Photo) -> PhotoHash:
    return PhotoHash(shipment, photo.sha256, photo.phash, photo.dhash)


@pytest.fixture(scope="module")
def others(store: EvidenceStore) -> TwinIndex:
    """Twenty different photos of twenty orders."""
    return TwinIndex(on_record(f"order-{n}", taken(store, scene(n))) for n in range(20))


CHANGES = {
    "the same file": lambda im: im,
    "half size": lambda im: im.resize((im.width // 2, im.height // 2)),
    "brighter": lambda im: ImageEnhance.Brightness(im).enhance(1.3),
    **{turn.name: (lambda im, turn=turn: im.transpose(turn)) for turn in Image.Transpose},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_found_and_other_photos_are_not(store: EvidenceStore, others: TwinIndex, change: str) -> None:
    copy = taken(store, CHANGES[change](scene(7)), quality=60)
    (twin,) = find_twins("mine", [oriented(copy, store)], others)
    assert (twin.photo_sha256, twin.other_shipment) == (copy.sha256, "order-7")
    assert twin.phash_distance <= 6


def test_photos_of_the_same_shipment_are_never_twins(store: EvidenceStore) -> None:
    photo = taken(store, scene(1))
    assert find_twins("mine", [oriented(photo, store)], [on_record("mine", photo)]) == ()
    assert find_twins("mine", [oriented(photo, store)], []) == ()
    (twin,) = find_twins("mine", [oriented(photo, store)], [on_record("other", photo)])
    assert (twin.other_sha256, twin.phash_distance, twin.dhash_distance) == (photo.sha256, 0, 0)


def test_plain_pictures_are_twins_of_the_very_same_file_only(store: EvidenceStore) -> None:
    grey, brown = taken(store, Image.new("RGB", (400, 300), "#888")), taken(store, Image.new("RGB", (300, 300), "#642"))
    assert find_twins("mine", [oriented(grey, store)], [on_record("other", brown)]) == ()
    assert len(find_twins("mine", [oriented(grey, store)], [on_record("other", grey)])) == 1


def _flip(value: int, bits: int, rng: np.random.Generator) -> int:
    for bit in rng.choice(64, bits, replace=False):
        value ^= 1 << int(bit)
    return value


@pytest.mark.parametrize(
    ("p", "d", "same"),
    [(0, 64, True), (6, 64, True), (7, 12, True), (10, 12, True), (10, 13, False), (7, 13, False), (11, 0, False)],
)
def test_both_edges_of_the_rule(p: int, d: int, same: bool) -> None:
    rng = np.random.default_rng(p * 100 + d)
    phash, dhash = 0xF0F0F0F0F0F0F0F0, 0x123456789ABCDEF0
    mine = OrientedPhoto(SHA, ((f"{phash:016x}", f"{dhash:016x}"),))
    other = PhotoHash("other", "b" * 64, f"{_flip(phash, p, rng):016x}", f"{_flip(dhash, d, rng):016x}")
    found = find_twins("mine", [mine], [other])
    assert [(t.phash_distance, t.dhash_distance) for t in found] == ([(p, d)] if same else [])


HASH = st.integers(0, 2**64 - 1).map(lambda n: f"{n:016x}")


@settings(max_examples=60)
@given(st.lists(st.tuples(HASH, HASH), min_size=8, max_size=8), st.lists(st.tuples(HASH, HASH), max_size=30))
def test_the_fast_way_agrees_with_the_slow_way(mine: list[tuple[str, str]], others: list[tuple[str, str]]) -> None:
    others = [*others, mine[3]]
    index = TwinIndex(PhotoHash(str(n), f"{n:064x}", p, d) for n, (p, d) in enumerate(others))
    found = {t.other_shipment for t in find_twins("mine", [OrientedPhoto(SHA, tuple(mine))], index)}

    def plain(h: str) -> bool:
        return int(h, 16).bit_count() < 16

    def near(one: tuple[str, str], two: tuple[str, str]) -> bool:
        p, d = ((int(a, 16) ^ int(b, 16)).bit_count() for a, b in zip(one, two, strict=True))
        return not plain(one[0]) and not plain(two[0]) and (p <= 6 or (p <= 10 and d <= 12))

    assert found == {str(n) for n, other in enumerate(others) if any(near(one, other) for one in mine)}


def test_different_pictures_lie_far_apart() -> None:
    hashes = [int(image_hashes(scene(n))[0], 16) for n in range(12)]
    assert min((a ^ b).bit_count() for a, b in combinations(hashes, 2)) > 10


@pytest.mark.parametrize("size", [(320, 240), (97, 311), (33, 20)])
def test_all_orientations_at_once_are_hashed_as_each_by_itself(size: tuple[int, int]) -> None:
    picture = scene(3).resize(size)
    each = [picture, *(picture.transpose(turn) for turn in Image.Transpose)]
    assert orientation_hashes(picture) == tuple(image_hashes(one) for one in each)
