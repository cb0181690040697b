"""What the carrier's own words forbid or add to a code: rules R2 to R5, and the choice inside mixed buckets.

A code says "delivered"; the words beside it may say "to a locker", "to the sender" or "will be". The
guards only ever make a status more careful: no guard sets ``delivered``. They are rows of
``playbook/rules/wordings_rules.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable

from parcelproof.tracking.events import Status
from parcelproof.tracking.wording.decide import Reading, read
from parcelproof.tracking.wording.table import RuleRow, load_wordings


def _first(rules: Iterable[RuleRow], status: Status, reading: Reading) -> RuleRow | None:
    return next((rule for rule in rules if status in rule.statuses and reading.has(rule)), None)


def choose_in_bucket(status: Status, reason: str, text: str) -> tuple[Status, str]:
    """Let the wording decide for a code that covers several cases.

    Parameters
    ----------
    status, reason
        What the table says of the code.
    text : str
        The carrier's wording.

    Returns
    -------
    tuple of Status and str
        Never ``delivered`` unless the code says so.
    """
    if not text:
        return status, reason
    reading = read(text)
    found = _first(load_wordings().buckets, status, reading)
    if found:
        return found.status, found.reason
    if reason == "ambiguous" and "on_the_round" in reading.concepts:
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
    if not text:
        return status, reason
    reading = read(text)
    if reason == "customs_cleared" and "not_cleared" in reading.concepts:
        return Status.CUSTOMS, ""
    found = _first(load_wordings().guards, status, reading)
    if found:
        return found.status, found.reason
    if status is Status.DELIVERED and not reason and "station" in reading.concepts:
        return status, "collected"  # it was in a locker, and the recipient took it out
    return status, reason


def names_consignee(text: str) -> bool:
    """Say whether a wording or place names the recipient."""
    return bool(text) and "recipient" in read(text).concepts


def names_station(name: str) -> bool:
    """Say whether a "signed by" names a locker, a shop or the sender, or says that nobody signed (R4)."""
    return bool(name) and not {"station", "nobody_signed", "sender"}.isdisjoint(read(name).concepts)
