"""A plain table of scans."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from parcelproof.sample.scans import WORDINGS
from parcelproof.sample.stories import Story


def plain_file(stories: Sequence[Story]) -> bytes:
    """Return the file for these parcels."""
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
