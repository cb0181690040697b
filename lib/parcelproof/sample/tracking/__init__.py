"""Writes the tracking files of the sample shop in the shapes of the services that export them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parcelproof.sample.stories import Story
from parcelproof.sample.tracking.aftership import aftership_file
from parcelproof.sample.tracking.easypost import easypost_file
from parcelproof.sample.tracking.plain import plain_file
from parcelproof.sample.tracking.seventeen import track17_file
from parcelproof.sample.tracking.ship24 import ship24_file

_WRITERS: dict[str, tuple[str, Callable[[Sequence[Story]], bytes]]] = {
    "17track": ("17track.json", track17_file),
    "aftership": ("aftership.json", aftership_file),
    "easypost": ("easypost.json", easypost_file),
    "ship24": ("ship24.json", ship24_file),
    "csv": ("carrier-events.csv", plain_file),
}


def tracking_files(stories: Sequence[Story]) -> dict[str, bytes]:
    """Return file name and content of each tracking export."""
    return {
        name: write([story for story in stories if story.tracking == system])
        for system, (name, write) in _WRITERS.items()
    }
