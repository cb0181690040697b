"""Which rows of the table of claim windows fit a carrier, a service, a way and a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

Case = Literal["loss", "damage", "delay", "no_scan", "filing"]
"""``no_scan``: the carrier never scanned the parcel; ``filing``: the claim itself, after the first report."""

POSTS = "between posts"
"""The lane of the row for parcels from one post to another; only a number or the name of a post asks for it."""

_EUROPE = (
    "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT "
    "NL NO PL PT RO RS RU SE SI SK SM TR UA VA XK"
)
EUROPE = frozenset(_EUROPE.split())
"""Countries that a post counts as Europe, ISO 3166 alpha-2; where posts differ, closes are equal in the table."""

AT_HOME = frozenset({"domestic", "ground", "inland"})
"""Words of a service that never leaves the country."""


@lru_cache(maxsize=8192)
def words(text: str) -> frozenset[str]:
    """Return the words of a name; ``Hong Kong`` and ``Hongkong`` are the same."""
    plain = re.sub(r"hong\s*kong", "hongkong", text.lower())
    return frozenset(re.findall(r"[^\W_]+", plain))


def of_carrier(carrier: str, service: str, rules: Iterable[Rule]) -> list[Rule]:
    """Choose the rows of a carrier; the whole name goes before a name that only begins alike.

    "DHL" with the service "Express Worldwide" is DHL Express; "DHL" alone may be several, and all are returned.
    """
    named = words(carrier)
    if not named:
        return []
    candidates = [rule for rule in rules if rule.columns["lane"] != POSTS]
    exact = [rule for rule in candidates if words(rule.columns["carrier"]) <= named]
    if exact:
        return exact
    begins = [
        rule
        for rule in candidates
        if named <= words(name := rule.columns["carrier"]) and words(name.split()[0]) <= named
    ]
    wider = named | words(service)
    return [rule for rule in begins if words(rule.columns["carrier"]) <= wider] or begins


def fits_lane(lane: str, asked: frozenset[str], destination: str) -> bool:
    """Say whether a row for this lane holds for a parcel to this country; an unknown country shuts nothing out."""
    kind, _, country = lane.partition(" ")
    inland = bool(asked & AT_HOME)
    if lane == "domestic":
        return inland
    if lane == "abroad":
        return not inland
    if kind == "home":
        return inland or destination == country
    if kind == "into":
        return destination == country
    if lane == "europe":
        return not inland and (not destination or (destination in EUROPE and destination != "GB"))
    if lane == "elsewhere":
        return not inland and (not destination or destination not in EUROPE)
    return lane == "any"


def of_service(service: str, rules: Sequence[Rule]) -> list[Rule]:
    """Choose the rows that name the service by the most words; without any, the rows for the whole carrier."""
    asked = words(service)
    best: list[Rule] = []
    most = 0
    for rule in rules:
        size = max((len(w) for name in rule.columns["services"].split(";") if (w := words(name)) <= asked), default=0)
        if size > most:
            best, most = [], size
        if size and size == most:
            best.append(rule)
    return best or [rule for rule in rules if not rule.columns["services"].strip()]


def of_case(case: Case, rules: Iterable[Rule]) -> list[Rule]:
    """Choose the rows for this very case; without any, the rows for every case."""
    exact: list[Rule] = []
    every: list[Rule] = []
    for rule in rules:
        cases = [part.strip() for part in rule.columns["case"].split(";")]
        (exact if case in cases else every if "any" in cases else []).append(rule)
    return exact or every


def fitting_rows(
    carrier: str, service: str, rules: Iterable[Rule], case: Case = "loss", destination: str = ""
) -> list[Rule]:
    """Return the rows that hold for a parcel; empty if the table does not know it.

    Parameters
    ----------
    carrier, service : str
    rules : iterable of Rule
        Rows of ``claim_windows``, of any kind.
    case : str
    destination : str
        ISO 3166 alpha-2 code, or empty.

    Notes
    -----
    Rows of one case go before rows of every case before services are compared, so that a row about damage to
    parcels into a country is found for each service.
    """
    asked = words(service)
    rows = [
        rule
        for rule in of_carrier(carrier, service, rules)
        if fits_lane(rule.columns["lane"], asked, destination)
    ]  # fmt: skip
    if case in ("loss", "damage", "delay"):
        every = [rule for rule in rows if "any" in rule.columns["case"]]
        special = [rule for rule in of_case(case, rows) if "any" not in rule.columns["case"]]
        return of_service(service, special) or of_service(service, every)
    return of_service(service, [r for r in rows if case in r.columns["case"].split(";")])
