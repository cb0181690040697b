"""Where a parcel stands: all scans of one parcel, folded by rules R1 to R12.

The result depends on the scans only, never on the order in which files were imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parcelproof.tracking import wording
from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.crosswalk import classify
from parcelproof.tracking.events import Event, Parcel, Status, Tracking
from parcelproof.tracking.scan_order import STAGE, is_release, ordered

_LAST_MILE = frozenset({Status.OUT_FOR_DELIVERY, Status.FAILED_ATTEMPT, Status.AVAILABLE_FOR_PICKUP})
_END = frozenset({Status.DELIVERED, Status.RETURNING, Status.RETURNED})
_BEFORE = frozenset({Status.UNKNOWN, Status.INFO_RECEIVED})

# R1 and R8: what may follow a state from which plain movement never leads back.
_LEAVES: dict[Status, frozenset[Status]] = {
    Status.DELIVERED: frozenset({Status.RETURNING, Status.RETURNED}),
    Status.RETURNED: frozenset(),
    Status.RETURNING: frozenset(
        {Status.RETURNED, Status.DELIVERED, Status.LOST, Status.CUSTOMS_HOLD, Status.EXCEPTION}
    ),
    Status.LOST: _LAST_MILE | _END,
    Status.CANCELLED: _LAST_MILE | _END | {Status.ACCEPTED},
}

_PHYSICAL = frozenset({Status.ACCEPTED, Status.IN_TRANSIT, Status.CUSTOMS})
_ON_PAPER = frozenset({"scheduled", "redirected", "resolved", "contacted"})

# A statement that needs no scan behind it; any other is not believed without one.
_NEEDS_NO_SCAN = frozenset({Status.INFO_RECEIVED, Status.EXPIRED, Status.CANCELLED})
_ABOUT_THE_SERVICE = frozenset({"not_found", "invalid_number", "error"})


@dataclass
class State:
    """What is known while the scans go by."""

    event: Event | None = None
    status: Status = Status.UNKNOWN
    reason: str = ""
    delivered: Event | None = None
    hold: Event | None = None
    hold_open: bool = False


def fold(parcels: Iterable[Parcel]) -> Tracking:
    """Fold all that is known of one parcel into one view.

    Parameters
    ----------
    parcels : iterable of Parcel
        Several imports, several services, or several numbers of the same parcel.

    Returns
    -------
    Tracking
        ``delivered`` is the first delivery scan of a carrier to the buyer; it stays there if the
        parcel comes back later, so look at ``status`` too. ``accepted`` is the first scan in which
        the carrier has the parcel.
    """
    known = sorted(parcels, key=lambda p: p.model_dump_json(exclude={"events"}))
    events = ordered(e for p in known for e in p.events)
    by_carrier = [e for e in events if not e.set_by_user]
    state = State()
    for event in by_carrier:
        step(state, event)
    if state.event is None:
        _without_scan(state, known, by_carrier)
    attention = state.event.action_required if state.event and state.event.status is state.status else False
    return Tracking(
        events=events,
        status=state.status,
        reason=state.reason,
        action_required=attention or state.hold_open or needs_person(state.status, state.reason),
        status_event=state.event,
        accepted=next((e for e in by_carrier if is_physical(e)), None),
        delivered=state.delivered,
        first_attempt=next((e for e in by_carrier if e.status is Status.FAILED_ATTEMPT), None),
        customs_hold=state.hold,
        customs_hold_open=state.hold_open,
        last_scan_at=max((e.time for e in by_carrier if e.time and is_parcel_news(e)), default=None),
        user_status=_user_status(known, events),
        signed_by=_signed_by(known) if state.status is Status.DELIVERED else "",
    )


def is_physical(event: Event) -> bool:
    """Say whether the carrier has the parcel in its hands in this scan: proof of shipment."""
    return event.status in _PHYSICAL and event.reason not in _ON_PAPER


def is_parcel_news(event: Event) -> bool:
    """R11: a service that gives up, or finds nothing, says nothing about the parcel."""
    return event.status is not Status.EXPIRED and event.reason not in _ABOUT_THE_SERVICE


def _frees(event: Event, hold: Event) -> bool:
    """Say whether a scan shows that customs has let go (R10)."""
    if is_release(event) or event.status in _LAST_MILE or event.status in _END:
        return True
    # What has left the country has left its export customs.
    return hold.reason == "export" and event.reason in ("departed_origin", "arrived_destination")


def step(state: State, event: Event) -> None:
    """Take one scan of a carrier into the state."""
    if event.status is Status.UNKNOWN or not is_parcel_news(event):
        return
    if event.status is Status.CUSTOMS_HOLD:
        state.hold = state.hold if state.hold_open and state.hold else event
        state.hold_open = True
    elif state.hold_open and state.hold and _frees(event, state.hold):
        state.hold_open = False
    if not _may_follow(state, event):
        return
    status, reason = event.status, event.reason
    if status is Status.DELIVERED:
        if state.status is Status.RETURNING and not wording.names_consignee(event.text):
            # R3: a delivery at the end of a return is most likely at the sender's; it is no proof.
            status, reason = Status.RETURNED, "ambiguous"
        else:
            state.delivered = state.delivered or event
    state.event, state.status, state.reason = event, status, reason


def _may_follow(state: State, event: Event) -> bool:
    new, old = event.status, state.status
    if old in _LEAVES and new is not old:
        return new in _LEAVES[old]
    if old in (Status.DELIVERED, Status.RETURNED) and new is old:
        return False  # the first one stands
    if new is Status.INFO_RECEIVED:
        return old in _BEFORE  # data that comes after the first scan is no news
    if new is Status.ACCEPTED:
        return old in _BEFORE or old in (Status.ACCEPTED, Status.CANCELLED, Status.EXCEPTION)
    # R10: only a release ends a hold.
    return not (old is Status.CUSTOMS_HOLD and state.hold_open and new in (Status.IN_TRANSIT, Status.CUSTOMS))


def _without_scan(state: State, parcels: Sequence[Parcel], events: Sequence[Event]) -> None:
    """Say what the services state where no scan decides."""
    expired = next((e for e in reversed(events) if e.status is Status.EXPIRED), None)
    if expired:
        state.event, state.status, state.reason = expired, Status.EXPIRED, expired.reason
        return
    stated = [classify(p.system, p.status_raw, p.status_detail_raw) for p in parcels if not p.set_by_user]
    for meant in sorted(stated, key=lambda m: (STAGE[m.status], m.reason), reverse=True):
        if meant.status in _NEEDS_NO_SCAN or meant.reason in _ABOUT_THE_SERVICE:
            state.status, state.reason = meant.status, meant.reason
            return


def _user_status(parcels: Sequence[Parcel], events: Sequence[Event]) -> str:
    """R9: what a person set, apart from the carrier's scans."""
    for event in reversed(events):
        if event.set_by_user:
            return event.status.value if event.status is not Status.UNKNOWN else event.code
    for parcel in parcels:
        if parcel.set_by_user:
            meant = classify(parcel.system, parcel.status_raw, parcel.status_detail_raw)
            return meant.status.value if meant.status is not Status.UNKNOWN else parcel.status_raw
    return ""


def _signed_by(parcels: Sequence[Parcel]) -> str:
    """R4: a station, a sender, or "not required" is not the buyer's signature."""
    names = {p.signed_by.strip() for p in parcels} - {""}
    return next((name for name in sorted(names) if not wording.names_station(name)), "")
