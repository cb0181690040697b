"""From every vendor's codes, and the carrier's wording, to the sixteen canonical statuses."""

from __future__ import annotations

import re
from functools import lru_cache

from parcelproof.tracking import wording
from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.events import Canonical, Status
from parcelproof.tracking.plain import SYSTEM as PLAIN
from parcelproof.tracking.plain import plain_status
from parcelproof.tracking.status_table import Crosswalk, Row, load_crosswalk

__all__ = ["Crosswalk", "Row", "classify", "load_crosswalk"]

# Where the detail code of a system is listed, if not under the system itself.
_DETAIL_SYSTEM = {"karrio": "karrio_reason", "shipengine": "shipstation_v2"}

# Systems whose codes mean one thing at the consignee and another elsewhere.
_PLACE_MATTERS = frozenset({"gs1_epcis_cbv"})

# A parcel on its way back still gets scans that say "moving": the main status knows better.
_BACKWARD = frozenset({Status.RETURNING, Status.RETURNED, Status.LOST, Status.CANCELLED})
_MOVEMENT = frozenset(
    {Status.INFO_RECEIVED, Status.ACCEPTED, Status.IN_TRANSIT, Status.CUSTOMS, Status.OUT_FOR_DELIVERY}
)
_SAYS_MORE = frozenset(
    {Status.AVAILABLE_FOR_PICKUP, Status.FAILED_ATTEMPT, Status.OUT_FOR_DELIVERY, Status.EXCEPTION, Status.CUSTOMS_HOLD}
)


def main_of(system: str, code: str, table: Crosswalk) -> Row | None:
    """Return the main status that an unknown detail code belongs to, judged by its beginning (R6)."""
    head = re.split(r"[_\d]", code, maxsplit=1)[0]
    return table.row(system, head, "main") if head and head != code else None


def is_known_code(system: str, code: str, detail_code: str = "") -> bool:
    """Say whether the codes alone tell what a scan means, so that no wording need be asked."""
    if system == PLAIN:
        return plain_status(code) is not Status.UNKNOWN
    table = load_crosswalk()
    return any(
        row is not None and row.status is not Status.UNKNOWN
        for row in (table.row(system, code), table.row(_DETAIL_SYSTEM.get(system, system), detail_code))
    )


def classify(
    system: str,
    code: str,
    detail_code: str = "",
    text: str = "",
    *,
    level: str | None = None,
    location: str = "",
    carrier: str = "",
    language: str = "",
) -> Canonical:
    """Say what a scan means: by its codes, then by its wording.

    Parameters
    ----------
    system : str
        A system of the crosswalk, or ``csv`` for plain status words.
    code : str
        Main status; a detail status alone is understood too.
    detail_code : str
        Detail status beside it.
    text, location : str
        The carrier's wording and place. They only make the answer more careful, or choose inside a
        word that covers several cases; beside a known code they never set ``delivered``.
    carrier, language : str
        Whose wording it is. Where the system's code is not known, the carrier's own code and wording decide.
    level : str, optional
        Level of ``code``, where one word has two.

    Returns
    -------
    Canonical
        ``unknown`` for what is not in the table (R6).
    """
    place = location.strip() if system in _PLACE_MATTERS else ""
    return _classify(system, code.strip(), detail_code.strip(), text.strip(), level, place, carrier.strip())


@lru_cache(maxsize=65_536)
def _classify(
    system: str, code: str, detail: str, text: str, level: str | None, location: str, carrier: str
) -> Canonical:
    # Millions of scans hold few distinct codes and wordings: each is judged once.
    if system == PLAIN:
        return _plain(code, detail, text, carrier)
    table = load_crosswalk()
    main = (table.row(system, code, level) or main_of(system, code, table)) if code else None
    sub = table.row(_DETAIL_SYSTEM.get(system, system), detail, "sub") if detail else None
    if main is None and not code and detail and sub is None:
        main = main_of(system, detail, table)
    row = _decide(main, sub, code)
    if row is None:
        return _from_wording(carrier, code, text) if system in table.systems else Canonical(status=Status.UNKNOWN)
    met = _context_met(row, main if row is sub else None, f"{text} {location}")
    status, reason = (row.status, row.reason) if met else (Status.UNKNOWN, row.reason or "ambiguous")
    if row.context == "wording":
        status, reason = wording.choose_in_bucket(status, reason, text)
    status, reason = wording.guard(status, reason, text)
    if (status, reason) == (row.status, row.reason):
        return row.canonical
    return Canonical(status=status, reason=reason, action_required=needs_person(status, reason))


def _from_wording(carrier: str, code: str, text: str) -> Canonical:
    """Let the carrier's own words decide where the code is not known."""
    if not text:
        return Canonical(status=Status.UNKNOWN)
    meant = wording.classify_wording(carrier, code, text)
    status, reason = wording.guard(meant.status, meant.reason, text)
    return Canonical(status=status, reason=reason, action_required=needs_person(status, reason))


def _plain(code: str, detail: str, text: str, carrier: str) -> Canonical:
    status = plain_status(code)
    if status is Status.UNKNOWN and (text or code):
        return _from_plain_words(carrier, code, text)
    reason = detail if detail in load_crosswalk().reasons else ""
    if status is Status.EXCEPTION and not reason:
        status, reason = wording.choose_in_bucket(status, reason, text)
    status, reason = wording.guard(status, reason, text)
    return Canonical(status=status, reason=reason, action_required=needs_person(status, reason))


def _from_plain_words(carrier: str, code: str, text: str) -> Canonical:
    """Read a plain table's row: its wording, or the status column if a person wrote the wording there."""
    if plain_status(text) is not Status.UNKNOWN and not code:
        return _plain(text, "", "", carrier)
    meant = wording.classify_wording(carrier, code, text)
    if meant.status is Status.UNKNOWN and not text:
        meant = wording.classify_wording(carrier, "", code)
    status, reason = wording.guard(meant.status, meant.reason, text or code)
    return Canonical(status=status, reason=reason, action_required=needs_person(status, reason))


def _decide(main: Row | None, sub: Row | None, code: str) -> Row | None:
    """Choose between main and detail status."""
    if sub is None or (main is None and not code):
        return sub or main
    if main is None:
        # The main status is a word we do not know: a detail may say anything but "delivered".
        return None if sub.status is Status.DELIVERED else sub
    if sub.status is Status.UNKNOWN:
        return sub if main.status is Status.UNKNOWN and sub.reason not in ("", "use_parent") else main
    if sub.status is Status.DELIVERED and main.status is not Status.DELIVERED:
        return main
    if main.status in _BACKWARD and sub.status in _MOVEMENT:
        return main
    if main.status in _SAYS_MORE and sub.status is Status.IN_TRANSIT and not sub.reason:
        return main
    return sub


def _context_met(row: Row, main: Row | None, text: str) -> bool:
    if row.context in ("main_delivered", "delivery_beside"):
        return main is not None and main.status is Status.DELIVERED
    if row.context == "at_consignee":
        return wording.names_consignee(text)
    return row.context != "not_yet"
