"""The rule behind ``check number``: one row of text, one answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.tracking.numbers.recognise import Candidate, Recognised, recognise


def answer_number(row: Mapping[str, str]) -> dict[str, Any]:
    """Say which carriers a tracking number can belong to.

    Parameters
    ----------
    row : mapping
        ``number``: as it was pasted.

    Returns
    -------
    dict
        ``valid`` (true, false, or null where only formats without a public check digit fit), ``candidates`` best
        first, ``cleaned``, and ``note`` where there is something to say.

    Raises
    ------
    InputError
        If there is no number.
    """
    number = row.get("number", "")
    if not number.strip():
        raise InputError(_("There is no number in this row."), mend=_("Fill the column 'number'."))
    found = recognise(number)
    answer: dict[str, Any] = {
        "valid": found.valid,
        "candidates": [_told(candidate) for candidate in found.candidates],
        "cleaned": found.cleaned,
    }
    note = found.problem or _note(found)
    if note:
        answer["note"] = note
    return answer


def _told(candidate: Candidate) -> dict[str, str]:
    told = {"carrier": candidate.carrier, "format": candidate.format, "certainty": candidate.certainty}
    more = {name: getattr(candidate, name) for name in ("country", "service", "meaning")}
    return told | {name: text for name, text in more.items() if text}


def _note(found: Recognised) -> str:
    if found.valid is None:
        return _("It fits only formats of plain digits without a public check digit: this proves nothing.")
    return _("More than one carrier has numbers like this. The label tells which.") if found.ambiguous else ""
