"""Judges every photo of a parcel by the playbook: the sentences that a page shows beside the pictures."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from parcelproof.checks import CheckContext
from parcelproof.delivery.photo_times import paid_at
from parcelproof.evidence.judgement import PhotoJudgement, PhotoLimits, Surroundings, judge
from parcelproof.evidence.photo_order import read_steps
from parcelproof.evidence.photo_words import load_photo_words
from parcelproof.playbook import Playbook
from parcelproof.shipment import Shipment

BLUR_RULE = "photo.blur.ratio"
ORDER_RULE = "photo.order"


def photo_limits(context: CheckContext) -> PhotoLimits:
    """Return the limits of the playbook; a playbook without them calls no photo blurred and asks for no order."""
    order = context.rule(ORDER_RULE)
    return PhotoLimits(
        blur_ratio=context.number(BLUR_RULE) or Decimal(0), steps=read_steps(str(order.value)) if order else ()
    )


def judge_photos(shipment: Shipment, playbook: Playbook, as_of: datetime) -> dict[str, PhotoJudgement]:
    """Judge all photos of a parcel.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
    as_of : datetime
        With offset.

    Returns
    -------
    dict of str to PhotoJudgement
        By the SHA-256 of the photo.
    """
    context = CheckContext(playbook=playbook, as_of=as_of)
    limits = photo_limits(context)
    words = load_photo_words(playbook.path, language=playbook.language)
    around = Surroundings(
        expected_number=shipment.tracking_number,
        photos=shipment.photos,
        twins=tuple(twin for twin in shipment.photo_twins if twin.other_shipment not in shipment.siblings),
        paid_at=paid_at(shipment),
        sent_at=context.sent_at(shipment),
        as_of=as_of,
    )
    return {photo.sha256: judge(photo, around, limits, words) for photo in shipment.photos}
