"""Measure 8: the way of the parcel is read in, and every standstill is seen in time."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check
from parcelproof.clock import show
from parcelproof.fact_words import said as said_unit
from parcelproof.findings import Level, Outcome
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Event, Status
from parcelproof.tracking.review.cases import case_of
from parcelproof.tracking.review.rules import FINISHED, PHASES, limits_of, phases, promise_near, remind, waiting_days
from parcelproof.tracking.review.rules import REMINDER as PICKUP_REMINDER
from parcelproof.tracking.review.rules import silence as silent_for
from parcelproof.tracking.said import said
from parcelproof.tracking.working_days import after_day

_PHASE_WORDS = Wording(
    {
        "customs_hold": N_("held by customs"),
        "out_for_delivery": N_("out for delivery"),
        "failed_attempt": N_("failed delivery"),
        "no_acceptance": N_("label made, no first scan"),
        "origin": N_("in the country of origin"),
        "destination": N_("in the country of destination"),
        "line_haul.standard": N_("between the countries"),
        "line_haul.economy": N_("between the countries, economy service"),
    }
)


@check("tracking.monitoring.imported", "done", "missing", "not_sent_yet", "set_by_user_only")
def imported(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the way of the parcel was read in from the carrier or a monitor."""
    tracking = shipment.tracking
    scans = [event for event in tracking.events if not event.set_by_user]
    if scans:
        last = show(tracking.last_scan_at) if tracking.last_scan_at else _("an unknown time")
        return [Outcome(code="done", level=Level.PASS, facts={"scans": str(len(scans)), "last": last})]
    if tracking.user_status or tracking.events:
        return [Outcome(code="set_by_user_only", level=Level.WARN)]
    if context.sent_at(shipment) is None:
        return [Outcome(code="not_sent_yet", level=Level.NOTE)]
    return [Outcome(code="missing", level=Level.WARN)]


@check("tracking.monitoring.delivered_by", "carrier", "set_by_user", "conflict", "not_delivered")
def delivered_by(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that "delivered" comes from the carrier and was not set by hand."""
    tracking = shipment.tracking
    scan = tracking.delivered if tracking.status is Status.DELIVERED else None
    if scan is not None and not scan.set_by_user:
        return [Outcome(code="carrier", level=Level.PASS)]
    by_hand = tracking.user_status == Status.DELIVERED.value or scan is not None
    if by_hand and any(not event.set_by_user for event in tracking.events):
        return [Outcome(code="conflict", level=Level.WARN, facts={"status": said(tracking.status)})]
    if by_hand:
        return [Outcome(code="set_by_user", level=Level.WARN)]
    return [Outcome(code="not_delivered", level=Level.NOTE)]


def phase(shipment: Shipment, context: CheckContext) -> str:
    """Name the phase whose limit of silence holds: the end of a rule id that starts with ``stale.``."""
    return PHASES[int(phases(case_of(shipment, context, claims=False))[0])]


@check(
    "tracking.monitoring.silence",
    "fresh", "stale", "no_first_scan", "finished", "waits_for_buyer", "not_sent_yet", "undated", "no_rule",
)  # fmt: skip
def silence(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the parcel has not been silent for longer than its phase allows."""
    tracking = shipment.tracking
    if tracking.status in FINISHED:
        return [Outcome(code="finished", level=Level.PASS)]
    if tracking.status is Status.AVAILABLE_FOR_PICKUP:
        # Nobody scans a parcel that lies in a locker or a shop: `standing` reminds the buyer instead.
        return [Outcome(code="waits_for_buyer", level=Level.PASS)]
    sent = context.sent_at(shipment)
    since = tracking.last_scan_at or sent
    if since is None:
        code, level = ("undated", Level.UNKNOWN) if tracking.events else ("not_sent_yet", Level.NOTE)
        return [Outcome(code=code, level=level)]
    heard = silent_for(case_of(shipment, context, claims=False), limits_of(context), context.as_of)
    where, since = PHASES[int(heard.phase[0])], heard.since.one(0) or since
    rule = context.rule(f"stale.{where}")
    if rule is None:
        return [Outcome(code="no_rule", level=Level.UNKNOWN)]
    facts = {
        "phase": _PHASE_WORDS[where],
        "days": str(heard.days[0]),
        "limit": str(rule.value),
        "unit": said_unit(rule.unit),
        "last": show(since),
    }
    if not heard.too_long[0]:
        return [Outcome(code="fresh", level=Level.PASS, facts=facts, rules=(rule.id,))]
    code = "no_first_scan" if where == "no_acceptance" else "stale"
    return [Outcome(code=code, level=Level.WARN, facts=facts, rules=(rule.id,))]


def _event_facts(event: Event | None) -> dict[str, str]:
    return {"since": show(event.time) if event and event.time else _("an unknown time")}


@check("tracking.monitoring.customs", "clear", "open_hold", "no_tracking")
def customs(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that customs does not hold the parcel."""
    if not shipment.tracking.events:
        return [Outcome(code="no_tracking", level=Level.UNKNOWN)] if context.sent_at(shipment) else []
    if shipment.tracking.customs_hold_open:
        facts = _event_facts(shipment.tracking.customs_hold)
        return [Outcome(code="open_hold", level=Level.WARN, facts=facts)]
    return [Outcome(code="clear", level=Level.PASS)]


_STANDS = {
    Status.FAILED_ATTEMPT: ("failed_attempt", Level.WARN),
    Status.EXCEPTION: ("exception", Level.WARN),
    Status.RETURNING: ("returning", Level.WARN),
    Status.RETURNED: ("returned", Level.WARN),
    Status.LOST: ("lost", Level.WARN),
    Status.CANCELLED: ("cancelled", Level.WARN),
    Status.EXPIRED: ("expired", Level.UNKNOWN),
    Status.UNKNOWN: ("unclear", Level.UNKNOWN),
    Status.DELIVERED: ("delivered", Level.PASS),
}


@check(
    "tracking.monitoring.standing",
    "on_the_way", "waiting_for_pickup", "waiting_in_locker", "delivered_not_collected",
    *(code for code, _ in _STANDS.values()),
)  # fmt: skip
def standing(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Say where the parcel stands, and whether a person must do something."""
    tracking = shipment.tracking
    if not tracking.events:
        return []  # imported says so
    facts = _event_facts(tracking.status_event) | {"reason": said(tracking.reason) or _("not named")}
    if tracking.status is Status.AVAILABLE_FOR_PICKUP:
        return [_waiting(shipment, facts, context)]
    if tracking.status is Status.DELIVERED and tracking.reason == "locker":
        return [Outcome(code="delivered_not_collected", level=Level.WARN, facts=facts)]
    code, level = _STANDS.get(tracking.status, ("on_the_way", Level.PASS))
    return [Outcome(code=code, level=level, facts=facts)]


def _waiting(shipment: Shipment, facts: dict[str, str], context: CheckContext) -> Outcome:
    """Say how long the parcel waits for the buyer; from the day of the reminder on it is a warning."""
    tracking = shipment.tracking
    case, limits = case_of(shipment, context), limits_of(context)
    code = "waiting_in_locker" if tracking.reason == "locker" else "waiting_for_pickup"
    event, rule = tracking.status_event, context.rule(PICKUP_REMINDER)
    if event is None or event.time is None or rule is None:
        return Outcome(code=code, level=Level.WARN, facts=facts | {"days": _("an unknown number of days")})
    days = int(waiting_days(case, limits, context.as_of)[0])
    level = Level.WARN if remind(case, limits, context.as_of)[0] else Level.NOTE
    facts |= {"days": ngettext("{count} day", "{count} days", days)}
    return Outcome(code=code, level=level, facts=facts, rules=(rule.id,))


@check("tracking.monitoring.promise", "kept", "broken", "running", "close", "passed", "no_promise", "no_time")
def promise(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the parcel arrives by the date that the buyer was shown."""
    promised = shipment.order.promised_by if shipment.order else None
    if promised is None:
        return [Outcome(code="no_promise", level=Level.UNKNOWN)]
    facts = {"promised": show(promised)}
    if shipment.tracking.status is Status.DELIVERED:
        event = shipment.tracking.delivered or shipment.tracking.status_event
        if event is None or event.time is None:
            return [Outcome(code="no_time", level=Level.UNKNOWN, facts=facts)]
        facts["delivered"] = show(event.time)
        good = not after_day(event.time, promised)
        return [Outcome(code="kept" if good else "broken", level=Level.PASS if good else Level.WARN, facts=facts)]
    case = case_of(shipment, context)
    if case.promised.day_is_over(context.as_of)[0]:
        return [Outcome(code="passed", level=Level.WARN, facts=facts)]
    if promise_near(case, limits_of(context), context.as_of)[0]:
        return [Outcome(code="close", level=Level.NOTE, facts=facts)]
    return [Outcome(code="running", level=Level.PASS, facts=facts)]
