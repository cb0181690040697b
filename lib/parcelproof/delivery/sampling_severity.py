"""From the verdicts on past lots to how strict the next one is inspected: the switching rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcelproof.delivery.sampling_table import Severity
from parcelproof.errors import PlaybookError
from parcelproof.messages import N_, Wording, _
from parcelproof.playbook import Playbook, Rule, load_playbook

STAY: Mapping[Severity, str] = Wording({
    "normal": N_("Stay with normal inspection."), "tightened": N_("Stay with tightened inspection."),
    "reduced": N_("Stay with reduced inspection."),
})  # fmt: skip


@dataclass(frozen=True)
class SeverityAdvice:
    """What the next lot should be inspected by.

    Attributes
    ----------
    severity : Severity
        For the next lot.
    stop : bool
        Take no more lots from this maker until he has mended the cause.
    may_reduce : bool
        Reduced inspection is allowed, if production is steady and you decide so. It never comes by itself.
    reason : str
        One or two sentences.
    """

    severity: Severity
    stop: bool
    may_reduce: bool
    reason: str


def next_severity(
    lots: Sequence[bool], severity: Severity = "normal", playbook: Playbook | None = None
) -> SeverityAdvice:
    """Say how strict the next lot should be inspected.

    Parameters
    ----------
    lots : sequence of bool
        Lots of one maker since the last switch, oldest first, True for accepted; first inspections only, not lots that
        came again after sorting.
    severity : {'normal', 'tightened', 'reduced'}
        How these lots were inspected.
    playbook : Playbook, optional
        Holds the numbers, rules ``inspection.tighten_after``, ``normal_after``, ``reduce_after``, ``stop_after``.

    Notes
    -----
    ISO 2859-1:1999, 9.3 and 9.4. For reduced inspection ISO counts points (3 or 2 per lot, 30 needed), so it takes at
    least ten lots; here ten accepted lots in a row open the way, and a person decides.
    """
    book = playbook or load_playbook()
    if severity == "reduced" and lots and not lots[-1]:
        return SeverityAdvice("normal", False, False, _("A lot failed under reduced inspection. Go back to normal."))
    if severity == "tightened":
        return _after_tightened(lots, book)
    if severity == "normal":
        rejected, of_last = _two_numbers(book, "inspection.tighten_after")
        if sum(not accepted for accepted in lots[-of_last:]) >= rejected:
            reason = _(
                "{count} of the last {all} lots failed. Go to tightened inspection.", count=rejected, all=of_last
            )
            return SeverityAdvice("tightened", False, False, reason)
        enough = _number(book, "inspection.reduce_after")
        if _in_a_row(lots) >= enough:
            reason = _(
                "{count} lots in a row passed. You may go to reduced inspection, if the goods are made steadily in "
                "the same way.",
                count=enough,
            )
            return SeverityAdvice("normal", False, True, reason)
    return SeverityAdvice(severity, False, False, STAY[severity])


def _after_tightened(lots: Sequence[bool], book: Playbook) -> SeverityAdvice:
    enough, too_many = _number(book, "inspection.normal_after"), _number(book, "inspection.stop_after")
    if _in_a_row(lots) >= enough:
        reason = _("{count} lots in a row passed. Go back to normal inspection.", count=enough)
        return SeverityAdvice("normal", False, False, reason)
    if sum(not accepted for accepted in lots) >= too_many:
        reason = _(
            "{count} lots failed under tightened inspection. Take no more until the maker has mended the cause.",
            count=too_many,
        )
        return SeverityAdvice("tightened", True, False, reason)
    return SeverityAdvice("tightened", False, False, STAY["tightened"])


def _in_a_row(lots: Sequence[bool]) -> int:
    row = 0
    for accepted in reversed(lots):
        if not accepted:
            break
        row += 1
    return row


def _rule(book: Playbook, name: str) -> Rule:
    rule = book.rule(name)
    assert rule is not None  # without a day the newest row is taken
    return rule


def _number(book: Playbook, name: str) -> int:
    return int(_rule(book, name).number)


def _two_numbers(book: Playbook, name: str) -> tuple[int, int]:
    rule = _rule(book, name)
    match = re.fullmatch(r"(\d+) of (\d+)", rule.value)
    if not match:
        raise PlaybookError(_("This rule must say two numbers."), where=rule.where, mend=_("Write it like 2 of 5."))
    return int(match[1]), int(match[2])
