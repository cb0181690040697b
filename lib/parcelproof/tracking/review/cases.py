"""What the review must know of each parcel: one row per parcel, one column per fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from parcelproof.checks import CheckContext
from parcelproof.shipment import Shipment
from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.claims import claim_closes
from parcelproof.tracking.events import Event, Status
from parcelproof.tracking.review.moments import Mask, Moments

STATUSES = tuple(Status)
CODE_OF = {status: code for code, status in enumerate(STATUSES)}

NOT_SCANNED = frozenset({Status.INFO_RECEIVED, Status.UNKNOWN, Status.EXPIRED})
ECONOMY = ("economy", "surface", "saver", "ordinary", "unregistered")
REDIRECTED, DAMAGED = "redirected", "damaged"


@dataclass(frozen=True)
class Cases:
    """Facts about parcels, as columns of one length.

    Attributes
    ----------
    status : ndarray of int8
        Place in ``STATUSES``.
    attention : ndarray of bool
        The last news needs a person, as the table of statuses or the monitor says (R12).
    since, hold, accepted, last_scan, sent, redirected, damaged : Moments
        The scan that decided the status; the start of the customs hold; the first scan in which the carrier has
        the parcel; its last news; when it left the seller, if it did; the first scan that tells of another
        address, and the first that tells of damage.
    hold_open, departed, arrived, economy, asked : ndarray of bool
        Customs hold; scans after departure and in the country of the buyer; service; the carrier was asked.
    promised, claim_closes : Moments
    """

    status: npt.NDArray[np.int8]
    attention: Mask
    since: Moments
    hold: Moments
    hold_open: Mask
    accepted: Moments
    last_scan: Moments
    sent: Moments
    redirected: Moments
    damaged: Moments
    is_damaged: Mask
    is_redirected: Mask
    departed: Mask
    arrived: Mask
    economy: Mask
    asked: Mask
    promised: Moments
    claim_closes: Moments

    def __len__(self) -> int:
        return len(self.status)

    def stands(self, *statuses: Status) -> Mask:
        """Say which parcels stand at one of these."""
        wanted = np.zeros(len(STATUSES), np.bool_)
        wanted[[CODE_OF[s] for s in statuses]] = True
        return wanted.take(self.status)


def is_economy(service: str) -> bool:
    """Say whether a service is a slow one, by its name."""
    return any(word in service.lower() for word in ECONOMY)


def tells_arrival(status: Status, reason: str, country: str, destination: str) -> bool:
    """Say whether a scan shows that the parcel reached the country of the buyer."""
    at_home = bool(destination) and country == destination and status not in NOT_SCANNED
    return reason == "arrived_destination" or status is Status.CUSTOMS or at_home


def case_of(shipment: Shipment, context: CheckContext, *, claims: bool = True) -> Cases:
    """Return the facts of one shipment, as a table of one row; ``claims`` False leaves the carrier's window out."""
    return cases_of((shipment,), context, claims=lambda _: claims)


def cases_of(
    shipments: Sequence[Shipment], context: CheckContext, claims: Callable[[Shipment], bool] = lambda _: True
) -> Cases:
    """Return the facts of n shipments, as a table of n rows.

    Parameters
    ----------
    shipments : sequence of Shipment
    context : CheckContext
    claims : callable
        Says for which of them the carrier's window is looked up; that takes longest.
    """
    rows = [_row(shipment, context, claims(shipment)) for shipment in shipments]
    columns: dict[str, Any] = {name: Moments.of([row[name] for row in rows]) for name in _MOMENTS}
    columns |= {name: np.array([row[name] for row in rows], np.bool_) for name in _MASKS}
    return Cases(status=np.array([CODE_OF[s.tracking.status] for s in shipments], np.int8), **columns)


_MOMENTS = ("since", "hold", "accepted", "last_scan", "sent", "redirected", "damaged", "promised", "claim_closes")
_MASKS = ("attention", "hold_open", "is_damaged", "is_redirected", "departed", "arrived", "economy", "asked")


def _row(shipment: Shipment, context: CheckContext, claims: bool) -> dict[str, Any]:
    tracking, order, shipping = shipment.tracking, shipment.order, shipment.shipping
    decided, sent = tracking.status_event, context.sent_at(shipment)
    destination = (order.destination or "") if order else ""
    own = decided is not None and decided.status is tracking.status and decided.action_required
    found = claim_closes(shipment, context, sent) if sent and claims else None
    scans = [event for event in tracking.events if not event.set_by_user]
    redirected = next((e for e in scans if e.reason == REDIRECTED), None)
    damaged = next((e for e in scans if e.reason == DAMAGED), None)
    agreed = [c.claimed_at for c in shipment.consents if c.about == "address_change" and c.agreed and c.claimed_at]
    told = [redirected.time] if redirected and redirected.time else []
    changed = min(told + [at for at in agreed if sent and at > sent], default=None)
    return {
        "attention": own or needs_person(tracking.status, tracking.reason),
        "since": _time(decided),
        "hold": _time(tracking.customs_hold),
        "hold_open": tracking.customs_hold_open,
        "accepted": _time(tracking.accepted),
        "last_scan": tracking.last_scan_at,
        "sent": sent,
        "redirected": changed,
        "damaged": _time(damaged),
        "is_damaged": damaged is not None,
        "is_redirected": redirected is not None or changed is not None,
        "departed": any(e.reason == "departed_origin" for e in tracking.events),
        "arrived": any(tells_arrival(e.status, e.reason, e.country, destination) for e in tracking.events),
        "economy": is_economy(shipping.service) if shipping else False,
        "asked": bool(shipment.inquiries),
        "promised": order.promised_by if order else None,
        "claim_closes": found[0] if found else None,
    }


def _time(event: Event | None) -> datetime | None:
    return event.time if event else None
