"""Takes a photo in: the original untouched, two copies to share, and what the picture says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from parcelproof.errors import InputError
from parcelproof.evidence.barcodes import read_barcodes
from parcelproof.evidence.copies import share_copy, thumbnail
from parcelproof.evidence.decode import decode
from parcelproof.evidence.exif import CameraNotes, TimeSource, clean, read_notes
from parcelproof.evidence.sharpness import measure_sharpness
from parcelproof.evidence.store import EvidenceStore
from parcelproof.evidence.twins import image_hashes
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.messages import _


def take_in(
    data: bytes,
    name: str,
    role: PhotoRole,
    store: EvidenceStore,
    *,
    zone: str = "UTC",
    stated_at: datetime | None = None,
) -> Photo:
    """Check a photo, keep it and its copies in the store, and describe it as a record.

    A photo that cannot be read is refused before anything is stored.

    Parameters
    ----------
    data : bytes
        The file as it came from the camera. It is kept byte for byte.
    name : str
        File name, for the record and for errors.
    role : PhotoRole
        What the photo shows.
    store : EvidenceStore
    zone : str
        IANA time zone to assume when the camera wrote no offset.
    stated_at : datetime, optional
        When the photo was taken, as a person says; used only if the camera wrote no time.

    Raises
    ------
    EvidenceError
        If the file is no readable photo, or the store cannot be written.
    InputError
        If `zone` is unknown, or `stated_at` has no offset.
    """
    shown = clean(name.replace("\\", "/").rsplit("/", 1)[-1])
    if stated_at is not None and stated_at.tzinfo is None:
        raise InputError(_("The time of this photo has no time zone offset."), where=shown)
    photo = decode(data, shown)
    notes = read_notes(photo.exif, photo.xmp, zone)
    claimed_at, time_source = _when(notes, stated_at)
    grey = photo.upright.convert("L")
    # Looking for barcodes takes as long as all the rest, so the two are done side by side.
    with ThreadPoolExecutor(max_workers=1) as beside:
        barcodes = beside.submit(read_barcodes, grey, role)
        phash, dhash = image_hashes(grey)
        return Photo(
            claimed_at=claimed_at,
            sha256=store.put(data),
            role=role,
            media_type=photo.media_type,
            bytes=len(data),
            width=photo.upright.width,
            height=photo.upright.height,
            original_name=shown,
            time_source=time_source,
            device=notes.device,
            edited_with=notes.edited_with,
            had_gps=notes.had_gps,
            phash=phash,
            dhash=dhash,
            sharpness=measure_sharpness(grey),
            share=share_copy(photo.upright, store, had_gps=notes.had_gps),
            thumbnail=thumbnail(photo.upright, store),
            barcodes=barcodes.result(),
        )


def _when(notes: CameraNotes, stated_at: datetime | None) -> tuple[datetime | None, TimeSource]:
    if notes.taken_at is not None:
        return notes.taken_at, notes.time_source
    return (stated_at, "stated") if stated_at is not None else (None, "none")
