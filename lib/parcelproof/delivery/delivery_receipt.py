"""Measure 3: photos before and after packing, on the scale, of the label and of the drop-off receipt."""

from __future__ import annotations

from decimal import Decimal

from parcelproof.checks import CheckContext, check
from parcelproof.evidence.label_number import compare_number
from parcelproof.evidence.sharpness import verdict
from parcelproof.findings import Level, Outcome
from parcelproof.shipment import Shipment

BEFORE_PACKING = ("item_front", "item_back", "serial", "function_test", "all_parts", "before_packing")
AFTER_PACKING = ("after_packing", "cushioning")


def _presence(shipment: Shipment, context: CheckContext, *roles: str) -> list[Outcome]:
    count = len(shipment.photos_of(*roles))
    if count:
        return [Outcome(code="done", level=Level.PASS, facts={"photos": str(count)})]
    return [Outcome(code="missing_sent" if context.sent_at(shipment) else "missing", level=Level.WARN)]


@check("delivery.delivery_receipt.before_packing", "done", "missing", "missing_sent")
def before_packing(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a photo of the goods before they were packed."""
    return _presence(shipment, context, *BEFORE_PACKING)


@check("delivery.delivery_receipt.after_packing", "done", "missing", "missing_sent")
def after_packing(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a photo of the packed parcel."""
    return _presence(shipment, context, *AFTER_PACKING)


@check("delivery.delivery_receipt.on_scale", "done", "missing", "missing_sent")
def on_scale(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a photo of the parcel on the scale."""
    return _presence(shipment, context, "on_scale")


@check("delivery.delivery_receipt.label", "done", "missing", "missing_sent")
def label(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a photo of the label."""
    return _presence(shipment, context, "label")


@check("delivery.delivery_receipt.drop_off", "done", "scan_instead", "missing", "not_sent_yet")
def drop_off(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is a receipt of the hand-over, or at least the carrier's first scan."""
    if shipment.photos_of("drop_off_receipt"):
        return [Outcome(code="done", level=Level.PASS)]
    if context.sent_at(shipment) is None:
        return [Outcome(code="not_sent_yet", level=Level.NOTE)]
    scan = shipment.tracking.accepted
    if scan is not None and not scan.set_by_user:
        return [Outcome(code="scan_instead", level=Level.NOTE)]
    return [Outcome(code="missing", level=Level.WARN)]


_NUMBER_LEVELS = {
    "matches": Level.PASS,
    "other_number": Level.FAIL,
    "not_found": Level.WARN,
    "no_barcode": Level.UNKNOWN,
    "unreadable": Level.WARN,
    "no_number": Level.UNKNOWN,
}


@check("delivery.delivery_receipt.label_number", *_NUMBER_LEVELS)
def label_number(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the barcode on the label photo holds this parcel's tracking number."""
    labels = shipment.photos_of("label")
    if not labels:
        return []  # label says so
    codes = [code for photo in labels for code in photo.barcodes]
    code: str = compare_number(codes, shipment.tracking_number)
    limit = context.number("photo.blur.ratio") or Decimal(0)
    if code == "no_barcode" and all(verdict(photo.sharpness, limit) == "blurred" for photo in labels):
        code = "unreadable"
    # The codes on a label can hold an address, so they are compared and never shown.
    facts = {} if code == "no_number" else {"tracking_number": shipment.tracking_number}
    return [Outcome(code=code, level=_NUMBER_LEVELS[code], facts=facts)]


@check("delivery.delivery_receipt.reuse", "unique", "reused")
def reuse(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that no photo was also used for another order."""
    if not shipment.photos:
        return []  # the photo checks say so
    # Parcels of one order may share their pictures.
    twins = [twin for twin in shipment.photo_twins if twin.other_shipment not in shipment.siblings]
    if not twins:
        return [Outcome(code="unique", level=Level.PASS, facts={"photos": str(len(shipment.photos))})]
    others = sorted({twin.other_shipment for twin in twins})
    photos = {twin.photo_sha256 for twin in twins}
    facts = {"photos": str(len(photos)), "others": ", ".join(others)}
    return [Outcome(code="reused", level=Level.FAIL, facts=facts)]
