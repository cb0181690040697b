"""Answer "what does this wording mean, and which rule decided?" for one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parcelproof.messages import N_, _
from parcelproof.tracking.wording.decide import Verdict, classify_wording
from parcelproof.tracking.wording.table import load_wordings
from parcelproof.tracking.wording.taught import NOTHING, TAUGHT, Teachings

_NOT_KNOWN = N_("No row fits. It stays unknown until the table or the shop learns it.")


def answer_wording(row: Mapping[str, str], taught: Teachings = NOTHING) -> dict[str, Any]:
    """Say what one wording means.

    Parameters
    ----------
    row : mapping
        ``carrier``, ``code``, ``text``, ``language``; each may be missing.
    taught : Teachings
        What the shop taught.

    Returns
    -------
    dict
        ``status``, ``reason``, ``action_required``, ``rule``: the id of the row that decided, ``taught``, or ``none``.
    """
    carrier, code, text, language = ((row.get(name) or "").strip() for name in ("carrier", "code", "text", "language"))
    meant = classify_wording(carrier, code, text, language, taught)
    return {
        "status": meant.status.value,
        "reason": meant.reason,
        "action_required": meant.action_required,
        "rule": meant.rule,
    }


def explain(verdict: Verdict) -> str:
    """Say in one sentence which row decided, and by which words."""
    if verdict.rule == TAUGHT:
        return _("This shop taught it.")
    table = load_wordings()
    code = next((row for row in table.codes if row.id == verdict.rule), None)
    if code:
        return _(
            "The carrier's own code {code} means: {meaning}. Source: {source}.",
            code=code.code,
            meaning=code.meaning,
            source=code.source,
        )
    rule = next((row for row in table.rules if row.id == verdict.rule), None)
    if rule is None:
        return _(_NOT_KNOWN)
    wanted = set(verdict.phrases)
    words = ", ".join(dict.fromkeys(f"“{row.phrase}”" for row in table.phrases if row.id in wanted))
    if rule.serves:
        return _("The wording has {words}. It serves rule {rule}.", words=words, rule=rule.serves)
    return _("The wording has {words}.", words=words)
