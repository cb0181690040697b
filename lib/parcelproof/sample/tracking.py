"""Writes the tracking files of the sample shop in the shapes of the services that export them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pycountry

from parcelproof.sample.scans import WORDINGS
from parcelproof.sample.stories import Scan, Story

_SIGNED = ("signed", "collected")


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso3(country: str) -> str:
    found = pycountry.countries.get(alpha_2=country)
    return str(found.alpha_3) if found else ""


def _signer(story: Story) -> str | None:
    return story.buyer.name.split(" ")[0].upper() if story.scans[-1].word in _SIGNED else None


def _newest_first(story: Story) -> list[Scan]:
    return sorted(story.scans, key=lambda scan: scan.at, reverse=True)


# -- 17TRACK ------------------------------------------------------------------------------------


def _track17_time(scan: Scan) -> dict[str, Any]:
    raw = {"date": f"{scan.at:%Y-%m-%d}", "time": f"{scan.at:%H:%M:%S}", "timezone": f"{scan.at:%:z}"}
    return {"time_iso": scan.at.isoformat(), "time_utc": _utc(scan.at), "time_raw": raw}


def _track17_event(scan: Scan) -> dict[str, Any]:
    wording = WORDINGS[scan.word]
    main, sub = wording.track17
    return {
        **_track17_time(scan),
        "description": wording.text,
        "description_translation": {"lang": "en", "description": wording.text},
        "location": f"{scan.place}, {scan.country}",
        "stage": sub.split("_")[-1] if main == "InTransit" else main,
        "sub_status": sub,
        "address": {"country": scan.country, "state": None, "city": scan.place, "street": None, "postal_code": None},
    }


def _track17(stories: Sequence[Story]) -> bytes:
    return _json({"code": 0, "data": {"accepted": [_track17_parcel(story) for story in stories], "rejected": []}})


def _track17_parcel(story: Story) -> dict[str, Any]:
    events = [_track17_event(scan) for scan in _newest_first(story)]
    main, sub = WORDINGS[_newest_first(story)[0].word].track17
    provider = {
        "provider": {"key": 3011, "name": story.parcel.carrier, "alias": story.parcel.carrier, "country": "CN"},
        "service_type": story.parcel.service,
        "latest_sync_status": "Success",
        "events": events,
    }
    return {
        "number": story.parcel.number,
        "carrier": 3011,
        "param": None,
        "tag": story.order,
        "track_info": {
            "shipping_info": {
                "shipper_address": {"country": story.scans[0].country},
                "recipient_address": {"country": story.buyer.country, "city": story.buyer.city},
            },
            "latest_status": {"status": main, "sub_status": sub, "sub_status_descr": None},
            "latest_event": events[0],
            "milestone": [
                {"key_stage": "PickedUp", **_track17_time(scan)} for scan in story.scans if scan.word == "accepted"
            ],
            "tracking": {"providers": [provider]},
        },
    }


# -- AfterShip ----------------------------------------------------------------------------------


def _aftership_checkpoint(story: Story, scan: Scan) -> dict[str, Any]:
    wording = WORDINGS[scan.word]
    tag, subtag = wording.aftership
    return {
        "slug": _slug(story),
        "city": scan.place,
        "created_at": _utc(scan.at),
        "location": f"{scan.place}, {scan.country}",
        "country_name": scan.country,
        "country_iso3": _iso3(scan.country),
        "message": wording.text,
        "tag": tag,
        "subtag": subtag,
        "checkpoint_time": scan.at.isoformat(),
        "coordinates": [],
        "state": None,
        "zip": None,
    }


def _slug(story: Story) -> str:
    return story.parcel.carrier.lower().replace(" ", "-")


def _aftership(stories: Sequence[Story]) -> bytes:
    trackings = []
    for number, story in enumerate(stories):
        tag, subtag = WORDINGS[story.scans[-1].word].aftership
        trackings.append(
            {
                "id": f"sample{number:018d}",
                "tracking_number": story.parcel.number,
                "slug": _slug(story),
                "active": tag != "Delivered",
                "order_id": story.order,
                "title": story.order,
                "origin_country_iso3": _iso3(story.scans[0].country),
                "destination_country_iso3": _iso3(story.buyer.country),
                "shipment_type": story.parcel.service,
                "signed_by": _signer(story),
                "source": "api",
                "tag": tag,
                "subtag": subtag,
                "subtag_message": WORDINGS[story.scans[-1].word].text,
                "checkpoints": [_aftership_checkpoint(story, scan) for scan in story.scans],
            }
        )
    data = {"page": 1, "limit": 100, "count": len(trackings), "trackings": trackings}
    return _json({"meta": {"code": 200}, "data": data})


# -- EasyPost -----------------------------------------------------------------------------------


def _easypost(stories: Sequence[Story]) -> bytes:
    trackers = []
    for number, story in enumerate(stories):
        status, detail = WORDINGS[story.scans[-1].word].easypost
        trackers.append(
            {
                "id": f"trk_sample{number:026d}",
                "object": "Tracker",
                "mode": "production",
                "tracking_code": story.parcel.number,
                "status": status,
                "status_detail": detail,
                "created_at": _utc(story.scans[0].at),
                "updated_at": _utc(story.scans[-1].at),
                "signed_by": _signer(story),
                "carrier": story.parcel.carrier,
                "tracking_details": [_easypost_detail(story, scan) for scan in story.scans],
                "finalized": status in ("delivered", "return_to_sender"),
                "is_return": False,
            }
        )
    return _json({"trackers": trackers, "has_more": False})


def _easypost_detail(story: Story, scan: Scan) -> dict[str, Any]:
    status, detail = WORDINGS[scan.word].easypost
    return {
        "object": "TrackingDetail",
        "message": WORDINGS[scan.word].text,
        "description": "",
        "status": status,
        "status_detail": detail,
        "datetime": _utc(scan.at),
        "source": story.parcel.carrier,
        "carrier_code": "",
        "tracking_location": {
            "object": "TrackingLocation", "city": scan.place, "state": None, "country": scan.country, "zip": None,
        },
    }  # fmt: skip


# -- Ship24 -------------------------------------------------------------------------------------


def _ship24(stories: Sequence[Story]) -> bytes:
    return _json({"data": {"trackings": [_ship24_tracking(n, story) for n, story in enumerate(stories)]}})


def _ship24_tracking(number: int, story: Story) -> dict[str, Any]:
    milestone, code = WORDINGS[story.scans[-1].word].ship24
    events = [_ship24_event(n, story, scan) for n, scan in enumerate(_newest_first(story))]
    return {
        "tracker": {
            "trackerId": f"sample-{number:04d}",
            "trackingNumber": story.parcel.number,
            "shipmentReference": story.order,
            "isSubscribed": True,
            "createdAt": _utc(story.scans[0].at),
        },
        "shipment": {
            "shipmentId": f"sample-shipment-{number:04d}",
            "statusCode": code,
            "statusCategory": code.split("_")[0],
            "statusMilestone": milestone,
            "originCountryCode": story.scans[0].country,
            "destinationCountryCode": story.buyer.country,
            "delivery": {"estimatedDeliveryDate": None, "service": story.parcel.service, "signedBy": _signer(story)},
            "trackingNumbers": [{"tn": story.parcel.number}],
            "recipient": {"name": None, "address": None, "postCode": None, "city": story.buyer.city},
        },
        "events": events,
    }


def _ship24_event(number: int, story: Story, scan: Scan) -> dict[str, Any]:
    milestone, code = WORDINGS[scan.word].ship24
    return {
        "eventId": f"{story.parcel.number}-{number}",
        "trackingNumber": story.parcel.number,
        "eventTrackingNumber": story.parcel.number,
        "status": WORDINGS[scan.word].text,
        "occurrenceDatetime": f"{scan.at:%Y-%m-%dT%H:%M:%S}",
        "order": None,
        "location": f"{scan.place}, {scan.country}",
        "sourceCode": "post",
        "courierCode": _slug(story),
        "statusCode": code,
        "statusCategory": code.split("_")[0],
        "statusMilestone": milestone,
        "hasNoTime": False,
        "utcOffset": f"{scan.at:%:z}",
        "datetime": scan.at.isoformat(),
    }


# -- plain CSV ----------------------------------------------------------------------------------


def _plain(stories: Sequence[Story]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["tracking_number", "time", "status", "text", "location", "country", "carrier"])
    for story in stories:
        for scan in story.scans:
            wording = WORDINGS[scan.word]
            writer.writerow(
                [
                    story.parcel.number, scan.at.isoformat(), wording.plain, wording.text, scan.place, scan.country,
                    story.parcel.carrier,
                ]
            )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


_WRITERS: dict[str, tuple[str, Callable[[Sequence[Story]], bytes]]] = {
    "17track": ("17track.json", _track17),
    "aftership": ("aftership.json", _aftership),
    "easypost": ("easypost.json", _easypost),
    "ship24": ("ship24.json", _ship24),
    "csv": ("carrier-events.csv", _plain),
}


def tracking_files(stories: Sequence[Story]) -> dict[str, bytes]:
    """Return file name and content of each tracking export."""
    return {
        name: write([story for story in stories if story.tracking == system])
        for system, (name, write) in _WRITERS.items()
    }
