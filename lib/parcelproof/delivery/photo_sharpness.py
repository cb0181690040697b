"""Whether the label can be read by eye: is its photo sharp."""

from __future__ import annotations

from decimal import Decimal

from parcelproof.checks import CheckContext, check
from parcelproof.evidence.sharpness import verdict
from parcelproof.findings import Level, Outcome
from parcelproof.shipment import Shipment

_LEVELS = {
    "sharp": Level.PASS,
    "cannot_tell": Level.NOTE,
    "not_measured": Level.UNKNOWN,
    "blurred": Level.WARN,
}
"""Best first: one good photo of the label is enough."""


@check("delivery.delivery_receipt.label_sharp", *_LEVELS)
def label_sharp(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that at least one photo of the label is sharp."""
    labels = shipment.photos_of("label")
    if not labels:
        return []  # label says so
    limit = context.number("photo.blur.ratio") or Decimal(0)
    found = {verdict(photo.sharpness, limit) for photo in labels}
    code = next(name for name in _LEVELS if name in found)
    return [Outcome(code=code, level=_LEVELS[code], facts={"photos": str(len(labels))})]


@check("delivery.delivery_receipt.photos_sharp", "sharp", "blurred")
def photos_sharp(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Count the blurred photos beside the label."""
    photos = [photo for photo in shipment.photos if photo.role != "label" and photo.sharpness is not None]
    limit = context.number("photo.blur.ratio") or Decimal(0)
    blurred = sum(verdict(photo.sharpness, limit) == "blurred" for photo in photos)
    facts = {"photos": str(blurred or len(photos)), "all": str(len(photos))}
    if blurred:
        return [Outcome(code="blurred", level=Level.WARN, facts=facts)]
    return [Outcome(code="sharp", level=Level.PASS, facts=facts)] if photos else []
