"""From which moment the rows about claims count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from parcelproof.messages import N_, Wording

_FROM_DISPATCH = ("mailing", "day after mailing", "acceptance", "first scan")


_SAID = Wording(
    {
        "acceptance": N_("acceptance"),
        "close": N_("close"),
        "day after mailing": N_("day after mailing"),
        "delivery": N_("delivery"),
        "delivery or due date": N_("delivery or due date"),
        "due date": N_("due date"),
        "first scan": N_("first scan"),
        "last scan": N_("last scan"),
        "mailing": N_("mailing"),
    }
)


def said_start(counted_from: str) -> str:
    """Return the words of a row for the moment it counts from, in the language that is spoken now."""
    return _SAID.get(counted_from, counted_from)


@dataclass(frozen=True)
class Starts:
    """The moments from which rows count; None where nobody knows."""

    sent: datetime | None = None
    delivered: datetime | None = None
    promised: datetime | None = None
    last_scan: datetime | None = None

    def of(self, counted_from: str) -> datetime | None:
        """Return the moment that a row counts from."""
        begin = begin_of(counted_from)
        if begin.or_delivery and self.delivered:
            return self.delivered
        found: datetime | None = getattr(self, begin.name) if begin.name else None
        return found + timedelta(days=begin.days) if found else None


@dataclass(frozen=True)
class Begin:
    """From where a row counts.

    Attributes
    ----------
    name : str
        Field of `Starts`; empty if nobody knows.
    days : int
        So many days after it.
    or_delivery : bool
        From the delivery instead, if there is one.
    """

    name: str
    days: int = 0
    or_delivery: bool = False


def begin_of(counted_from: str) -> Begin:
    """Read the words of a row that say from when it counts."""
    if "due date" in counted_from:
        name = "promised"
    elif counted_from == "last scan":
        name = "last_scan"
    else:
        name = "sent" if counted_from in _FROM_DISPATCH else ""
    return Begin(name, int(counted_from == "day after mailing"), "delivery" in counted_from)
