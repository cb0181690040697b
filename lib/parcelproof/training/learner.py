"""The folder of a learner: what was done so far, kept at once, found again after a restart, and exported."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from parcelproof.clock import now
from parcelproof.errors import InputError, ShopError
from parcelproof.messages import _
from parcelproof.shop import SHOP_VARIABLE, find_shop
from parcelproof.training.course.quiz import Question
from parcelproof.training.course.quiz import answer as answer_question
from parcelproof.training.progress import (
    SUFFIX,
    CaseProgress,
    Decision,
    ExerciseProgress,
    Outcome,
    Progress,
    write_progress,
)
from parcelproof.training.progress_file import UNNAMED, ProgressFile, not_writable

FOLDER = "training"
"""Beside the ledger of a shop; beside the pages if there is no shop."""
KEPT_MISTAKES = 500


def training_folder(shop_folder: str | Path = "") -> Path:
    """Return where a learner's things are kept: ``training/`` of the shop, or of the folder of the pages.

    Parameters
    ----------
    shop_folder : str or Path
        Empty: the shop that a page would open; if there is none, the folder in which the page runs.
    """
    named = str(shop_folder) or os.environ.get(SHOP_VARIABLE, "")
    if named:
        return Path(named) / FOLDER
    try:
        return find_shop() / FOLDER
    except ShopError:
        return Path.cwd() / f"my-{FOLDER}"


class Learner:
    """One learner and the progress file; several pages may be open at once.

    Parameters
    ----------
    folder : Path
        Holds the progress file, and a shop per exercise.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept = ProgressFile(folder)

    @classmethod
    def open(cls, shop_folder: str | Path = "") -> Self:
        """Open the folder of the learner, or make it.

        Parameters
        ----------
        shop_folder : str or Path
            See `training_folder`.

        Raises
        ------
        InputError
            If the progress file is damaged. It was put aside under another name, so opening again begins a new one.
        ShopError
            If the folder cannot be written.
        """
        return cls(training_folder(shop_folder))

    @property
    def file(self) -> Path:
        """The progress file."""
        return self._kept.path

    @property
    def progress(self) -> Progress:
        """All that was done so far, as it stands in the file now."""
        return self._kept.read()

    @property
    def named(self) -> bool:
        """Whether the learner wrote a name."""
        return self.progress.name != UNNAMED

    def exercise(self, name: str) -> ExerciseProgress | None:
        """Return what was done of one exercise; None if it was not begun."""
        return next((one for one in self.progress.exercises if one.id == name), None)

    # -- noting -------------------------------------------------------------------------------

    def note_exercise(
        self,
        name: str,
        measure: str,
        *,
        outcome: Outcome | None = None,
        mistakes: Sequence[str] = (),
        hints: int = 0,
        solution_seen: bool = False,
    ) -> ExerciseProgress:
        """Keep what happened in an exercise.

        Parameters
        ----------
        name, measure : str
            Ids of the exercise and of its measure.
        outcome : Outcome, optional
            How a check ended; an exercise that was right stays right.
        mistakes : sequence of str
            Ids of the wrong answers that the check told.
        hints : int
            How many hints are open now; fewer than before change nothing.
        solution_seen : bool
        """

        def changed(progress: Progress) -> Progress:
            old = next((one for one in progress.exercises if one.id == name), None)
            old = old or ExerciseProgress(id=name, measure=measure, changed_at=now())
            new = old.model_copy(
                update={
                    "outcome": _better(old.outcome, outcome),
                    "attempts": old.attempts + (outcome in ("right", "not_yet")),
                    "hints": max(old.hints, hints),
                    "solution_seen": old.solution_seen or solution_seen,
                    "mistakes": (*old.mistakes, *mistakes)[-KEPT_MISTAKES:],
                    "changed_at": now(),
                }
            )
            kept = [one for one in progress.exercises if one.id != name]
            return progress.model_copy(update={"exercises": (*kept, new)})

        return next(one for one in self._kept.change(changed).exercises if one.id == name)

    def note_case(
        self, name: str, measures: Sequence[str], decisions: Sequence[str], outcome: Decision | None = None
    ) -> CaseProgress:
        """Keep how far a case was played: all decisions so far, and its end if it has ended."""
        return self.keep_case(
            CaseProgress(
                id=name, measures=tuple(measures), decisions=tuple(decisions), outcome=outcome, changed_at=now()
            )
        )

    def keep_case(self, new: CaseProgress) -> CaseProgress:
        """Keep all that is known of one case in place of what was kept before."""

        def changed(progress: Progress) -> Progress:
            kept = [one for one in progress.cases if one.id != new.id]
            return progress.model_copy(update={"cases": (*kept, new)})

        self._kept.change(changed)
        return new

    def case(self, name: str) -> CaseProgress | None:
        """Return how far a case was played; None if it was not begun."""
        return next((one for one in self.progress.cases if one.id == name), None)

    def note_quiz(self, question: Question, option: str) -> Progress:
        """Keep an answer of the quiz; the first one to a question counts.

        Raises
        ------
        UnknownNameError
            If the question has no such option.
        """
        return self._kept.change(lambda progress: answer_question(progress, question, option, now()))

    def rename(self, name: str) -> None:
        """Keep the name of the learner.

        Raises
        ------
        InputError
            If it is empty or too long.
        """
        said = " ".join(name.split())
        if not 1 <= len(said) <= 80:
            raise InputError(_("A name has 1 to 80 letters."), mend=_("Write your name."))
        self._kept.change(lambda progress: progress.model_copy(update={"name": said}))

    def export(self, folder: str | Path = "") -> Path:
        """Write a copy for the trainer.

        Parameters
        ----------
        folder : str or Path
            Empty: the learner's own folder.

        Returns
        -------
        Path
            Its name comes from a number made by chance, never from what the learner wrote.
        """
        to = Path(folder) if str(folder) else self.folder / "for-the-trainer"
        copy = self.progress.model_copy(update={"exported_at": now()})
        try:
            to.mkdir(parents=True, exist_ok=True)
            return write_progress(copy, to / f"{copy.learner}{SUFFIX}")
        except OSError as error:
            raise not_writable(to, error) from error


def _better(before: Outcome, after: Outcome | None) -> Outcome:
    """Return what to keep: a check that found no answer, or could not tell, takes nothing back."""
    if after is None or before == "right":
        return before
    return before if before == "not_yet" and after != "right" else after
