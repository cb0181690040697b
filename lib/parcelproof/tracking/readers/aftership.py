"""AfterShip: one tracking, a list, the last checkpoint, a webhook; old and new field names.

Rule R9: AfterShip lets a person "mark as completed". Newer answers say so in the checkpoint's
``source``; older ones change the tag only, so that no checkpoint carries it.
"""

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

SYSTEM = "aftership"

# What "mark as completed" writes: delivered, lost, returned to sender.
_USER_TAGS = ("Delivered",)
_USER_SUBTAGS = ("Exception_013", "Exception_011")


def recognises(document: object) -> bool:
    """Say whether this document holds AfterShip trackings."""
    return any(_is_tracking(item) for item in _trackings(document))


def _trackings(document: object) -> list[Json]:
    entry = as_dict(document)
    data = as_dict(entry.get("data"))
    found: list[Json] = []
    for holder in (data, entry):
        found += dicts(holder.get("trackings"))
        found += [as_dict(holder.get(key)) for key in ("tracking", "msg")]
        found.append(holder)
    return [item for item in found if item]


def _is_tracking(item: Json) -> bool:
    # Tag may be null and the checkpoints empty, but the fields are there.
    return "tracking_number" in item and any(key in item for key in ("checkpoints", "checkpoint", "tag", "subtag"))


def read(document: object, source: Source) -> Batch:
    """Read every tracking of the answer."""
    batch = Batch(SYSTEM)
    for number, item in enumerate((t for t in _trackings(document) if _is_tracking(t)), start=1):
        batch.add(_parcel(item, _("{file}, tracking {number}", file=source.name, number=number), source))
    if any(p.set_by_user for p in batch.parcels):
        batch.notes.append(
            _("A person marked some trackings as completed. That is kept apart; it is no carrier proof.")
        )
    return batch


def _parcel(item: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    number = clean_number(text_of(item.get("tracking_number"), 200), where)
    if isinstance(number, RefusedEntry):
        return number
    checkpoints = dicts(item.get("checkpoints")) or [c for c in [as_dict(item.get("checkpoint"))] if c]
    carrier = first_text(item, "slug")
    return make_parcel(
        number,
        SYSTEM,
        [_scan(checkpoint, source, carrier) for checkpoint in checkpoints],
        carrier=carrier,
        order_reference=first_text(item, "order_number", "order_id"),
        destination=alpha_2(
            first_text(
                item,
                "destination_country_region",
                "destination_country_iso3",
                "courier_destination_country_region",
                "courier_destination_country_iso3",
            )
        ),
        status_raw=first_text(item, "tag"),
        status_detail_raw=first_text(item, "subtag"),
        set_by_user=_set_by_user(item, checkpoints),
        signed_by=first_text(item, "signed_by"),
    )


def _set_by_user(item: Json, checkpoints: list[Json]) -> bool:
    tag, subtag = first_text(item, "tag"), first_text(item, "subtag")
    if tag not in _USER_TAGS and subtag not in _USER_SUBTAGS:
        return False
    key, value = ("subtag", subtag) if subtag in _USER_SUBTAGS else ("tag", tag)
    by_carrier = [c for c in checkpoints if first_text(c, "source") != "user"]
    return all(first_text(c, key) != value for c in by_carrier)


def _scan(checkpoint: Json, source: Source, carrier: str) -> Scan:
    when = first_text(checkpoint, "checkpoint_time")
    place = first_text(checkpoint, "location") or join(
        checkpoint.get("city"),
        checkpoint.get("state"),
        checkpoint.get("country_region_name"),
        checkpoint.get("country_name"),
    )
    country = first_text(checkpoint, "country_region", "country_iso3", "country_region_name", "country_name")
    return Scan(
        time=source.time(when),
        time_raw=when,
        code=first_text(checkpoint, "tag"),
        detail_code=first_text(checkpoint, "subtag"),
        text=first_text(checkpoint, "message", "subtag_message"),
        location=place,
        country=alpha_2(country),
        carrier=first_text(checkpoint, "slug") or carrier,
        set_by_user=first_text(checkpoint, "source") == "user",
    )
