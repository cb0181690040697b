"""The functions that plant a fault, by its id, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from parcelproof.sample.stories import Scan
from parcelproof.training.dossier import Dossier, Entry

Plant = Callable[[Dossier], None]
PLANTS: dict[str, Plant] = {}
"""What each fault does, by its id in ``faults.yaml``."""


def plant(function: Plant) -> Plant:
    """Put a function into the catalogue under its own name."""
    PLANTS[function.__name__] = function
    return function


def grams(entry: Entry, name: str) -> Decimal:
    """Return a weight of a record in grams."""
    return Decimal(str(entry[name]).split()[0])


def scans(dossier: Dossier, *scans: Scan, until: str) -> None:
    """Let the way of the parcel go on differently after the scan of this word."""
    kept = []
    for scan in dossier.story.scans:
        kept.append(scan)
        if scan.word == until:
            break
    dossier.retell(scans=(*kept, *scans))


def here(dossier: Dossier) -> tuple[str, str]:
    """Return city and country of the buyer."""
    return dossier.story.buyer.city, dossier.story.buyer.country


def message(dossier: Dossier, at: datetime, direction: str, topic: str, text: str) -> None:
    """Add a message in the channel that this parcel's messages use."""
    channel = next(dossier.of("message"), {}).get("channel", "e-mail")
    dossier.add("message", at, direction=direction, channel=channel, language="en", topic=topic, text=text)
