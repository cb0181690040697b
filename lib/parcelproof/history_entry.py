"""One line of the history of a chain, as reports and pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class HistoryEntry:
    """One line of the record history: what was written into the chain, when, by whom.

    Attributes
    ----------
    sequence : int
        Position in this shipment's chain, from 1.
    kind, slot : str
    recorded_at : datetime
        When the ledger wrote it.
    claimed_at : datetime or None
        When it happened, as the source says.
    who, source : str
    hash : str
        SHA-256 of this entry, over the previous hash and the body.
    replaced : bool
        A later record corrected this one.
    erased : tuple of str
        Names of fields whose personal data was erased.
    """

    sequence: int
    kind: str
    slot: str
    recorded_at: datetime
    claimed_at: datetime | None
    who: str
    source: str
    hash: str
    replaced: bool = False
    erased: tuple[str, ...] = ()
