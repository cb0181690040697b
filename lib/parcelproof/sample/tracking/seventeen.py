"""17TRACK API v2.4: track info of several numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parcelproof.sample.scans import WORDINGS, offset_of
from parcelproof.sample.stories import Scan, Story
from parcelproof.sample.tracking.shape import as_json, newest_first, utc


def _track17_time(scan: Scan) -> dict[str, Any]:
    raw = {"date": f"{scan.at:%Y-%m-%d}", "time": f"{scan.at:%H:%M:%S}", "timezone": offset_of(scan.at)}
    return {"time_iso": scan.at.isoformat(), "time_utc": utc(scan.at), "time_raw": raw}


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


def track17_file(stories: Sequence[Story]) -> bytes:
    """Return the file for these parcels."""
    return as_json({"code": 0, "data": {"accepted": [_track17_parcel(story) for story in stories], "rejected": []}})


def _track17_parcel(story: Story) -> dict[str, Any]:
    events = [_track17_event(scan) for scan in newest_first(story)]
    main, sub = WORDINGS[newest_first(story)[0].word].track17
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
