"""Carrier scans and canonical statuses: the types that every tracking reader fills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Status(StrEnum):
    """Sixteen canonical statuses; ``unknown`` stays unknown."""

    INFO_RECEIVED = "info_received"
    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    CUSTOMS_HOLD = "customs_hold"
    OUT_FOR_DELIVERY = "out_for_delivery"
    FAILED_ATTEMPT = "failed_attempt"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Canonical(BaseModel):
    """What a code or wording means.

    Attributes
    ----------
    status : Status
    reason : str
        One of the reasons of the crosswalk, or empty.
    action_required : bool
        A person must do something.
    """

    model_config = ConfigDict(frozen=True)

    status: Status
    reason: str = ""
    action_required: bool = False


class Event(BaseModel):
    """One scan of one parcel, canonical beside raw.

    Attributes
    ----------
    tracking_number : str
    time : datetime, optional
        With offset. None if the source gave no usable time.
    time_raw : str
        The time as the source wrote it.
    time_zone_assumed : bool
        True if the source gave no offset and UTC was taken.
    status, reason, action_required
        Canonical meaning.
    system : str
        Crosswalk system (``17track_v2``, ``aftership`` …) or ``csv``.
    code, detail_code : str
        The source's own codes.
    text : str
        The source's own wording.
    location : str
    country : str
        ISO 3166 alpha-2, or empty.
    order : int
        Position in the source, oldest first.
    set_by_user : bool
        True for a status set by the merchant, which is no carrier proof (R9).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tracking_number: str
    time: AwareDatetime | None
    time_raw: str = ""
    time_zone_assumed: bool = False
    status: Status
    reason: str = ""
    action_required: bool = False
    system: str
    code: str = ""
    detail_code: str = ""
    text: str = ""
    location: str = ""
    country: str = ""
    carrier: str = ""
    order: int = 0
    set_by_user: bool = False


class Parcel(BaseModel):
    """What one tracking file says about one tracking number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tracking_number: str
    system: str
    carrier: str = ""
    order_reference: str = ""
    destination: str = ""
    status_raw: str = ""
    status_detail_raw: str = ""
    set_by_user: bool = False
    signed_by: str = ""
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Tracking:
    """All that is known of one parcel's way, folded from its scans by rules R1–R12.

    Attributes
    ----------
    events : tuple of Event
        Oldest first, without doubles.
    status, reason, action_required
        Where the parcel stands.
    status_event : Event or None
        The scan that decided.
    accepted, delivered, first_attempt, customs_hold : Event or None
        The scans that a dispute desk asks for.
    customs_hold_open : bool
        A hold with no later release (R10).
    last_scan_at : datetime or None
    user_status : str
        A status set by the merchant, kept apart (R9).
    taught : tuple of Event
        Scans whose meaning this shop taught: no reading of the table, and a report says so.
    """

    events: tuple[Event, ...] = ()
    status: Status = Status.UNKNOWN
    reason: str = ""
    action_required: bool = False
    status_event: Event | None = None
    accepted: Event | None = None
    delivered: Event | None = None
    first_attempt: Event | None = None
    customs_hold: Event | None = None
    customs_hold_open: bool = False
    last_scan_at: datetime | None = None
    user_status: str = ""
    signed_by: str = ""
    taught: tuple[Event, ...] = ()
