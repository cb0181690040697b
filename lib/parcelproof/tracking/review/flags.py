"""What a review says of one parcel: flags, each with the moment until which a person should act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from parcelproof.tracking.events import Status


class FlagCode(StrEnum):
    """Why a parcel needs a person. The words for each are in ``playbook/tracking/review.yaml``."""

    LOST = "lost"
    RETURNING = "returning"
    CUSTOMS_HOLD = "customs_hold"
    FAILED_ATTEMPT = "failed_attempt"
    PICKUP_WAITING = "pickup_waiting"
    """The parcel waits at a shop, post office or locker, and the time to collect it runs out."""
    PROBLEM = "problem"
    """The carrier reports a problem that a person can solve; the reason says which."""
    NO_ACCEPTANCE = "no_acceptance"
    """A label was made or the parcel was handed over, and no first scan came."""
    OUT_FOR_DELIVERY = "out_for_delivery"
    """Out for delivery, and nothing after it."""
    SILENCE = "silence"
    """No scan for longer than the phase and lane allow."""
    PROMISE_NEAR = "promise_near"
    PROMISE_PASSED = "promise_passed"
    CLAIM_CLOSING = "claim_closing"
    ADDRESS_CHANGED = "address_changed"
    """The carrier was told another address after dispatch: the platform's protection may be gone."""


@dataclass(frozen=True)
class Flag:
    """One reason why a parcel needs a person.

    Attributes
    ----------
    code : FlagCode
    since : datetime or None
        When it began; with the code it names the case, so that an answer stays with it.
    act_by : datetime or None
        Until when a person should act.
    rule : str
        Id of the rule row behind it, or empty.
    facts : mapping of str to str
        What the words need.
    """

    code: FlagCode
    since: datetime | None = None
    act_by: datetime | None = None
    rule: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Review:
    """Where one parcel stands, and what needs a person.

    Attributes
    ----------
    status, reason
        Canonical.
    since : datetime or None
        Since when it stands there.
    flags : tuple of Flag
        Most urgent first.
    """

    status: Status = Status.UNKNOWN
    reason: str = ""
    since: datetime | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def act_by(self) -> datetime | None:
        """Until when a person should act first."""
        return min((flag.act_by for flag in self.flags if flag.act_by), default=None)
