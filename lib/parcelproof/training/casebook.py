"""The cases of one learner: those of the playbook and those made by chance, how each stands, and which is played."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parcelproof.clock import now
from parcelproof.errors import InputError, UnknownNameError, nearest
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.training.case import Case
from parcelproof.training.cases import load_cases
from parcelproof.training.generate import generate_case
from parcelproof.training.hearing import Hearing, hear
from parcelproof.training.learner import Learner
from parcelproof.training.play import Play
from parcelproof.training.progress import Decision

BY_CHANCE = "generated-"
"""The id of a case made by chance is this with its number: the number alone brings it back."""
DIGITS = 9
"""Of the longest number."""

Standing = Literal["new", "going_on", "ended"]


@dataclass(frozen=True)
class Entry:
    """One case in the list of a learner."""

    case: Case
    standing: Standing
    best: Decision | None


class CaseBook:
    """What one learner plays, kept after every move.

    Parameters
    ----------
    learner : Learner
    wanted : str
        Id of the case to begin with, or the number of a case made by chance; empty: the one that was played last.

    Raises
    ------
    UnknownNameError
        If there is no such case.
    """

    def __init__(self, learner: Learner, wanted: str = "") -> None:
        self.learner = learner
        self._heard: tuple[object, Hearing] | None = None
        wanted = wanted.strip()
        self._name = (BY_CHANCE + str(number_of(wanted)) if wanted.isdigit() else wanted) or self._last()
        self.play = self._resume()

    def entries(self) -> tuple[Entry, ...]:
        """Return all cases, easy ones first, then those made by chance."""
        kept = {one.id: one for one in self.learner.progress.cases}
        return tuple(
            Entry(play.case, "new" if not play.begun else "ended" if play.ended else "going_on", play.best)
            for case in self._cases(kept)
            for play in (Play.resume(case, kept.get(case.id)),)
        )

    def _cases(self, kept: object) -> Iterator[Case]:
        yield from load_cases(language=current_language().code).values()
        names = dict.fromkeys([*(kept if isinstance(kept, dict) else ()), self._name])
        for name in names:
            if name.startswith(BY_CHANCE):
                yield find_case(name)

    def choose(self, name: str) -> None:
        """Play this case from now on.

        Raises
        ------
        UnknownNameError
            If there is no such case.
        """
        find_case(name)
        self._name = name
        self.play = self._resume()
        self.keep(self.play)

    def by_chance(self, number: str = "") -> str:
        """Make a case by chance and play it; the same number makes the same case.

        Returns
        -------
        str
            Its id.
        """
        seed = number_of(number) if number.strip() else secrets.randbelow(9_000) + 1_000
        self.choose(f"{BY_CHANCE}{seed}")
        return self._name

    def keep(self, play: Play) -> None:
        """Keep a move at once."""
        self.learner.keep_case(play.kept(now()))
        self.play = play

    def send(self, *, settles: str = "") -> None:
        """Send the answer, let the desk decide, and keep how it ended."""
        sent = self.play.send(now(), settles=settles)
        heard = self.hearing(sent)
        self.keep(sent.finish(heard.decision().outcome))

    def hearing(self, play: Play | None = None) -> Hearing:
        """Return the claim with the record that the decisions built; a record is built once."""
        wanted = play or self.play
        key = (wanted.case.id, wanted.run.decisions, current_language().code)
        if self._heard is None or self._heard[0] != key:
            self._heard = (key, hear(wanted))
        made = self._heard[1]
        return Hearing(wanted, made.shipment, made.playbook)

    def _resume(self) -> Play:
        return Play.resume(find_case(self._name), self.learner.case(self._name))

    def _last(self) -> str:
        """Return the case that was played last; at the very beginning, the first one."""
        played = sorted(self.learner.progress.cases, key=lambda one: one.changed_at, reverse=True)
        known = load_cases(language=current_language().code)
        there = (one.id for one in played if one.id in known or one.id.startswith(BY_CHANCE))
        return next(there, "") or next(iter(known))


def find_case(name: str) -> Case:
    """Return a case by its id, in the language that is spoken now.

    Raises
    ------
    UnknownNameError
        If there is no such case.
    """
    code = current_language().code
    if name.startswith(BY_CHANCE) and name.removeprefix(BY_CHANCE).isdigit():
        return _made(number_of(name.removeprefix(BY_CHANCE)), code)
    cases = load_cases(language=code)
    if name not in cases:
        raise UnknownNameError(_("There is no case with this name."), where=name[:80], mend=nearest(name, cases))
    return cases[name]


def number_of(text: str) -> int:
    """Return the number of a case made by chance, as a person wrote it.

    Raises
    ------
    InputError
        If it is no number.
    """
    said = text.strip()
    if not (said.isascii() and said.isdigit() and len(said) <= DIGITS):
        raise InputError(_("This is no number of a case."), where=said[:40], mend=_("Write digits, like 4711."))
    return int(said)


@lru_cache(maxsize=64)
def _made(seed: int, _code: str) -> Case:
    return generate_case(seed)
