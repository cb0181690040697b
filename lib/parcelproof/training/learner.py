"""The folder of a learner: what was done so far, kept at once, found again after a restart, and exported."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from parcelproof.batch.lease import FileLeases
from parcelproof.clock import now
from parcelproof.errors import InputError, ParcelproofError, ShopError
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.shop import SHOP_VARIABLE, open_shop
from parcelproof.training.course.quiz import Question
from parcelproof.training.course.quiz import answer as answer_question
from parcelproof.training.progress import (
    SUFFIX,
    CaseProgress,
    Decision,
    ExerciseProgress,
    Outcome,
    Progress,
    read_progress,
    write_progress,
)

FOLDER = "training"
"""Beside the ledger of a shop; beside the pages if there is no shop."""
FILE = f"learner{SUFFIX}"
UNNAMED = "—"
"""Name of a learner who wrote none."""
KEPT_MISTAKES = 500
PATIENCE = 10.0
"""Seconds to wait for another page of the same learner that writes."""


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
        return open_shop().folder / FOLDER
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
        self.file = folder / FILE
        self._leases = FileLeases(folder)

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
        learner = cls(training_folder(shop_folder))
        try:
            learner.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_writable(learner.folder, error) from error
        with learner._alone():
            if not learner.file.exists():
                learner._write(_new())
        learner._read_or_put_aside()
        return learner

    @property
    def progress(self) -> Progress:
        """All that was done so far, as it stands in the file now."""
        return read_progress(self.file)

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

        return next(one for one in self._change(changed).exercises if one.id == name)

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

        self._change(changed)
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
        return self._change(lambda progress: answer_question(progress, question, option, now()))

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
        self._change(lambda progress: progress.model_copy(update={"name": said}))

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
            raise _not_writable(to, error) from error

    # -- the file -----------------------------------------------------------------------------

    def _change(self, change: Callable[[Progress], Progress]) -> Progress:
        with self._alone():
            changed = change(self._read_or_put_aside())
            # Checked as a whole before the old file goes: what was written can always be read.
            progress = Progress.model_validate_json(changed.model_dump_json())
            progress = progress.model_copy(update={"language": current_language().code})
            self._write(progress)
        return progress

    def _write(self, progress: Progress) -> None:
        try:
            write_progress(progress, self.file)
        except OSError as error:
            raise _not_writable(self.folder, error) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with self._leases.hold(FILE, wait=PATIENCE) as alone:
                if not alone:
                    raise ShopError(
                        _("Another page keeps the progress file busy."), where=FILE, mend=_("Try again in a moment.")
                    )
                yield
        except OSError as error:
            raise _not_writable(self.folder, error) from error

    def _read_or_put_aside(self) -> Progress:
        try:
            return self.progress
        except InputError as error:
            if isinstance(error.__cause__, OSError) or not self.file.is_file():
                raise
            aside = self.file.with_name(f"damaged-{_stamp(now())}-{secrets.token_hex(2)}.json")
            self.file.replace(aside)
            raise InputError(
                _("Your progress file is damaged. It was kept under another name."), where=aside.name,
                mend=_("Run the page again: it begins a new file. Give the kept file to your trainer."),
            ) from error  # fmt: skip


def _new() -> Progress:
    return Progress(
        learner=secrets.token_hex(8), name=UNNAMED, language=current_language().code, exported_at=now()
    )  # fmt: skip


def _better(before: Outcome, after: Outcome | None) -> Outcome:
    """Return what to keep: a check that found no answer, or could not tell, takes nothing back."""
    if after is None or before == "right":
        return before
    return before if before == "not_yet" and after != "right" else after


def _stamp(at: datetime) -> str:
    return f"{at:%Y%m%d-%H%M%S}"


def _not_writable(folder: Path, error: OSError) -> ParcelproofError:
    return ShopError(
        _("The folder cannot be written: {reason}.", reason=error.strerror or type(error).__name__),
        where=str(folder), mend=_("Choose another folder."),
    )  # fmt: skip
