"""What is known of one evidence item, and the times that all items are measured against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from parcelproof.ledger.records import Photo, Record
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Event, Status

ON_THE_WAY = frozenset(
    {
        Status.ACCEPTED,
        Status.IN_TRANSIT,
        Status.CUSTOMS_HOLD,
        Status.OUT_FOR_DELIVERY,
        Status.FAILED_ATTEMPT,
        Status.AVAILABLE_FOR_PICKUP,
        Status.DELIVERED,
        Status.RETURNING,
        Status.RETURNED,
    }
)
"""Statuses that only a parcel in the hands of the carrier can have. Data sent ahead is no such status."""


@dataclass(frozen=True)
class Presence:
    """Whether one evidence item is on record.

    Attributes
    ----------
    item : str
        Id of the evidence item.
    present : bool
        True only for what a dispute desk would count; unknown is never present.
    since : datetime or None
        Earliest time that the proof carries.
    records : tuple of str
        Slots of the records that hold it.
    note : str
        A weakness, or why something on record does not count.
    """

    item: str
    present: bool
    since: datetime | None = None
    records: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """One shipment with the times that decide what counts."""

    shipment: Shipment

    @cached_property
    def recorded(self) -> Mapping[str, datetime]:
        """When the ledger first wrote each slot."""
        first: dict[str, datetime] = {}
        for entry in self.shipment.history:
            first[entry.slot] = min(first.get(entry.slot, entry.recorded_at), entry.recorded_at)
        return first

    def slots(self, kind: str, part: str = "") -> tuple[str, ...]:
        """Slots of records that are folded into the shipment: tracking files, and weights by their name."""
        found = [slot for slot in self.recorded if slot == kind or slot.startswith(f"{kind}:")]
        if part:
            found = [slot for slot in found if part in slot.partition(":")[2].split("+")]
        return tuple(found) or (f"{kind}:{part}" if part else kind,)

    @cached_property
    def carrier_scans(self) -> tuple[Event, ...]:
        """Scans of a parcel in the carrier's hands; a status that the seller set is none (R9)."""
        return tuple(e for e in self.shipment.tracking.events if e.status in ON_THE_WAY and not e.set_by_user)

    @property
    def left(self) -> bool:
        """The parcel left the seller."""
        return self.left_at is not None or bool(self.carrier_scans)

    @cached_property
    def left_at(self) -> datetime | None:
        """When the parcel left the seller, or None: not yet, or nobody knows."""
        if self.shipment.handed_over_at is not None:
            return self.shipment.handed_over_at
        return min((e.time for e in self.carrier_scans if e.time), default=None)

    def time_of(self, record: Record) -> datetime | None:
        """When a record's fact happened: as its source says, else when the ledger wrote it."""
        return record.claimed_at or self.recorded.get(record.slot)

    def before_dispatch(self, when: datetime | None) -> bool:
        """Tell whether something surely happened before the parcel left."""
        if not self.left:
            return True
        return when is not None and self.left_at is not None and when <= self.left_at

    def photos(self, *roles: str) -> tuple[list[Photo], str]:
        """Return photos of these roles that count, and why others do not."""
        twins = {twin.photo_sha256 for twin in self.shipment.photo_twins}
        shown = self.shipment.photos_of(*roles)
        alone = [photo for photo in shown if photo.sha256 not in twins]
        # A camera without a time leaves the photo weaker, not false; a time after dispatch makes it worthless.
        good = [p for p in alone if p.claimed_at is None or not self.left_at or p.claimed_at <= self.left_at]
        if len(alone) < len(shown) and not good:
            return good, _("The photos were used for another order too, so they prove nothing.")
        if not good and alone:
            return good, _("The photos were taken after dispatch.")
        if good and all(photo.claimed_at is None for photo in good):
            return good, _("The photos carry no time of the camera.")
        return good, ""

    def found(self, item: str, records: Iterable[Record], note: str = "") -> Presence:
        """Return an item as present if there is any record of it."""
        kept = tuple(records)
        times = [when for record in kept if (when := self.time_of(record))]
        return Presence(item, bool(kept), min(times, default=None), tuple(record.slot for record in kept), note)
