"""Evidence that the carrier makes: label, scans, delivery, signature, and what became of a return."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parcelproof.messages import N_, Wording, _
from parcelproof.playbook import Playbook
from parcelproof.presence.facts import Facts, Presence
from parcelproof.tracking.events import Event, Status

# Stations sign with their own name; that is not the buyer's signature (R4).
_STATION = re.compile(
    r"locker|pack ?station|parcel ?(shop|point)|pick.?up|paket ?shop|post ?office|relais|paczkomat|"
    r"punto|citibox|驿站|自提|丰巢|快递柜|速递易",
    re.IGNORECASE,
)

_MANNER: Mapping[str, str] = Wording(
    {
        "neighbour": N_("A neighbour took the parcel, not the buyer."),
        "safe_place": N_("The carrier left the parcel at a place; nobody took it."),
        "alternative_place": N_("The parcel went to another place than the address."),
        "po_box": N_("The parcel went to a post-office box."),
        "partial": N_("Only a part was delivered."),
    }
)


def label_receipt(facts: Facts, playbook: Playbook) -> Presence:
    """A photo of the label or of the posting receipt."""
    photos = facts.shipment.photos_of("label", "drop_off_receipt")
    note = ""
    if not photos and facts.carrier_scans:
        note = _("The scans of the carrier help, but the label or receipt itself is not on record.")
    return facts.found("label_receipt", photos, note)


def acceptance_scan(facts: Facts, playbook: Playbook) -> Presence:
    """A scan that shows the parcel in the carrier's hands; a label made is none."""
    scans = facts.carrier_scans
    first = next((scan for scan in scans if scan.status is Status.ACCEPTED), scans[0] if scans else None)
    if first is None:
        note = _("There is only data about a label; no scan of the parcel.") if facts.shipment.tracking.events else ""
        return Presence("acceptance_scan", present=False, note=note)
    note = "" if first.status is Status.ACCEPTED else _("The first scan is from later on the way.")
    return Presence("acceptance_scan", True, first.time, facts.slots("tracking_import"), note or _undated(first))


def tracking_history(facts: Facts, playbook: Playbook) -> Presence:
    """Tracking number and scans by the carrier."""
    scans = facts.carrier_scans
    since = min((scan.time for scan in scans if scan.time), default=None)
    records = facts.slots("tracking_import") if scans else ()
    return Presence("tracking_history", bool(scans), since, records)


def delivery_scan(facts: Facts, playbook: Playbook) -> Presence:
    """Delivered to the buyer, as the carrier says it."""
    scan = _delivered(facts)
    tracking = facts.shipment.tracking
    if scan:
        back = tracking.status in (Status.RETURNING, Status.RETURNED)
        note = _("The parcel went back afterwards.") if back else _MANNER.get(scan.reason, "")
        return Presence("delivery_scan", True, scan.time, facts.slots("tracking_import"), note or _undated(scan))
    return Presence("delivery_scan", present=False, note=_why_not_delivered(facts))


def signature(facts: Facts, playbook: Playbook) -> Presence:
    """The receiver signed; a pick-up station is not the receiver."""
    scan = _delivered(facts)
    name = facts.shipment.tracking.signed_by.strip()
    if scan and name and not _STATION.search(name):
        return Presence("signature", True, scan.time, facts.slots("tracking_import"))
    if scan and scan.reason == "signed" and not name:
        note = _("The carrier says signed; the name is not on record.")
        return Presence("signature", True, scan.time, facts.slots("tracking_import"), note)
    note = _("A pick-up station signed, not the buyer.") if name and _STATION.search(name) else ""
    return Presence("signature", present=False, note=note)


def return_record(facts: Facts, playbook: Playbook) -> Presence:
    """A photo of the parcel that came back, or the carrier's scan of its return."""
    photos = facts.shipment.photos_of("returned_parcel")
    back = next((scan for scan in facts.carrier_scans if scan.status is Status.RETURNED), None)
    if back and not photos:
        return Presence("return_record", True, back.time, facts.slots("tracking_import"))
    return facts.found("return_record", photos)


def shipping_insurance(facts: Facts, playbook: Playbook) -> Presence:
    """The insured value of the parcel."""
    shipping = facts.shipment.shipping
    return facts.found("shipping_insurance", [shipping] if shipping and shipping.insured else [])


def _delivered(facts: Facts) -> Event | None:
    scan = facts.shipment.tracking.delivered
    if scan is None or scan.set_by_user or scan.status is not Status.DELIVERED or scan.reason == "locker":
        return None
    return scan


def _why_not_delivered(facts: Facts) -> str:
    tracking = facts.shipment.tracking
    if tracking.status is Status.AVAILABLE_FOR_PICKUP or (tracking.delivered and tracking.delivered.reason == "locker"):
        return _("The parcel waits at a pick-up point; the buyer has not collected it.")
    if tracking.status in (Status.RETURNING, Status.RETURNED):
        return _("The parcel went back to you.")
    if tracking.user_status == Status.DELIVERED or (tracking.delivered and tracking.delivered.set_by_user):
        return _("You marked the parcel as delivered yourself; a dispute desk does not count that.")
    return ""


def _undated(scan: Event) -> str:
    return "" if scan.time else _("The scan carries no time.")
