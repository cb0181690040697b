"""The services that the playbook knows to one country, side by side, the safest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from parcelproof.playbook import Playbook
from parcelproof.tracking.claims import ClaimWindow
from parcelproof.tracking.depth import HOW_FAR, TABLE, Depth, depth_of, services
from parcelproof.tracking.history import Lane, LaneHistory, lane_of
from parcelproof.tracking.transit import TABLE as TRANSIT
from parcelproof.tracking.transit import Transit, transit_of

NEVER = 10_000
"""More days than any service takes: one whose days are not known stands last."""


@dataclass(frozen=True)
class Service:
    """One service to one country.

    Attributes
    ----------
    carrier, service : str
    depth : Depth or None
    transit : Transit or None
    claim : ClaimWindow
        For a parcel handed over on the day that was asked for.
    outlasts : bool or None
        The claim closes no earlier than the buyer's own window; None if one of them is not known.
    own : LaneHistory
    """

    carrier: str
    service: str
    depth: Depth | None
    transit: Transit | None
    claim: ClaimWindow
    outlasts: bool | None
    own: LaneHistory

    def rank(self, sent: datetime, enough: int) -> tuple[int, bool, int, float]:
        """Return what services are ordered by: proof, signature, claim, days; smaller is better."""
        proof = HOW_FAR.index(self.depth.tracked) + 1 if self.depth else 0
        signed = self.depth is not None and self.depth.signature == "usual"
        claim = {True: 0, None: 1, False: 2}[self.outlasts]
        return (-proof, not signed, claim, self._days(sent, enough))

    def _days(self, sent: datetime, enough: int) -> float:
        if self.own.p95 is not None and self.own.delivered >= enough:
            return self.own.p95
        latest = self.transit.latest(sent) if self.transit else None
        return (latest - sent).days if latest else NEVER


def compare_services(
    destination: str, playbook: Playbook, sent: datetime, claim_of: Callable[[str, str], ClaimWindow], *,
    buyer_closes: date | None = None, history: Mapping[Lane, LaneHistory] | None = None, enough: int = 30,
) -> list[Service]:  # fmt: skip
    """List the services of the playbook to a country, and those of the seller's own parcels there.

    Parameters
    ----------
    destination : str
        ISO 3166 alpha-2 code, or empty.
    sent : datetime
        When the parcel is handed over, with offset.
    claim_of : callable
        Carrier and service → window for a claim of loss.
    buyer_closes : date, optional
        Until when the buyer can open a dispute.
    history : mapping, optional
        The seller's own numbers by lane.
    enough : int
        From so many delivered parcels on the own days are used for the order.

    Notes
    -----
    Ordered by proof of delivery, then signature, then whether the claim outlasts the dispute, then the longest days.
    """
    day = sent.date()
    named = {
        (carrier, service): None
        for topic in (TABLE, TRANSIT)
        for carrier, service, _ in services(playbook.rules_for(topic, on=day), destination)
    }
    found = []
    for carrier, service in named:
        claim = claim_of(carrier, service)
        outlasts = claim.closes >= buyer_closes if claim.closes and buyer_closes else None
        own = (history or {}).get(lane_of(carrier, service, destination), LaneHistory())
        found.append(
            Service(
                carrier, service, depth_of(carrier, service, "", destination, playbook, day),
                transit_of(carrier, service, destination, playbook, day), claim, outlasts, own,
            )
        )  # fmt: skip
    return sorted(found, key=lambda s: (*s.rank(sent, enough), s.carrier, s.service))
