"""AfterShip: a list of trackings with their checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parcelproof.sample.scans import WORDINGS
from parcelproof.sample.stories import Scan, Story
from parcelproof.sample.tracking.shape import as_json, iso3, signer, slug, utc


def _aftership_checkpoint(story: Story, scan: Scan) -> dict[str, Any]:
    wording = WORDINGS[scan.word]
    tag, subtag = wording.aftership
    return {
        "slug": slug(story),
        "city": scan.place,
        "created_at": utc(scan.at),
        "location": f"{scan.place}, {scan.country}",
        "country_name": scan.country,
        "country_iso3": iso3(scan.country),
        "message": wording.text,
        "tag": tag,
        "subtag": subtag,
        "checkpoint_time": scan.at.isoformat(),
        "coordinates": [],
        "state": None,
        "zip": None,
    }


def aftership_file(stories: Sequence[Story]) -> bytes:
    """Return the file for these parcels."""
    trackings = []
    for number, story in enumerate(stories):
        tag, subtag = WORDINGS[story.scans[-1].word].aftership
        trackings.append(
            {
                "id": f"sample{number:018d}",
                "tracking_number": story.parcel.number,
                "slug": slug(story),
                "active": tag != "Delivered",
                "order_id": story.order,
                "title": story.order,
                "origin_country_iso3": iso3(story.scans[0].country),
                "destination_country_iso3": iso3(story.buyer.country),
                "shipment_type": story.parcel.service,
                "signed_by": signer(story),
                "source": "api",
                "tag": tag,
                "subtag": subtag,
                "subtag_message": WORDINGS[story.scans[-1].word].text,
                "checkpoints": [_aftership_checkpoint(story, scan) for scan in story.scans],
            }
        )
    data = {"page": 1, "limit": 100, "count": len(trackings), "trackings": trackings}
    return as_json({"meta": {"code": 200}, "data": data})
