"""Karrio: a tracker, a list of trackers, a tracking answer, a ``tracker_updated`` webhook.

Events come newest first. Older servers give events without a status of their own; the tracker's
status then belongs to the newest event, from which Karrio derives it.
"""

from __future__ import annotations

from dataclasses import replace

from parcelproof.messages import _
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.events import Parcel
from parcelproof.tracking.readers.source import (
    Batch,
    Json,
    RefusedEntry,
    Scan,
    Source,
    as_dict,
    clean_number,
    dicts,
    first_text,
    make_parcel,
    text_of,
)

SYSTEM = "karrio"


def recognises(document: object) -> bool:
    """Say whether this document holds Karrio trackers."""
    return bool(_trackers(document))


def _trackers(document: object) -> list[Json]:
    entry = as_dict(document)
    found = [*dicts(entry.get("results")), as_dict(entry.get("tracking")), as_dict(entry.get("data")), entry]
    return [item for item in found if "tracking_number" in item and "carrier_name" in item and "events" in item]


def read(document: object, source: Source) -> Batch:
    """Read every tracker."""
    batch = Batch(SYSTEM)
    for number, item in enumerate(_trackers(document), start=1):
        batch.add(_parcel(item, _("{file}, tracker {number}", file=source.name, number=number), source))
    if text_of(as_dict(document).get("next")):
        batch.notes.append(_("Karrio has more trackers than this page. Export the next pages too."))
    if any(t.get("test_mode") is True for t in _trackers(document)):
        batch.notes.append(_("Some trackers are from Karrio's test mode. They are no evidence."))
    return batch


def _parcel(item: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    number = clean_number(text_of(item.get("tracking_number"), 200), where)
    if isinstance(number, RefusedEntry):
        return number
    info = as_dict(item.get("info"))
    carrier, status = first_text(item, "carrier_name"), first_text(item, "status")
    scans = [_scan(event, source, carrier) for event in dicts(item.get("events"))]
    return make_parcel(
        number,
        SYSTEM,
        _with_tracker_status(scans, status)[::-1],
        carrier=carrier,
        order_reference=first_text(info, "order_id"),
        destination=alpha_2(first_text(info, "shipment_destination_country")),
        status_raw=status,
        signed_by=first_text(info, "signed_by"),
    )


def _with_tracker_status(scans: list[Scan], status: str) -> list[Scan]:
    if not scans or not status or any(scan.code for scan in scans):
        return scans
    dated = [scan.time.value.timestamp() if scan.time.value else 0.0 for scan in scans]
    newest = dated.index(max(dated))
    return [replace(scan, code=status) if i == newest else scan for i, scan in enumerate(scans)]


def _scan(event: Json, source: Source, carrier: str) -> Scan:
    local = f"{first_text(event, 'date')} {first_text(event, 'time')}".strip()
    stamp = first_text(event, "timestamp")
    time = source.time(stamp)
    if time.value is None:
        time = source.time(local)
    return Scan(
        time=time,
        time_raw=stamp or local,
        code=first_text(event, "status"),
        detail_code=first_text(event, "reason") or first_text(event, "code"),
        text=first_text(event, "description"),
        location=first_text(event, "location"),
        carrier=carrier,
    )
