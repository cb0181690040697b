"""Dates as export files write them; times without an offset are the seller's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale

from parcelproof.errors import InputError
from parcelproof.messages import N_, _
from parcelproof.orders.formats import DateOrder
from parcelproof.orders.model import BadValue

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "CET": 60, "CEST": 120, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
_CLOCK = re.compile(
    r"[T, ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})?\s*$"
)
_ISO_DAY = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_PLAIN_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_NUMERIC_DAY = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})\.?$")
_NAMED_DAY = re.compile(
    r"^(?:(?P<first>\d{1,4})\.?[-/. ]+)?(?P<month>[^\W\d]{3,10})\.?[-/., ]+(?P<second>\d{1,4})"
    r"(?:[-/., ]+(?P<third>\d{2,4}))?$"
)
_MEND = N_("Write the date like 2026-07-25, or like 2026-07-25T14:02:00+08:00 with its time.")


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {"sept": 9}
    for language in _LANGUAGES:
        for width in ("abbreviated", "wide"):
            for number, name in Locale(language).months["format"][width].items():
                names.setdefault(name.casefold().rstrip("."), number)
    return names


def find_zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises
    ------
    InputError
        If there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            _("There is no time zone with this name."),
            where=_("zone {name}", name=name),
            mend=_("Use a name like Asia/Shanghai."),
        ) from None


@dataclass
class DateReader:
    """Reads the dates of one file and remembers what it had to assume.

    Attributes
    ----------
    zone : ZoneInfo
        For times without an offset.
    order : {'dmy', 'mdy', 'ymd'} or None
        What ``03/04/26`` means in this file; None if nothing decides it.
    assumed_zone, assumed_midnight, assumed_order : bool
        Set when such a date was read.
    """

    zone: ZoneInfo
    order: DateOrder | None
    assumed_zone: bool = field(default=False)
    assumed_midnight: bool = field(default=False)
    assumed_order: bool = field(default=False)
    _known: dict[str, datetime] = field(default_factory=dict, repr=False)

    def read(self, text: str) -> datetime:
        """Read one date or time.

        Raises
        ------
        BadValue
            If it is no date, or day and month cannot be told apart.
        """
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> datetime:
        value = " ".join(text.strip().strip("'").split())
        clock = _CLOCK.search(value)
        year, month, day = self._day(value[: clock.start()].strip() if clock else value)
        hour = minute = second = 0
        zone: tzinfo | None = None
        if clock:
            hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
            hour = _hour(hour, clock["half"] or "")
            zone = _zone(clock["zone"] or "")
        try:
            moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone or self.zone)
        except ValueError:
            raise BadValue(_("This day or time does not exist."), _(_MEND)) from None
        if not 1995 <= year <= 2100:
            raise BadValue(_("The year of this date cannot be right."), _(_MEND))
        self.assumed_zone = self.assumed_zone or zone is None
        self.assumed_midnight = self.assumed_midnight or not clock
        return moment

    def _day(self, text: str) -> tuple[int, int, int]:
        match = _ISO_DAY.match(text) or _PLAIN_DAY.match(text)
        if match:
            return int(match[1]), int(match[2]), int(match[3])
        numeric = _NUMERIC_DAY.match(text)
        if numeric:
            return self._numeric(int(numeric[1]), int(numeric[2]), int(numeric[3]), len(numeric[3]) == 2)
        named = _NAMED_DAY.match(text)
        month = _months().get(named["month"].casefold()) if named else None
        if not named or not month:
            raise BadValue(_("This is no date."), _(_MEND))
        return _named(named["first"], month, named["second"], named["third"])

    def _numeric(self, first: int, second: int, third: int, short: bool) -> tuple[int, int, int]:
        if self.order is None:
            own = _own_order(first, second)
            if own is None:
                raise BadValue(_("Day and month of this date can be swapped."), _(_MEND))
            order: DateOrder = own
        else:
            order = self.order
        self.assumed_order = self.assumed_order or _own_order(first, second) is None
        if order == "ymd":
            if not short:
                raise BadValue(_("This date does not start with the year."), _(_MEND))
            return 2000 + first, second, third
        year = 2000 + third if short else third
        return (year, second, first) if order == "dmy" else (year, first, second)


def _own_order(first: int, second: int) -> DateOrder | None:
    """Return the order of day and month that one date alone shows; equal numbers show nothing."""
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def _named(first: str | None, month: int, second: str, third: str | None) -> tuple[int, int, int]:
    if first and third is None:
        # 25-Jul-26, and 2026-Jul-25
        return (int(first), month, int(second)) if len(first) == 4 else (_full_year(second), month, int(first))
    if first is None and third is not None:
        return _full_year(third), month, int(second)  # Jul-25-26
    raise BadValue(_("This is no date."), _(_MEND))


def _full_year(text: str) -> int:
    return 2000 + int(text) if len(text) == 2 else int(text)


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise BadValue(_("This day or time does not exist."), _(_MEND))
    return hour % 12 + (12 if half[0] in "Pp" else 0)


def _zone(text: str) -> tzinfo | None:
    if not text:
        return None
    if text in _ZONES:
        return timezone(timedelta(minutes=_ZONES[text])) if _ZONES[text] else UTC
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", text)
    if not match or int(match[2]) > 14 or int(match[3] or 0) > 59:
        raise BadValue(_("The time zone of this time is not known."), _(_MEND))
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def find_order(dates: Iterable[str], default: DateOrder | None, twelve_hour: DateOrder | None) -> DateOrder | None:
    """Return what ``03/04/26`` means in a file: what its own dates show, else the format's habit.

    If the dates of one file contradict each other, None: then only dates that speak for themselves are read.
    """
    shown: set[DateOrder] = set()
    halves = False
    for text in dates:
        value = " ".join(text.strip().strip("'").split())
        clock = _CLOCK.search(value)
        halves = halves or bool(clock and clock["half"])
        numeric = _NUMERIC_DAY.match(value[: clock.start()].strip() if clock else value)
        own = _own_order(int(numeric[1]), int(numeric[2])) if numeric else None
        if own:
            shown.add(own)
    if len(shown) == 1:
        return shown.pop()
    if shown:
        return None
    return twelve_hour if halves and twelve_hour else default
