"""The one order of scans: each once, oldest first, ties by stage (R7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from parcelproof.tracking.events import Event, Status

# R7: scans of one instant are ordered by stage, then by their place in the source.
STAGE = {
    status: rank
    for rank, status in enumerate(
        (
            Status.UNKNOWN,
            Status.EXPIRED,
            Status.INFO_RECEIVED,
            Status.ACCEPTED,
            Status.IN_TRANSIT,
            Status.CUSTOMS,
            Status.CUSTOMS_HOLD,
            Status.EXCEPTION,
            Status.OUT_FOR_DELIVERY,
            Status.FAILED_ATTEMPT,
            Status.AVAILABLE_FOR_PICKUP,
            Status.DELIVERED,
            Status.RETURNING,
            Status.RETURNED,
            Status.LOST,
            Status.CANCELLED,
        )
    )
}
# A release that carries the same time as the hold comes after it.
_RELEASED = STAGE[Status.CUSTOMS_HOLD] + 0.5

# R10: events that give a parcel back from customs (UPU EDC, EXC and EMF, and their kin).
_RELEASE_CODES = frozenset({"EMF", "EDC", "EXC"})


def ordered(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the scans oldest first, each once.

    The same scan from several imports or services has the same instant, status, wording and place.
    """
    unique: dict[tuple[object, ...], Event] = {}
    for event in sorted(events, key=_total):
        unique.setdefault(_same_scan(event), event)
    kept = list(unique.values())
    times = _effective_times(kept)
    return tuple(sorted(kept, key=lambda e: (times[id(e)], stage(e), e.order, _total(e))))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _same_scan(event: Event) -> tuple[object, ...]:
    when = event.time.astimezone(UTC) if event.time else event.time_raw
    return (when, event.status, event.reason, event.set_by_user, _plain(event.text), _plain(event.location))


def _total(event: Event) -> tuple[object, ...]:
    """Order scans fully: of doubles, the one with a sure time zone and most detail comes first."""
    return (
        event.time_zone_assumed,
        not event.detail_code,
        not event.location,
        event.order,
        event.model_dump_json(),
    )


def stage(event: Event) -> float:
    """Return the rank of a scan among scans of one instant (R7)."""
    return _RELEASED if is_release(event) else STAGE[event.status]


def _effective_times(events: Sequence[Event]) -> dict[int, datetime]:
    """Give a scan without time the time of the scan before it in the same source."""
    start = datetime.min.replace(tzinfo=UTC)
    last: dict[tuple[str, str], datetime] = {}
    times: dict[int, datetime] = {}
    for event in sorted(events, key=lambda e: (e.system, e.tracking_number, e.order, _total(e))):
        key = (event.system, event.tracking_number)
        if event.time:
            last[key] = max(event.time.astimezone(UTC), last.get(key, start))
        times[id(event)] = event.time.astimezone(UTC) if event.time else last.get(key, start)
    return times


def is_release(event: Event) -> bool:
    """Say whether customs gives the parcel back with this scan."""
    return event.status is Status.IN_TRANSIT and (
        event.reason == "customs_cleared" or (event.system.startswith("upu") and event.code in _RELEASE_CODES)
    )
