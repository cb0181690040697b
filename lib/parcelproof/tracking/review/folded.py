"""Facts of many parcels, out of their scans, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.events import Event, Tracking
from parcelproof.tracking.review.cases import CODE_OF, DAMAGED, REDIRECTED, tells_arrival
from parcelproof.tracking.review.moments import Mask, Moments

Ints = npt.NDArray[np.int64]


@dataclass
class Folded:
    """Facts of n parcels, out of their scans.

    Attributes
    ----------
    numbers : pyarrow.Array of string
        Tracking numbers.
    status : ndarray of int8
        Place in ``cases.STATUSES``.
    reason : ndarray of int32
        Place in ``reasons``.
    carrier, service, destination : ndarray of int32
        Numbers of the words of the file; the first row that names one wins.
    """

    numbers: pa.StringArray
    status: npt.NDArray[np.int8]
    reason: npt.NDArray[np.int32]
    reasons: list[str]
    attention: Mask
    hold_open: Mask
    departed: Mask
    arrived: Mask
    is_damaged: Mask
    is_redirected: Mask
    since: Moments
    hold: Moments
    accepted: Moments
    delivered: Moments
    last_scan: Moments
    redirected: Moments
    damaged: Moments
    promised: Moments
    shipped: Moments
    carrier: npt.NDArray[np.int32]
    service: npt.NDArray[np.int32]
    destination: npt.NDArray[np.int32]


def put(folded: Folded, row: int, tracking: Tracking, destination: str) -> None:
    """Write the facts of one parcel into the columns."""
    scans = [event for event in tracking.events if not event.set_by_user]
    redirected = next((e for e in scans if e.reason == REDIRECTED), None)
    damaged = next((e for e in scans if e.reason == DAMAGED), None)
    event = tracking.status_event
    own = event is not None and event.status is tracking.status and event.action_required
    if tracking.reason not in folded.reasons:
        folded.reasons.append(tracking.reason)
    folded.status[row] = CODE_OF[tracking.status]
    folded.reason[row] = folded.reasons.index(tracking.reason)
    folded.attention[row] = own or needs_person(tracking.status, tracking.reason)
    folded.hold_open[row] = tracking.customs_hold_open
    folded.departed[row] = any(e.reason == "departed_origin" for e in tracking.events)
    folded.arrived[row] = any(tells_arrival(e.status, e.reason, e.country, destination) for e in tracking.events)
    folded.is_damaged[row], folded.is_redirected[row] = damaged is not None, redirected is not None
    scanned: dict[str, Event | None] = {
        "since": event, "hold": tracking.customs_hold, "accepted": tracking.accepted,
        "delivered": tracking.delivered, "redirected": redirected, "damaged": damaged,
    }  # fmt: skip
    for name, scan in scanned.items():
        _set(getattr(folded, name), row, Moments.of([scan.time if scan else None]))
    _set(folded.last_scan, row, Moments.of([tracking.last_scan_at]))


def _set(column: Moments, row: int, value: Moments) -> None:
    column.at[row], column.offset[row] = value.at[0], value.offset[0]
