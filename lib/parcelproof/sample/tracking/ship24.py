"""Ship24: trackings with their events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parcelproof.sample.scans import WORDINGS, offset_of
from parcelproof.sample.stories import Scan, Story
from parcelproof.sample.tracking.shape import as_json, newest_first, signer, slug, utc


def ship24_file(stories: Sequence[Story]) -> bytes:
    """Return the file for these parcels."""
    return as_json({"data": {"trackings": [_ship24_tracking(n, story) for n, story in enumerate(stories)]}})


def _ship24_tracking(number: int, story: Story) -> dict[str, Any]:
    milestone, code = WORDINGS[story.scans[-1].word].ship24
    events = [_ship24_event(n, story, scan) for n, scan in enumerate(newest_first(story))]
    return {
        "tracker": {
            "trackerId": f"sample-{number:04d}",
            "trackingNumber": story.parcel.number,
            "shipmentReference": story.order,
            "isSubscribed": True,
            "createdAt": utc(story.scans[0].at),
        },
        "shipment": {
            "shipmentId": f"sample-shipment-{number:04d}",
            "statusCode": code,
            "statusCategory": code.split("_")[0],
            "statusMilestone": milestone,
            "originCountryCode": story.scans[0].country,
            "destinationCountryCode": story.buyer.country,
            "delivery": {"estimatedDeliveryDate": None, "service": story.parcel.service, "signedBy": signer(story)},
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
        "courierCode": slug(story),
        "statusCode": code,
        "statusCategory": code.split("_")[0],
        "statusMilestone": milestone,
        "hasNoTime": False,
        "utcOffset": offset_of(scan.at),
        "datetime": scan.at.isoformat(),
    }
