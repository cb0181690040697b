"""What all tracking files share: times, countries, carrier names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pycountry

from parcelproof.sample.stories import Scan, Story

_SIGNED = ("signed", "collected")


def as_json(value: Any) -> bytes:
    """Write JSON as a service answers."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def utc(at: datetime) -> str:
    """Write a time in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso3(country: str) -> str:
    """Return the three-letter code of a country."""
    found = pycountry.countries.get(alpha_2=country)
    return str(found.alpha_3) if found else ""


def signer(story: Story) -> str | None:
    """Return who signed, if the last scan says that someone did."""
    return story.buyer.name.split(" ")[0].upper() if story.scans[-1].word in _SIGNED else None


def newest_first(story: Story) -> list[Scan]:
    """Return the scans of a parcel, the latest first."""
    return sorted(story.scans, key=lambda scan: scan.at, reverse=True)


def slug(story: Story) -> str:
    """Return the carrier as services write it."""
    return story.parcel.carrier.lower().replace(" ", "-")
