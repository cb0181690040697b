"""The one place that asks for the time.

Times always carry an offset. ``PARCELPROOF_NOW`` (an ISO time with offset) fixes the clock for
tests, for a demonstration, and for a report "as of" a past day.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from parcelproof.errors import InputError
from parcelproof.messages import _


def now() -> datetime:
    """Return the present time in UTC, or the time that ``PARCELPROOF_NOW`` fixes."""
    fixed = os.environ.get("PARCELPROOF_NOW")
    return parse_time(fixed, field="PARCELPROOF_NOW") if fixed else datetime.now(UTC)


def parse_time(text: str, *, field: str = "time") -> datetime:
    """Read an ISO 8601 time that carries an offset.

    Parameters
    ----------
    text : str
        For example ``2026-11-22T14:02:00+08:00``.
    field : str
        Named in the error.

    Raises
    ------
    InputError
        If the text is no ISO time or has no offset.
    """
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise InputError(
            _("This time cannot be read, or it has no time zone offset."),
            where=field,
            mend=_("Write it like 2026-11-22T14:02:00+08:00."),
        )
    return value


def iso(value: datetime) -> str:
    """Write a time for storage: ISO 8601 with offset, seconds at least."""
    if value.tzinfo is None:
        raise InputError(_("A time without a time zone offset cannot be stored."), where="time")
    return value.isoformat()


def show(value: datetime) -> str:
    """Write a time for people: ``2026-11-22 14:02 +08:00``, or ``UTC`` for an offset of zero."""
    offset = value.isoformat()[-6:] if value.utcoffset() else "UTC"
    return f"{value:%Y-%m-%d %H:%M} {offset}"
