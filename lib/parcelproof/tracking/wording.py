"""What the carrier's own words forbid or add: rules R2 to R5, and the choice inside mixed buckets.

A code says "delivered"; the words beside it may say "to a locker", "to the sender" or "will be".
The guards only ever make a status more careful: no guard sets ``delivered``. They are data: a new
case is a new row, a new language is a new entry in `parcelproof.tracking.phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from parcelproof.tracking.events import Status
from parcelproof.tracking.phrases import expression

# A longer wording is a form letter; its first lines carry the news.
MAX_WORDING = 500


@dataclass(frozen=True)
class Guard:
    """One kind of wording and what it makes of a status.

    Attributes
    ----------
    rule : str
        The rule it serves (``R2`` … ``R5``), or ``bucket``.
    when : frozenset of Status
        Statuses that it may change.
    says : tuple of str
        Concepts; each of them must be found.
    status : Status
        What the status becomes.
    reason : str
    unless : tuple of str
        Concepts; if one of them is found, the guard stays silent.
    """

    rule: str
    when: frozenset[Status]
    says: tuple[str, ...]
    status: Status
    reason: str = ""
    unless: tuple[str, ...] = ()

    def applies(self, status: Status, text: str) -> bool:
        """Say whether this guard changes ``status`` for ``text``."""
        return (
            status in self.when
            and all(_found(c, text) for c in self.says)
            and not any(_found(c, text) for c in self.unless)
        )


@lru_cache(maxsize=256)
def _compiled(concept: str) -> re.Pattern[str]:
    return re.compile(expression(concept), re.IGNORECASE)


def _found(concept: str, text: str) -> bool:
    return _compiled(concept).search(text) is not None


_DELIVERED = frozenset({Status.DELIVERED})
_GOING = _DELIVERED | {Status.IN_TRANSIT, Status.ACCEPTED, Status.OUT_FOR_DELIVERY, Status.EXCEPTION}
_ROUND = frozenset({Status.OUT_FOR_DELIVERY})

GUARDS: tuple[Guard, ...] = (
    # R3: what reaches the sender was not delivered to the buyer.
    Guard("R3", _GOING, ("handed_over", "sender"), Status.RETURNED, "", ("return_open", "by_sender", "not_delivered")),
    Guard("R3", _GOING, ("return_ongoing", "sender"), Status.RETURNING, "", ("by_sender",)),
    Guard("R3", _DELIVERED, ("return_open", "sender"), Status.RETURNING, "", ("by_sender",)),
    Guard("R3", _DELIVERED, ("sender",), Status.RETURNED, "", ("by_sender",)),
    Guard("R3", _DELIVERED, ("return_item_delivered",), Status.RETURNED),
    # R2: a forecast or a failure is no delivery, whatever the code says.
    Guard("R2", _DELIVERED, ("not_delivered",), Status.FAILED_ATTEMPT, "", ("delivered_fact",)),
    Guard("R2", _DELIVERED, ("forecast",), Status.IN_TRANSIT, "scheduled", ("delivered_fact",)),
    Guard("R2", _ROUND, ("round_to_come",), Status.IN_TRANSIT, "scheduled"),
    Guard("R2", _ROUND, ("forecast",), Status.IN_TRANSIT, "scheduled", ("on_the_round",)),
    # R4: a locker or a shop is not the buyer.
    Guard("R4", _DELIVERED, ("station",), Status.AVAILABLE_FOR_PICKUP, "locker", ("collected",)),
    # R5: clearance that is over goes back to moving; clearance to come does not.
    Guard("R5", frozenset({Status.CUSTOMS}), ("cleared",), Status.IN_TRANSIT, "customs_cleared", ("not_cleared",)),
)

_ANY = frozenset({Status.EXCEPTION, Status.IN_TRANSIT, Status.FAILED_ATTEMPT, Status.RETURNING}) | _ROUND
_LOUD = frozenset({Status.EXCEPTION, Status.FAILED_ATTEMPT})

# One word of the vendor covers several cases: the wording chooses. The first that fits wins.
BUCKETS: tuple[Guard, ...] = (
    Guard("bucket", _ANY, ("handed_over", "sender"), Status.RETURNED, "", ("return_open", "by_sender")),
    Guard("bucket", _ANY, ("return_ongoing",), Status.RETURNING),
    Guard("bucket", _ANY, ("return_open", "sender"), Status.RETURNING, "", ("by_sender",)),
    Guard("bucket", _ANY, ("lost",), Status.LOST),
    Guard("bucket", _ANY, ("destroyed",), Status.LOST, "destroyed"),
    Guard("bucket", _ANY, ("damaged",), Status.EXCEPTION, "damaged"),
    Guard("bucket", _ANY, ("held_by_customs",), Status.CUSTOMS_HOLD, "customs_delay", ("cleared",)),
    Guard("bucket", _ANY, ("refused",), Status.EXCEPTION, "refused"),
    Guard("bucket", _LOUD, ("unclaimed",), Status.EXCEPTION, "unclaimed"),
    Guard("bucket", _LOUD, ("bad_address",), Status.EXCEPTION, "address"),
    Guard("bucket", _ANY, ("ready_to_collect",), Status.AVAILABLE_FOR_PICKUP, "", ("by_carrier",)),
    Guard("bucket", _ANY, ("attempt",), Status.FAILED_ATTEMPT),
    Guard("bucket", _ANY - _LOUD, ("held",), Status.EXCEPTION, "held"),
    Guard("bucket", frozenset({Status.EXCEPTION}), ("held",), Status.EXCEPTION, "held"),
    Guard("bucket", frozenset({Status.EXCEPTION}), ("late",), Status.EXCEPTION, "delay_other"),
)


def _first(guards: Iterable[Guard], status: Status, text: str) -> Guard | None:
    return next((guard for guard in guards if guard.applies(status, text)), None)


def choose_in_bucket(status: Status, reason: str, text: str) -> tuple[Status, str]:
    """Let the wording decide for a code that covers several cases.

    Parameters
    ----------
    status, reason
        What the table says of the code alone.
    text : str
        The carrier's wording.

    Returns
    -------
    tuple of Status and str
        Unchanged if the wording does not decide. Never ``delivered``.
    """
    found = _first(BUCKETS, status, text[:MAX_WORDING]) if text else None
    if found:
        return found.status, found.reason
    if reason == "ambiguous" and _found("on_the_round", text):
        return status, ""
    return status, reason


def guard(status: Status, reason: str, text: str) -> tuple[Status, str]:
    """Apply rules R2 to R5 of the wording to a status.

    Parameters
    ----------
    status, reason
        What the codes say.
    text : str
        The carrier's wording.

    Returns
    -------
    tuple of Status and str
    """
    text = text[:MAX_WORDING]
    if not text:
        return status, reason
    if reason == "customs_cleared" and _found("not_cleared", text):
        return Status.CUSTOMS, ""
    found = _first(GUARDS, status, text)
    if found:
        return found.status, found.reason
    if status is Status.DELIVERED and not reason and _found("station", text):
        return status, "collected"  # it was in a locker, and the recipient took it out
    return status, reason


def names_consignee(text: str) -> bool:
    """Say whether a wording or place names the recipient."""
    return _found("recipient", text[:MAX_WORDING])


def names_station(name: str) -> bool:
    """Say whether a "signed by" names a locker, a shop or the sender, or says that nobody signed (R4)."""
    name = name[:MAX_WORDING]
    return any(_found(concept, name) for concept in ("station", "nobody_signed", "sender"))
