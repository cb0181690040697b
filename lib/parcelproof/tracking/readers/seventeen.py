"""17TRACK API v2 to v2.4: track info, package list, register answer, webhook.

Fields as in the vendor's v2.4 documentation: events come newest first, the last carrier first;
a time may exist in ``time_raw`` only.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parcelproof.messages import _
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.crosswalk import load_crosswalk
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
from parcelproof.tracking.times import SourceTime

SYSTEM = "17track_v2"


def recognises(document: object) -> bool:
    """Say whether this is a 17TRACK v2 answer or webhook that names numbers."""
    entry = as_dict(document)
    data = as_dict(entry.get("data"))
    if dicts(data.get("accepted")) or dicts(data.get("rejected")):
        return True
    if text_of(entry.get("event")).startswith("TRACKING_") and "number" in data:
        return True
    return "number" in entry and ("track_info" in entry or "package_status" in entry)


def read(document: object, source: Source) -> Batch:
    """Read every number of the answer; rejected numbers are listed with 17TRACK's own reason."""
    entry = as_dict(document)
    data = as_dict(entry.get("data"))
    batch = Batch(SYSTEM)
    if "number" in entry or "number" in data:
        batch.add(_parcel(entry if "number" in entry else data, source.name, source))
        if text_of(entry.get("event")) == "TRACKING_STOPPED":
            batch.notes.append(
                _("17TRACK has stopped following this parcel. That says nothing about the parcel itself.")
            )
        return batch
    for number, item in enumerate(dicts(data.get("accepted")), start=1):
        batch.add(_parcel(item, _("{file}, accepted entry {number}", file=source.name, number=number), source))
    for number, item in enumerate(dicts(data.get("rejected")), start=1):
        batch.add(_rejected(item, _("{file}, rejected entry {number}", file=source.name, number=number)))
    if any(not p.events for p in batch.parcels):
        batch.notes.append(_("Some numbers have no scan in this file."))
    page, pages = (text_of(as_dict(entry.get("page")).get(k)) for k in ("page_no", "page_total"))
    if page and pages and page != pages:
        batch.notes.append(_("This is page {page} of {pages}. Export the other pages too.", page=page, pages=pages))
    return batch


def _rejected(item: Json, where: str) -> RefusedEntry:
    said = text_of(as_dict(item.get("error")).get("message"), 200)
    number = text_of(item.get("number"), 64)
    what = _("17TRACK did not accept this entry.")
    if number:
        what = _("17TRACK did not accept the number {number}.", number=number)
    if said:
        what = _("{what} It says: {said}", what=what, said=said)
    return RefusedEntry(where, what, _("Check the number and the carrier."))


def _parcel(item: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    number = clean_number(text_of(item.get("number"), 200), where)
    if isinstance(number, RefusedEntry):
        return number
    info = as_dict(item.get("track_info"))
    latest = as_dict(info.get("latest_status"))
    carrier = _carrier(info) or text_of(item.get("carrier"), 100)
    recipient = as_dict(as_dict(info.get("shipping_info")).get("recipient_address"))
    return make_parcel(
        number,
        SYSTEM,
        _scans(info, source, carrier) if info else _list_row(item, source, carrier),
        carrier=carrier,
        order_reference=first_text(item, "order_no", "tag"),
        destination=alpha_2(first_text(recipient, "country") or first_text(item, "recipient_country")),
        status_raw=first_text(latest, "status") or first_text(item, "package_status"),
        status_detail_raw=first_text(latest, "sub_status"),
    )


def _carrier(info: Json) -> str:
    for provider in dicts(as_dict(info.get("tracking")).get("providers")):
        name = first_text(as_dict(provider.get("provider")), "name", "alias")
        if name:
            return name
    return ""


def _scans(info: Json, source: Source, carrier: str) -> list[Scan]:
    scans = [
        _scan(event, source, first_text(as_dict(provider.get("provider")), "name") or carrier)
        for provider in dicts(as_dict(info.get("tracking")).get("providers"))
        for event in dicts(provider.get("events"))
    ]
    if scans:
        return scans[::-1]
    if as_dict(info.get("latest_event")):
        return [_scan(as_dict(info.get("latest_event")), source, carrier)]
    return [_scan(m, source, carrier) for m in dicts(info.get("milestone")) if _time(m, source)[0].value]


def _scan(event: Json, source: Source, carrier: str) -> Scan:
    sub = first_text(event, "sub_status") or _sub_of_stage(first_text(event, "stage", "key_stage"))
    time, raw = _time(event, source)
    return Scan(
        time=time,
        time_raw=raw,
        code=sub.split("_")[0],
        detail_code=sub,
        text=first_text(event, "description"),
        location=first_text(event, "location"),
        country=alpha_2(text_of(as_dict(event.get("address")).get("country"))),
        carrier=carrier,
    )


@lru_cache(maxsize=256)
def _sub_of_stage(stage: str) -> str:
    """Return the sub status of a stage: ``PickedUp`` is ``InTransit_PickedUp``."""
    if not stage:
        return ""
    codes = [r.code for r in load_crosswalk().rows if r.system == SYSTEM]
    found = [code for code in codes if re.sub(r"^[^_]*_", "", code) == stage]
    return found[0] if len(set(found)) == 1 else stage


def _time(event: Json, source: Source) -> tuple[SourceTime, str]:
    raw = event.get("time_raw")
    parts = as_dict(raw)
    written = " ".join(filter(None, (first_text(parts, k) for k in ("date", "time", "timezone")))) or text_of(raw)
    for text in (first_text(event, "time_iso"), first_text(event, "time_utc")):
        time = source.time(text)
        if time.value:
            return time, written or text
    local = " ".join(filter(None, (first_text(parts, "date"), first_text(parts, "time")))) or text_of(raw)
    return source.time(local, first_text(parts, "timezone")), written


def _list_row(item: Json, source: Source, carrier: str) -> list[Scan]:
    """Read the one latest event of a row of the package list, and the pickup before it."""
    scans: list[Scan] = []
    picked_up = first_text(item, "pickup_time")
    if source.time(picked_up).value:
        scans.append(Scan(source.time(picked_up), picked_up, "InTransit", "InTransit_PickedUp", "", "", "", carrier))
    text = first_text(item, "latest_event_info")
    # The vendor writes "delievery_time".
    when = first_text(item, "latest_event_time", "delievery_time", "delivery_time")
    if text or when:
        scans.append(Scan(source.time(when), when, first_text(item, "package_status"), "", text, carrier=carrier))
    return scans
