"""Take one photo in for a shipment, and say at once what it is good for."""

from __future__ import annotations

from dataclasses import dataclass

from parcelproof.delivery.photo_judgement import judge_photos
from parcelproof.evidence.photos import take_in
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.report.words import when
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})


@dataclass(frozen=True)
class Taken:
    """One photo that was taken in.

    Attributes
    ----------
    photo : Photo
    role : str
    known : bool
        This shipment had the photo already.
    """

    photo: Photo
    role: PhotoRole
    known: bool


def take_photo(shop: Shop, shipment_id: str, data: bytes, name: str, role: PhotoRole) -> Taken:
    """Keep a photo, byte for byte, and record it.

    Raises
    ------
    EvidenceError
        If the file is no photo that can be kept.
    """
    photo = take_in(data, name, role, shop.evidence, zone=shop.settings.zone)
    added = shop.record(shipment_id, photo, source="page:photos")
    return Taken(photo, role, known=not added)


def judgements(shop: Shop, shipment: Shipment) -> dict[str, list[str]]:
    """Return what to say about each photo of a shipment: SHA-256 → plain sentences, the most serious first."""
    judged = judge_photos(shipment, shop.playbook, shop.now())
    return {
        photo.sha256: [*judged[photo.sha256].sentences, f"Taken {when(photo.claimed_at)}"] for photo in shipment.photos
    }
