"""How far a service is tracked to a country, and what proof of delivery it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parcelproof.playbook import Playbook, Rule
from parcelproof.tracking.claim_rows import words

TABLE = "tracking_depth"
ANY = "any"
OTHER = "other"
POSTS = "postal operators"

Tracked = Literal["end_to_end", "to_departure", "none"]
HOW_FAR: tuple[Tracked, ...] = ("none", "to_departure", "end_to_end")
"""From the weakest to the strongest."""

_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_SOFT = frozenset({"mail", "international", "service"})
"""Words that sellers leave out of the name of a service."""


@dataclass(frozen=True)
class Depth:
    """What the playbook says about a service.

    Attributes
    ----------
    tracked : str
        ``end_to_end``, ``to_departure`` or ``none``.
    signature : str
        ``no``, ``usual``, or empty if the row does not say.
    rule : Rule
        The row, with source, date and confidence.
    """

    tracked: Tracked
    signature: str
    rule: Rule


def s10_prefix(number: str) -> str:
    """Return the first letter of a postal number, which names its kind; empty for every other number."""
    text = "".join(number.split()).upper()
    return text[0] if _S10.fullmatch(text) else ""


def depth_of(
    carrier: str, service: str, number: str, destination: str, playbook: Playbook, on: date | None = None
) -> Depth | None:
    """Look up how far a parcel is tracked; None if the playbook does not know this service.

    Parameters
    ----------
    carrier, service : str
    number : str
        Tracking number; the first letter of a postal one decides between services of a post.
    destination : str
        ISO 3166 alpha-2 code, or empty: rows for some countries then do not answer.

    Notes
    -----
    A row whose letter differs from that of the number does not hold, whatever the service is called: the number is
    what the carrier scans. The row that names more of the parcel goes before a more general one; if rows that fit
    equally well differ, the one that promises least is taken.
    """
    prefix = s10_prefix(number)
    scored = [
        (score, rule)
        for rule in playbook.rules_for(TABLE, on=on)
        if rule.value in HOW_FAR and (score := _score(rule, carrier, service, prefix, destination)) > 0
    ]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    rule = min((rule for score, rule in scored if score == best), key=lambda r: HOW_FAR.index(_tracked(r)))
    return Depth(_tracked(rule), rule.columns["signature"], rule)


def _tracked(rule: Rule) -> Tracked:
    return next(name for name in HOW_FAR if name == rule.value)


def _score(rule: Rule, carrier: str, service: str, prefix: str, destination: str) -> int:
    """Say how much of the parcel a row names; 0 if it does not hold."""
    letter = rule.columns["s10_prefix"]
    if letter and prefix and letter != prefix:
        return 0
    if not reaches(rule, destination):
        return 0
    post = rule.columns["carrier"] == POSTS
    if not post and not _names(rule.columns["carrier"], carrier):
        return 0
    named = names_service(rule.columns["service"], service)
    by_letter = bool(letter and letter == prefix)
    if not (named or by_letter or rule.columns["service"] == ANY):
        return 0
    # A row that lists the country stands before the row for all others.
    listed = destination in split(rule.columns["destination"])
    return 1 + 8 * named + 4 * by_letter + 2 * (not post) + listed


def _names(listed: str, asked: str) -> bool:
    said = words(asked)
    return bool(said) and any(words(name) <= said for name in listed.split(";") if name.strip())


def names_service(listed: str, asked: str) -> bool:
    """Say whether one of the services of a row is the one that a seller wrote, by its words."""
    said = words(asked)
    return listed != ANY and any((w := words(name) - _SOFT) and w <= said for name in listed.split(";"))


def reaches(rule: Rule, destination: str) -> bool:
    """Say whether a row holds for a country; a row for "other" countries needs a country to be known."""
    listed = rule.columns["destination"]
    if listed == ANY:
        return True
    if listed == OTHER:
        return bool(destination)
    return destination in split(listed)


def split(text: str) -> list[str]:
    """Return the parts of a list in a row."""
    return [part.strip() for part in text.split(";") if part.strip()]


def services(rules: Iterable[Rule], destination: str) -> Sequence[tuple[str, str, Rule]]:
    """Return every carrier and service that the rows name and that go to a country, with its row."""
    listed: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        if not reaches(rule, destination):
            continue
        for carrier in split(rule.columns["carrier"]):
            for service in split(rule.columns["service"]):
                # A row for named countries stands before the row for all others.
                listed.setdefault((carrier, service), rule)
    return [(carrier, service, rule) for (carrier, service), rule in listed.items()]
