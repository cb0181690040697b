"""The photos of training parcels: drawn afresh for a learner, or pasted from an album where thousands are judged."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from PIL import ExifTags, Image

from parcelproof.evidence.photos import take_in
from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.sample.photos import subject_of
from parcelproof.sample.pictures.scenes import draw_photo
from parcelproof.sample.scans import offset_of
from parcelproof.sample.stories import SampleShop
from parcelproof.training.dossier import Dossier, Shot
from parcelproof.training.parcel import Parcel
from parcelproof.training.world import load_world

_SIZE = (800, 600)
_QUALITY = 62
_PAID = datetime.fromisoformat("2026-09-02T09:00:00+08:00")


@dataclass(frozen=True)
class Print:
    """A photo that was drawn and taken in once: its record, and its files by hash."""

    photo: Photo
    plain: bytes
    """The JPEG without any notes of a camera."""
    copies: tuple[bytes, ...]
    number: str
    serials: tuple[str, ...]


def photograph(dossier: Dossier, shot: Shot) -> bytes:
    """Draw one photo and save it as a phone does, with its time."""
    return with_notes(_plain(dossier, shot), shot.at)


def _plain(dossier: Dossier, shot: Shot) -> bytes:
    shop = SampleShop({dossier.parcel.good: dossier.good}, (dossier.story,))
    subject = subject_of(shop, dossier.story)
    if shot.number:
        subject = replace(subject, label=replace(subject.label, number=shot.number))
    image = draw_photo(subject, shot.role)
    size = _SIZE if image.width > image.height else _SIZE[::-1]
    out = BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def with_notes(jpeg: bytes, at: datetime | None) -> bytes:
    """Put the camera's notes into a JPEG without touching its pixels."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model], exif[ExifTags.Base.Orientation] = "Redwood", "RW-7", 1
    if at is not None:
        details = exif.get_ifd(ExifTags.IFD.Exif)
        details[ExifTags.Base.DateTimeOriginal] = f"{at:%Y:%m:%d %H:%M:%S}"
        details[ExifTags.Base.OffsetTimeOriginal] = offset_of(at)
    notes = exif.tobytes()
    return jpeg[:2] + b"\xff\xe1" + (len(notes) + 2).to_bytes(2, "big") + notes + jpeg[2:]


def pasted(dossier: Dossier, store: EvidenceStore) -> Iterator[Photo]:
    """Yield the photo records of a dossier from the album; their files are kept in the store.

    The pictures show the same role, drawn for another article and order; number and serial number are those that
    this parcel's own photo would show. Everything else of a record is as the import makes it.
    """
    for shot in dossier.shots:
        kept = _print(shot.role)
        data = with_notes(kept.plain, shot.at)
        for copy in kept.copies:
            store.put(copy)
        store.put(data)
        own = {kept.number: shot.number or dossier.story.parcel.number}
        own |= dict(zip(kept.serials, dossier.story.items[0].serials, strict=False))
        yield kept.photo.model_copy(
            update={
                "sha256": hashlib.sha256(data).hexdigest(),
                "bytes": len(data),
                "claimed_at": shot.at,
                "time_source": "camera_with_offset" if shot.at else "none",
                "barcodes": tuple(own.get(code, code) for code in kept.photo.barcodes),
            }
        )


@lru_cache(maxsize=32)
def _print(role: PhotoRole) -> Print:
    world = load_world()
    parcel = Parcel(good="earphones", buyer="portland", channel="ebay_us", line="epacket", paid=_PAID)
    dossier = Dossier.sound(parcel, world)
    plain = _plain(dossier, Shot(role, None))
    with tempfile.TemporaryDirectory() as folder:
        store = EvidenceStore(folder)
        photo = take_in(with_notes(plain, None), f"{role}-1.jpg", role, store)
        copies = tuple(store.get(copy.sha256) for copy in (photo.thumbnail, photo.share))
    return Print(photo, plain, copies, dossier.story.parcel.number, dossier.story.items[0].serials)
