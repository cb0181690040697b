"""Shippo: a track object, or the ``track_updated`` webhook around it. The history is oldest first."""

from __future__ import annotations

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
    join,
    make_parcel,
    text_of,
)

SYSTEM = "shippo"


def recognises(document: object) -> bool:
    """Say whether this document holds Shippo tracks."""
    return bool(_tracks(document))


def _tracks(document: object) -> list[Json]:
    entry = as_dict(document)
    found = [*dicts(entry.get("results")), as_dict(entry.get("data")), entry]
    return [
        item
        for item in found
        if "tracking_number" in item and ("tracking_history" in item or isinstance(item.get("tracking_status"), dict))
    ]


def read(document: object, source: Source) -> Batch:
    """Read every track."""
    batch = Batch(SYSTEM)
    for number, item in enumerate(_tracks(document), start=1):
        batch.add(_parcel(item, _("{file}, track {number}", file=source.name, number=number), source))
    if as_dict(document).get("test") is True:
        batch.notes.append(_("This is a test webhook of Shippo. It is no evidence."))
    return batch


def _parcel(item: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    number = clean_number(text_of(item.get("tracking_number"), 200), where)
    if isinstance(number, RefusedEntry):
        return number
    carrier = first_text(item, "carrier")
    status = as_dict(item.get("tracking_status"))
    history = dicts(item.get("tracking_history")) or [s for s in [status] if s]
    return make_parcel(
        number,
        SYSTEM,
        [_scan(entry, source, carrier) for entry in history],
        carrier=carrier,
        order_reference=first_text(item, "metadata"),
        destination=alpha_2(first_text(as_dict(item.get("address_to")), "country")),
        status_raw=first_text(status, "status"),
        status_detail_raw=_substatus(status),
    )


def _substatus(entry: Json) -> str:
    return text_of(as_dict(entry.get("substatus")).get("code")) or text_of(entry.get("substatus"))


def _scan(entry: Json, source: Source, carrier: str) -> Scan:
    when = first_text(entry, "status_date")
    place = as_dict(entry.get("location"))
    substatus = as_dict(entry.get("substatus"))
    return Scan(
        time=source.time(when),
        time_raw=when,
        code=first_text(entry, "status"),
        detail_code=_substatus(entry),
        text=first_text(entry, "status_details") or first_text(substatus, "text"),
        location=join(*(place.get(key) for key in ("city", "state", "zip", "country"))),
        country=alpha_2(first_text(place, "country")),
        carrier=carrier,
        # Shippo knows best when it wants a person (R12).
        action_required=substatus.get("action_required") is True,
    )
