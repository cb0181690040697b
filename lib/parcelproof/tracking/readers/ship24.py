"""Ship24: trackings of the API and of the webhook.

``occurrenceDatetime`` is the carrier's local time; the older ``datetime`` repeats it with a "Z" that
is not true, so it is not read. The status code may be empty, the milestone never is.
"""

from __future__ import annotations

from parcelproof.errors import InputError
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

SYSTEM = "ship24"


def recognises(document: object) -> bool:
    """Say whether this document holds Ship24 trackings."""
    return bool(_trackings(document))


def _trackings(document: object) -> list[Json]:
    entry = as_dict(document)
    found = [*dicts(as_dict(entry.get("data")).get("trackings")), *dicts(entry.get("trackings")), entry]
    return [item for item in found if "trackingNumber" in as_dict(item.get("tracker"))]


def read(document: object, source: Source) -> Batch:
    """Read every tracking that holds scans.

    Raises
    ------
    InputError
        If the file only announces proof-of-delivery documents.
    """
    batch = Batch(SYSTEM)
    for number, item in enumerate(_trackings(document), start=1):
        where = _("{file}, tracking {number}", file=source.name, number=number)
        if "shipment" not in item and "events" not in item:
            batch.add(
                RefusedEntry(
                    where, _("This entry announces a document or a tracker; it holds no scan."), _("Export trackings.")
                )
            )
            continue
        batch.add(_parcel(item, where, source))
    if not batch.parcels and all("events" not in t for t in _trackings(document)):
        raise InputError(
            _("This Ship24 file announces a proof of delivery or a tracker; it holds no scan."),
            where=source.name,
            mend=_("Save the tracking results. Keep a proof of delivery as an evidence file."),
        )
    return batch


def _parcel(item: Json, where: str, source: Source) -> Parcel | RefusedEntry:
    tracker, shipment = as_dict(item.get("tracker")), as_dict(item.get("shipment"))
    number = clean_number(text_of(tracker.get("trackingNumber"), 200), where)
    if isinstance(number, RefusedEntry):
        return number
    events = dicts(item.get("events"))[::-1]
    # "order" counts from the oldest; where it is missing, the order of the file holds.
    events.sort(key=lambda e: _position(first_text(e, "order")))
    return make_parcel(
        number,
        SYSTEM,
        [_scan(event, source) for event in events],
        carrier=next((c for e in events[::-1] if (c := first_text(e, "courierCode"))), ""),
        order_reference=first_text(tracker, "shipmentReference", "clientTrackerId"),
        destination=alpha_2(first_text(shipment, "destinationCountryCode")),
        status_raw=first_text(shipment, "statusMilestone"),
        status_detail_raw=first_text(shipment, "statusCode"),
        signed_by=first_text(as_dict(shipment.get("delivery")), "signedBy"),
    )


def _position(order: str) -> int:
    return int(order) if order.isascii() and order.isdigit() and len(order) < 10 else -1


def _scan(event: Json, source: Source) -> Scan:
    when = first_text(event, "occurrenceDatetime")
    return Scan(
        time=source.time(when, first_text(event, "utcOffset")),
        time_raw=when,
        code=first_text(event, "statusMilestone"),
        detail_code=first_text(event, "statusCode"),
        text=first_text(event, "status"),
        location=first_text(event, "location"),
        carrier=first_text(event, "courierCode"),
    )
