"""Answer "what does this code mean?" for one row: the rules from the shell."""

from __future__ import annotations

from collections.abc import Mapping

from parcelproof.errors import nearest
from parcelproof.messages import N_, Wording, _
from parcelproof.tracking.crosswalk import Row, classify, load_crosswalk
from parcelproof.tracking.events import Status
from parcelproof.tracking.plain import SYSTEM as PLAIN

_NEEDS = Wording(
    {
        "main_delivered": N_("It counts as delivered only if the main status says delivered."),
        "at_consignee": N_("It counts as delivered only if the place is the consignee."),
        "delivery_beside": N_("It counts as delivered only with a delivery scan beside it."),
        "not_yet": N_("It was only asked for. It has not happened yet."),
        "wording": N_("This word covers several cases. Give the detail code or the wording."),
    }
)


def answer_status(row: Mapping[str, str]) -> dict[str, str | bool]:
    """Say what one row of codes means.

    Parameters
    ----------
    row : mapping
        ``system`` and ``code``; optional ``detail_code``, ``text``, ``level``, ``location``.

    Returns
    -------
    dict
        ``status``, ``reason``, ``action_required``; ``note`` where a person should know more.

    Notes
    -----
    A code with nothing beside it is answered as the table has it, with a note if it needs something
    beside it. A code with its detail or wording is answered as an import would judge it.
    """
    system, code, detail, text, level, location = (
        (row.get(name) or "").strip() for name in ("system", "code", "detail_code", "text", "level", "location")
    )
    table = load_crosswalk()
    if system != PLAIN and system not in table.systems:
        hint = nearest(system, table.systems) if system else ""
        note = _("Parcelproof does not know this system. {hint}", hint=hint).strip()
        return {"status": Status.UNKNOWN.value, "reason": "", "action_required": False, "note": note}
    found = table.row(system, code, level or None) if code else None
    alone = not (detail or text or location)
    meant = (
        found.canonical
        if found and alone
        else classify(system, code, detail, text, level=level or None, location=location)
    )
    answer: dict[str, str | bool] = {
        "status": meant.status.value,
        "reason": meant.reason,
        "action_required": meant.action_required,
    }
    note = _note(found, alone, code or detail, meant.status)
    return {**answer, "note": note} if note else answer


def _note(found: Row | None, alone: bool, code: str, status: Status) -> str:
    if found is not None:
        return _NEEDS.get(found.context, "") if alone else ""
    if not code:
        return _("This row has no code.")
    return (
        _("This code is not in the table.")
        if status is Status.UNKNOWN
        else _("This code is new; its main status was taken.")
    )
