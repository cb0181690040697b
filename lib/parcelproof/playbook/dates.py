"""Dates of sources, which are often only a year or a month."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from parcelproof.messages import _

_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@lru_cache(maxsize=4096)
def first_day(text: str) -> date:
    """Return the first day of ``2026``, ``2026-07`` or ``2026-07-01``.

    Raises
    ------
    ValueError
        If the text is no such date.
    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=4096)
def last_day(text: str) -> date:
    """Return the last day of ``2026``, ``2026-07`` or ``2026-07-01``.

    Raises
    ------
    ValueError
        If the text is no such date.
    """
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int | None, int | None]:
    match = _PARTIAL.match(text)
    if match is None:
        raise ValueError(_("write a date like 2026, 2026-07 or 2026-07-01"))
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError(_("there is no such day")) from None
    return year or 0, month, day
