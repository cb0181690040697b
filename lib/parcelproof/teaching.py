"""Wordings that a shop taught, out of the records of its own chain."""

from __future__ import annotations

from collections.abc import Iterable

from parcelproof.ledger.records import Record, TaughtWording
from parcelproof.tracking.events import Status
from parcelproof.tracking.wording.taught import Teaching, Teachings, teachings


def taught_wordings(records: Iterable[Record]) -> Teachings:
    """Return what holds today: the latest record per wording; an empty status takes a teaching back.

    Parameters
    ----------
    records : iterable of Record
        Of the shop's own chain, oldest first.
    """
    latest = {record.slot: record for record in records if isinstance(record, TaughtWording)}
    known = {status.value for status in Status}
    return teachings(
        Teaching(r.carrier, r.code, r.text, Status(r.status), r.reason, r.language)
        for r in latest.values()
        if r.status in known
    )
