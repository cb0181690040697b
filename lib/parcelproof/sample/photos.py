"""Takes the sample shop's photos: draws each one and saves it as a phone does, with its notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import ExifTags, Image

from parcelproof.ledger.records import PhotoRole
from parcelproof.sample.pictures.papers import LabelFacts
from parcelproof.sample.pictures.scenes import draw_photo
from parcelproof.sample.pictures.stage import Article, Subject
from parcelproof.sample.scans import offset_of
from parcelproof.sample.stories import Good, PhotoNote, SampleShop, Story

pillow_heif.register_heif_opener()

_QUALITY = 62
_SIZE = (800, 600)
_SENDERS = {"PL": ("Sample Harbour Goods", "Warsaw, PL"), "CN": ("Sample Harbour Goods", "Shenzhen, CN")}
_PHONES = (("Redwood", "RW-7"), ("Lumora", "X2 Lite"), ("Pixelar", "P6"))
# Minutes after packing began; the slip comes from the counter, just before the parcel is handed over.
_MINUTES: dict[PhotoRole, int] = {
    "item_front": 0, "item_back": 2, "serial": 3, "function_test": 6, "all_parts": 9, "before_packing": 14,
    "cushioning": 21, "after_packing": 33, "on_scale": 40, "label": 47, "other": 50,
}  # fmt: skip


def subject_of(shop: SampleShop, story: Story) -> Subject:
    """Return what the photos of a parcel show."""
    first = story.scans[0] if story.scans else None
    origin = first.country if first else "CN"
    return Subject(
        order=story.order,
        articles=tuple(
            Article(good.look, good.colour, good.title, line.quantity, good.parts, next(iter(line.serials), ""))
            for line, good in shop.packed_lines(story)
        ),
        label=LabelFacts(
            number=story.parcel.number,
            carrier=story.parcel.carrier,
            service=story.parcel.service,
            sender=_SENDERS.get(origin, _SENDERS["CN"]),
            country=story.buyer.country,
            postcode=story.buyer.postcode if story.buyer.postcode.isascii() else "",
            city=story.buyer.city if story.buyer.city.isascii() else "",
            grams=int(shop.packed(story)),
            printed=story.packed_at,
        ),
        place=first.place if first else "Shenzhen",
        handed_over=story.parcel.shipped,
    )


def taken_at(story: Story, role: PhotoRole) -> datetime:
    """Return when the photo of a role was taken."""
    if role == "drop_off_receipt":
        return story.parcel.shipped - timedelta(minutes=4)
    if role == "returned_parcel" and story.scans:
        return story.scans[-1].at + timedelta(hours=2)
    return story.packed_at + timedelta(minutes=_MINUTES[role])


def _exif(story: Story, role: PhotoRole, note: PhotoNote | None) -> Image.Exif:
    exif = Image.Exif()
    if note == "no_exif":
        return exif
    return _notes(exif, taken_at(story, role), sum(map(ord, story.channel)), note)


def _notes(exif: Image.Exif, at: datetime, phone: int, note: PhotoNote | None = None) -> Image.Exif:
    """Write maker, model and time as the phone does; any number names a phone."""
    maker, model = _PHONES[phone % len(_PHONES)]
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model], exif[ExifTags.Base.Orientation] = maker, model, 1
    details: dict[int, Any] = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = f"{at:%Y:%m:%d %H:%M:%S}"
    if note != "no_offset":
        details[ExifTags.Base.OffsetTimeOriginal] = offset_of(at)
    if note == "gps":
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {0: b"\x02\x03\x00\x00", 1: "N", 2: (52.0, 13.0, 47.5), 3: "E", 4: (21.0, 0.0, 42.2)}
        )
    return exif


def _encoded(image: Image.Image, form: str, exif: Image.Exif, quality: int = _QUALITY) -> bytes:
    out = BytesIO()
    size = _SIZE if image.width > image.height else _SIZE[::-1]
    image = image.resize(size, Image.Resampling.LANCZOS)
    options: dict[str, Any] = {"exif": exif} if len(exif) else {}
    image.save(out, form, quality=quality, **options)
    return out.getvalue()


def _own(shop: SampleShop, story: Story) -> Iterator[tuple[str, bytes]]:
    subject = subject_of(shop, story)
    for role in story.photos:
        note = story.photo_notes.get(role)
        form, suffix = ("HEIF", "heic") if note == "heic" else ("JPEG", "jpg")
        yield f"{role}-1.{suffix}", _encoded(draw_photo(subject, role), form, _exif(story, role, note))


def _reused(shop: SampleShop, story: Story) -> Iterator[tuple[str, bytes]]:
    for photo in story.reused:
        source = next(other for other in shop.stories if other.order == photo.order)
        image = draw_photo(subject_of(shop, source), photo.role).rotate(photo.turn, expand=True)
        yield f"{photo.role}-2.jpg", _encoded(image, "JPEG", _exif(story, photo.role, None), 58)


def photo_files(shop: SampleShop) -> Iterator[tuple[str, bytes]]:
    """Yield ``<order or tracking number>/<role>-<n>.jpg`` and content of each photo."""
    for story in shop.stories:
        for name, data in (*_own(shop, story), *_reused(shop, story)):
            yield f"{story.reference}/{name}", data


def unit_photo(good: Good, serial: str, role: PhotoRole, at: datetime) -> bytes:
    """Photograph one unit on the test table, before anything is packed.

    Parameters
    ----------
    good : Good
    serial : str
        Seeds every choice of the picture; stands on the plate of the unit.
    role : str
        What the photo shows: the goods themselves, never a parcel.
    at : datetime
        When it was taken.
    """
    nowhere = LabelFacts("", "", "", ("", ""), "", "", "", 0, at)
    article = Article(good.look, good.colour, good.title, 1, good.parts, serial)
    image = draw_photo(Subject(f"{good.sku} {serial}", (article,), nowhere, "", at), role)
    return _encoded(image, "JPEG", _notes(Image.Exif(), at, len(good.sku)))
