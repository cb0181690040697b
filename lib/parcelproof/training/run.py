"""Plays a case: the learner's decisions, one after another, decide how it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

from parcelproof.errors import InputError, UnknownNameError, nearest
from parcelproof.messages import _
from parcelproof.training.case import END, Case, Option, Step, dossier_of
from parcelproof.training.dossier import Dossier


@dataclass(frozen=True)
class CaseRun:
    """A case and the decisions so far. Pure: each decision gives a new run, and the same decisions the same run.

    Attributes
    ----------
    case : Case
    decisions : tuple of str
        Ids of the chosen options, in order: all of the state, ready to be kept as JSON.
    """

    case: Case
    decisions: tuple[str, ...] = ()
    _taken: tuple[Option, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def replay(cls, case: Case, decisions: tuple[str, ...] | list[str]) -> Self:
        """Return the run that these decisions lead to.

        Raises
        ------
        UnknownNameError, InputError
            If a decision was not possible, or the case had ended.
        """
        run = cls(case)
        for decision in decisions:
            run = run.decide(decision)
        return run

    @property
    def step(self) -> Step | None:
        """The step at which the learner stands; None when the decisions are over."""
        if not self._taken:
            return self.case.steps[0] if self.case.steps else None
        name = self._taken[-1].next
        return None if name == END or self._taken[-1].settles else self.case.steps_by_id[name]

    @property
    def ended(self) -> bool:
        """Whether nothing is left to decide: now the claim is answered, or was settled."""
        return self.step is None

    @property
    def settled(self) -> str:
        """How a decision settled the claim: ``refund``, ``replace``, or empty."""
        return next((option.settles for option in self._taken if option.settles), "")

    @property
    def taught(self) -> tuple[str, ...]:
        """What the learner was told, one message per decision."""
        return tuple(option.teaches for option in self._taken)

    @property
    def cost(self) -> Decimal:
        """Money that the decisions cost, in the currency of the claim."""
        return sum((option.cost for option in self._taken), Decimal(0))

    @property
    def minutes(self) -> int:
        """Minutes of work that the decisions took."""
        return sum(option.minutes for option in self._taken)

    @property
    def days(self) -> int:
        """Days that passed by the decisions."""
        return sum(option.days for option in self._taken)

    @property
    def taken(self) -> tuple[Option, ...]:
        """The chosen options, in order."""
        return self._taken

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the record now: as the case began, changed by the decisions."""
        names = dict.fromkeys(self.case.faults)
        for option in self._taken:
            names = {name: None for name in names if name not in option.mends} | dict.fromkeys(option.plants)
        return tuple(names)

    @property
    def adds(self) -> tuple[Mapping[str, Any], ...]:
        """Lines that the decisions put on record."""
        return tuple(line for option in self._taken for line in option.adds)

    def decide(self, option: str) -> Self:
        """Choose one option of the present step.

        Raises
        ------
        InputError
            If the decisions are over.
        UnknownNameError
            If the step has no such option.
        """
        step = self.step
        if step is None:
            raise InputError(
                _("This case has no further decision."), where=self.case.id, mend=_("Answer the claim now.")
            )
        options = {one.id: one for one in step.options}
        if option not in options:
            raise UnknownNameError(
                _("This step has no such option."), where=f"{self.case.id}, {step.id}",
                mend=nearest(option, options) or _("Choose one of: {names}.", names=", ".join(options)),
            )  # fmt: skip
        return replace(self, decisions=(*self.decisions, option), _taken=(*self._taken, options[option]))

    def dossier(self) -> Dossier:
        """Return the record as the decisions left it, ready for `parcelproof.training.build.build_shop`."""
        return dossier_of(self.case, faults=self.faults, adds=self.adds)
