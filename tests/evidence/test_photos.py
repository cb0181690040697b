from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import numpy as np
import pillow_heif
import pytest
import zxingcpp
from evidence_pictures import (
    EPS,
    SVG,
    animated,
    camera_exif,
    encoded,
    jpeg_header_only,
    png_bomb,
    png_of,
    scene,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from parcelproof.errors import EvidenceError, InputError
from parcelproof.evidence.photos import take_in
from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.records import Photo


@pytest.fixture
def store() -> EvidenceStore:
    return EvidenceStore(f"memory://{uuid.uuid4().hex}/ev")


def opened(store: EvidenceStore, sha256: str) -> Image.Image:
    return Image.open(BytesIO(store.get(sha256)), formats=("JPEG",))


def test_the_original_stays_byte_for_byte(store: EvidenceStore) -> None:
    data = encoded(scene(1), exif=camera_exif(gps=True))
    photo = take_in(data, "C:\\photos\\IMG_1.jpg", "on_scale", store)
    assert store.get(photo.sha256) == data
    assert (photo.bytes, photo.width, photo.height) == (len(data), 480, 360)
    assert photo.original_name == "IMG_1.jpg"
    assert (photo.role, photo.media_type) == ("on_scale", "image/jpeg")
    assert set(store.paths()) == {photo.sha256, photo.share.sha256, photo.thumbnail.sha256}


def test_the_camera_time_is_read_with_its_offset(store: EvidenceStore) -> None:
    photo = take_in(encoded(scene(1), exif=camera_exif()), "a.jpg", "label", store)
    assert photo.claimed_at == datetime(2026, 9, 3, 10, 20, 30, tzinfo=timezone(timedelta(hours=8)))
    assert photo.time_source == "camera_with_offset"
    assert photo.device == "Redwood RW-7"


def test_without_an_offset_the_stated_zone_is_assumed_and_said(store: EvidenceStore) -> None:
    data = encoded(scene(1), exif=camera_exif(offset=None))
    photo = take_in(data, "a.jpg", "label", store, zone="Asia/Shanghai")
    assert photo.claimed_at is not None
    assert photo.claimed_at.isoformat() == "2026-09-03T10:20:30+08:00"
    assert photo.time_source == "camera_zone_assumed"
    with pytest.raises(InputError):
        take_in(data, "a.jpg", "label", store, zone="../etc/passwd")


@pytest.mark.parametrize(
    "taken",
    [None, "0000:00:00 00:00:00", "2026:02:31 10:00:00", "yesterday", b"\xff\xfe\x00", "    :  :     :  :  ", ""],
)
def test_without_a_usable_camera_time_the_stated_time_counts(store: EvidenceStore, taken: str | bytes | None) -> None:
    data = encoded(scene(1), exif=camera_exif(taken=taken))
    stated = datetime(2026, 9, 4, 8, 0, tzinfo=UTC)
    assert take_in(data, "a.jpg", "label", store).time_source == "none"
    photo = take_in(data, "a.jpg", "label", store, stated_at=stated)
    assert (photo.claimed_at, photo.time_source) == (stated, "stated")


def test_a_stated_time_needs_an_offset(store: EvidenceStore) -> None:
    with pytest.raises(InputError):
        take_in(encoded(scene(1)), "a.jpg", "label", store, stated_at=datetime(2026, 9, 4, 8, 0))  # noqa: DTZ001


@pytest.mark.parametrize("offset", ["+8", "+25:00", "CST", "+08:00:00"])
def test_an_odd_offset_is_not_believed(store: EvidenceStore, offset: str) -> None:
    photo = take_in(encoded(scene(1), exif=camera_exif(offset=offset)), "a.jpg", "label", store)
    assert photo.time_source == "camera_zone_assumed"


@pytest.mark.parametrize(
    ("software", "edited_with"),
    [
        ("Adobe Photoshop 25.0", "Adobe Photoshop 25.0"),
        ("GIMP", "GIMP"),
        ("17.1.2", ""),
        ("Ver.1.00", ""),
        ("v981-79", ""),
        ("RW-7", ""),
        (None, ""),
    ],
)
def test_an_editor_is_named_but_firmware_is_not(store: EvidenceStore, software: str | None, edited_with: str) -> None:
    data = encoded(scene(1), exif=camera_exif(software=software))
    assert take_in(data, "a.jpg", "label", store).edited_with == edited_with


def test_copies_hold_nothing_but_pixels_and_say_so(store: EvidenceStore) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(
        scene(1, (2400, 1000)), exif=camera_exif(gps=True), icc_profile=srgb, xmp=b"<x:xmpmeta/>", comment=b"secret"
    )
    photo = take_in(data, "a.jpg", "label", store)
    assert photo.had_gps
    assert "GPS removed from the copy" in photo.share.operation
    for copy, side in ((photo.share, 1600), (photo.thumbnail, 320)):
        image = opened(store, copy.sha256)
        assert max(image.size) == side
        assert (copy.width, copy.height, copy.bytes) == (*image.size, store.size(copy.sha256))
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not image.getexif()
        assert b"secret" not in store.get(copy.sha256)


def test_a_photo_without_a_place_says_so(store: EvidenceStore) -> None:
    photo = take_in(encoded(scene(1), exif=camera_exif()), "a.jpg", "label", store)
    assert not photo.had_gps
    assert "GPS" not in photo.share.operation
    only_in_xmp = encoded(scene(1), xmp=b'<x exif:GPSLatitude="22,32N"/>')
    assert take_in(only_in_xmp, "a.jpg", "label", store).had_gps


@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_orientations_end_upright(store: EvidenceStore, orientation: int) -> None:
    upright = scene(5)
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    held = upright if undo is None else upright.transpose(undo)
    photo = take_in(encoded(held, quality=95, exif=camera_exif(orientation=orientation)), "a.jpg", "other", store)
    assert (photo.width, photo.height) == upright.size
    difference = np.asarray(opened(store, photo.share.sha256), float) - np.asarray(upright, float)
    assert np.abs(difference).mean() < 6


@pytest.mark.parametrize(
    ("form", "media_type", "options"),
    [("PNG", "image/png", {}), ("WEBP", "image/webp", {"quality": 80}), ("JPEG", "image/jpeg", {})],
)
def test_formats_by_content(store: EvidenceStore, form: str, media_type: str, options: dict[str, int]) -> None:
    data = encoded(scene(1), form, exif=camera_exif(), **options)
    photo = take_in(data, "anything.txt", "item_front", store)
    assert photo.media_type == media_type
    assert photo.time_source == "camera_with_offset"


def test_heic_from_a_phone(store: EvidenceStore) -> None:
    pillow_heif.register_heif_opener()
    photo = take_in(encoded(scene(1), "HEIF", exif=camera_exif(gps=True)), "IMG_1.HEIC", "item_front", store)
    assert photo.media_type == "image/heic"
    assert photo.had_gps
    assert photo.time_source == "camera_with_offset"


def test_a_phone_picture_with_a_preview_behind_it(store: EvidenceStore) -> None:
    data = encoded(scene(1), "MPO", save_all=True, append_images=[scene(2)])
    photo = take_in(data, "a.jpg", "item_front", store)
    assert photo.media_type == "image/jpeg"
    assert photo.phash == take_in(encoded(scene(1)), "b.jpg", "item_front", store).phash


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "RGB"])
def test_every_pixel_mode_ends_as_a_colour_copy(store: EvidenceStore, mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.asarray(scene(1).convert("L"), dtype=np.uint16) * 256)
    else:
        image = scene(1).convert(mode)
    photo = take_in(encoded(image, "PNG"), "a.png", "item_front", store)
    copy = opened(store, photo.share.sha256)
    assert copy.mode == "RGB"
    expected = np.asarray(scene(1).convert("1" if mode == "1" else "L"), float).mean() * (255 if mode == "1" else 1)
    assert abs(np.asarray(copy.convert("L"), float).mean() - expected) < 6


def test_transparent_parts_become_white(store: EvidenceStore) -> None:
    photo = take_in(encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"), "a.png", "other", store)
    assert opened(store, photo.share.sha256).getpixel((5, 5)) == (255, 255, 255)


def test_the_same_input_gives_the_same_record_and_bytes() -> None:
    data = encoded(scene(3), exif=camera_exif())
    stores = [EvidenceStore(f"memory://{uuid.uuid4().hex}") for _ in range(2)]
    first, second = (take_in(data, "a.jpg", "label", s) for s in stores)
    assert first == second
    assert list(stores[0].paths()) == list(stores[1].paths())


WHOLE = encoded(scene(1), exif=camera_exif(gps=True))

HOSTILE = {
    "empty": (b"", "empty"),
    "bomb.png": (png_bomb(), "megapixels"),
    "huge.png": (png_of(60_000, 60_000), "megapixels"),
    "just-too-large.png": (png_of(7_100, 7_100), "megapixels"),
    "huge.jpg": (jpeg_header_only(65_000, 65_000), "megapixels"),
    "cut.jpg": (WHOLE[: len(WHOLE) // 2], "ends too early"),
    "cut.webp": (encoded(scene(1), "WEBP")[:900], "photo"),
    "hollow.png": (png_of(100, 100), "photo"),
    "animated.gif": (animated("GIF"), "GIF"),
    "animated.png": (animated("PNG"), "animation"),
    "animated.webp": (animated("WEBP"), "animation"),
    "drawing.svg": (SVG, "SVG"),
    "drawing.eps": (EPS, "PostScript"),
    "notes.jpg": ("谢谢 hello".encode(), "not a photo"),
    "plain.jpg": (b"this is no photo", "text"),
    "page.jpg": (b"<!DOCTYPE html><script>1</script>", "web page"),
    "scan.tif": (encoded(scene(1), "TIFF"), "TIFF"),
    "large.jpg": (b"\xff\xd8\xff" + bytes(41 * 2**20), "40 MB"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_refused_by_name_and_leaves_nothing(store: EvidenceStore, name: str) -> None:
    data, why = HOSTILE[name]
    with pytest.raises(EvidenceError) as caught:
        take_in(data, f"some/folder/{name}", "label", store)
    assert caught.value.where == name
    assert why in caught.value.what
    assert caught.value.mend
    assert list(store.paths()) == []


def test_broken_exif_never_ends_the_intake(store: EvidenceStore) -> None:
    for garbage in (
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff",
        b"Exif\x00\x00" + b"\xff" * 64,
        b"Exif\x00\x00II*\x00",
    ):
        photo = take_in(encoded(scene(1), exif=garbage), "a.jpg", "other", store)
        assert photo.time_source == "none"


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_damaged_photo_is_taken_in_or_refused_but_nothing_else(data: st.DataObject) -> None:
    store = EvidenceStore(f"memory://{uuid.uuid4().hex}")
    form = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]))
    damaged = bytearray(SMALL[form])
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    damaged = damaged[: data.draw(st.integers(1, len(damaged)))]
    try:
        photo = take_in(bytes(damaged), "a.jpg", "other", store)
    except EvidenceError:
        assert list(store.paths()) == []
    else:
        assert isinstance(photo, Photo)
        assert store.get(photo.sha256) == bytes(damaged)


SMALL = {
    form: encoded(scene(1, (64, 48)), form, exif=camera_exif(gps=True)) for form in ("JPEG", "PNG", "WEBP", "HEIF")
}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_under_any_name(data: bytes, name: str) -> None:
    with pytest.raises(EvidenceError):
        take_in(data, name, "other", EvidenceStore("memory://never"))


def label(text: str, *, shade: bool = False) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(np.array(code.to_image(scale=3)))
    paper = Image.new("L", (900, 500), 225)
    paper.paste(bars.resize((bars.width, 120)), (60, 200))
    if shade:
        ramp = np.linspace(0.25, 1.0, 900)[None, :]
        paper = Image.fromarray((np.asarray(paper) * ramp).astype(np.uint8))
    return paper.convert("RGB")


@pytest.mark.parametrize("angle", [0, 90, 180, 270, 8, 27])
def test_a_label_is_read_also_when_turned(store: EvidenceStore, angle: int) -> None:
    image = label("RX473829103CN").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor="#ccc")
    assert take_in(encoded(image), "a.jpg", "label", store).barcodes == ("RX473829103CN",)


def test_a_label_in_half_shadow_is_read(store: EvidenceStore) -> None:
    assert take_in(encoded(label("LP00123456789", shade=True)), "a.jpg", "label", store).barcodes == ("LP00123456789",)


def test_barcode_text_is_cleaned_and_counted(store: EvidenceStore) -> None:
    sheet = Image.new("L", (1600, 1600), 255)
    for n in range(14):
        code = zxingcpp.create_barcode(f"A\u202eB\n{n:04d}", zxingcpp.BarcodeFormat.QRCode)
        bars = Image.fromarray(np.array(code.to_image(scale=5)))
        sheet.paste(bars, (30 + (n % 4) * 390, 30 + (n // 4) * 390))
    codes = take_in(encoded(sheet, "PNG"), "a.png", "label", store).barcodes
    assert len(codes) == 10
    assert all(code.startswith("A B ") and code.isprintable() for code in codes)


def test_a_scene_without_a_code_gives_none(store: EvidenceStore) -> None:
    assert take_in(encoded(scene(2)), "a.jpg", "label", store).barcodes == ()
