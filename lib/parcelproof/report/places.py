"""The place of a scan in words, with its country once."""

from __future__ import annotations

import re
from functools import lru_cache

from parcelproof.report.cover import country
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.events import Event

_SEPARATOR = re.compile(r"[,;]|\s[-–]\s")
_CODE_AT_END = re.compile(r"[\s(]([A-Z]{2,3})\)?$")


def place_of_scan(event: Event) -> str:
    """Return where a scan was made: the source's own words for the place, then the country.

    Services write the country into the place as a code or a name, and name it again in a field of its own. The
    record keeps both as they came; a reader needs it once.
    """
    if not event.country:
        return event.location
    return ", ".join(p for p in (without_country(event.location, event.country), country(event.country)) if p)


@lru_cache(maxsize=4096)
def without_country(place: str, code: str) -> str:
    """Return a place without the parts that only repeat its country.

    Parameters
    ----------
    place : str
        Such as ``Warsaw, PL``, ``Madrid, Spain`` or ``SHENZHEN CN``.
    code : str
        ISO 3166 alpha-2 code of the country.
    """
    given = [part for piece in _SEPARATOR.split(place) if (part := piece.strip())]
    parts = [part for part in given if not _is_country(part, code)]
    # A code may follow without a comma. A name may not: "New Mexico" lies elsewhere.
    last = _CODE_AT_END.search(parts[-1]) if parts else None
    if last and _is_country(last[1], code):
        parts[-1] = parts[-1][: last.start()].rstrip(" (")
    return place if parts == given else ", ".join(part for part in parts if part)


def _is_country(text: str, code: str) -> bool:
    return alpha_2(text.strip(" ()[].")) == code
