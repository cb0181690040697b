"""EasyPost: a tracker, a page or batch of trackers, a webhook event. Details come oldest first."""

from __future__ import annotations

from parcelproof.messages import _
from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.events import Event, Parcel, Status
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

SYSTEM = "easypost"

# On a return label the "recipient" is the seller (R3).
_BACK = {
    Status.DELIVERED: Status.RETURNED,
    Status.IN_TRANSIT: Status.RETURNING,
    Status.OUT_FOR_DELIVERY: Status.RETURNING,
    Status.AVAILABLE_FOR_PICKUP: Status.RETURNING,
}


def recognises(document: object) -> bool:
    """Say whether this document holds EasyPost trackers."""
    return bool(_trackers(document))


def _trackers(document: object) -> list[Json]:
    entry = as_dict(document)
    found = [*dicts(entry.get("trackers")), as_dict(entry.get("result")), as_dict(entry.get("tracker")), entry]
    return [item for item in found if "tracking_code" in item and ("tracking_details" in item or "status" in item)]


def read(document: object, source: Source) -> Batch:
    """Read every tracker."""
    batch = Batch(SYSTEM)
    for number, item in enumerate(_trackers(document), start=1):
        batch.add(_parcel(item, _("{file}, tracker {number}", file=source.name, number=number), source))
    if as_dict(document).get("has_more") is True:
        batch.notes.append(_("EasyPost has more trackers than this page. Export the next pages too."))
    if any(as_dict(t).get("mode") == "test" for t in _trackers(document)):
        batch.notes.append(_("Some trackers are from EasyPost's test mode. They are no evidence."))
    return batch


def _parcel(item: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    number = clean_number(text_of(item.get("tracking_code"), 200), where)
    if isinstance(number, RefusedEntry):
        return number
    carrier = first_text(item, "carrier")
    place = as_dict(as_dict(item.get("carrier_detail")).get("destination_tracking_location"))
    parcel = make_parcel(
        number,
        SYSTEM,
        [_scan(detail, source, carrier) for detail in dicts(item.get("tracking_details"))],
        carrier=carrier,
        order_reference=first_text(item, "shipment_id"),
        destination=alpha_2(first_text(place, "country")),
        status_raw=first_text(item, "status"),
        status_detail_raw=first_text(item, "status_detail"),
        signed_by=first_text(item, "signed_by"),
    )
    if item.get("is_return") is True:
        return parcel.model_copy(update={"events": tuple(_turned(e) for e in parcel.events)})
    return parcel


def _turned(event: Event) -> Event:
    status = _BACK.get(event.status)
    if status is None:
        return event
    return event.model_copy(update={"status": status, "reason": "", "action_required": needs_person(status)})


def _scan(detail: Json, source: Source, carrier: str) -> Scan:
    when = first_text(detail, "datetime")
    place = as_dict(detail.get("tracking_location"))
    return Scan(
        time=source.time(when),
        time_raw=when,
        code=first_text(detail, "status"),
        detail_code=first_text(detail, "status_detail"),
        text=first_text(detail, "message", "description"),
        location=join(*(place.get(key) for key in ("city", "state", "zip", "country"))),
        country=alpha_2(first_text(place, "country")),
        carrier=first_text(detail, "source") or carrier,
    )
