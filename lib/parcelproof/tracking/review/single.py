"""The review of shipments with all their records: one, or the parcels of a shop at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from parcelproof.checks import CheckContext, quoted
from parcelproof.clock import show
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.cases import Cases, cases_of
from parcelproof.tracking.review.flags import Flag, FlagCode, Review
from parcelproof.tracking.review.rules import (
    PHASES,
    Limits,
    Raised,
    Silence,
    limits_of,
    review,
    silence,
    waiting_days,
)

SEVERITY = {code: rank for rank, code in enumerate(FlagCode)}
_NEVER = datetime.max.replace(tzinfo=UTC)
_SILENT = frozenset({FlagCode.SILENCE, FlagCode.NO_ACCEPTANCE, FlagCode.OUT_FOR_DELIVERY})
_NOTHING_TO_CLAIM = frozenset({Status.DELIVERED, Status.RETURNED, Status.CANCELLED})


@dataclass(frozen=True)
class _Facts:
    """What the words of flags are made of, for all parcels of one review."""

    cases: Cases
    limits: Limits
    heard: Silence
    context: CheckContext


def review_shipment(shipment: Shipment, context: CheckContext) -> Review:
    """Say where a parcel stands and what needs a person.

    Parameters
    ----------
    shipment : Shipment
    context : CheckContext
        Playbook, and the moment for which the parcel is judged.

    Returns
    -------
    Review
        Flags by the moment until which a person should act, then by severity. A parcel that arrived, came back or
        was cancelled keeps only what still needs a person. Answers are not looked at: a flag tells of the parcel.
    """
    return review_shipments((shipment,), context)[0]


def review_shipments(shipments: Sequence[Shipment], context: CheckContext) -> list[Review]:
    """Say of each parcel what `review_shipment` says; the rules run once, over all of them.

    Parameters
    ----------
    shipments : sequence of Shipment
    context : CheckContext

    Returns
    -------
    list of Review
        In the order given.
    """
    cases, limits = cases_of(shipments, context, _may_claim), limits_of(context)
    facts = _Facts(cases, limits, silence(cases, limits, context.as_of), context)
    flags: list[list[Flag]] = [[] for _ in shipments]
    for kind in review(cases, limits, context.as_of):
        for row in kind.where.nonzero()[0].tolist():
            flags[row].append(_flag(kind, row, facts, shipments[row]))
    return [
        Review(
            status=shipment.tracking.status,
            reason=shipment.tracking.reason,
            since=cases.since.one(row),
            flags=tuple(sorted(flags[row], key=lambda flag: (flag.act_by or _NEVER, SEVERITY[flag.code]))),
        )
        for row, shipment in enumerate(shipments)
    ]


def _may_claim(shipment: Shipment) -> bool:
    return not shipment.inquiries and shipment.tracking.status not in _NOTHING_TO_CLAIM


def _flag(kind: Raised, row: int, known: _Facts, shipment: Shipment) -> Flag:
    since, act_by, as_of = kind.since.one(row), kind.act_by.one(row), known.context.as_of
    facts = {
        "status": shipment.tracking.status.value,
        "reason": _reason(kind.code, bool(known.cases.is_damaged[row]), shipment),
        "carrier": quoted(shipment.shipping.carrier) if shipment.shipping else "",
        "since": show(since) if since else "",
        "act_by": show(act_by) if act_by else "",
    }
    if kind.code in _SILENT:
        limit = known.limits[kind.rule]
        facts |= {"days": str(known.heard.days[row]), "limit": str(limit.value), "unit": limit.unit}
        facts |= {"phase": PHASES[int(known.heard.phase[row])]}
    if kind.code is FlagCode.PICKUP_WAITING:
        facts |= {"days": str(waiting_days(known.cases, known.limits, as_of)[row]) if since else ""}
        facts |= {"urgent": "yes" if act_by and as_of >= act_by else "no"}
    return Flag(code=kind.code, since=since, act_by=act_by, rule=kind.rule, facts=facts)


def _reason(code: FlagCode, damaged: bool, shipment: Shipment) -> str:
    if code is FlagCode.PROBLEM and damaged:
        return "damaged"
    if code is FlagCode.CUSTOMS_HOLD and shipment.tracking.customs_hold:
        return shipment.tracking.customs_hold.reason
    return shipment.tracking.reason
