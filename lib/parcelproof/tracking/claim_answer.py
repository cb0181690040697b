"""Answer "from when until when can I claim?" for one row: the rules from the shell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, get_args

from parcelproof.clock import now
from parcelproof.errors import InputError, nearest
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.tracking.claim_rows import Case, words
from parcelproof.tracking.claims import claim_window
from parcelproof.tracking.countries import alpha_2

TABLE = "claim_windows"


@cache
def _playbook() -> Playbook:
    # Looking for changed files at every row of a long table would take longer than the answers.
    return load_playbook()


def is_between_posts(carrier: str, service: str, playbook: Playbook) -> bool:
    """Say whether a carrier is a post, and the service neither EMS nor one that only hands over to a post."""
    if "ems" in words(service) | words(carrier):
        return False
    asked = words(carrier)
    names = (
        name
        for rule in playbook.rules_for("s10_operators")
        if rule.columns["suffix"] == rule.columns["country"]  # other endings belong to companies
        for name in (rule.value, *(n for n in rule.columns["aliases"].split(";") if "post" in n.lower()))
    )
    return bool(asked) and any(words(name) == asked for name in names)


def answer_claim(row: Mapping[str, str]) -> dict[str, Any]:
    """Say when a claim at the carrier opens and closes.

    Parameters
    ----------
    row : mapping
        ``carrier``, ``service``, ``accepted_on``, ``delivered_on``, ``today``; optional ``destination``, ``case``
        (loss, damage, delay, no_scan, filing), ``promised_on``, ``last_scan_on``.

    Returns
    -------
    dict
        ``opens`` and ``closes`` (ISO dates, or None where it is not known), ``source``, ``confidence``,
        ``open_now`` (None if nobody can say) and ``note``.

    Raises
    ------
    InputError
        If a date, the country or the case cannot be read.
    """
    today = _day(row, "today") or now().date()
    playbook = _playbook()
    carrier, service = (row.get("carrier") or "").strip(), (row.get("service") or "").strip()
    window = claim_window(
        carrier, service, _day(row, "accepted_on"), _day(row, "delivered_on"), _country(row), _case(row),
        _day(row, "promised_on"), last_scan=_day(row, "last_scan_on"),
        between_posts=is_between_posts(carrier, service, playbook), rules=playbook.rules_for(TABLE, on=today),
    )  # fmt: skip
    sources = dict.fromkeys(rule.source for rule in window.rules)
    return {
        "opens": window.opens.isoformat() if window.opens else None,
        "closes": window.closes.isoformat() if window.closes else None,
        "source": "; ".join(sources),
        "confidence": window.confidence,
        "open_now": _open_now(window.opens, window.closes, today),
        "note": window.note,
    }


def _open_now(opens: date | None, closes: date | None, today: date) -> bool | None:
    if closes is not None and today > closes:
        return False
    if opens is not None and today < opens:
        return False
    return True if closes is not None else None


def _day(row: Mapping[str, str], name: str) -> date | None:
    text = (row.get(name) or "").strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise InputError(
            _("This date cannot be read."), where=f"{name}: {text[:40]}", mend=_("Write it like 2026-10-02.")
        ) from None


def _country(row: Mapping[str, str]) -> str:
    text = (row.get("destination") or "").strip()
    code = alpha_2(text.upper() if len(text) == 2 else text)
    if text and not code:
        raise InputError(
            _("This country is not known."), where=_("destination: {text}", text=text[:40]), mend=_("Write it like US.")
        )
    return code


def _case(row: Mapping[str, str]) -> Case:
    text = (row.get("case") or "loss").strip().lower()
    for case in get_args(Case):
        if case == text:
            found: Case = case
            return found
    raise InputError(
        _("This case is not known."), where=_("case: {text}", text=text[:40]), mend=nearest(text, get_args(Case))
    )
