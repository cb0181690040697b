"""Days from Monday to Friday, and the deadlines that rules give in hours, days or business days.

Public holidays are not taken out: they differ along the way of a parcel, and a deadline that comes a
day early is the safe side.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

_WEEK = 5


def business_days(start: date, end: date) -> int:
    """Count the days from Monday to Friday after ``start`` up to and including ``end``."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    return weeks * _WEEK + sum((start + timedelta(days=n)).weekday() < _WEEK for n in range(1, rest + 1))


def days_between(since: datetime, until: datetime, unit: str) -> int:
    """Count full calendar days, or business days if the unit of the rule says so; never below zero."""
    last = until.astimezone(since.tzinfo).date()
    if unit in ("business days", "working days"):
        return business_days(since.date(), last)
    return max((last - since.date()).days, 0)


def after_day(moment: datetime, day: datetime) -> bool:
    """Whether a moment lies on a later day than another, in the time zone of that other: a date holds to its end."""
    return moment.astimezone(day.tzinfo).date() > day.date()


def deadline(start: datetime, amount: Decimal, unit: str) -> datetime | None:
    """Return the moment that lies so many units after ``start``; None if the unit is no time.

    Parameters
    ----------
    start : datetime
        With offset.
    amount : Decimal
        Not negative.
    unit : str
        ``hours``, ``days``, ``calendar days``, ``business days``, ``working days`` or ``months``.
    """
    if unit == "hours":
        return start + timedelta(seconds=int(amount * 3600))
    if unit in ("days", "calendar days"):
        return start + timedelta(days=int(amount))
    if unit in ("business days", "working days"):
        moment, left = start, int(amount)
        while left > 0:
            moment += timedelta(days=1)
            left -= moment.weekday() < _WEEK
        return moment
    if unit == "months":
        return _months_later(start, int(amount))
    return None


def _months_later(start: datetime, months: int) -> datetime:
    year, month = divmod(start.month - 1 + months, 12)
    first = start.replace(year=start.year + year, month=month + 1, day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(start.day, (following - timedelta(days=1)).day))
