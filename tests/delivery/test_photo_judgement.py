"""What is said about a photo at the moment it is taken in, and what the checks make of sharpness and order."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from builders import NUMBER, PACKED, PAID, PHOTOS, SENT, TODAY, level_of, order, photo, said, shipment
from parcelproof.delivery.photo_judgement import judge_photos
from parcelproof.errors import PlaybookError
from parcelproof.evidence.judgement import LEVELS, PhotoJudgement
from parcelproof.evidence.photo_words import load_photo_words
from parcelproof.findings import Level
from parcelproof.ledger.records import Photo
from parcelproof.playbook import load_playbook
from parcelproof.shipment import PhotoTwin

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def judged(one: Photo, *others: Photo, **changes: object) -> PhotoJudgement:
    whole = shipment(photos=(one, *others), **changes)
    return judge_photos(whole, load_playbook(), TODAY)[one.sha256]


def code(judgement: PhotoJudgement, question: str) -> str:
    answer = judgement.answer(question)
    return answer.code.partition(".")[2] if answer else ""


def test_a_good_photo_of_the_label_is_called_good() -> None:
    judgement = judged(photo("label"))
    assert [a.code for a in judgement.answers] == [
        "sharp.sharp", "barcode.matches", "reuse.unique", "time.in_time",
    ]  # fmt: skip
    assert judgement.good


@pytest.mark.parametrize(
    ("measured", "expected"),
    [(4000, "sharp"), (800, "sharp"), (799, "blurred"), (1, "blurred"), (0, "cannot_tell"), (None, "not_measured")],
)
def test_sharpness_is_compared_with_the_limit_of_the_playbook(measured: int | None, expected: str) -> None:
    judgement = judged(photo("item_front", sharpness=measured))
    assert code(judgement, "sharp") == expected
    assert judgement.good is (expected in ("sharp", "cannot_tell"))


def test_a_blurred_photo_says_what_to_do() -> None:
    first = judged(photo("item_front", sharpness=300)).sentences[0]
    assert first == "The photo is blurred. Hold still, tap on the screen to focus, and take it again."


@pytest.mark.parametrize(
    ("role", "barcodes", "expected"),
    [
        ("label", (NUMBER,), "matches"),
        ("label", ("RR111111111CN",), "other_number"),
        ("label", ("ROUTE-7",), "not_found"),
        ("label", (), "no_barcode"),
        ("drop_off_receipt", (), "no_barcode"),
        ("item_front", (), ""),
        ("item_front", ("4006381333931",), ""),
        ("after_packing", (NUMBER,), "matches"),
        ("after_packing", ("RR111111111CN",), "other_number"),
    ],
)
def test_barcode(role: str, barcodes: tuple[str, ...], expected: str) -> None:
    assert code(judged(photo(role, barcodes=barcodes)), "barcode") == expected


def test_the_code_on_a_label_is_never_shown() -> None:
    assert "ANNA" not in str(judged(photo("label", barcodes=("ANNA EXAMPLE STREET 1",))))


def test_without_a_tracking_number_nothing_is_compared() -> None:
    assert code(judged(photo("label"), shipping=None), "barcode") == "no_number"


def test_a_photo_that_was_used_before_names_the_order_but_not_for_parcels_of_one_order() -> None:
    front, back = photo("item_front"), photo("item_back")
    twin = PhotoTwin(front.sha256, "S-2", "0" * 64, 2, 4)
    judgement = judged(front, back, photo_twins=(twin,))
    assert code(judgement, "reuse") == "reused"
    assert "S-2" in judgement.sentences[0]
    assert code(judged(back, front, photo_twins=(twin,)), "reuse") == "unique"
    assert code(judged(front, photo_twins=(twin,), siblings=("S-2",)), "reuse") == "unique"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"claimed_at": PACKED}, "in_time"),
        ({"claimed_at": PAID - HOUR}, "before_payment"),
        ({"claimed_at": SENT + HOUR}, "after_handover"),
        ({"claimed_at": TODAY + HOUR}, "in_future"),
        ({"time_source": "camera_zone_assumed"}, "zone_assumed"),
        ({"claimed_at": None, "time_source": "none"}, "no_time"),
    ],
)
def test_time(changes: dict[str, object], expected: str) -> None:
    assert code(judged(photo("item_front", **changes)), "time") == expected


def test_a_receipt_may_be_newer_than_the_hand_over_and_no_payment_means_no_judgement() -> None:
    assert code(judged(photo("drop_off_receipt", claimed_at=SENT + HOUR)), "time") == "in_time"
    assert code(judged(photo("label"), order=order(paid_at=None, placed_at=None)), "time") == "no_window"


def test_a_photo_of_the_goods_after_the_closed_parcel_is_named_from_both_sides() -> None:
    goods, closed = photo("item_front", claimed_at=PACKED + HOUR), photo("after_packing")
    late, early = judged(goods, closed), judged(closed, goods)
    assert (code(late, "order"), code(early, "order")) == ("too_late", "too_early")
    assert "the closed parcel" in str(late.sentences)
    assert "the front" in str(early.sentences)


def test_another_camera_is_a_note_and_no_fault() -> None:
    judgement = judged(photo("label", device="Redwood RW-7"), photo("item_front", device="Lumora X2"))
    assert code(judgement, "camera") == "other"
    assert judgement.good


def test_every_code_has_words_and_every_word_a_code() -> None:
    words = load_photo_words()
    assert set(words.messages) == set(LEVELS)
    assert all(title for title, _ in words.messages.values())
    assert all(fix for name, (_, fix) in words.messages.items() if LEVELS[name] is not Level.PASS)


def test_a_mistake_in_the_words_is_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / "photos.yaml").write_text(
        "answers:\n  sharp:\n    sharp: {title: Yes}\nroles: {label: a}\n"
    )
    with pytest.raises(PlaybookError) as caught:
        load_photo_words(tmp_path)
    assert "photos.yaml:3" in caught.value.where
    with pytest.raises(PlaybookError):
        load_photo_words(tmp_path / "nothing")


# -- checks -----------------------------------------------------------------------------------


def labelled(*pictures: Photo) -> tuple[Photo, ...]:
    return (*(p for p in PHOTOS if p.role != "label"), *pictures)


@pytest.mark.parametrize(
    ("measured", "expected", "level"),
    [
        ((4000,), "sharp", "pass"), ((300,), "blurred", "warn"), ((0,), "cannot_tell", "note"),
        ((None,), "not_measured", "unknown"), ((300, 4000), "sharp", "pass"), ((300, None), "not_measured", "unknown"),
    ],
)  # fmt: skip
def test_one_sharp_photo_of_the_label_is_enough(measured: tuple[int | None, ...], expected: str, level: str) -> None:
    pictures = [photo("label", name=f"label-{n}", sharpness=m) for n, m in enumerate(measured)]
    assert level_of(shipment(photos=labelled(*pictures)), "delivery.delivery_receipt.label_sharp", expected) == level


def test_a_label_too_blurred_to_read_is_more_than_unknown() -> None:
    name = "delivery.delivery_receipt.label_number"
    blurred, sharp = photo("label", barcodes=(), sharpness=300), photo("label", name="b", barcodes=())
    assert level_of(shipment(photos=labelled(blurred)), name, "unreadable") == "warn"
    assert level_of(shipment(photos=labelled(blurred, sharp)), name, "no_barcode") == "unknown"


def test_blurred_photos_are_counted() -> None:
    name = "delivery.delivery_receipt.photos_sharp"
    pictures = (photo("item_front", sharpness=100), photo("item_back"), photo("label", sharpness=100))
    assert level_of(shipment(photos=pictures), name, "blurred") == "warn"
    assert "1 of 2" in said(shipment(photos=pictures), name)["blurred"].why
    assert level_of(shipment(), name, "sharp") == "pass"
    assert said(shipment(photos=(photo("item_front", sharpness=None),)), name) == {}


ORDER = "delivery.delivery_receipt.photo_order"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("item_front", 0), ("after_packing", 5), "in_order"),
        (("item_front", 5), ("after_packing", 0), "wrong_order"),
        (("cushioning", 0), ("on_scale", 5), "in_order"),
        (("label", 0), ("on_scale", 5), "wrong_order"),
        (("drop_off_receipt", 0), ("label", 5), "wrong_order"),
        (("item_front", 1), ("after_packing", 0), "in_order"),
    ],
)
def test_photo_order(first: tuple[str, int], second: tuple[str, int], expected: str) -> None:
    pictures = tuple(photo(role, claimed_at=PACKED + minutes * MINUTE) for role, minutes in (first, second))
    assert set(said(shipment(photos=pictures), ORDER)) == {expected}


def test_sealing_and_weighing_may_change_places() -> None:
    for one, two in (("on_scale", "after_packing"), ("after_packing", "on_scale")):
        pictures = (photo("item_front", claimed_at=PACKED - HOUR), photo(one), photo(two, claimed_at=PACKED + HOUR))
        assert set(said(shipment(photos=pictures), ORDER)) == {"in_order"}


def test_clocks_without_a_zone_are_compared_with_themselves_only() -> None:
    def pair(device: str) -> tuple[Photo, ...]:
        late = {"claimed_at": PACKED + HOUR, "time_source": "camera_zone_assumed"}
        early = {"claimed_at": PACKED, "time_source": "camera_zone_assumed"}
        return photo("item_front", device="A", **late), photo("label", device=device, **early)

    assert "wrong_order" in said(shipment(photos=pair("A")), ORDER)
    assert set(said(shipment(photos=pair("B")), ORDER)) == {"in_order", "several_cameras"}


def test_one_photo_has_no_order() -> None:
    assert said(shipment(photos=(photo("label"),)), ORDER) == {}
    assert said(shipment(photos=(photo("label"), photo("item_front", time_source="none"))), ORDER) == {}
