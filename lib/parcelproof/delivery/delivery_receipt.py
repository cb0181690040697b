"""Measure 3: photos before and after packing, on the scale, of the label and of the drop-off receipt."""

from __future__ import annotations

import re

from parcelproof.checks import CheckContext, check
from parcelproof.findings import Level, Outcome
from parcelproof.shipment import Shipment

BEFORE_PACKING = ("item_front", "item_back", "serial", "function_test", "all_parts", "before_packing")
AFTER_PACKING = ("after_packing", "cushioning")

_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")


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


def _bare(text: str) -> str:
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


@check(
    "delivery.delivery_receipt.label_number",
    "matches", "other_number", "not_found", "no_barcode", "no_number",
)  # fmt: skip
def label_number(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the barcode on the label photo holds this parcel's tracking number."""
    labels = shipment.photos_of("label")
    if not labels:
        return []  # label says so
    number = _bare(shipment.tracking_number)
    if not number:
        return [Outcome(code="no_number", level=Level.UNKNOWN)]
    codes = [bare for photo in labels for code in photo.barcodes if (bare := _bare(code))]
    # The codes on a label can hold an address, so they are compared and never shown.
    facts = {"tracking_number": shipment.tracking_number}
    if not codes:
        return [Outcome(code="no_barcode", level=Level.UNKNOWN, facts=facts)]
    # A carrier puts a postcode or an application identifier before the number: the number is then inside.
    if any(number in code for code in codes):
        return [Outcome(code="matches", level=Level.PASS, facts=facts)]
    if _S10.fullmatch(number) and any(_S10.fullmatch(code) for code in codes):
        return [Outcome(code="other_number", level=Level.FAIL, facts=facts)]
    return [Outcome(code="not_found", level=Level.WARN, facts=facts)]


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
