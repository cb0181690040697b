"""What a seller's own parcels say about a service: days on the way, and how many were lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from parcelproof.tracking.claim_rows import words

ENOUGH = "stale.own_history_from"
"""The rule that says from how many delivered shipments on the own numbers count."""

_DAY = 86_400.0
Lane = tuple[str, str, str]


@dataclass(frozen=True)
class PastParcel:
    """One parcel of the seller, as far as its way is known.

    Attributes
    ----------
    carrier, service : str
        As written by the seller.
    destination : str
        ISO 3166 alpha-2 code, or empty.
    accepted, delivered : datetime or None
        With offset.
    lost : bool
        The carrier says that it is lost or destroyed.
    returned : bool
        It came back, or comes back; such a parcel is neither delivered nor lost.
    """

    carrier: str
    service: str
    destination: str
    accepted: datetime | None
    delivered: datetime | None
    lost: bool = False
    returned: bool = False


@dataclass(frozen=True)
class LaneHistory:
    """One carrier × service × destination.

    Attributes
    ----------
    delivered : int
        Parcels with both scans.
    median, p95 : float or None
        Days from acceptance to delivery; linear between neighbours. None without a delivered parcel.
    lost, ended : int
        Lost parcels, and all whose way has ended: delivered, lost, returned.
    """

    delivered: int = 0
    median: float | None = None
    p95: float | None = None
    lost: int = 0
    ended: int = 0

    @property
    def loss_rate(self) -> float | None:
        """Share of lost parcels among those whose way has ended; None if none has."""
        return self.lost / self.ended if self.ended else None


def lane_of(carrier: str, service: str, destination: str) -> Lane:
    """Return the key of a lane: the same words in any case, order or spacing are the same service."""
    return " ".join(sorted(words(carrier))), " ".join(sorted(words(service))), destination.upper()


def own_history(parcels: Iterable[PastParcel]) -> Mapping[Lane, LaneHistory]:
    """Sum up the parcels of a shop by lane, in one pass over columns.

    A delivery before the acceptance is a mistake of a source and counts neither for the days nor as delivered.
    """
    table = list(parcels)
    if not table:
        return {}
    lanes: dict[Lane, int] = {}
    which = np.array([lanes.setdefault(lane_of(p.carrier, p.service, p.destination), len(lanes)) for p in table])
    days = np.array([_days(p) for p in table], float)
    lost = np.array([p.lost for p in table], bool)
    ended = lost | (days >= 0) | np.array([p.returned for p in table], bool)
    counted = np.flatnonzero(days >= 0)
    counted = counted[np.lexsort((days[counted], which[counted]))]
    edges = np.searchsorted(which[counted], np.arange(len(lanes) + 1))
    sums = (np.bincount(which, mask, len(lanes)).astype(int) for mask in (lost, ended))
    return {
        lane: _summary(days[counted[edges[n] : edges[n + 1]]], int(gone), int(all_))
        for (lane, n), gone, all_ in zip(lanes.items(), *sums, strict=True)
    }


def _days(parcel: PastParcel) -> float:
    if parcel.accepted is None or parcel.delivered is None or parcel.lost or parcel.returned:
        return -1.0
    return (parcel.delivered - parcel.accepted).total_seconds() / _DAY


def _summary(days: np.ndarray[tuple[int], np.dtype[np.float64]], lost: int, ended: int) -> LaneHistory:
    if not len(days):
        return LaneHistory(lost=lost, ended=ended)
    median, p95 = np.quantile(days, (0.5, 0.95))
    return LaneHistory(len(days), float(median), float(p95), lost, ended)
