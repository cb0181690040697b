"""The review of one shipment."""

from __future__ import annotations

from datetime import UTC, datetime

from parcelproof.checks import CheckContext, quoted
from parcelproof.clock import show
from parcelproof.shipment import Shipment
from parcelproof.tracking.review.cases import Cases, case_of
from parcelproof.tracking.review.flags import Flag, FlagCode, Review
from parcelproof.tracking.review.rules import PHASES, Limits, Raised, limits_of, review, silence, waiting_days

SEVERITY = {code: rank for rank, code in enumerate(FlagCode)}
_NEVER = datetime.max.replace(tzinfo=UTC)


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
    case, limits = case_of(shipment, context), limits_of(context)
    raised = [kind for kind in review(case, limits, context.as_of) if kind.where[0]]
    flags = [_flag(kind, case, limits, shipment, context) for kind in raised]
    return Review(
        status=shipment.tracking.status,
        reason=shipment.tracking.reason,
        since=case.since.one(0),
        flags=tuple(sorted(flags, key=lambda flag: (flag.act_by or _NEVER, SEVERITY[flag.code]))),
    )


def _flag(kind: Raised, case: Cases, limits: Limits, shipment: Shipment, context: CheckContext) -> Flag:
    since, act_by = kind.since.one(0), kind.act_by.one(0)
    facts = {
        "status": shipment.tracking.status.value,
        "reason": _reason(kind.code, case, shipment),
        "carrier": quoted(shipment.shipping.carrier) if shipment.shipping else "",
        "since": show(since) if since else "",
        "act_by": show(act_by) if act_by else "",
    }
    if kind.code in (FlagCode.SILENCE, FlagCode.NO_ACCEPTANCE, FlagCode.OUT_FOR_DELIVERY):
        heard, limit = silence(case, limits, context.as_of), limits[kind.rule]
        facts |= {"days": str(heard.days[0]), "limit": str(limit.value), "unit": limit.unit}
        facts |= {"phase": PHASES[int(heard.phase[0])]}
    if kind.code is FlagCode.PICKUP_WAITING:
        facts |= {"days": str(waiting_days(case, limits, context.as_of)[0]) if since else ""}
        facts |= {"urgent": "yes" if act_by and context.as_of >= act_by else "no"}
    return Flag(code=kind.code, since=since, act_by=act_by, rule=kind.rule, facts=facts)


def _reason(code: FlagCode, case: Cases, shipment: Shipment) -> str:
    if code is FlagCode.PROBLEM and case.is_damaged[0]:
        return "damaged"
    if code is FlagCode.CUSTOMS_HOLD and shipment.tracking.customs_hold:
        return shipment.tracking.customs_hold.reason
    return shipment.tracking.reason
