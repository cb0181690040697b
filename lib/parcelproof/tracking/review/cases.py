"""What the review must know of each parcel: one row per parcel, one column per fact."""

from __future__ import annotations

from dataclasses import dataclass

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
        mask: Mask = np.isin(self.status, [CODE_OF[s] for s in statuses])
        return mask


def is_economy(service: str) -> bool:
    """Say whether a service is a slow one, by its name."""
    return any(word in service.lower() for word in ECONOMY)


def tells_arrival(status: Status, reason: str, country: str, destination: str) -> bool:
    """Say whether a scan shows that the parcel reached the country of the buyer."""
    at_home = bool(destination) and country == destination and status not in NOT_SCANNED
    return reason == "arrived_destination" or status is Status.CUSTOMS or at_home


def case_of(shipment: Shipment, context: CheckContext, *, claims: bool = True) -> Cases:
    """Return the facts of one shipment, as a table of one row; ``claims`` False leaves the carrier's window out."""
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
    reasons = {event.reason for event in tracking.events}
    return Cases(
        status=np.array([CODE_OF[tracking.status]], np.int8),
        attention=_mask(own or needs_person(tracking.status, tracking.reason)),
        since=_time(decided),
        hold=_time(tracking.customs_hold),
        hold_open=_mask(tracking.customs_hold_open),
        accepted=_time(tracking.accepted),
        last_scan=Moments.of([tracking.last_scan_at]),
        sent=Moments.of([sent]),
        redirected=Moments.of([changed]),
        damaged=_time(damaged),
        is_damaged=_mask(damaged is not None),
        is_redirected=_mask(redirected is not None or changed is not None),
        departed=_mask("departed_origin" in reasons),
        arrived=_mask(any(tells_arrival(e.status, e.reason, e.country, destination) for e in tracking.events)),
        economy=_mask(is_economy(shipping.service) if shipping else False),
        asked=_mask(bool(shipment.inquiries)),
        promised=Moments.of([order.promised_by if order else None]),
        claim_closes=Moments.of([found[0] if found else None]),
    )


def _mask(value: bool) -> Mask:
    return np.array([value], np.bool_)


def _time(event: Event | None) -> Moments:
    return Moments.of([event.time if event else None])
