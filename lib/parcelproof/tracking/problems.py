"""Measure 8, what went wrong on the way: damage asks for a claim even if the parcel was delivered."""

from __future__ import annotations

from datetime import datetime

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.tracking.claims import claim_closes
from parcelproof.tracking.events import Event, Status, Tracking
from parcelproof.tracking.said import said

TROUBLE = frozenset(
    {
        Status.CUSTOMS_HOLD, Status.FAILED_ATTEMPT, Status.EXCEPTION, Status.RETURNING, Status.RETURNED, Status.LOST,
    }
)  # fmt: skip
"""Statuses of a parcel that does not simply move on."""

DAMAGED = "damaged"
PACKING_PHOTOS = ("before_packing", "cushioning", "after_packing")


def damage_scan(tracking: Tracking) -> Event | None:
    """Return the first scan of the carrier that tells of damage, or None."""
    return next((e for e in tracking.events if e.reason == DAMAGED and not e.set_by_user), None)


@check(
    "tracking.monitoring.problems",
    "none", "damaged", "damaged_late", "damaged_no_date", "asked", "asked_no_date", "in_part", "overcome",
    "no_tracking",
)  # fmt: skip
def problems(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that no scan tells of a problem that a later scan covers up."""
    tracking = shipment.tracking
    if not tracking.events:
        return [Outcome(code="no_tracking", level=Level.UNKNOWN)] if context.sent_at(shipment) else []
    outcomes = []
    damage = damage_scan(tracking)
    if damage is not None:
        outcomes.append(_damaged(damage, shipment, context))
    if tracking.status is Status.DELIVERED and tracking.reason == "partial":
        outcomes.append(Outcome(code="in_part", level=Level.WARN, facts=_since(tracking.status_event)))
    past = _overcome(tracking)
    if past is not None:
        facts = _since(past) | {"reason": said(past.reason) or _("not named")}
        outcomes.append(Outcome(code="overcome", level=Level.NOTE, facts=facts))
    if outcomes or tracking.status in TROUBLE:
        return outcomes  # `standing` tells of trouble that lasts
    return [Outcome(code="none", level=Level.PASS)]


def _since(event: Event | None) -> dict[str, str]:
    return {"since": show(event.time) if event and event.time else _("an unknown time")}


def _damaged(damage: Event, shipment: Shipment, context: CheckContext) -> Outcome:
    """Say what to do about damage: it stays a warning, because no record tells that the case is settled."""
    facts = _since(damage) | {
        "photos": str(len(shipment.photos_of(*PACKING_PHOTOS))),
        "carrier": (quoted(shipment.shipping.carrier) if shipment.shipping else "") or _("the carrier"),
    }
    sent = context.sent_at(shipment)
    found = claim_closes(shipment, context, sent, "damage") if sent else None
    rules: tuple[str, ...] = ()
    if found is not None:
        closes, rule = found
        facts |= {"closes": show(closes), "product": quoted(rule.columns["product"])}
        rules = (rule.id,)
    if _asked(damage.time, shipment):
        code = "asked" if found else "asked_no_date"
    elif found is None:
        code = "damaged_no_date"
    else:
        code = "damaged_late" if context.as_of > found[0] else "damaged"
    return Outcome(code=code, level=Level.WARN, facts=facts, rules=rules)


def _asked(damaged_at: datetime | None, shipment: Shipment) -> bool:
    """Whether the carrier was asked on the day of the damage or later; what was asked before had another cause."""
    return any(
        damaged_at is None
        or inquiry.claimed_at is None
        or inquiry.claimed_at.astimezone(damaged_at.tzinfo).date() >= damaged_at.date()
        for inquiry in shipment.inquiries
    )


def _overcome(tracking: Tracking) -> Event | None:
    """Return the last problem that the parcel left behind, damage excepted; None while trouble lasts."""
    if tracking.status in TROUBLE or tracking.status_event is None:
        return None
    end = next((n for n, event in enumerate(tracking.events) if event is tracking.status_event), 0)
    before = [
        event
        for event in tracking.events[:end]
        if event.status is Status.EXCEPTION and event.reason != DAMAGED and not event.set_by_user
    ]
    return before[-1] if before else None
