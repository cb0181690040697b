"""EasyPost: a page of trackers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parcelproof.sample.scans import WORDINGS
from parcelproof.sample.stories import Scan, Story
from parcelproof.sample.tracking.shape import as_json, signer, utc


def easypost_file(stories: Sequence[Story]) -> bytes:
    """Return the file for these parcels."""
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
                "created_at": utc(story.scans[0].at),
                "updated_at": utc(story.scans[-1].at),
                "signed_by": signer(story),
                "carrier": story.parcel.carrier,
                "tracking_details": [_easypost_detail(story, scan) for scan in story.scans],
                "finalized": status in ("delivered", "return_to_sender"),
                "is_return": False,
            }
        )
    return as_json({"trackers": trackers, "has_more": False})


def _easypost_detail(story: Story, scan: Scan) -> dict[str, Any]:
    status, detail = WORDINGS[scan.word].easypost
    return {
        "object": "TrackingDetail",
        "message": WORDINGS[scan.word].text,
        "description": "",
        "status": status,
        "status_detail": detail,
        "datetime": utc(scan.at),
        "source": story.parcel.carrier,
        "carrier_code": "",
        "tracking_location": {
            "object": "TrackingLocation", "city": scan.place, "state": None, "country": scan.country, "zip": None,
        },
    }  # fmt: skip
