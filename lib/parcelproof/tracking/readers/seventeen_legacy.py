"""17TRACK before v2: the site's package list (JSON inside JSON) and the ``track`` object of the old API.

The state is a number for the whole parcel (0, 10, 20, 30, 35, 40, 50); it is given to the newest scan.
Scans have no status of their own. ``a`` is the time, ``c`` and ``d`` the place, ``z`` the wording.
"""

from __future__ import annotations

import json

from parcelproof.messages import _
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

SYSTEM = "17track_legacy"


def recognises(document: object) -> bool:
    """Say whether this is an old 17TRACK list or track answer."""
    return bool(_rows(document) or _tracks(document))


def _rows(document: object) -> list[Json]:
    return [row for row in dicts(as_dict(document).get("Json")) if "FTrackNo" in row]


def _tracks(document: object) -> list[Json]:
    entry = as_dict(document)
    data = as_dict(entry.get("data"))
    found = [*dicts(entry.get("dat")), *dicts(data.get("accepted")), data, entry]
    return [item for item in found if isinstance(item.get("track"), dict) and ("no" in item or "number" in item)]


def read(document: object, source: Source) -> Batch:
    """Read every parcel of the list."""
    batch = Batch(SYSTEM)
    for number, row in enumerate(_rows(document), start=1):
        batch.add(_listed(row, _("{file}, entry {number}", file=source.name, number=number), source))
    for number, item in enumerate(_tracks(document), start=1):
        batch.add(_tracked(item, _("{file}, entry {number}", file=source.name, number=number), source))
    batch.notes.append(_("This old 17TRACK format gives one state per parcel and no time zone."))
    return batch


def _listed(row: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    number = clean_number(text_of(row.get("FTrackNo"), 200), where)
    if isinstance(number, RefusedEntry):
        return number
    carrier = first_text(row, "FFirstCarrier")
    state = first_text(row, "FPackageState")
    return make_parcel(
        number,
        SYSTEM,
        [_scan(event, source, state, carrier) for event in [_last_event(row)] if event],
        carrier=carrier if carrier != "0" else "",
        order_reference=first_text(row, "FRemark"),
        status_raw=state,
    )


def _last_event(row: Json) -> Json:
    inner = row.get("FLastEvent")
    if isinstance(inner, str) and inner.strip():
        try:
            return as_dict(json.loads(inner, parse_float=str, parse_int=str, parse_constant=str))
        except (ValueError, RecursionError):
            # Not JSON after all: what is written there is still the carrier's wording.
            return {"z": inner}
    return as_dict(inner)


def _tracked(item: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    number = clean_number(first_text(item, "no", "number", limit=200), where)
    if isinstance(number, RefusedEntry):
        return number
    track = as_dict(item.get("track"))
    state, carrier = first_text(track, "e"), first_text(track, "w1")
    events = [e for part in ("z2", "z1", "z9") for e in dicts(track.get(part))] or [
        e for e in [as_dict(track.get("z0"))] if e
    ]
    times = [source.time(first_text(e, "a")).value for e in events]
    dated = [t for t in times if t]
    newest = times.index(max(dated)) if dated else 0
    scans = [_scan(e, source, state if i == newest else "", carrier) for i, e in enumerate(events)]
    return make_parcel(number, SYSTEM, scans[::-1], carrier=carrier, status_raw=state)


def _scan(event: Json, source: Source, state: str, carrier: str) -> Scan:
    when = first_text(event, "a")
    return Scan(
        time=source.time(when),
        time_raw=when,
        code=state,
        text=first_text(event, "z"),
        location=join(event.get("c"), event.get("d")),
        carrier=carrier if carrier != "0" else "",
    )
