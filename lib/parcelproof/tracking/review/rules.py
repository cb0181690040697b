"""The rules of the review, written once, over columns: for one parcel and for millions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from parcelproof.checks import CheckContext
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.cases import NOT_SCANNED, Cases
from parcelproof.tracking.review.flags import FlagCode
from parcelproof.tracking.review.moments import NONE, Mask, Moments, Numbers

FINISHED = (Status.DELIVERED, Status.RETURNED, Status.LOST, Status.CANCELLED)
PHASES = (
    "customs_hold", "out_for_delivery", "failed_attempt", "no_acceptance",
    "destination", "origin", "line_haul.economy", "line_haul.standard",
)  # fmt: skip

_SILENT = {"no_acceptance": FlagCode.NO_ACCEPTANCE, "out_for_delivery": FlagCode.OUT_FOR_DELIVERY}
# These phases have flags of their own, from their first day on.
_TOLD_AT_ONCE = ("customs_hold", "failed_attempt")

ACT_ON_SILENCE, ACT_ON_PROBLEM, ACT_ON_ADDRESS = "review.silence", "review.problem", "review.address_changed"
ACT_ON_LOSS, ACT_ON_RETURN = "review.lost", "review.returning"
PROMISE_NEAR, PROMISE_PASSED = "review.promise_near", "review.promise_passed"
REMINDER, URGENT, RETENTION = "stale.pickup_reminder", "stale.pickup_urgent_before_end", "stale.pickup_retention_min"
CLAIM_WARNING = "claim.warn_before"
_ALL = (
    *(f"stale.{phase}" for phase in PHASES), ACT_ON_SILENCE, ACT_ON_PROBLEM, ACT_ON_ADDRESS, ACT_ON_LOSS,
    ACT_ON_RETURN, PROMISE_NEAR, PROMISE_PASSED, REMINDER, URGENT, RETENTION, CLAIM_WARNING,
)  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """The number of one rule row, and what it counts."""

    value: Decimal
    unit: str


Limits = Mapping[str, Limit]


def limits_of(context: CheckContext) -> Limits:
    """Read the numbers that the review needs; a row that is missing switches its rule off."""
    found: dict[str, Limit] = {}
    for name in _ALL:
        rule, number = context.rule(name), context.number(name)
        if rule is not None and number is not None:
            found[name] = Limit(number, rule.unit)
    return found


@dataclass(frozen=True)
class Silence:
    """How long each parcel has been silent.

    Attributes
    ----------
    phase : ndarray of int8
        Place in ``PHASES``.
    since : Moments
    days : ndarray of int64
        In the unit of the phase's rule.
    too_long : ndarray of bool
        Longer than the rule allows; False where there is no rule.
    """

    phase: npt.NDArray[np.int8]
    since: Moments
    days: Numbers
    too_long: Mask


@dataclass(frozen=True)
class Raised:
    """One kind of flag over all parcels: where it stands, since when, and until when a person should act."""

    code: FlagCode
    where: Mask
    since: Moments
    act_by: Moments
    rule: str


def phases(cases: Cases) -> npt.NDArray[np.int8]:
    """Name the phase whose limit of silence holds, by its place in ``PHASES``."""
    return np.select(
        [
            cases.hold_open,
            cases.stands(Status.CUSTOMS_HOLD),
            cases.stands(Status.OUT_FOR_DELIVERY),
            cases.stands(Status.FAILED_ATTEMPT),
            ~cases.accepted.known & cases.stands(*NOT_SCANNED),
            cases.arrived,
            ~cases.departed,
            cases.economy,
        ],
        [np.int8(n) for n in (0, 0, 1, 2, 3, 4, 5, 6)],
        np.int8(7),
    ).astype(np.int8)


def silence(cases: Cases, limits: Limits, as_of: datetime) -> Silence:
    """Say how long each parcel has been silent, and whether that is too long for its phase."""
    phase = phases(cases)
    since = cases.last_scan.where(cases.last_scan.known, cases.sent)
    since = cases.sent.where((phase == PHASES.index("no_acceptance")) & cases.sent.known, since)
    days, too_long = np.zeros(len(cases), np.int64), np.zeros(len(cases), np.bool_)
    for number, name in enumerate(PHASES):
        limit, here = limits.get(f"stale.{name}"), np.flatnonzero(phase == number)
        if limit is None or not len(here):
            continue
        part = since.take(here)
        days[here] = part.days_until(as_of, limit.unit)
        too_long[here] = part.known & (days[here] > float(limit.value))
    return Silence(phase, since, days, too_long)


def waiting_days(cases: Cases, limits: Limits, as_of: datetime) -> Numbers:
    """Count how long parcels wait for the buyer, in the unit of the reminder's rule."""
    limit = limits.get(REMINDER)
    return cases.since.days_until(as_of, limit.unit if limit else "days")


def remind(cases: Cases, limits: Limits, as_of: datetime) -> Mask:
    """Say which waiting parcels need a reminder; one that waits since an unknown time does."""
    limit = limits.get(REMINDER)
    if limit is None:
        return np.ones(len(cases), np.bool_)
    mask: Mask = ~cases.since.known | (waiting_days(cases, limits, as_of) >= float(limit.value))
    return mask


def promise_near(cases: Cases, limits: Limits, as_of: datetime) -> Mask:
    """Say where the promised date is about to pass: the parcel left, and the last days have begun."""
    limit = limits.get(PROMISE_NEAR)
    if limit is None:
        return np.zeros(len(cases), np.bool_)
    left = cases.promised.earlier(limit.value).at <= Moments.of([as_of]).at
    mask: Mask = cases.promised.known & left & cases.sent.known & ~cases.promised.day_is_over(as_of)
    return mask


def claim_closing(cases: Cases, limits: Limits, as_of: datetime) -> tuple[Mask, Moments]:
    """Say where the carrier's window for a claim closes soon, and from when on that was so."""
    limit = limits.get(CLAIM_WARNING)
    begins = cases.claim_closes.earlier(limit.value if limit else Decimal(0))
    now = Moments.of([as_of]).at
    return cases.claim_closes.known & (now > begins.at) & (now <= cases.claim_closes.at), begins


def review(cases: Cases, limits: Limits, as_of: datetime) -> list[Raised]:
    """Apply all rules.

    Parameters
    ----------
    cases : Cases
        n parcels.
    limits : mapping of rule id to Limit
    as_of : datetime
        The moment for which is judged, with offset.

    Returns
    -------
    list of Raised
        One per kind of flag and rule, each with columns of n rows.
    """
    open_ = ~cases.stands(*FINISHED)
    raised = [
        _act(FlagCode.LOST, cases.stands(Status.LOST), cases.since, limits, ACT_ON_LOSS),
        _act(FlagCode.RETURNING, cases.stands(Status.RETURNING, Status.RETURNED), cases.since, limits, ACT_ON_RETURN),
        _act(FlagCode.CUSTOMS_HOLD, cases.hold_open & open_, cases.hold, limits, "stale.customs_hold"),
        _act(FlagCode.FAILED_ATTEMPT, cases.stands(Status.FAILED_ATTEMPT), cases.since, limits, "stale.failed_attempt"),
        _pickup(cases, limits, as_of),
        _problem(cases, limits),
        *_silent(cases, limits, as_of),
        *_promise(cases, limits, as_of, open_),
        _act(FlagCode.ADDRESS_CHANGED, cases.is_redirected & open_, cases.redirected, limits, ACT_ON_ADDRESS),
    ]
    closing, begins = claim_closing(cases, limits, as_of)
    closing &= ~cases.asked & cases.sent.known & ~cases.stands(Status.DELIVERED, Status.RETURNED, Status.CANCELLED)
    raised.append(Raised(FlagCode.CLAIM_CLOSING, closing, begins, cases.claim_closes, CLAIM_WARNING))
    return raised


def _later(since: Moments, limits: Limits, rule: str, where: Mask) -> Moments:
    """Return the deadline that a rule gives, where it is asked for: counting days is the dear part."""
    limit, rows = limits.get(rule), np.flatnonzero(where)
    found = Moments(np.full(len(where), NONE, np.int64), since.offset)
    if limit is not None and len(rows):
        found.at[rows] = since.take(rows).later(limit.value, limit.unit).at
    return found


def _act(code: FlagCode, where: Mask, since: Moments, limits: Limits, rule: str) -> Raised:
    return Raised(code, where, since, _later(since, limits, rule, where), rule)


def _pickup(cases: Cases, limits: Limits, as_of: datetime) -> Raised:
    where = cases.stands(Status.AVAILABLE_FOR_PICKUP) & remind(cases, limits, as_of)
    before = limits.get(URGENT)
    ends = _later(cases.since, limits, RETENTION, where)
    return Raised(FlagCode.PICKUP_WAITING, where, cases.since, ends.earlier(before.value) if before else ends, URGENT)


def _problem(cases: Cases, limits: Limits) -> Raised:
    """A problem that lasts, or damage until the parcel has arrived: no scan on the way mends that."""
    # These have a flag of their own.
    told = cases.stands(
        Status.CUSTOMS_HOLD, Status.FAILED_ATTEMPT, Status.AVAILABLE_FOR_PICKUP, Status.RETURNING, Status.RETURNED,
        Status.LOST, Status.CANCELLED,
    )  # fmt: skip
    # The news that ends the way is newer than the damage, and does not speak of it.
    known = cases.damaged.known & cases.since.known & (cases.damaged.at <= cases.since.at)
    over = cases.stands(*FINISHED) & known & ~cases.attention
    where = (cases.attention & ~told) | (cases.is_damaged & ~over)
    return _act(FlagCode.PROBLEM, where, cases.damaged.where(cases.is_damaged, cases.since), limits, ACT_ON_PROBLEM)


def _silent(cases: Cases, limits: Limits, as_of: datetime) -> list[Raised]:
    heard = silence(cases, limits, as_of)
    # Nobody scans a parcel that lies in a locker or a shop.
    where = heard.too_long & ~cases.stands(*FINISHED, Status.AVAILABLE_FOR_PICKUP)
    raised = []
    for number, name in enumerate(PHASES):
        rule = f"stale.{name}"
        here = where & (heard.phase == number)
        if name in _TOLD_AT_ONCE or not here.any():
            continue
        ends = _later(heard.since, limits, rule, here)
        act_by = _later(ends, limits, ACT_ON_SILENCE, here)
        raised.append(Raised(_SILENT.get(name, FlagCode.SILENCE), here, heard.since, act_by, rule))
    return raised


def _promise(cases: Cases, limits: Limits, as_of: datetime, open_: Mask) -> list[Raised]:
    passed = cases.promised.day_is_over(as_of) & open_
    near = promise_near(cases, limits, as_of) & open_
    return [
        Raised(FlagCode.PROMISE_NEAR, near, cases.promised, cases.promised, PROMISE_NEAR),
        _act(FlagCode.PROMISE_PASSED, passed, cases.promised, limits, PROMISE_PASSED),
    ]
