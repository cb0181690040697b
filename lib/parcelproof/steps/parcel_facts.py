"""What charts and own numbers need of one parcel: how far it came, how long it took, on which lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from parcelproof.shipment import Shipment


@dataclass(frozen=True)
class ParcelFacts:
    """A few facts of one parcel; no personal data.

    Attributes
    ----------
    status : str
        Canonical.
    accepted_at, delivered_at : datetime or None
        First scan and delivery, in UTC.
    carrier, service : str
        As the shop wrote them, or empty.
    destination : str
        ISO 3166 alpha-2 code, or empty.
    """

    status: str
    accepted_at: datetime | None
    delivered_at: datetime | None
    carrier: str
    service: str
    destination: str


def facts_of(shipment: Shipment) -> ParcelFacts:
    """Return the facts of one shipment."""
    tracking, shipping, order = shipment.tracking, shipment.shipping, shipment.order
    return ParcelFacts(
        status=tracking.status.value,
        accepted_at=_utc(tracking.accepted.time if tracking.accepted else None),
        delivered_at=_utc(tracking.delivered.time if tracking.delivered else None),
        carrier=shipping.carrier if shipping else "",
        service=shipping.service if shipping else "",
        destination=(order.destination or "") if order else "",
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
