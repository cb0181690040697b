"""Which statuses need a person (rule R12)."""

from __future__ import annotations

from parcelproof.tracking.events import Status

# Someone must rebook, collect, send papers, pay, search, refund or decide.
_ALWAYS = frozenset(
    {
        Status.FAILED_ATTEMPT,
        Status.AVAILABLE_FOR_PICKUP,
        Status.CUSTOMS_HOLD,
        Status.RETURNING,
        Status.RETURNED,
        Status.LOST,
    }
)

# A problem that the carrier solves alone: waiting is all that a seller can do.
_WAIT = frozenset({"delay_weather", "delay_carrier", "delay_other", "missorted", "investigation", "resolved"})

# Reasons that need a person although the status alone does not.
_BY_REASON = {
    Status.INFO_RECEIVED: frozenset({"pickup_failed", "sender_not_ready", "error"}),
    Status.OUT_FOR_DELIVERY: frozenset({"ambiguous"}),
    Status.DELIVERED: frozenset({"damaged", "partial"}),
    Status.UNKNOWN: frozenset({"invalid_number"}),
}


def needs_person(status: Status, reason: str = "") -> bool:
    """Say whether a person must do something.

    Parameters
    ----------
    status : Status
    reason : str
        A reason of the crosswalk, or empty.

    Notes
    -----
    An ``exception`` without a reason needs a person: someone must read the wording and ask the
    carrier. ``expired`` does not: it speaks of the monitoring service, not of the parcel (R11).
    Every substatus that Shippo flags as "action required" is flagged here too.
    """
    if status in _ALWAYS:
        return True
    if status is Status.EXCEPTION:
        return reason not in _WAIT
    return reason in _BY_REASON.get(status, frozenset())
