"""A case as one learner plays it: decisions, the clock of the story, the answer; kept, and found again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.messages import _
from parcelproof.training.answer import Answer
from parcelproof.training.case import Case, Option, Step
from parcelproof.training.progress import CaseAnswer, CaseProgress, Decision
from parcelproof.training.run import CaseRun

RANK: dict[Decision, int] = {"too_late": 0, "lost": 1, "partly": 2, "settled": 3, "won": 4}
"""How good an end is: the best one is kept."""

EMPTY = CaseAnswer()

_MOMENTS = ("claimed_at", "answered_at")


@dataclass(frozen=True)
class Taken:
    """One decision that was made: where, and what."""

    step: Step
    option: Option


@dataclass(frozen=True)
class Play:
    """A case and what the learner did with it. Pure: every move gives a new play.

    Attributes
    ----------
    run : CaseRun
        The case with the decisions so far.
    days : int
        Days that the learner let pass before answering.
    until : datetime or None
        When the real time is over that a trainer gave.
    answer : CaseAnswer
        A draft until it is sent.
    best : Decision or None
        How the best finished play of this case ended.
    forgotten : bool
        What was kept does not fit the case any more, so it begins anew.
    """

    run: CaseRun
    days: int = 0
    until: datetime | None = None
    answer: CaseAnswer = EMPTY
    best: Decision | None = None
    forgotten: bool = False

    @classmethod
    def resume(cls, case: Case, kept: CaseProgress | None) -> Self:
        """Return the play that was kept; without one, the case as it begins.

        A case file may have changed meanwhile. Decisions that it does not know any more are forgotten, the end of an
        earlier play is not.
        """
        if kept is None:
            return cls(CaseRun(case))
        try:
            run = CaseRun.replay(case, kept.decisions)
        except ParcelproofError:
            return cls(CaseRun(case), best=kept.outcome, forgotten=True)
        return cls(run, kept.days, kept.until, kept.answer or EMPTY, kept.outcome)

    def kept(self, at: datetime) -> CaseProgress:
        """Return what brings this play back.

        Parameters
        ----------
        at : datetime
            The real time.
        """
        return CaseProgress(
            id=self.case.id, measures=self.case.measures, decisions=self.run.decisions, days=self.days,
            until=self.until, answer=self.answer if self.answer != EMPTY else None, outcome=self.best,
            changed_at=at,
        )  # fmt: skip

    # -- how it stands ------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        """The case."""
        return self.run.case

    @property
    def begun(self) -> bool:
        """Whether the learner did anything."""
        return bool(self.run.decisions or self.days or self.until or self.answer != EMPTY)

    @property
    def sent(self) -> bool:
        """Whether the answer is with the desk."""
        return self.answer.sent_at is not None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do: a decision settled the claim, or the answer was sent."""
        return bool(self.run.settled) or self.sent

    @property
    def taken(self) -> tuple[Taken, ...]:
        """The decisions so far."""
        run, found = CaseRun(self.case), []
        for option in self.run.taken:
            if run.step is not None:
                found.append(Taken(run.step, option))
            run = run.decide(option.id)
        return tuple(found)

    @property
    def now(self) -> datetime:
        """The time in the story: it passes by the minutes and days that decisions cost, and by waiting.

        What a decision puts on record has happened before the next one.
        """
        claim = self.case.claim
        worked = claim.opened + timedelta(days=self.run.days, minutes=self.run.minutes)
        return max([worked, *_moments(self.run.adds)]) + timedelta(days=self.days)

    @property
    def left(self) -> timedelta:
        """What is left of the time to answer, in the story; below zero once it is over."""
        return self.case.claim.answer_by - self.now

    # -- moves --------------------------------------------------------------------------------

    def decide(self, option: str) -> Self:
        """Choose one option of the present step.

        Raises
        ------
        InputError, UnknownNameError
            See `CaseRun.decide`.
        """
        self._still_open()
        run = self.run.decide(option)
        return replace(self, run=run, best=_better(self.best, "settled") if run.settled else self.best)

    def wait(self) -> Self:
        """Let a day of the story pass."""
        self._ready_to_answer()
        return replace(self, days=self.days + 1)

    def start_clock(self, until: datetime) -> Self:
        """Take a limit of real time, until which the answer has to be sent."""
        self._still_open()
        return replace(self, until=until)

    def draft(self, items: Sequence[str], text: str) -> Self:
        """Take what the learner wants to show, before it is sent."""
        self._ready_to_answer()
        return replace(self, answer=CaseAnswer(items=tuple(dict.fromkeys(items)), text=text))

    def send(self, at: datetime, *, settles: str = "") -> Self:
        """Send the draft to the desk, or give the buyer what is due in place of it.

        Parameters
        ----------
        at : datetime
            The real time: after the limit of a trainer the answer comes too late in the story as well.
        settles : {'', 'refund', 'replace'}
        """
        self._ready_to_answer()
        moment = self.now
        if self.until is not None and at > self.until:
            moment = max(moment, self.case.claim.answer_by + timedelta(minutes=1))
        answer = CaseAnswer(
            items=self.answer.items, text=self.answer.text, settles=settles, sent_at=moment
        )  # fmt: skip
        return replace(self, answer=answer)

    def finish(self, outcome: Decision) -> Self:
        """Note how this play ended."""
        return replace(self, best=_better(self.best, outcome))

    def again(self) -> Self:
        """Begin again; how an earlier play ended stays."""
        return replace(self, run=CaseRun(self.case), days=0, until=None, answer=EMPTY, forgotten=False)

    def for_the_desk(self) -> Answer:
        """Return the answer as the desk reads it; a draft counts as sent now."""
        given = self.answer
        return Answer(items=given.items, text=given.text, answered_at=given.sent_at or self.now, settles=given.settles)

    def _still_open(self) -> None:
        if self.ended:
            raise InputError(_("This case has ended."), where=self.case.id, mend=_("Begin again, or choose another."))

    def _ready_to_answer(self) -> None:
        self._still_open()
        if not self.run.ended:
            raise InputError(
                _("There is something to decide first."), where=self.case.id, mend=_("Choose what to do, above.")
            )


def _better(before: Decision | None, after: Decision) -> Decision:
    return after if before is None or RANK[after] > RANK[before] else before


def _moments(lines: Sequence[Any]) -> Iterator[datetime]:
    for line in lines:
        for name in _MOMENTS:
            value = line.get(name)
            if value:
                yield value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
