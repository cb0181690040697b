"""What a learner has done, as one file that the learner exports and the trainer collects.

The file comes from another computer, so reading it trusts nothing: its size is capped, every field is checked, and a
name in it is text and never part of a path.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from parcelproof.errors import InputError
from parcelproof.messages import _

SUFFIX = ".progress.json"
"""How an exported file ends."""

LARGEST = 2_000_000
"""Bytes; a class of two days fills a hundredth of it."""

LONGEST_LETTER = 20_000
"""Characters; no door of the cases takes more."""

Outcome = Literal["right", "not_yet", "not_attempted", "cannot_tell"]
"""How the check of an exercise ended the last time."""

Decision = Literal["won", "partly", "lost", "too_late", "settled"]
"""How the training desk decided, or that the learner gave the buyer what is due."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,99}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Count = Annotated[int, Field(ge=0, le=100_000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExerciseProgress(_Part):
    """One exercise.

    Attributes
    ----------
    id, measure : str
        Id of the exercise, and of the measure that it trains.
    outcome : Outcome
    attempts, hints : int
        How often it was checked with an answer, and how many hints were opened.
    solution_seen : bool
    mistakes : tuple of str
        Codes of the wrong answers that were told, latest last: what a class finds hard.
    changed_at : datetime
    """

    id: Id
    measure: Id
    outcome: Outcome = "not_attempted"
    attempts: Count = 0
    hints: Count = 0
    solution_seen: bool = False
    mistakes: tuple[Id, ...] = Field((), max_length=500)
    changed_at: AwareDatetime


class CaseAnswer(_Part):
    """What a learner shows to the desk: a draft until it is sent.

    Attributes
    ----------
    items : tuple of str
        Evidence items that are shown, by id.
    text : str
        The letter.
    settles : {'', 'refund', 'replace'}
        Gives the buyer what is due in place of an argument.
    sent_at : datetime or None
        By the clock of the story; None while it is a draft.
    """

    items: tuple[Id, ...] = Field((), max_length=60)
    text: str = Field("", max_length=LONGEST_LETTER)
    settles: Literal["", "refund", "replace"] = ""
    sent_at: AwareDatetime | None = None


class CaseProgress(_Part):
    """One case that was played.

    Attributes
    ----------
    id : str
    measures : tuple of str
    decisions : tuple of str
        Ids of the options that were chosen, as `parcelproof.training.run.CaseRun` keeps them.
    days : int
        Days of the story that the learner let pass before answering.
    until : datetime or None
        When the real time is over that a trainer gave; None without such a limit.
    answer : CaseAnswer or None
        Of the play that goes on, or that has just ended.
    outcome : Decision or None
        How the best finished play ended; to play once more takes nothing back. None before the first end.
    changed_at : datetime
    """

    id: Id
    measures: tuple[Id, ...] = Field((), max_length=20)
    decisions: tuple[Id, ...] = Field((), max_length=100)
    days: Annotated[int, Field(ge=0, le=1000)] = 0
    until: AwareDatetime | None = None
    answer: CaseAnswer | None = None
    outcome: Decision | None = None
    changed_at: AwareDatetime


class QuizAnswer(_Part):
    """One answered question of the quiz; the first answer counts, later ones are practice.

    Attributes
    ----------
    question, option : str
        Ids in ``playbook/training/quiz/``.
    answered_at : datetime
    """

    question: Id
    option: Id
    answered_at: AwareDatetime


class Progress(_Part):
    """All that one learner has done.

    Attributes
    ----------
    format : str
        Tells this file from any other JSON.
    learner : str
        Made once by chance: two learners may have one name.
    name : str
        As the learner wrote it, for the scoreboard and the certificate.
    language : str
    exported_at : datetime
    exercises, cases, quiz : tuple
        Each id once.
    """

    format: Literal["parcelproof-progress-1"] = "parcelproof-progress-1"
    learner: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{8,64}$")]
    name: Name
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    exported_at: AwareDatetime
    exercises: tuple[ExerciseProgress, ...] = Field((), max_length=1000)
    cases: tuple[CaseProgress, ...] = Field((), max_length=1000)
    quiz: tuple[QuizAnswer, ...] = Field((), max_length=5000)


def read_progress(path: Path) -> Progress:
    """Read an exported progress file.

    Raises
    ------
    InputError
        If there is no such file, it is too large, or it is no progress file; ``where`` names the file and the field.
    """
    again = _("Ask the learner to export the progress again.")
    try:
        if not path.is_file():
            raise InputError(
                _("There is no such progress file."), where=path.name, mend=_("Look at the name of the file.")
            )
        if path.stat().st_size > LARGEST:
            raise InputError(_("This file is too large for a progress file."), where=path.name, mend=again)
        text = path.read_bytes()
    except OSError as error:
        raise InputError(_("This file cannot be read."), where=path.name, mend=again) from error
    try:
        progress = Progress.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InputError(
            _("This is no progress file, or it is damaged."),
            where=f"{path.name}, {field}" if field else path.name, mend=again,
        ) from error  # fmt: skip
    for kind, ids in (
        ("exercises", [one.id for one in progress.exercises]),
        ("cases", [one.id for one in progress.cases]),
    ):
        if len(set(ids)) < len(ids):
            raise InputError(_("This progress file names one thing twice."), where=f"{path.name}, {kind}", mend=again)
    return progress


def write_progress(progress: Progress, path: Path) -> Path:
    """Write a progress file, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_text(progress.model_dump_json(indent=1) + "\n", encoding="utf-8")
        draft.replace(path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return path
