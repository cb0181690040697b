"""Read scans again whose meaning was not known when they were imported.

The ledger keeps the carrier's code and wording as they came. So a better table, or a wording that the shop
taught, helps scans that are already on record; the stored scans themselves never change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parcelproof.messages import N_
from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.crosswalk import classify, is_known_code
from parcelproof.tracking.events import Event, Status
from parcelproof.tracking.wording.decide import against_delivery
from parcelproof.tracking.wording.taught import NOTHING, Teachings

TAUGHT_MARK = N_("read with a wording that this shop taught")
"""What a report says beside such a scan; marked, to be said there."""


@dataclass(frozen=True)
class Reread:
    """Scans with their meaning of today.

    Attributes
    ----------
    events : tuple of Event
        In the order given.
    taught : tuple of Event
        Those of them that mean what they mean because this shop taught it: no reading of the table.
    """

    events: tuple[Event, ...]
    taught: tuple[Event, ...] = ()


def reread(events: Iterable[Event], taught: Teachings = NOTHING, carrier: str = "") -> Reread:
    """Read the scans again that only their wording can explain.

    Parameters
    ----------
    events : iterable of Event
        Of one parcel.
    taught : Teachings
        They count where the system's own code does not say what a scan means; a known code stays.
    carrier : str
        Of the parcel, for scans that name none.
    """
    read: list[Event] = []
    marked: list[Event] = []
    for event in events:
        new = _by_teaching(event, taught, event.carrier or carrier)
        if new is not None:
            marked.append(new)
        elif event.status is Status.UNKNOWN and event.text and not event.reason and not event.set_by_user:
            new = _by_table(event, event.carrier or carrier)
        read.append(new or event)
    return Reread(tuple(read), tuple(marked))


def _by_teaching(event: Event, taught: Teachings, carrier: str) -> Event | None:
    if not taught or event.set_by_user or is_known_code(event.system, event.code, event.detail_code):
        return None
    found = taught.find(carrier, event.code, event.text)
    if found is None or (found.status is Status.DELIVERED and against_delivery(event.text)):
        return None
    return event.model_copy(
        update={
            "status": found.status,
            "reason": found.reason,
            "action_required": needs_person(found.status, found.reason),
        }
    )


def _by_table(event: Event, carrier: str) -> Event | None:
    meant = classify(event.system, event.code, event.detail_code, event.text, location=event.location, carrier=carrier)
    if meant.status is Status.UNKNOWN:
        return None
    return event.model_copy(update=meant.model_dump())
