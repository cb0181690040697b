"""Times as carriers and monitoring services write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from parcelproof.errors import InputError
from parcelproof.messages import _

# A parcel scan outside these years is a filler such as 0001-01-01 or 2079-01-01.
_FIRST_YEAR, _LAST_YEAR = 1995, 2070

_FORMATS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%d %I:%M %p",
    "%Y-%m-%d %I:%M:%S %p",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y %H:%M",
    "%b %d, %Y",
    "%d %b %Y %H:%M",
    "%d %b %Y",
    "%B %d, %Y %I:%M %p",
    "%B %d, %Y",
)
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?)(?:\s*([AaPp][Mm]))?)?$")
_OFFSET = re.compile(r"^(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$", re.IGNORECASE)


@dataclass(frozen=True)
class SourceTime:
    """A time and how sure its zone is.

    Attributes
    ----------
    value : datetime or None
        With a fixed offset; None if the text gives no usable time.
    assumed : bool
        True if the source gave no offset and a zone was taken for it.
    """

    value: datetime | None
    assumed: bool = False


NO_TIME = SourceTime(None)


def parse_zone(name: str) -> tzinfo:
    """Read a time zone: a name such as ``Asia/Shanghai``, or an offset such as ``+08:00``.

    Raises
    ------
    InputError
        If it is neither.
    """
    offset = parse_offset(name)
    if offset is not None:
        return offset
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):
        raise InputError(
            _("This time zone is not known."),
            where=_("time zone"),
            mend=_("Write a name like Asia/Shanghai, or an offset like +08:00."),
        ) from None


def parse_offset(text: str) -> tzinfo | None:
    """Read an offset such as ``+08:00``, ``-0300`` or ``Z``; None if it is none."""
    text = text.strip()
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    match = _OFFSET.match(text)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))


def parse_time(text: str, zone: tzinfo, offset: str = "") -> SourceTime:
    """Read a time of a scan.

    Parameters
    ----------
    text : str
        As the source wrote it.
    zone : tzinfo
        Taken if neither the text nor the source gives an offset.
    offset : str
        What the source says beside the text, such as ``+08:00``.

    Returns
    -------
    SourceTime
        A date alone counts from midnight. A date like 03/04/2026, which has two readings, is not
        guessed: it gives no time.
    """
    value = _naive_or_aware(text.strip())
    if value is None or not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        return NO_TIME
    if value.tzinfo is not None:
        return SourceTime(_fixed(value))
    stated = parse_offset(offset) if offset else None
    return SourceTime(_fixed(value.replace(tzinfo=stated or zone)), assumed=stated is None)


def _fixed(value: datetime) -> datetime:
    """Return the same instant with a plain offset in whole minutes, which survives storage."""
    offset = value.utcoffset() or timedelta(0)
    minutes = round(offset / timedelta(minutes=1))
    return value.astimezone(timezone(timedelta(minutes=minutes)) if minutes else UTC)


def _naive_or_aware(text: str) -> datetime | None:
    if not text or len(text) > 64:
        return None
    if re.fullmatch(r"\d{10}|\d{13}", text, re.ASCII):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if re.fullmatch(r"[\d.,]+", text) and "." not in text[:3]:
        return None  # a bare number is no date
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    slashed = _SLASHED.match(text)
    if slashed:
        return _slashed(slashed)
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the caller knows the zone
        except ValueError:
            continue
    return None


def _slashed(match: re.Match[str]) -> datetime | None:
    first, second = int(match[1]), int(match[2])
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if first > 12 or first == second else (second, first)
    clock = match[4] or "00:00"
    form = "%Y-%m-%d " + ("%I" if match[5] else "%H") + (":%M:%S" if clock.count(":") == 2 else ":%M")
    form, half = (form + " %p", f" {match[5]}") if match[5] else (form, "")
    try:
        return datetime.strptime(f"{match[3]}-{month:02}-{day:02} {clock}{half}", form)  # noqa: DTZ007
    except ValueError:
        return None
