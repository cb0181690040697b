"""How many days a service usually takes, and whether that fits the date that the buyer was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from parcelproof.fact_words import said
from parcelproof.messages import _
from parcelproof.playbook import Playbook, Rule
from parcelproof.tracking.claim_rows import words
from parcelproof.tracking.depth import ANY, names_service, split
from parcelproof.tracking.working_days import after_day, deadline

TABLE = "transit_days"


@dataclass(frozen=True)
class Transit:
    """The usual days on the way, as the playbook has them.

    Attributes
    ----------
    least, most : int
    unit : str
        ``days`` or ``business days``.
    rule : Rule
    """

    least: int
    most: int
    unit: str
    rule: Rule

    def __str__(self) -> str:
        return _("{least} to {most} {unit}", least=self.least, most=self.most, unit=said(self.unit))

    def latest(self, sent: datetime) -> datetime | None:
        """Return when a parcel sent then is usually there at the latest."""
        return deadline(sent, Decimal(self.most), self.unit)

    def earliest(self, sent: datetime) -> datetime | None:
        """Return when a parcel sent then is usually there at the earliest."""
        return deadline(sent, Decimal(self.least), self.unit)


def transit_of(
    carrier: str, service: str, destination: str, playbook: Playbook, on: date | None = None
) -> Transit | None:
    """Look up the usual days of a service to a country; None if the playbook does not know them.

    Rows that count only a part of the way, such as from acceptance to departure, never answer.
    """
    found: list[tuple[tuple[int, int], Transit]] = []
    said = words(carrier)
    for rule in playbook.rules_for(TABLE, on=on):
        listed = split(rule.columns["destination"])
        if listed != [ANY] and destination not in listed:
            continue
        if not (words(rule.columns["carrier"]) <= said and names_service(rule.columns["service"], service)):
            continue
        if row := _read(rule):
            found.append(((len(words(rule.columns["service"])), listed != [ANY]), row))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _read(rule: Rule) -> Transit | None:
    try:
        return Transit(int(Decimal(rule.columns["days_min"])), int(Decimal(rule.value)), rule.unit, rule)
    except (InvalidOperation, ValueError):
        return None


def fits_promise(transit: Transit, sent: datetime, promised: datetime) -> bool | None:
    """Say whether the longest usual time ends by the promised day; None if nobody can count it."""
    latest = transit.latest(sent)
    return None if latest is None else not after_day(latest, promised)
