"""Take one photo in for a shipment, and say at once what it is good for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from parcelproof.delivery.photo_judgement import judge_photos
from parcelproof.evidence.judgement import PhotoJudgement
from parcelproof.evidence.photos import take_in
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.messages import _
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


def take_photo(
    shop: Shop, shipment_id: str, data: bytes, name: str, role: PhotoRole, *, taken_now: bool = False
) -> Taken:
    """Keep a photo, byte for byte, and record it.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
    data : bytes
    name : str
        File name.
    role : str
    taken_now : bool
        The page itself took it: such a picture carries no time of its own.

    Raises
    ------
    EvidenceError
        If the file is no photo that can be kept.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    for known in shop.subject(shipment_id).photos:
        if known.sha256 == sha256:
            # The same picture again can only say anew what it shows.
            changed = known.model_copy(update={"role": role})
            added = shop.record(shipment_id, changed, source="page:photos")
            return Taken(changed, role, known=not added)
    photo = take_in(
        data, name, role, shop.evidence, zone=shop.settings.zone, stated_at=shop.now() if taken_now else None
    )
    shop.record(shipment_id, photo, source="page:photos")
    return Taken(photo, role, known=False)


def judgements(shop: Shop, shipment: Shipment) -> dict[str, list[str]]:
    """Return what to say about each photo of a shipment: SHA-256 → plain sentences, the most serious first."""
    judged = judge_photos(shipment, shop.playbook, shop.now())
    if shipment.is_on_shelf:
        # Nobody paid for a product on the shelf, so no payment is awaited.
        judged = {name: _without_window(one) for name, one in judged.items()}
    return {
        photo.sha256: [*judged[photo.sha256].sentences, _("Taken {when}", when=when(photo.claimed_at))]
        for photo in shipment.photos
    }


def _without_window(judged: PhotoJudgement) -> PhotoJudgement:
    return replace(judged, answers=tuple(answer for answer in judged.answers if answer.code != "time.no_window"))
