"""One sheet of the quiz as a learner works it: the same number gives the same sheet, on paper too."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from parcelproof.errors import InputError
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.training.course.quiz import Option, Question, load_quiz, select
from parcelproof.training.learner import Learner

COUNT = 10
"""Questions of one sheet, as on the printed one."""
FILE = "quiz.json"
DIGITS = 6


@dataclass(frozen=True)
class Result:
    """How a sheet went.

    Attributes
    ----------
    right, answered, asked : int
        Right at the first answer; answered at all; questions of the sheet.
    """

    right: int
    answered: int
    asked: int


class QuizRound:
    """The sheet that a learner works on. Which one it is, is kept beside the progress file.

    Parameters
    ----------
    learner : Learner
    stage : str
        Id of a stage; empty: the one chosen last, at first all of them.
    number : str
        Of the sheet; empty: the one chosen last, at first sheet 1.
    """

    def __init__(self, learner: Learner, stage: str = "", number: str = "") -> None:
        self.learner = learner
        self.bank: Mapping[str, Question] = load_quiz(language=current_language().code)
        kept = self._kept()
        self.stage, self.number, self.questions = "", 1, ()
        self.choose(stage or kept.get("stage", ""), number or kept.get("number", "1"), keep=bool(stage or number))

    questions: tuple[Question, ...]

    def choose(self, stage: str, number: str, *, keep: bool = True) -> None:
        """Take another sheet.

        Raises
        ------
        InputError
            If the number is none, or there are no questions about this stage.
        """
        said = number.strip()
        if not (said.isascii() and said.isdigit() and len(said) <= DIGITS):
            raise InputError(_("This is no number of a sheet."), where=said[:40], mend=_("Write digits, like 7."))
        measures = {one.measure for one in self.bank.values() if not stage or one.measure.startswith(f"{stage}.")}
        there = sum(one.measure in measures for one in self.bank.values())
        if not there:
            raise InputError(_("There are no questions about this stage."), where=stage[:40])
        self.questions = select(self.bank, min(COUNT, there), seed=int(said), measures=measures)
        self.stage, self.number = stage, int(said)
        if keep:
            self._keep()

    def options(self, question: Question) -> tuple[Option, ...]:
        """Return the options in the order of this sheet."""
        return question.shuffled(self.number)

    def first(self, question: Question) -> Option | None:
        """Return the first answer that was ever given to a question: the one that counts."""
        name = self._firsts().get(question.id)
        return next((one for one in question.options if one.id == name), None)

    def answer(self, question: Question, option: str) -> Option:
        """Keep an answer at once; later ones are practice.

        Raises
        ------
        UnknownNameError
            If the question has no such option.
        """
        self.learner.note_quiz(question, option)
        return next(one for one in question.options if one.id == option)

    @property
    def place(self) -> int:
        """Where to go on: the first question of the sheet without an answer; after the last one, how many there are."""
        given = self._firsts()
        return next((n for n, one in enumerate(self.questions) if one.id not in given), len(self.questions))

    @property
    def result(self) -> Result:
        """How this sheet went so far."""
        given = self._firsts()
        right = sum(given.get(one.id) == one.right.id for one in self.questions)
        return Result(right, sum(one.id in given for one in self.questions), len(self.questions))

    def _firsts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in sorted(self.learner.progress.quiz, key=lambda given: given.answered_at):
            found.setdefault(one.question, one.option)
        return found

    def _kept(self) -> dict[str, str]:
        try:
            kept = json.loads((self.learner.folder / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        stages = {name.partition(".")[0] for name in (one.measure for one in self.bank.values())} | {""}
        if not isinstance(kept, dict) or kept.get("stage") not in stages or type(kept.get("number")) is not int:
            return {}
        return {"stage": kept["stage"], "number": str(abs(kept["number"]))[:DIGITS]}

    def _keep(self) -> None:
        path = self.learner.folder / FILE
        draft = path.with_name(f".{FILE}.{os.getpid()}.part")
        draft.write_text(json.dumps({"stage": self.stage, "number": self.number}), encoding="utf-8")
        draft.replace(path)
