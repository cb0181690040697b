"""Which letters fit a case: to the buyer and to the carrier."""

from __future__ import annotations

from dataclasses import dataclass

from parcelproof.letters import load_letters
from parcelproof.letters.loader import Reader
from parcelproof.messages import _
from parcelproof.steps.queue_case import Case, Trouble
from parcelproof.tracking.review.flags import FlagCode

PAGE = "01_communication.ipynb"
"""Where letters are written, beside the page of the queue."""

_CARRIER = {
    FlagCode.LOST: "loss", FlagCode.CLAIM_CLOSING: "loss", FlagCode.CUSTOMS_HOLD: "customs_cause",
    FlagCode.PROBLEM: "problem_cause", FlagCode.FAILED_ATTEMPT: "problem_cause",
    FlagCode.RETURNING: "problem_cause", FlagCode.NO_ACCEPTANCE: "no_first_scan",
    FlagCode.OUT_FOR_DELIVERY: "silence", FlagCode.SILENCE: "silence",
}  # fmt: skip
_PAPERS = frozenset({"docs_missing", "payment_due"})


@dataclass(frozen=True)
class FittingLetter:
    """One letter: ``key`` is reader and id, like ``buyer:delay``."""

    key: str
    title: str


def fitting_letters(case: Case) -> tuple[FittingLetter, ...]:
    """Return the letters for the open troubles of a case, each once, those to the buyer first."""
    book = load_letters()
    troubles = sorted(case.open or case.troubles, key=lambda t: t is not case.first)
    wanted: list[tuple[Reader, str]] = [("buyer", _to_buyer(t)) for t in troubles]
    wanted += [("carrier", _to_carrier(t)) for t in troubles]
    return tuple(
        FittingLetter(f"{reader}:{letter}", letter_for(reader, book.situation(reader, letter).title))
        for reader, letter in dict.fromkeys(wanted)
        if letter
    )


def letter_for(reader: Reader, title: str) -> str:
    """Return what a letter is called where letters to both readers stand."""
    return (
        _("To the carrier: {letter}", letter=title)
        if reader == "carrier"
        else _("To the buyer: {letter}", letter=title)
    )


def _to_buyer(trouble: Trouble) -> str:
    code, reason = trouble.flag.code, trouble.flag.facts.get("reason", "")
    if code is FlagCode.PROBLEM and reason == "damaged":
        return "damage"
    if code is FlagCode.CUSTOMS_HOLD and reason in _PAPERS:
        return "customs_papers"
    return trouble.words.letter


def _to_carrier(trouble: Trouble) -> str:
    if trouble.flag.code is FlagCode.PROBLEM and trouble.flag.facts.get("reason") == "damaged":
        return "damage"
    return _CARRIER.get(trouble.flag.code, "")
